from __future__ import annotations

import pytest

from onrecord.errors import UnsupportedFormatError
from onrecord.read.content import read_bytes
from onrecord.read.options import ReadOptions

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
        (b"7z\xbc\xaf\x27\x1c", "report.txt", "7z archive"),
        (b"text,date\n", "a.csv", "CSV, which may hold many"),
        (b"\x00\x01\x02", "-", "binary"),
    ],
)
def test_bytes_of_another_kind_are_refused_with_the_reason(raw: bytes, name: str, reason: str) -> None:
    with pytest.raises(UnsupportedFormatError, match=reason):
        read_bytes(raw, name, ReadOptions())
