from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import MalformedReportError, MissingExtraError, OnRecordError, ReadError
from onrecord.read.dispatch import read_reports
from onrecord.read.formats import parquet as module
from onrecord.read.formats.parquet import read_parquet
from onrecord.read.options import ReadOptions
from onrecord.record import Report


def reasons(items: list[Report | ReadError]) -> list[str]:
    return [str(item) for item in items if isinstance(item, ReadError)]


def write_parquet(path: Path, columns: dict[str, Sequence[Any]], **types: Any) -> Path:
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    table = pyarrow.table({name: pyarrow.array(cells, types.get(name)) for name, cells in columns.items()})
    parquet.write_table(table, path)
    return path


def test_parquet_rows_are_reports(tmp_path: Path) -> None:
    path = write_parquet(
        tmp_path / "a.parquet",
        {
            "body": ["one\r\ntwo", None, "three"],
            "published": [datetime(2024, 9, 22, 23, 30, tzinfo=UTC), None, datetime(2024, 9, 23, tzinfo=UTC)],
            "authors": [["Jo Lind"], [], None],
            "score": [1, 2, 3],
        },
    )
    reports = list(read_reports(str(path), ReadOptions(publisher="The Quay")))
    assert reasons(reports) == []
    assert [(r.text, r.published, r.origin.rpartition("#")[2]) for r in reports if isinstance(r, Report)] == [
        ("one\ntwo", "2024-09-22", "1"),
        ("", None, "2"),
        ("three", "2024-09-23", "3"),
    ]


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_parquet_dates_of_every_kind(unit: str, tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    moment = datetime(2024, 9, 22, 10)
    for kind, cell in (
        (pyarrow.timestamp(unit), moment),
        (pyarrow.date32(), moment.date()),
        (pyarrow.date64(), date(2024, 9, 22)),
    ):
        path = write_parquet(tmp_path / "a.parquet", {"text": ["x"], "date": [cell]}, date=kind)
        (report,) = read_reports(str(path), ReadOptions())
        assert isinstance(report, Report)
        assert (report.published, report.published_from) == ("2024-09-22", "metadata")


def test_a_parquet_time_beyond_all_calendars_costs_its_row_only(tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    path = write_parquet(tmp_path / "a.parquet", {"text": ["x", "y"], "date": [2**62, 0]}, date=pyarrow.timestamp("us"))
    items = list(read_reports(str(path), ReadOptions()))
    assert isinstance(items[0], MalformedReportError)
    assert isinstance(items[1], Report)


def test_parquet_without_a_text_column_lists_the_columns(tmp_path: Path) -> None:
    path = write_parquet(tmp_path / "a.parquet", {"story": ["x"] * 3, "day": ["2024-09-22"] * 3})
    (reason,) = reasons(list(read_reports(str(path), ReadOptions())))
    assert "'story', 'day'" in reason
    assert "--text-field" in reason
    assert len(list(read_reports(str(path), ReadOptions(text_field="story")))) == 3


def test_parquet_without_pyarrow_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtraError, match=r"onrecord\[parquet\]"):
        next(read_parquet(io.BytesIO(b"PAR1"), "a.parquet", ReadOptions()))


@settings(max_examples=30, deadline=None)
@given(st.binary(max_size=60))
def test_any_bytes_named_parquet_are_an_error_of_ours(raw: bytes) -> None:
    pytest.importorskip("pyarrow")
    with pytest.raises(OnRecordError, match="no Parquet table"):
        list(read_parquet(io.BytesIO(b"PAR1" + raw), "a.parquet", ReadOptions()))


def test_a_row_that_cannot_be_loaded_costs_only_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_parquet(tmp_path / "a.parquet", {"text": ["one", "two", "three"]})
    load = module._load_cell

    def fail_on_the_second(column: Any, index: int) -> object:
        if index == 1:
            raise RuntimeError
        return load(column, index)

    monkeypatch.setattr(module, "_load_cell", fail_on_the_second)
    one, error, three = read_reports(str(path), ReadOptions())
    assert isinstance(one, Report) and isinstance(error, MalformedReportError) and isinstance(three, Report)
    assert error.offset == 2
    assert "row 2: cannot be read (RuntimeError)" in str(error)
