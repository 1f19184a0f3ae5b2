from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from onrecord.export.csv import COLUMNS, export_csv
from onrecord.record import AnnotatedReport
from onrecord.text.display import visible
from tests.export.material import BROKEN, RECORDS, ROLES, STATEMENTS, spans_of


def read_back(records: Iterable[AnnotatedReport]) -> list[dict[str, str]]:
    stream = io.BytesIO()
    export_csv(records, stream)
    assert not stream.closed
    return list(csv.DictReader(io.StringIO(stream.getvalue().decode("utf-8-sig"), newline="")))


def test_a_row_is_a_statement_and_its_offsets_hold() -> None:
    for row, (record, statement) in zip(read_back(RECORDS), STATEMENTS, strict=True):
        assert set(row) == set(COLUMNS)
        assert (row["report_id"], row["statement_id"]) == (record.report.id, statement.id)
        assert (row["kind"], float(row["confidence"])) == (statement.kind, statement.confidence)
        for role in ROLES:
            spans = [tuple(map(int, place.split("-"))) for place in row[f"{role}_spans"].split()]
            assert spans == spans_of(statement, role)
            words = " … ".join(record.report.text[start:end] for start, end in spans)
            assert row[role].lstrip("'") == visible(" ".join(words.split()))


def test_what_is_known_of_the_speaker_and_the_time_stands_in_the_row() -> None:
    first, second, inner, bare, easy = read_back(RECORDS)
    assert (first["speaker"], first["speaker_status"], first["speaker_kind"]) == (
        "Ilse Brandvold",
        "resolved",
        "person",
    )
    assert first["speaker_roles"] == "élue; harbour master"
    assert (first["said"], first["said_start"], first["said_end"]) == ("2031-03-09", "2031-03-09", "2031-03-10")
    assert (inner["speaker"], inner["speaker_status"], inner["within"]) == ("", "unnamed", second["statement_id"])
    assert bare["speaker_candidates"] == "Ada Lund; Ilse Brandvold"
    assert easy["published"] == ""


def test_no_cell_is_a_formula() -> None:
    rows = read_back((*RECORDS, BROKEN))
    assert rows[0]["content"].startswith("“=The")
    assert rows[0]["title"] == '\'+Boats, "again"'
    for row in rows:
        assert not [cell for cell in row.values() if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_half_a_surrogate_pair_is_shown() -> None:
    assert "Th\ufffdy" in read_back([BROKEN])[0]["content"]


def test_without_records_there_are_headings() -> None:
    stream = io.BytesIO()
    export_csv([], stream)
    assert stream.getvalue().decode("utf-8-sig").strip().split(",") == list(COLUMNS)
