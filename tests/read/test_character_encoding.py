from __future__ import annotations

import logging

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import MalformedReportError, OnRecordError, UnsupportedFormatError
from onrecord.read.character_encoding import decode

NEWS = "“We will not close the harbour,” said Mayor Ilse Krön — at a café in Ostwick.\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_is_read_without_its_mark_and_without_a_word(encoding: str, caplog: pytest.LogCaptureFixture) -> None:
    assert decode(NEWS.encode(encoding), "a.txt") == NEWS
    assert not caplog.records


@pytest.mark.parametrize(
    ("words", "encoding"),
    [
        (NEWS, "cp1252"),
        ("“No,” he said.", "cp1252"),
        ("Der Minister könne das nicht bestätigen, hieß es am Dienstag in Brüssel.", "cp1252"),
        ("Le maire a déclaré qu’il était prêt à négocier dès lundi.", "cp1252"),
        ("Министр сказал, что переговоры продолжаются. Об этом сообщили во вторник.", "cp1251"),
        ("Minister powiedział, że rozmowy będą kontynuowane w środę. Źródła potwierdzają.", "cp1250"),
    ],
)
def test_another_encoding_is_found_and_said(words: str, encoding: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "onrecord"):
        assert decode(words.encode(encoding), "a.txt") == words
    assert [record.getMessage() for record in caplog.records] == [f"a.txt is not UTF-8; read as {encoding}"]


def test_a_declared_encoding_is_believed_where_utf_8_does_not_fit(caplog: pytest.LogCaptureFixture) -> None:
    words = "首相は火曜日に交渉が続いていると述べた。"
    assert decode(words.encode("shift_jis"), "a.html", "Shift_JIS") == words
    assert decode(words.encode(), "a.html", "Shift_JIS") == words
    assert decode(NEWS.encode("cp1252"), "a.html", "iso-8859-1") == NEWS
    assert not caplog.records


@pytest.mark.parametrize("declared", ["no-such-code", "base64", "punycode", "idna", "undefined", "a\0b"])
def test_a_declared_encoding_that_is_none_is_passed_over(declared: str) -> None:
    assert decode(NEWS.encode("cp1252"), "a.html", declared) == NEWS


def test_a_few_broken_bytes_do_not_turn_utf_8_into_something_else(caplog: pytest.LogCaptureFixture) -> None:
    raw = NEWS.encode() * 20
    text = decode(raw + b"\xe2\x80 end\n", "a.txt")
    assert text == NEWS * 20 + "\ufffd end\n"
    assert "1 broken character" in caplog.text


def test_line_ends_become_line_feeds_and_nothing_else_changes() -> None:
    assert decode(b" a\r\nb\rc\n\n\t\x0c d \r\n", "a.txt") == " a\nb\nc\n\n\t\x0c d \n"
    assert decode("e\u0301\u00a0\u2028".encode(), "a.txt") == "e\u0301\u00a0\u2028"


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b"%PDF-1.7\n", "a PDF document"),
        (b"PK\x03\x04\x14\x00", "docx"),
        (b"\x1f\x8b\x08\x00", "gzip"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"\xff\xd8\xff\xe0", "JPEG"),
        (b"plain, but \x00 then not", "binary data"),
    ],
)
def test_binary_content_is_refused_by_name(raw: bytes, kind: str) -> None:
    with pytest.raises(
        UnsupportedFormatError,
        match=rf"^a\.txt: looks like .*{kind}.*not like text; save its text, or name another format$",
    ):
        decode(raw, "a.txt")


def test_a_mark_that_the_content_breaks_is_an_error() -> None:
    with pytest.raises(MalformedReportError, match="utf-16-le"):
        decode(b"\xff\xfea\x00b", "a.txt")


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300), st.one_of(st.none(), st.text(max_size=12)))
def test_any_bytes_are_text_or_one_of_our_errors(raw: bytes, declared: str | None) -> None:
    try:
        assert "\r" not in decode(raw, "a", declared)
    except OnRecordError as error:
        assert str(error).startswith("a: ")
