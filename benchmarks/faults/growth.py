"""Measure how time grows with hostile inputs: ``python -m benchmarks.faults.growth --size 500000``.

For every reader, and for the parts that read a text by rules, there are inputs of one repeated piece that keep a parser
busy. Each is measured at a size and at twice that size. Prints the processor time of both and their ratio. The exit
code is 1 if doubling an input takes much more than twice its time.
"""

from __future__ import annotations

import argparse
import io
import logging
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from benchmarks.faults.documents import make_docx, make_message
from benchmarks.faults.readers import make_archive
from onrecord.errors import OnRecordError
from onrecord.extract.times.finder import find_times
from onrecord.read import ReadOptions
from onrecord.read.archives.warc import read_warc
from onrecord.read.content import read_bytes
from onrecord.read.formats.jsonl import read_jsonl
from onrecord.read.registry import get_format
from onrecord.read.web.feed_entries import read_entries
from onrecord.read.web.robots import RobotsRules
from onrecord.text.document import Document

_PARAGRAPH = "<p>The mayor said on Friday that the boats would sail soon and that the ice was thin this year.</p>"
_REPEATED = (
    "<div>", "<b>", "<a href=x>y</a>", "<p>So. ", "<li>x", "<tr><td>x", "<span>x</span> ", "x<br>", "<h1>x</h1>",
    "<meta name=author content=Al>", "<!-- x -->", "&amp;", "<svg>", "<table>", "<form>", "<script>", "<",
)  # fmt: skip
_WORDS = (
    "“", "\"", "'", "(", "… ", "said ", "Ada Lund ", "on Friday ", "3 March ", "the day before ", "1990s ", "1/2/3/",
    "Mr. ", "A. ", "\n\n", "\n", "a-", "\u0301", "Mayor: ‘We shall see’\n", "“So,” he said. ", "— ", "10:30 ",
)  # fmt: skip

_MULTIPART = "multipart/mixed; boundary=B"
_MOST = 2.6
"""Times as long as before: two, and what caches and the noise of a machine add."""
_NOTICEABLE = 0.5
"""Seconds below which a ratio says nothing."""


@dataclass(frozen=True, slots=True)
class Growth:
    """A kind of input that grows.

    Attributes:
        name: What repeats in it, and who reads it.
        make: Makes an input of about so many characters, given in advance.
        read: Reads it.
    """

    name: str
    make: Callable[[int], bytes]
    read: Callable[[bytes], object]


def find_growths() -> Iterator[Growth]:
    """Give every kind of input with its reader."""
    for piece in _REPEATED:
        yield Growth(f"html {piece!r}", _repeat(piece, "<html><body>", _PARAGRAPH * 5), _read_page)
    yield Growth("html attributes", _count("<html><body><div ", "a{}=1 ", ">" + _PARAGRAPH * 5), _read_page)
    for piece in ("<item>", "<a>", "<category>x</category>", "&foo", "<", "&#xD83D;", "<![CDATA["):
        yield Growth(f"feed {piece!r}", _repeat(piece, "<rss version='2.0'><channel>", ""), _read_feed)
    yield Growth("feed attributes", _count("<rss version='2.0'><channel><item ", "a{}='1' ", "/>"), _read_feed)
    yield Growth("jsonl [", _repeat("[", '{"text": ', "}"), _read_rows)
    yield Growth("jsonl rows", _repeat('{"text": "So."}\n', "", ""), _read_rows)
    yield Growth("csv rows", _repeat("So.,2031-03-09\n", "text,date\n", ""), _read_with("csv"))
    yield Growth("csv open quotation", _repeat('"a\n",', "text,date\n", ""), _read_with("csv"))
    yield Growth("json", _repeat('{"text": "So."}, ', "[", '"So."]'), _read_with("json"))
    for body in (">a\n", "a \n", "--B\n\nx\n"):
        yield Growth(f"eml {body!r}", _repeat(body, make_message("", kind=_MULTIPART).decode(), ""), _read_with("eml"))
    yield Growth("mbox", _repeat("From a\n\nSo.\n\n", "", ""), _read_with("mbox"))
    yield Growth("docx", lambda size: make_docx(["So."] * (size // 50)), _read_with("docx"))
    yield Growth("robots", _count("", "User-agent: *\nDisallow: /{}*\n", ""), lambda raw: RobotsRules(raw, "onrecord"))
    yield Growth("warc records", lambda size: make_archive(*[b"<p>x"] * (size // 200)), _read_archive)
    yield Growth("warc heads", _repeat("WARC/1.0\r\nContent-Length: 9000\r\n\r\n", "", ""), _read_archive)
    for piece in _WORDS:
        yield Growth(f"text {piece!r}", _repeat(piece, "", ""), _read_text)
        yield Growth(f"document {piece!r}", _repeat(piece, "", ""), lambda raw: Document.from_text(raw.decode()))
        yield Growth(f"times {piece!r}", _repeat(piece, "", ""), _find_times)


def _repeat(piece: str, before: str, behind: str) -> Callable[[int], bytes]:
    return lambda size: (before + piece * (size // len(piece)) + behind).encode()


def _count(before: str, piece: str, behind: str) -> Callable[[int], bytes]:
    return lambda size: (before + "".join(map(piece.format, range(size // len(piece)))) + behind).encode()


def _read_page(raw: bytes) -> None:
    _quietly(lambda: read_bytes(raw, "a.html", ReadOptions()))


def _read_text(raw: bytes) -> None:
    _quietly(lambda: read_bytes(raw, "a.txt", ReadOptions()))


def _read_feed(raw: bytes) -> None:
    _quietly(lambda: read_entries(raw, "feed", ""))


def _read_rows(raw: bytes) -> None:
    _quietly(lambda: list(read_jsonl(io.BytesIO(raw), "a.jsonl", ReadOptions())))


def _read_with(name: str) -> Callable[[bytes], None]:
    return lambda raw: _quietly(lambda: list(get_format(name).read(io.BytesIO(raw), "a", ReadOptions())))


def _read_archive(raw: bytes) -> None:
    _quietly(lambda: list(read_warc(io.BytesIO(raw), "a.warc", ReadOptions())))


def _find_times(raw: bytes) -> None:
    text = raw.decode()
    find_times(text, "2031-03-09", Document.from_text(text).paragraphs, None)


def _quietly(read: Callable[[], object]) -> None:
    try:
        read()
    except OnRecordError:
        return


def _measure(growth: Growth, size: int) -> float:
    content = growth.make(size)
    begun = time.process_time()
    growth.read(content)
    return time.process_time() - begun


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.faults.growth", description=__doc__)
    parser.add_argument("--size", type=int, default=500_000, help="bytes of the smaller input")
    parser.add_argument("--only", default="", help="measure only what has this in its name")
    options = parser.parse_args()
    logging.getLogger("onrecord").setLevel(logging.CRITICAL)
    bad = []
    for growth in find_growths():
        if options.only not in growth.name:
            continue
        _measure(growth, 1_000)
        once, twice = _measure(growth, options.size), _measure(growth, 2 * options.size)
        ratio = twice / max(once, 1e-6)
        is_bad = twice > _NOTICEABLE and ratio > _MOST
        bad += [growth.name] * is_bad
        print(f"{growth.name:32} {once:8.2f} s {twice:8.2f} s  x{ratio:.1f}{'  <<<' if is_bad else ''}", flush=True)
    print(f"{len(bad)} grow faster than their input" + (": " + ", ".join(bad) if bad else ""))
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
