from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import pytest

from onrecord.errors import MalformedReportError, MissingExtraError, ReadError
from onrecord.read import content, file_format
from onrecord.read.content import read_bytes
from onrecord.read.dispatch import read_reports
from onrecord.read.file_format import FileFormat, read_whole
from onrecord.read.formats import text
from onrecord.read.options import ReadOptions
from onrecord.read.registry import get_format
from onrecord.record import Report


def broken(error: BaseException) -> FileFormat:
    """A format whose parser raises an error."""

    def read_report(content: bytes, path: str, options: ReadOptions) -> Report:
        raise error

    return FileFormat("broken", "broken text", (".broken",), read_report=read_report)


@pytest.mark.parametrize(
    "error", [ValueError("x"), RecursionError(), KeyError("y"), MemoryError(), UnicodeDecodeError("a", b"", 0, 1, "z")]
)
def test_whatever_a_parser_raises_is_an_error_of_its_input(error: Exception) -> None:
    with pytest.raises(
        MalformedReportError, match=rf"^a\.broken: cannot be read as broken text \({type(error).__name__}"
    ):
        list(broken(error).read(io.BytesIO(b""), "a.broken", ReadOptions()))


@pytest.mark.parametrize(
    "error", [ReadError("a", "x"), MissingExtraError("pyarrow", "parquet"), OSError("disk"), KeyboardInterrupt()]
)
def test_errors_that_are_clear_already_pass(error: BaseException) -> None:
    with pytest.raises(type(error)) as caught:
        list(broken(error).read(io.BytesIO(b""), "a.broken", ReadOptions()))
    assert caught.value is error


def test_a_parser_that_fails_costs_only_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text("One.")

    def choose(*_: object) -> FileFormat:
        return broken(ZeroDivisionError())

    monkeypatch.setattr(content, "detect_format", choose)
    (error,) = read_reports(str(path), ReadOptions())
    assert isinstance(error, MalformedReportError)
    with pytest.raises(MalformedReportError, match="ZeroDivisionError"):
        read_bytes(b"", "upload", ReadOptions())


def test_reports_before_a_failure_are_kept() -> None:
    def read_many(stream: BinaryIO, path: str, options: ReadOptions) -> Iterator[Report | ReadError]:
        yield text.read_text(stream.readline(), path, options)
        raise IndexError

    items = FileFormat("x", "x", (".x",), read_reports=read_many).read(io.BytesIO(b"One.\n"), "a.x", ReadOptions())
    first = next(items)
    assert isinstance(first, Report) and first.text == "One.\n"
    with pytest.raises(MalformedReportError):
        next(items)


@pytest.mark.parametrize("name", ["text", "html"])
def test_a_file_too_large_for_one_report_is_refused(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_format, "LARGEST_FILE", 5)
    assert read_whole(io.BytesIO(b"12345"), "a") == b"12345"
    with pytest.raises(ReadError, match="is larger than"):
        list(get_format(name).read(io.BytesIO(b"123456"), "a", ReadOptions()))
