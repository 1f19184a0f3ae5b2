"""Tables in text: CSV and TSV."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from onrecord.errors import ReadError
from onrecord.read import ReadOptions, read_reports
from onrecord.read.formats import csv as csv_format
from onrecord.record import Report

GOLDEN = (
    "Title,Text,Date,Outlet,Byline\r\n"
    '"Boats, again","“We sail,” said Ada Lund.\r\nShe left.",2031-03-09,The Post,Jo Vane\r\n'
    '"","The ""dam"" holds, said Piotr Salme.",2031-03-10,,\r\n'
)


def read(path: Path, content: bytes | str, **options: str) -> list[Report | ReadError]:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(read_reports(str(path), ReadOptions(**options)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("suffix", "delimiter"), [("csv", ","), ("csv", ";"), ("tsv", "\t"), ("txt", ","), ("txt", "\t")]
)
def test_a_table_is_read_by_row(tmp_path: Path, suffix: str, delimiter: str) -> None:
    text = GOLDEN if delimiter == "," else f"text{delimiter}date\nShe left.{delimiter}2031-03-09\n"
    name = "t." + suffix
    items = read(tmp_path / name, text, **({"format": "csv"} if suffix == "txt" and delimiter == "," else {}))
    assert all(isinstance(item, Report) for item in items)


def test_every_field_is_kept(tmp_path: Path) -> None:
    first, second = read(tmp_path / "t.csv", GOLDEN)
    assert isinstance(first, Report)
    assert isinstance(second, Report)
    assert (first.text, first.title) == ("“We sail,” said Ada Lund.\nShe left.", "Boats, again")
    assert (first.published, first.published_from) == ("2031-03-09", "metadata")
    assert (first.publisher, first.authors, first.origin) == ("The Post", ("Jo Vane",), f"{tmp_path}/t.csv#1")
    assert (second.text, second.title) == ('The "dam" holds, said Piotr Salme.', None)


@pytest.mark.parametrize(
    ("content", "options", "message"),
    [
        ("a,b\n1,2\n", {}, "no column 'text'"),
        ("text,day\nShe left.,2031-03-09\n", {"date_field": "dya"}, "did you mean 'day'?"),
        ("text,date\nShe left, he said.,2031-03-09\n", {}, "3 cells"),
        ("text,date\nShe left.,the ides of March\n", {}, "which is no date"),
        ("", {}, "no column 'text'"),
        ("text," + ",".join(f"c{n}" for n in range(2000)) + "\n", {}, "2001 columns"),
        ("sep=\x00\ntext\n", {}, "binary data"),
    ],
)
def test_what_is_broken_is_said(tmp_path: Path, content: bytes | str, options: dict[str, str], message: str) -> None:
    (item,) = read(tmp_path / "t.csv", content, **options)
    assert isinstance(item, ReadError)
    assert message in str(item)


def test_a_table_of_a_spreadsheet_is_read(tmp_path: Path) -> None:
    content = "sep=;\r\nText;Published at;;\r\n“She left.”;Sunday 9 March 2031;;\r\n".encode("cp1252")
    (item,) = read(tmp_path / "t.csv", content)
    assert isinstance(item, Report)
    assert (item.text, item.published) == ("“She left.”", "2031-03-09")


@pytest.mark.parametrize(("day", "certain"), [("3/12/2031", False), ("13/12/2031", True), ("12 March 2031", True)])
def test_a_day_that_can_be_read_in_two_ways_is_uncertain(tmp_path: Path, day: str, certain: bool) -> None:
    (item,) = read(tmp_path / "t.csv", f"text,date\nShe left.,{day}\n")
    assert isinstance(item, Report)
    assert item.published_certain is certain


@pytest.mark.parametrize(
    "content",
    [
        'text,date\n"' + "x" * 5_000,
        "text,date\n" + "x" * 5_000 + ",2031-03-09\n",
        "x" * 5_000,
        'text,date\n"a' + '\n","\n' * 5_000,
    ],
)
def test_an_endless_row_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str) -> None:
    monkeypatch.setattr(csv_format, "LONGEST_ROW", 1_000)
    (item,) = read(tmp_path / "t.csv", content)
    assert isinstance(item, ReadError)


def test_prose_with_commas_is_no_table(tmp_path: Path) -> None:
    (item,) = read(tmp_path / "t", "In the text, on that date, she left.\nHe stayed.\n")
    assert isinstance(item, Report)
    assert item.text.startswith("In the text,")


def test_a_stream_is_read_by_row() -> None:
    rows = csv_format.CSV.read(io.BytesIO(b"text,date\nShe left.,2031-03-09\n"), "-", ReadOptions())
    assert [type(row) for row in rows] == [Report]
