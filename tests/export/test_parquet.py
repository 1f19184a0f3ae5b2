from __future__ import annotations

import io
import sys
from collections.abc import Iterable
from datetime import date

import pyarrow
import pytest
from pyarrow import parquet

from onrecord.errors import MissingExtraError
from onrecord.export import parquet as module
from onrecord.export.csv import COLUMNS
from onrecord.export.parquet import export_parquet
from onrecord.record import AnnotatedReport
from tests.export.material import BROKEN, RECORDS, ROLES, STATEMENTS, spans_of


def read_back(records: Iterable[AnnotatedReport]) -> pyarrow.Table:
    stream = io.BytesIO()
    export_parquet(records, stream)
    return parquet.read_table(pyarrow.BufferReader(stream.getvalue()))


def test_a_row_is_a_statement_with_typed_columns_and_its_offsets_hold() -> None:
    table = read_back(RECORDS)
    assert tuple(table.schema.names) == COLUMNS
    assert table.schema.field("published").type == pyarrow.date32()
    assert table.schema.field("confidence").type == pyarrow.float64()
    rows = table.to_pylist()
    for row, (record, statement) in zip(rows, STATEMENTS, strict=True):
        assert (row["statement_id"], row["kind"]) == (statement.id, statement.kind)
        for role in ROLES:
            spans = [(span["start"], span["end"]) for span in row[f"{role}_spans"]]
            assert spans == spans_of(statement, role)
            assert row[role] == [record.report.text[start:end] for start, end in spans]
    assert (rows[0]["published"], rows[0]["said_end"]) == (date(2031, 3, 9), date(2031, 3, 10))
    assert rows[0]["authors"] == ["Tove Quist", "@N. Øye"]
    assert rows[-1]["published"] is None


def test_rows_are_written_in_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_GROUP_ROWS", 3)
    assert read_back(RECORDS * 2).num_rows == 2 * len(STATEMENTS)


def test_half_a_surrogate_pair_keeps_the_offsets() -> None:
    row = read_back([BROKEN]).to_pylist()[0]
    assert "Th\ufffdy" in row["content"][1]
    assert [(span["start"], span["end"]) for span in row["content_spans"]] == spans_of(BROKEN.statements[0], "content")


def test_without_records_there_are_columns() -> None:
    assert tuple(read_back([]).schema.names) == COLUMNS


def test_without_pyarrow_the_line_to_install_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtraError, match=r"onrecord\[parquet\]"):
        export_parquet(RECORDS, io.BytesIO())
