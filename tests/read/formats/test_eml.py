"""E-mails."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from benchmarks.faults.documents import make_message, make_newsletter
from onrecord.errors import MalformedReportError, ReadError
from onrecord.read import ReadOptions, read_reports
from onrecord.read.formats import eml
from onrecord.record import Report

PROSE = "The mayor said on Friday that the boats would sail soon, and that the ice was thin this year."
PAGE = f"<html><body><table><tr><td><p>{PROSE}</p><p>{PROSE} So there.</p></td></tr></table></body></html>"


def read(content: bytes, **options: str) -> Report:
    return eml.read_message(content, "a.eml", ReadOptions(**options))  # type: ignore[arg-type]


def test_a_plain_message(caplog: pytest.LogCaptureFixture) -> None:
    signature = "-- \nThe Post, 1 Quay Street\n"
    body = f"{PROSE}\n\n“So,” she said.\n\nOn 8 March 2031, Bo Ek wrote:\n> When do we sail?\n{signature}"
    report = read(make_message(body))
    assert report.text == f"{PROSE}\n\n“So,” she said."
    assert (report.title, report.publisher, report.authors) == ("Boats will sail soon", "The Westmere Post", ())
    assert (report.published, report.published_from, report.published_certain) == ("2031-03-09", "header", True)
    assert "not read: 1 quoted lines of an earlier message, the signature" in caplog.text


def test_a_person_is_the_author() -> None:
    content = make_message(PROSE).replace(b"The Westmere Post <", b"=?utf-8?q?Anna_L=C3=ABe?= <")
    report = read(content.replace(b"Subject: ", b"Subject: Re: Fwd: "))
    assert (report.authors, report.publisher, report.title) == (("Anna Lëe",), None, "Boats will sail soon")


def test_lines_that_go_on_are_joined() -> None:
    report = read(make_message("The mayor \nsaid so.\nShe left.\n", kind="text/plain; format=flowed"))
    assert report.text == "The mayor said so.\nShe left."


def test_encodings() -> None:
    body = base64.b64encode("“So,” she said.".encode("cp1252")).decode()
    kind = "text/plain; charset=windows-1252"
    report = read(make_message(body, headers="Content-Transfer-Encoding: base64\n", kind=kind))
    assert report.text == "“So,” she said."


def test_plain_text_comes_before_a_page_unless_it_is_a_stub() -> None:
    assert read(make_newsletter(PROSE * 2, PAGE)).text == PROSE * 2
    assert read(make_newsletter("Read this in a browser.", PAGE)).text == f"{PROSE}\n\n{PROSE} So there."


def test_attachments_are_said(caplog: pytest.LogCaptureFixture) -> None:
    parts = f"--B\n\n{PROSE}\n--B\nContent-Disposition: attachment; filename=a.pdf\n\nx\n--B--\n"
    assert read(make_message(parts, kind="multipart/mixed; boundary=B")).text == PROSE
    assert "not read: 1 attachment" in caplog.text


def nest(depth: int) -> bytes:
    heads = "".join(f"--{n}\nContent-Type: multipart/mixed; boundary={n + 1}\n\n" for n in range(depth))
    return make_message(heads, kind="multipart/mixed; boundary=0")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (make_message(""), "has no text"),
        (nest(5_000), "nests more parts"),
        (nest(90), "has no text"),
        (make_message("--B\n\nx\n" * 5_000, kind="multipart/mixed; boundary=B"), "has more parts"),
        (make_message("\0\1\2"), "binary data"),
        (make_message("x", kind="application/pdf"), "has no text"),
    ],
)
def test_what_is_hostile_is_an_error(content: bytes, reason: str) -> None:
    with pytest.raises(ReadError, match=reason):
        read(content)


@pytest.mark.parametrize(
    "header", ["Subject: " + "=?utf-8?q?" * 50_000, "From: " + "(" * 500_000, "Date: " + "9 Mar 2031 " * 50_000]
)
def test_endless_headers_cost_little(header: str) -> None:
    assert read(make_message("So.", headers=header + "\n").replace(b"Subject: Boats", b"X: ", 1)).text == "So."


def test_the_size_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(eml, "LARGEST_MESSAGE", 100)
    with pytest.raises(ReadError, match="is larger than"):
        read(make_message(PROSE))


@pytest.mark.parametrize("name", ["a.eml", "a"])
def test_a_message_is_recognised(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(make_message(PROSE))
    (item,) = read_reports(str(tmp_path / name), ReadOptions())
    assert isinstance(item, Report)
    assert (item.text, item.origin) == (PROSE, str(tmp_path / name))


def test_a_text_with_a_head_of_its_own_is_no_message(tmp_path: Path) -> None:
    (tmp_path / "a").write_text(f"Date: 9 March 2031\nFrom: The Post\n\n{PROSE}\n", encoding="utf-8")
    (item,) = read_reports(str(tmp_path / "a"), ReadOptions())
    assert isinstance(item, Report)
    assert item.text.startswith("From: The Post")
    assert not isinstance(item, MalformedReportError)
