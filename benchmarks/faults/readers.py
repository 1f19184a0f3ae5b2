"""Every reader of untrusted bytes, with inputs that it can read, to be mutated."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from benchmarks.faults.documents import make_docx, make_mailbox, make_message, make_newsletter, make_pdf
from onrecord.errors import OnRecordError
from onrecord.read import ReadOptions
from onrecord.read.content import read_bytes
from onrecord.read.registry import FORMATS, get_format
from onrecord.read.sniffing import HEAD_BYTES, detect_format
from onrecord.read.web.addresses import check_url
from onrecord.read.web.feed_entries import parse_feed_date, read_entries
from onrecord.read.web.robots import RobotsRules
from onrecord.record import AnnotatedReport, Report, plain_report
from onrecord.record.check import check_line

_PROSE = "The mayor said on Friday that the boats would sail soon, and that the ice was thin this year. " * 12
_PAGE = (
    "<!doctype html><html lang=en><head><title>Boats will sail</title><meta charset=utf-8>"
    "<meta property='article:published_time' content='2031-03-09'><meta name=author content='Al Vane; Jo Lind'>"
    '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2031-03-09"}</script></head>'
    f"<body><h1>Boats will sail</h1><div class=a><p>{_PROSE}</p><p>“So,” she said&#x21;</p><table><tr><td>1</table>"
    "<svg><path d=''/></svg></div></body></html>"
).encode()
_RSS = (
    "<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel><title>Post</title><item><title>Boats &#38; "
    "“ice”</title><link>https://post.example/a</link><pubDate>Sun, 09 Mar 2031 23:30:00 -0500</pubDate></item>"
    "<item><link>/b</link><author>Al</author></item></channel></rss>"
).encode()
_ATOM = (
    b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><title type='html'>Boats</title><author><name>Al</name></author>"
    b"<link rel='alternate' href='../boats'/><published>2031-03-09T23:30:00-05:00</published></entry></feed>"
)
_JSON_FEED = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "items": [{"url": "/a", "title": "Boats", "authors": [{"name": "Al"}], "date_published": "2031-03-09"}],
    }
).encode()
_ROW = json.dumps(
    {"text": _PROSE, "date": "2031-03-09", "title": "Boats", "authors": ["Al"], "url": "/2031/a"}
).encode()
_TABLE = f'text,date,title\n{_PROSE.replace(",", "")},2031-03-09,Boats\n"“So,” she\nsaid.",9 March 2031,\n'
_RECORD = AnnotatedReport(Report(_PROSE, title="Boats", authors=("Al",))).to_json().encode()
_ROBOTS = b"User-agent: *\nDisallow: /*?print=1$\nCrawl-delay: 2\nUser-agent: onrecord\nAllow: /a*\n"


@dataclass(frozen=True, slots=True)
class Reader:
    """A reader of untrusted bytes.

    Attributes:
        name: Its name.
        read: Reads an input to its end. Raises only an OnRecordError.
        seeds: Inputs that it can read.
        share: Its part of all mutated inputs; slow readers have a small one.
    """

    name: str
    read: Callable[[bytes], None]
    seeds: tuple[bytes, ...]
    share: float


def _read_as(name: str) -> Callable[[bytes], None]:
    def read(content: bytes) -> None:
        for item in get_format(name).read(io.BytesIO(content), "input", ReadOptions()):
            if isinstance(item, Report):
                AnnotatedReport.from_json(AnnotatedReport(plain_report(item)).to_json())

    return read


def _read_detected(content: bytes) -> None:
    file_format = detect_format(content[:HEAD_BYTES], "input")
    if file_format.read_report is None:
        list(file_format.read(io.BytesIO(content), "input", ReadOptions()))
    else:
        read_bytes(content, "input", ReadOptions())


def _read_feed(content: bytes) -> None:
    for entry in read_entries(content, "feed", "https://post.example/"):
        try:
            check_url(entry.url)
        except OnRecordError:
            continue


def _read_record(content: bytes) -> None:
    record, _ = check_line(content.decode("utf-8", "surrogateescape"))
    if record is not None:
        record.to_json()


def _read_robots(content: bytes) -> None:
    rules = RobotsRules(content, "onrecord")
    rules.allows("https://post.example/a?print=1")
    assert rules.crawl_delay >= 0


def _read_address(content: bytes) -> None:
    words = content.decode("utf-8", "surrogateescape")
    parse_feed_date(words)
    assert urlsplit(check_url(words).geturl()).scheme in ("http", "https")


def make_archive(*pages: bytes, is_packed: bool = False) -> bytes:
    """Make a web archive of pages."""
    records = []
    for number, page in enumerate(pages):
        block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:{number}>\r\n"
            f"WARC-Target-URI: https://post.example/{number}/a\r\nContent-Length: {len(block)}\r\n\r\n"
        )
        record = head.encode() + block + b"\r\n\r\n"
        records.append(gzip.compress(record, mtime=0) if is_packed else record)
    return b"".join(records)


def _make_table() -> bytes:
    import pyarrow
    from pyarrow import parquet

    stream = io.BytesIO()
    rows = {"text": [_PROSE, None], "date": ["2031-03-09", "no date"], "authors": [["Al"], []]}
    parquet.write_table(pyarrow.table(rows), stream)
    return stream.getvalue()


def find_readers() -> tuple[Reader, ...]:
    """Give every reader. A format without inputs of its own gets those of the others."""
    text = (f"date 2031-03-09\n{_PROSE}".encode(), f"WESTMERE, Aug. 30, 2031 (AP) — {_PROSE}".encode("cp1252"))
    archives = (make_archive(_PAGE, _PAGE), make_archive(_PAGE, _PAGE, is_packed=True))
    messages = (make_message(_PROSE), make_newsletter(_PROSE, _PAGE.decode()))
    seeds = {
        "text": (*text, _PROSE.encode("utf-16")),
        "html": (_PAGE,),
        "jsonl": (_ROW + b"\n" + _ROW,),
        "json": (b"[" + _ROW + b", " + _ROW + b"]", b'{"articles": [' + _ROW + b"]}"),
        "csv": (_TABLE.encode(), _TABLE.replace(",", ";").encode("utf-16")),
        "tsv": (_TABLE.replace(",", "\t").encode(),),
        "pdf": (make_pdf([[(72, 90 + 14 * n, 11, _PROSE[:90]) for n in range(9)]] * 2, "/Title (Boats will sail)"),),
        "docx": (make_docx([_PROSE] * 3, title="Boats"),),
        "eml": messages,
        "mbox": (make_mailbox(*messages),),
        "parquet": (_make_table(),),
        "warc": archives,
    }
    every = tuple(seed for one in seeds.values() for seed in one)
    shares = {
        "text": 2.0,
        "html": 0.5,
        "jsonl": 2.0,
        "parquet": 1.0,
        "warc": 0.25,
        "pdf": 0.03,
        "docx": 0.5,
        "eml": 0.3,
        "mbox": 0.15,
    }
    formats = (
        Reader(one.name, _read_as(one.name), seeds.get(one.name, every), shares.get(one.name, 0.5)) for one in FORMATS
    )
    return (
        *formats,
        Reader("detected", _read_detected, every, 0.5),
        Reader("feed", _read_feed, (_RSS, _ATOM, _JSON_FEED), 2.0),
        Reader("record", _read_record, (_RECORD,), 3.0),
        Reader("robots", _read_robots, (_ROBOTS,), 1.0),
        Reader("address", _read_address, (b"https://post.example:80/a?b=c#d", b"Sun, 09 Mar 2031 23:30:00 -0500"), 2.0),
    )
