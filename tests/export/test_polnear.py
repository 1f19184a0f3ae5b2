from __future__ import annotations

from pathlib import Path

from corpora.polnear import iter_reports
from onrecord.export.polnear import export_polnear, polnear_line
from tests.export.material import BROKEN, RECORDS, spans_of


def test_lines_are_read_back_by_the_evaluation_and_offsets_hold(tmp_path: Path) -> None:
    path = tmp_path / "lines.jsonl"
    with path.open("wb") as stream:
        export_polnear((*RECORDS, BROKEN), stream)
    gold = list(iter_reports(path))
    assert [report.text for report in gold[:3]] == [record.report.text for record in RECORDS]
    assert "Th\ufffdy" in gold[3].text
    for report, record in zip(gold, (*RECORDS, BROKEN), strict=True):
        flat = [statement for statement in record.statements if statement.within is None]
        for attribution, statement in zip(report.attributions, flat, strict=True):
            for role in ("source", "cue", "content"):
                assert [tuple(span) for span in attribution[role]] == spans_of(statement, role)


def test_an_annotator_and_the_date_are_in_the_line() -> None:
    row = polnear_line(RECORDS[0], annotator="tq")
    assert (row["name"], row["date"]) == (RECORDS[0].report.id, "2031-03-09")
    assert row["annotations"][0]["annotator"] == "tq"
