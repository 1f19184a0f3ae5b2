"""Mailboxes."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.faults.documents import make_mailbox, make_message
from onrecord.errors import ReadError
from onrecord.read import ReadOptions, read_reports
from onrecord.read.formats import mbox
from onrecord.record import Report

PROSE = "The mayor said on Friday that the boats would sail soon."


def read(path: Path, content: bytes) -> list[Report | ReadError]:
    path.write_bytes(content)
    return list(read_reports(str(path), ReadOptions()))


@pytest.mark.parametrize("name", ["a.mbox", "a"])
def test_each_message_is_a_report(tmp_path: Path, name: str) -> None:
    body = f"{PROSE}\n\nFrom the quay she waved.\n"
    first, second = read(tmp_path / name, make_mailbox(make_message(body), make_message("So it was.")))
    assert isinstance(first, Report)
    assert isinstance(second, Report)
    assert (first.text, second.text) == (body.strip(), "So it was.")
    assert (first.title, first.published) == ("Boats will sail soon", "2031-03-09")
    assert [first.origin, second.origin] == [f"{tmp_path / name}#1", f"{tmp_path / name}#2"]


def test_a_message_that_cannot_be_read_costs_only_itself(tmp_path: Path) -> None:
    broken, whole = read(tmp_path / "a.mbox", make_mailbox(make_message(""), make_message(PROSE)))
    assert (
        str(broken) == f"{tmp_path}/a.mbox: message 1: has no text; check that it is not only pictures or attachments"
    )
    assert isinstance(whole, Report)


def test_a_message_has_a_size_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mbox, "LARGEST_MESSAGE", 600)
    long = make_message(f"{PROSE}\n" * 50)
    large, one_line, whole = read(
        tmp_path / "a.mbox", make_mailbox(long, make_message("x" * 5_000), make_message(PROSE))
    )
    assert "message 1: larger than" in str(large)
    assert "message 2: larger than" in str(one_line)
    assert isinstance(whole, Report)


@pytest.mark.parametrize("content", [b"", b"\n\n", b"From \n", b"From " * 10_000, b"\xff\xfe\n\nFrom x\n\0"])
def test_any_bytes_give_reports_or_errors(tmp_path: Path, content: bytes) -> None:
    for item in read(tmp_path / "a.mbox", content):
        assert isinstance(item, Report | ReadError)
