from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.errors import ConfigurationError, MalformedReportError, ReadError, UnsupportedFormatError
from onrecord.read import ReadOptions, read, read_bytes, read_reports
from onrecord.record import Report


def test_read_takes_a_path_or_several_as_strings_or_paths(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("date 2024-09-22\nOne.\n")
    (tmp_path / "b.jsonl").write_text('{"story": "Two."}\n')
    assert [report.text for report in read(tmp_path / "a.txt")] == ["One.\n"]
    assert [report.text for report in read(str(tmp_path / "*.txt"))] == ["One.\n"]
    reports = list(
        read([tmp_path, str(tmp_path / "a.txt")], date="2020-01-01", publisher="The Quay", text_field="story")
    )
    assert [report.text for report in reports] == ["One.\n", "Two.", "One.\n"]
    assert [report.published_from for report in reports] == ["option", "option", "option"]
    assert {report.publisher for report in reports} == {"The Quay"}


def test_read_adds_its_arguments_to_the_options(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text('{"story": "Two."}\n')
    options = ReadOptions(format="jsonl", text_field="story", publisher="The Quay")
    (report,) = read(tmp_path, date="2020-01-01", options=options)
    assert (report.text, report.published, report.publisher) == ("Two.", "2020-01-01", "The Quay")


def test_read_complains_at_once_of_paths_and_options(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="does not exist"):
        read(tmp_path / "none")
    with pytest.raises(ConfigurationError):
        read(tmp_path, date="soon")
    with pytest.raises(ConfigurationError, match="give one of text, html, jsonl, parquet"):
        read(tmp_path, options=ReadOptions(format="docx"))


def test_read_raises_the_first_error_where_it_stands(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "one"}\nbroken\n{"text": "three"}\n')
    reports = read(tmp_path)
    assert next(reports).text == "one"
    with pytest.raises(MalformedReportError, match="line 2"):
        next(reports)


def test_read_goes_on_where_errors_have_a_place_to_go(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "one"}\nbroken\n{"text": "three"}\n')
    (tmp_path / "b.txt").write_bytes(b"%PDF-1.7 \x00\x01")
    (tmp_path / "c.txt").write_text("four")
    errors: list[ReadError] = []
    reports = read([tmp_path / "none", tmp_path], on_error=errors.append)
    assert [report.text for report in reports] == ["one", "three", "four"]
    assert [Path(error.path).name for error in errors] == ["none", "a.jsonl", "b.txt"]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(
        [b"", b"date 2024-09-22 ", b"date 2024-99-99 ", b"<html>", b'{"', b"\xff\xfe", b"\xef\xbb\xbf", b"PAR1"]
    ),
    st.binary(max_size=120),
    st.sampled_from(["a", "a.txt", "a.html", "a.jsonl", "a.parquet"]),
)
def test_any_file_gives_reports_or_errors(tmp_path: Path, opening: bytes, rest: bytes, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(opening + rest)
    for item in read_reports(str(path), ReadOptions()):
        assert isinstance(item, Report | ReadError)


PAGE = b"<html><head><title>Dam</title></head><body><article><p>The mayor spoke at length about the dam and the budget."
JSON_LINE = b'{"text": "One."}\n'


@pytest.mark.parametrize(
    ("raw", "name", "text"),
    [
        (b"date 2031-03-09\nThe mayor spoke.", "-", "The mayor spoke."),
        ("Čapek spoke.".encode("utf-16"), "talk.txt", "Čapek spoke."),
        (PAGE, "-", "The mayor spoke at length about the dam and the budget."),
        (PAGE, "../../etc/page.html", "The mayor spoke at length about the dam and the budget."),
        (b"", "-", ""),
    ],
)
def test_bytes_that_are_no_file_are_read_as_one_report(raw: bytes, name: str, text: str) -> None:
    report = read_bytes(raw, name, ReadOptions(publisher="The Quay"))
    assert (report.text, report.origin) == (text, name)


@pytest.mark.parametrize(
    ("raw", "name", "reason"),
    [
        (JSON_LINE, "-", "JSON Lines, which may hold many"),
        (b"PAR1....", "table.txt", "Parquet"),
        (b"WARC/1.0\r\n", "-", "web archive"),
        (b"%PDF-1.7", "report.txt", "PDF"),
        (b"\x00\x01\x02", "-", "binary"),
    ],
)
def test_bytes_of_another_kind_are_refused_with_the_reason(raw: bytes, name: str, reason: str) -> None:
    with pytest.raises(UnsupportedFormatError, match=reason):
        read_bytes(raw, name, ReadOptions())
