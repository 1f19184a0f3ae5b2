from __future__ import annotations

import gzip

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import UnsupportedFormatError
from onrecord.read.registry import FORMAT_NAMES
from onrecord.read.sniffing import HEAD_BYTES, detect_format


@pytest.mark.parametrize(
    ("head", "path", "expected"),
    [
        (b"The mayor spoke.", "a.txt", "text"),
        (b"<html>", "a.txt", "text"),
        (b"The mayor spoke.", "a.HTM", "html"),
        (b"{broken", "a.jsonl", "jsonl"),
        (b"PAR1....", "a.txt", "parquet"),
        (b"no table", "a.parquet", "parquet"),
        (b"WARC/1.0\r\n", "a.txt", "warc"),
        (b"filedesc://x.arc 0.0.0.0 20140216050221 text/plain 75\n", "-", "warc"),
        (gzip.compress(b"WARC/1.1\r\nWARC-Type: warcinfo", mtime=0), "-", "warc"),
        (b"", "a.WARC.gz", "warc"),
        (b"\x1f\x8bbroken", "a.b.arc.gz", "warc"),
        (b"The mayor spoke.", "README", "text"),
        (b"", "-", "text"),
        (b"\n <!DOCTYPE html>\n<title>x</title>", "-", "html"),
        (b'<?xml version="1.0"?>\n<html xmlns="x">', "page", "html"),
        (b"\xef\xbb\xbf<html>", "-", "html"),
        ("<html>".encode("utf-16"), "-", "html"),
        (b"<tweet>The mayor spoke.</tweet>", "-", "text"),
        (b"date 2024-09-22\n<html>", "-", "text"),
        (b' {"text": "x"}\n{"text": "y"}', "-", "jsonl"),
        (b'{"text": "' + b"x" * (HEAD_BYTES - 10), "-", "jsonl"),
        (b'{\n  "text": "x"\n}', "-", "json"),
        (b'[{"text": "x"}]', "-", "json"),
        (b'{"text": ' + b"[" * 10_000, "-", "json"),
        (b'[{"text": "x"}]', "a.json", "json"),
        (b"text,date\nShe left.,2031-03-09\n", "-", "csv"),
        (b"title\ttext\nBoats\tShe left.\n", "-", "tsv"),
        (b"In the text, she said, it is.\nSo.\n", "-", "text"),
        (b"%PDF-1.7\n", "a.txt", "pdf"),
        (b"PK\x03\x04....word/document.xml", "-", "docx"),
        (b"Received: from a\n by b\nSubject: x\n\nx", "-", "eml"),
        (b"From a@b.example Sun Mar  9 23:30:00 2031\nSubject: x\n\nx", "-", "mbox"),
        (b"From a town by the sea, at 10:30, she wrote.\nSo.", "-", "text"),
        (b"{sic} The mayor spoke.", "-", "text"),
        (b"[The mayor spoke.]", "-", "text"),
    ],
)
def test_format(head: bytes, path: str, expected: str) -> None:
    assert detect_format(head, path).name == expected


@settings(deadline=None)
@given(st.binary(max_size=100), st.sampled_from(["a", "a.txt", "-", "a.parquet"]))
def test_any_bytes_have_a_format_or_are_refused(head: bytes, path: str) -> None:
    try:
        assert detect_format(head, path).name in FORMAT_NAMES
    except UnsupportedFormatError as error:
        assert error.path == path


def test_compressed_text_is_no_archive() -> None:
    with pytest.raises(UnsupportedFormatError, match="gzip archive"):
        detect_format(gzip.compress(b"The mayor spoke.", mtime=0), "a.txt.gz")
