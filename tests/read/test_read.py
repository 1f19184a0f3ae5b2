from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.errors import ConfigurationError, MalformedReportError, ReadError
from onrecord.read import ReadOptions, read


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
    with pytest.raises(ConfigurationError, match="give one of text, html, pdf"):
        read(tmp_path, options=ReadOptions(format="odt"))


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
