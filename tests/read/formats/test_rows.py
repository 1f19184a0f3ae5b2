from __future__ import annotations

import io
import json
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
from onrecord.read.formats.jsonl import read_jsonl
from onrecord.read.formats.parquet import read_parquet
from onrecord.read.options import ReadOptions
from onrecord.record import Report

ROW = {"text": "“No,” said Ana Brook.", "date": "2024-09-22", "title": "No", "outlet": "The Quay", "byline": "Jo Lind"}


def read_lines(*lines: str | dict[str, Any], options: ReadOptions | None = None) -> list[Report | ReadError]:
    content = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    return list(read_jsonl(io.BytesIO(content.encode()), "a.jsonl", options or ReadOptions()))


def write_parquet(path: Path, columns: dict[str, Sequence[Any]], **types: Any) -> Path:
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    table = pyarrow.table({name: pyarrow.array(cells, types.get(name)) for name, cells in columns.items()})
    parquet.write_table(table, path)
    return path


def reasons(items: list[Report | ReadError]) -> list[str]:
    return [str(item) for item in items if isinstance(item, ReadError)]


def test_a_line_is_a_report() -> None:
    assert read_lines(ROW) == [
        Report(
            text="“No,” said Ana Brook.",
            origin="a.jsonl#1",
            publisher="The Quay",
            title="No",
            authors=("Jo Lind",),
            language=None,
            published="2024-09-22",
            published_from="metadata",
        )
    ]


def test_usual_names_are_tried_in_order_and_a_named_column_alone() -> None:
    row = {"content": "first", "article": "second", "story": "third", "published_at": "2024-09-22T10:00:00Z"}
    (report,) = read_lines(row)
    assert isinstance(report, Report)
    assert (report.text, report.published) == ("first", "2024-09-22")
    (report,) = read_lines(row, options=ReadOptions(text_field="story", date_field="day", date="2020-01-01"))
    assert isinstance(report, Report)
    assert (report.text, report.published, report.published_from) == ("third", "2020-01-01", "option")


def test_the_option_goes_before_the_rows_date_and_the_row_before_the_publisher() -> None:
    (report,) = read_lines(ROW, options=ReadOptions(date="2020-01-01", publisher="Other"))
    assert isinstance(report, Report)
    assert (report.published, report.published_from, report.publisher) == ("2020-01-01", "option", "The Quay")


def test_a_dateline_dates_a_row_without_a_date_by_the_year_of_its_address() -> None:
    row = {"text": "WESTMERE, Aug. 30 — The mayor spoke.", "url": "https://quay.example/2024/mayor"}
    (report,) = read_lines(row)
    assert isinstance(report, Report)
    assert (report.published, report.published_from) == ("2024-08-30", "dateline")


def test_one_bad_line_loses_only_itself() -> None:
    items = read_lines(ROW, "{broken", "", "[1]", {**ROW, "date": "soon"}, {"story": "x"}, {"text": 3}, ROW)
    assert [item.origin for item in items if isinstance(item, Report)] == ["a.jsonl#1", "a.jsonl#8"]
    errors = [item for item in items if isinstance(item, MalformedReportError)]
    assert [error.offset for error in errors] == [2, 4, 5, 6, 7]
    for error, said in zip(errors, ["not JSON", "list", "'date' holds 'soon'", "--text-field", "holds 3"], strict=True):
        assert str(error).startswith(f"a.jsonl: line {error.offset}: ")
        assert said in str(error)
    assert "'story'" in str(errors[3])


@pytest.mark.parametrize(
    ("cell", "authors"),
    [(["Jo Lind", " ", 4, "Al Vane "], ("Jo Lind", "Al Vane")), ("Jo Lind", ("Jo Lind",)), (None, ()), ([], ())],
)
def test_authors(cell: object, authors: tuple[str, ...]) -> None:
    (report,) = read_lines({"text": "x", "authors": cell})
    assert isinstance(report, Report)
    assert report.authors == authors


@pytest.mark.parametrize("text", ["", None])
def test_a_row_without_words_is_an_empty_report(text: str | None) -> None:
    (report,) = read_lines({"text": text, "date": None})
    assert isinstance(report, Report)
    assert (report.text, report.published_from) == ("", "none")


def test_the_name_of_a_table_dates_no_row(tmp_path: Path) -> None:
    path = tmp_path / "export-2024-09-22.jsonl"
    path.write_text('{"text": "x"}\n')
    (report,) = read_reports(str(path), ReadOptions())
    assert isinstance(report, Report)
    assert report.published is None


def test_lines_that_are_not_utf_8_or_nest_too_deep_are_named() -> None:
    stream = io.BytesIO(b'\xef\xbb\xbf{"text": "x"}\n{"text": "caf\xe9"}\n' + b'{"text": ' + b"[" * 100_000 + b"\n")
    items = list(read_jsonl(stream, "a.jsonl", ReadOptions()))
    assert isinstance(items[0], Report)
    assert ["UTF-8" in reason for reason in reasons(items)] == [True, False]
    assert "not JSON" in reasons(items)[1]


def test_a_line_longer_than_any_report_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["onrecord.read.formats.jsonl"], "LONGEST_LINE", 50)
    items = read_lines({"text": "x" * 500}, {"text": "y"})
    assert isinstance(items[0], MalformedReportError)
    assert isinstance(items[1], Report)
    assert items[1].origin == "a.jsonl#2"


def test_a_lone_surrogate_in_json_is_kept() -> None:
    (report,) = read_lines('{"text": "\\ud800"}')
    assert isinstance(report, Report)
    assert report.text == "\ud800"
    assert report.id.startswith("r_")


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


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=80), st.booleans())
def test_any_lines_are_reports_or_our_errors(raw: bytes, as_text: bool) -> None:
    content = json.dumps({"text": raw.decode("latin-1")}).encode() if as_text else raw
    for item in read_jsonl(io.BytesIO(content), "a", ReadOptions()):
        assert isinstance(item, Report | ReadError)


@settings(max_examples=40, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(sorted(ROW)), inner, max_size=5),
        max_leaves=12,
    )
)
def test_any_json_is_a_report_or_our_error(value: object) -> None:
    for item in read_jsonl(io.BytesIO(json.dumps(value).encode()), "a", ReadOptions()):
        assert isinstance(item, Report | ReadError)


@settings(max_examples=30, deadline=None)
@given(st.binary(max_size=60))
def test_any_bytes_named_parquet_are_an_error_of_ours(raw: bytes) -> None:
    pytest.importorskip("pyarrow")
    with pytest.raises(OnRecordError, match="no Parquet table"):
        list(read_parquet(io.BytesIO(b"PAR1" + raw), "a.parquet", ReadOptions()))
