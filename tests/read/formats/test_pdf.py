"""PDF documents."""

from __future__ import annotations

import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from benchmarks.faults.documents import PrintedAt, make_pdf
from onrecord.errors import MalformedReportError, ReadError
from onrecord.read import ReadOptions, read_reports
from onrecord.read.formats import pdf
from onrecord.read.pdf import lines
from onrecord.record import Report
from onrecord.record.annotated import AnnotatedReport
from onrecord.record.check import check_record


def column(left: float, top: float, *words: str, size: float = 11) -> list[PrintedAt]:
    return [(left, top + 14 * number, size, line) for number, line in enumerate(words)]


FIRST = [
    (72, 40, 9, "The Westmere Post"),
    (500, 40, 9, "1"),
    (72, 90, 22, "Boats will sail soon, the mayor says"),
    (72, 115, 11, "By Ann Lee, March 9, 2031"),
    *column(
        72,
        140,
        "The mayor said on Friday that",
        "the boats would sail, and the gov-",
        "ernment of the coast was ready.",
        "“We will not wait,” she said at",
        "the harbour, where the ice was",
    ),
    *column(
        320,
        140,
        "thin this year. The well-",
        "known skipper Bo Ek agreed. He",
        "said he was well and known for it,",
        "and his crew was. “No,” said Ada",
        "Lund, “we will wait for the",
    ),
    (300, 760, 9, "Page 1 of 2"),
]
SECOND = [
    (72, 40, 9, "The Westmere Post"),
    (500, 40, 9, "2"),
    (72, 100, 11, "spring.”"),
    (90, 114, 11, "The council meets again in April."),
    (300, 760, 9, "Page 2 of 2"),
]
TEXT = """Boats will sail soon, the mayor says

By Ann Lee, March 9, 2031

The mayor said on Friday that the boats would sail, and the government of the coast was ready. “We will not wait,” \
she said at the harbour, where the ice was thin this year. The well-known skipper Bo Ek agreed. He said he was well \
and known for it, and his crew was. “No,” said Ada Lund, “we will wait for the spring.”

The council meets again in April."""


def read(content: bytes, **options: str) -> Report:
    return pdf.read_pdf(content, "a.pdf", ReadOptions(**options))  # type: ignore[arg-type]


def test_columns_pages_hyphens_and_running_heads() -> None:
    report = read(make_pdf([FIRST, SECOND], "/Title (Microsoft Word - a.doc) /CreationDate (D:20310311120000)"))
    assert report.text == TEXT
    assert (report.title, report.authors) == ("Boats will sail soon, the mayor says", ("Ann Lee",))
    assert (report.published, report.published_from, report.published_certain) == ("2031-03-09", "header", True)
    assert report.pages is not None
    assert [page.number for page in report.pages] == [1, 2]
    assert report.text[slice(*report.pages[0][1:])].endswith("we will wait for the")
    assert report.text[slice(*report.pages[1][1:])] == "spring.”\n\nThe council meets again in April."
    assert list(check_record(AnnotatedReport(report))) == []


def test_what_is_left_out_is_said(caplog: pytest.LogCaptureFixture) -> None:
    read(make_pdf([FIRST, SECOND, []]))
    assert "not read: 6 running heads and page numbers, 1 pages without text" in caplog.text


def test_labels_beside_the_words_stay_with_them() -> None:
    turns = [
        (72, 100, 11, "LUND"),
        *column(200, 100, "The boats will sail soon, and", "nobody will wait for the ice.", "We are ready for it."),
        (72, 142, 11, "EK"),
        *column(200, 142, "I do not believe that the boats", "will sail before spring is here.", "It is too early."),
    ]
    assert read(make_pdf([turns])).text == (
        "LUND: The boats will sail soon, and nobody will wait for the ice. We are ready for it.\n\n"
        "EK: I do not believe that the boats will sail before spring is here. It is too early."
    )


def test_the_day_on_which_the_file_was_made_is_uncertain(caplog: pytest.LogCaptureFixture) -> None:
    report = read(make_pdf([[(72, 100, 11, "The mayor spoke.")]], "/CreationDate (D:20310311120000)"))
    assert (report.published, report.published_from, report.published_certain) == ("2031-03-11", "metadata", False)
    assert "only the day on which the file was made" in caplog.text
    assert read(make_pdf([[(72, 100, 11, "She spoke.")]]), date="2031-03-09").published_from == "option"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (make_pdf([[]]), "has no text"),
        (b"%PDF-1.4\nbroken", "is damaged"),
        (make_pdf([FIRST])[:700], "has no text|is damaged"),
        (b"%PDF-1.4\n" + b"[" * 100_000, "is damaged"),
        (make_pdf([FIRST]).replace(b"/Info", b"/Encrypt << /Filter /Other >> /Info"), "is damaged|password"),
    ],
)
def test_what_is_broken_is_an_error(content: bytes, reason: str) -> None:
    with pytest.raises(MalformedReportError, match=reason):
        read(content)


def test_pages_that_hold_themselves_are_read_once() -> None:
    assert read(make_pdf([FIRST]).replace(b"/Kids [4 0 R]", b"/Kids [2 0 R]")).text.count("Boats will sail soon") == 1


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel limits the memory of the process")
def test_a_file_that_unpacks_to_more_than_the_memory_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "MEMORY", 2**28)
    packed = zlib.compress(b"\0" * 2**28, 1)
    stream = b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed)
    bomb = make_pdf([[]]).replace(b"<< /Length 0 >>\nstream\n\nendstream", stream)
    with pytest.raises(MalformedReportError, match="larger in memory than any report"):
        read(bomb)


def test_the_size_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "LARGEST_PDF", 100)
    with pytest.raises(ReadError, match="is larger than"):
        read(make_pdf([FIRST]))


def test_the_time_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    def run(command: list[str], *, timeout: float, **_: object) -> None:
        raise subprocess.TimeoutExpired(command, timeout)

    monkeypatch.setattr(lines.subprocess, "run", run)
    with pytest.raises(MalformedReportError, match="takes more than 120 seconds"):
        read(make_pdf([FIRST]))


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel ends the process")
def test_the_processor_time_of_the_process_is_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    endless = tmp_path / "process.py"
    limits = Path(lines.__file__).with_name("process.py").read_text(encoding="utf-8")
    endless.write_text(limits.replace("    content = io", "    while True: pass\n    content = io"), encoding="utf-8")
    monkeypatch.setattr(lines, "_PROCESS", endless)
    monkeypatch.setattr(lines, "LONGEST_SECONDS", 1)
    with pytest.raises(MalformedReportError, match="takes more than 1 seconds"):
        read(make_pdf([FIRST]))


def test_pages_are_limited(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr(lines, "MOST_PAGES", 1)
    assert read(make_pdf([FIRST, SECOND])).pages is not None
    assert "pages after the first" in caplog.text


@pytest.mark.parametrize("name", ["a.pdf", "a"])
def test_a_pdf_is_recognised(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(make_pdf([FIRST, SECOND]))
    (item,) = read_reports(str(tmp_path / name), ReadOptions())
    assert isinstance(item, Report)
    assert item.text == TEXT
