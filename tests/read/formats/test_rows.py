from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.errors import MalformedReportError, MissingExtraError, ReadError
from onrecord.read.dispatch import read_reports
from onrecord.read.formats.rows import Row, RowLocation, make_report, read_row
from onrecord.read.options import ReadOptions
from onrecord.record import Report

ROW = {"text": "“No,” said Ana Brook.", "date": "2024-09-22", "title": "No", "outlet": "The Quay", "byline": "Jo Lind"}
LOCATION = RowLocation("a.jsonl", "line", 7)


def report_of(row: Row, **options: str) -> Report:
    return make_report(row, LOCATION, ReadOptions(**options))


def test_a_row_is_a_report() -> None:
    assert report_of(ROW) == Report(
        text="“No,” said Ana Brook.",
        origin="a.jsonl#7",
        publisher="The Quay",
        title="No",
        authors=("Jo Lind",),
        language=None,
        published="2024-09-22",
        published_from="metadata",
    )


def test_usual_names_are_tried_in_order_and_a_named_column_alone() -> None:
    row = {"content": "first", "article": "second", "story": "third", "published_at": "2024-09-22T10:00:00Z"}
    report = report_of(row)
    assert (report.text, report.published) == ("first", "2024-09-22")
    report = report_of(row, text_field="story", date_field="day", date="2020-01-01")
    assert (report.text, report.published, report.published_from) == ("third", "2020-01-01", "option")


def test_the_option_comes_before_the_date_of_the_row_and_the_row_before_the_publisher() -> None:
    report = report_of(ROW, date="2020-01-01", publisher="Other")
    assert (report.published, report.published_from, report.publisher) == ("2020-01-01", "option", "The Quay")


def test_a_dateline_dates_a_row_without_a_date_by_the_year_of_its_address() -> None:
    report = report_of({"text": "WESTMERE, Aug. 30 — The mayor spoke.", "url": "https://quay.example/2024/mayor"})
    assert (report.published, report.published_from) == ("2024-08-30", "dateline")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"text": 3}, "'text' holds 3, not text; name the text column with --text-field"),
        ({"story": "x"}, "no column 'text' or 'body' or 'content' or 'article'; columns found: 'story'"),
        ({}, "columns found: none"),
        ({"text": "x", "date": "soon"}, "'date' holds 'soon', which is no date; write it as YYYY-MM-DD"),
    ],
)
def test_a_row_that_is_no_report_says_why_and_where(row: Row, said: str) -> None:
    with pytest.raises(MalformedReportError) as caught:
        report_of(row)
    assert str(caught.value).startswith("a.jsonl: line 7: ")
    assert said in str(caught.value)
    assert caught.value.offset == 7


@pytest.mark.parametrize(
    ("cell", "authors"),
    [(["Jo Lind", " ", 4, "Al Vane "], ("Jo Lind", "Al Vane")), ("Jo Lind", ("Jo Lind",)), (None, ()), ([], ())],
)
def test_authors(cell: object, authors: tuple[str, ...]) -> None:
    assert report_of({"text": "x", "authors": cell}).authors == authors


@pytest.mark.parametrize("text", ["", None])
def test_a_row_without_words_is_an_empty_report(text: str | None) -> None:
    report = report_of({"text": text, "date": None})
    assert (report.text, report.published_from) == ("", "none")


def test_the_name_of_a_table_dates_no_row(tmp_path: Path) -> None:
    path = tmp_path / "export-2024-09-22.jsonl"
    path.write_text('{"text": "x"}\n')
    (report,) = read_reports(str(path), ReadOptions())
    assert isinstance(report, Report)
    assert report.published is None


@pytest.mark.parametrize("error", [ValueError("x"), RecursionError(), ZeroDivisionError(), OSError("disk")])
def test_whatever_loading_raises_costs_only_the_row(error: Exception) -> None:
    def load() -> Row:
        raise error

    found = read_row(load, LOCATION, ReadOptions())
    assert isinstance(found, ReadError)
    assert str(found) == f"a.jsonl: line 7: cannot be read ({type(error).__name__}); write it again"


def test_a_missing_package_is_no_error_of_a_row() -> None:
    def load() -> Row:
        raise MissingExtraError("pyarrow", "parquet")

    with pytest.raises(MissingExtraError):
        read_row(load, LOCATION, ReadOptions())
