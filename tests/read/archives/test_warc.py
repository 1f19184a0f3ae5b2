"""Web archives, written by warcio and then broken by hand."""

from __future__ import annotations

import gzip
import io
import logging
import os
import zlib
from collections.abc import Callable
from pathlib import Path

import brotli
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from onrecord.errors import MalformedReportError, ReadError
from onrecord.read.archives.warc import is_prose, read_warc
from onrecord.read.dispatch import read_reports
from onrecord.read.files import find_files
from onrecord.read.formats.html import LARGEST_PAGE
from onrecord.read.options import ReadOptions
from onrecord.record import Report
from tests.read.saved_pages import read_saved_pages

SENTENCES = (
    "The harbour master said on Tuesday that the boats of the northern fleet would sail before the end of the week. "
    "“Nobody here has slept much, and nobody will until the last of them is back,” said Ilse Brandvold, who runs it."
)
PROSE = "".join(f"<p>Paragraph {number}. {SENTENCES}</p>" for number in range(4))
ARTICLE = f"<article><h1>Boats will sail soon</h1>{PROSE}</article>"
PAGE = f"<html><head><title>Boats</title></head><body>{ARTICLE}</body></html>"
TEASERS = "".join(
    f"<p>Boats to sail in week {number}, says harbour</p><p>Read the story here</p>" for number in range(40)
)
LISTING = f"<html><body><main><h1>All our stories</h1>{TEASERS}</main></body></html>"
URL = "https://post.example/2031/boats.html"


def archive(*pages: tuple[str, bytes, dict[str, str]], packed: bool = True) -> bytes:
    """An archive with a response for each URL, body and headers, of which ``:status`` and ``:type`` stand apart."""
    stream = io.BytesIO()
    writer = WARCWriter(stream, gzip=packed)
    for url, body, headers in pages:
        named = {"Content-Type": "text/html; charset=utf-8", **headers}
        status, kind = named.pop(":status", "200 OK"), named.pop(":type", "response")
        http = StatusAndHeaders(status, list(named.items()), protocol="HTTP/1.1")
        writer.write_record(writer.create_warc_record(url, kind, payload=io.BytesIO(body), http_headers=http))
    return stream.getvalue()


def page(name: str = "boats", url: str = URL, **headers: str) -> tuple[str, bytes, dict[str, str]]:
    return url, PAGE.replace("Boats will", f"{name} will").encode(), headers


def read_back(raw: bytes) -> list[Report | ReadError]:
    return list(read_warc(io.BytesIO(raw), "crawl-20240101.warc.gz", ReadOptions()))


def titles(items: list[Report | ReadError]) -> list[str | None]:
    return [item.title if isinstance(item, Report) else f"byte {item.offset}" for item in items]


@pytest.mark.parametrize("pack", [gzip.compress, bytes, None], ids=["as a whole", "not at all", "by record"])
def test_a_page_is_a_report_however_the_archive_is_packed(pack: Callable[[bytes], bytes] | None) -> None:
    raw = archive(page("One"), page("Two"), packed=pack is None)
    reports = read_back(pack(raw) if pack else raw)
    assert titles(reports) == ["One will sail soon", "Two will sail soon"]
    first, second = reports
    assert isinstance(first, Report) and isinstance(second, Report)
    assert first.url == URL
    assert first.text.startswith("Paragraph 0. The harbour master said")
    archive_name, mark, identifier = first.origin.partition("#")
    assert (archive_name, mark) == ("crawl-20240101.warc.gz", "#")
    assert identifier.startswith("urn:uuid:") and first.origin != second.origin


def test_the_archives_name_and_the_crawl_date_no_page() -> None:
    (report,) = read_back(archive(page()))
    assert isinstance(report, Report)
    assert (report.published, report.published_from) == (None, "none")
    dated = PAGE.replace("<head>", '<head><meta property="article:published_time" content="2031-03-09T08:00:00Z">')
    (report,) = read_back(archive((URL, dated.encode(), {})))
    assert isinstance(report, Report)
    assert (report.published, report.published_from) == ("2031-03-09", "metadata")


@pytest.mark.parametrize(
    "other",
    [
        (URL, PAGE.encode(), {":status": "404 Not Found"}),
        (URL, PAGE.encode(), {":status": "301 Moved"}),
        (URL, PAGE.encode(), {"Content-Type": "application/json"}),
        (URL, PAGE.encode(), {":type": "resource"}),
        ("https://post.example/", PAGE.encode(), {}),
        ("https://post.example", PAGE.encode(), {}),
        ("http://[::1", b"", {}),
        (URL, b"<html><body><p>No such page.</p></body></html>", {}),
        (URL, LISTING.encode(), {}),
        (URL, b"", {}),
        (URL, b"\x00\x01\x02", {}),
        (URL, PAGE.encode(), {"Content-Encoding": "zstd"}),
        (URL, b"\x1f\x8b\x08broken", {"Content-Encoding": "gzip"}),
    ],
)
def test_what_is_no_news_page_is_passed_over(
    other: tuple[str, bytes, dict[str, str]], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        assert titles(read_back(archive(other, page()))) == ["boats will sail soon"]
    assert "1 of its 2 records skipped, because they are no news pages" in caplog.text


@pytest.mark.parametrize(
    ("coding", "encode"),
    [
        ("gzip", gzip.compress),
        ("x-gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", lambda body: zlib.compress(body)[2:-4]),
        ("br", brotli.compress),
        ("gzip", bytes),
        ("identity", bytes),
        ("deflate, gzip", lambda body: gzip.compress(zlib.compress(body))),
    ],
)
def test_compressed_pages_are_read(coding: str, encode: Callable[[bytes], bytes]) -> None:
    raw = archive((URL, encode(PAGE.encode()), {"Content-Encoding": coding}))
    assert titles(read_back(raw)) == ["Boats will sail soon"]


@pytest.mark.parametrize("chunked", [True, False])
def test_pages_sent_in_chunks_are_read_also_where_the_archive_joined_them(chunked: bool) -> None:
    whole = PAGE.encode()
    body = b"%x\r\n%s\r\n%x\r\n%s\r\n0\r\n\r\n" % (100, whole[:100], len(whole) - 100, whole[100:])
    raw = archive((URL, body if chunked else whole, {"Transfer-Encoding": "chunked"}))
    assert titles(read_back(raw)) == ["Boats will sail soon"]


def test_a_bomb_takes_no_memory() -> None:
    bomb = gzip.compress(b"<p>" + b" " * (3 * LARGEST_PAGE), 1)
    assert titles(read_back(archive((URL, bomb, {"Content-Encoding": "gzip"}), page()))) == ["boats will sail soon"]


@pytest.mark.parametrize("packed", [True, False])
def test_a_damaged_record_is_an_error_with_its_place_and_the_rest_is_read(packed: bool) -> None:
    parts = [archive(page(name), packed=packed) for name in ("One", "Two", "Three")]
    place = len(parts[0])
    damaged = bytearray(parts[1])
    for index in range(len(damaged) // 2, len(damaged) // 2 + 20):
        damaged[index] ^= 0x55
    items = read_back(parts[0] + bytes(damaged) + parts[2])
    assert titles(items) == ["One will sail soon", f"byte {place}", "Three will sail soon"]
    assert f"damaged at byte {place}" in str(items[1])


def test_garbage_between_records_is_one_error() -> None:
    one, two = (archive(page(name), packed=False) for name in ("One", "Two"))
    items = read_back(one + b"garbage\n" * 50 + two)
    assert titles(items) == ["One will sail soon", f"byte {len(one)}", "Two will sail soon"]


@pytest.mark.parametrize("packed", [True, False])
def test_an_archive_that_breaks_off_gives_what_is_whole(packed: bool) -> None:
    one, two = (archive(page(name), packed=packed) for name in ("One", "Two"))
    assert titles(read_back(one + two[:-200])) == ["One will sail soon", f"byte {len(one)}"]


@pytest.mark.parametrize("length", [b"abc", b"-1", b"9" * 30, b""])
def test_a_length_that_is_none_is_damage(length: bytes) -> None:
    one, two = (archive(page(name), packed=False) for name in ("One", "Two"))
    start = one.index(b"Content-Length: ") + 16
    broken = one[:start] + length + one[one.index(b"\r\n", start) :]
    assert titles(read_back(broken + two)) == ["byte 0", "Two will sail soon"]


@pytest.mark.parametrize("change", [100, 1_000, -100])
def test_a_wrong_length_loses_no_other_record(change: int) -> None:
    one, two, three = (archive(page(name), packed=False) for name in ("One", "Two", "Three"))
    start = one.index(b"Content-Length: ") + 16
    end = one.index(b"\r\n", start)
    wrong = one[:start] + str(int(one[start:end]) + change).encode() + one[end:]
    assert titles(read_back(wrong + two + three)) == ["byte 0", "Two will sail soon", "Three will sail soon"]
    assert titles(read_back(gzip.compress(wrong) + gzip.compress(two))) == ["byte 0", "Two will sail soon"]


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("length", [0, 100, 2_000, 9_000, 19 * 2**20, 10**9])
def test_a_wrong_length_without_a_digest_loses_no_other_record(length: int, packed: bool) -> None:
    one, *others = (archive(page(name), packed=False) for name in ("One", "Two", "Three", "Four"))
    head, end, rest = one.partition(b"\r\n\r\n")
    lines = [line for line in head.split(b"\r\n") if not line.startswith((b"Content-Length", b"WARC-Block-Digest"))]
    wrong = b"\r\n".join([*lines, b"Content-Length: %d" % length]) + end + rest
    raw = b"".join(map(gzip.compress, (wrong, *others)) if packed else (wrong, *others))
    found = titles(read_back(raw))
    assert found == ["byte 0", "Two will sail soon", "Three will sail soon", "Four will sail soon"]


def test_the_bytes_that_damage_costs_are_said(caplog: pytest.LogCaptureFixture) -> None:
    one, two = (archive(page(name), packed=False) for name in ("One", "Two"))
    read_back(one + b"garbage\n" * 50 + two)
    assert f"400 bytes were skipped because of the damage at byte {len(one)}" in caplog.text


def test_a_file_of_nothing_but_wrong_lengths_is_not_read_over_and_over() -> None:
    head = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 20000000\r\n\r\n"
    items = read_back(head * 20_000)
    assert {type(item) for item in items} == {MalformedReportError}


def test_arc_is_read_and_a_record_is_named_by_its_place() -> None:
    head = b"filedesc://x.arc 0.0.0.0 20240101000000 text/plain 9\n1 0 Test\n\n"
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE.encode()
    raw = head + b"%s 192.0.2.1 20240101000000 text/html %d\n%s\n" % (URL.encode(), len(block), block)
    for whole in (raw, gzip.compress(raw)):
        (report,) = read_back(whole)
        assert isinstance(report, Report)
        assert (report.title, report.url) == ("Boats will sail soon", URL)
    assert read_back(raw)[0].origin == f"crawl-20240101.warc.gz#{len(head)}"  # type: ignore[union-attr]


def test_headers_without_end_are_damage() -> None:
    endless = b"WARC/1.0\r\n" + b"X-Header: x\r\n" * 200_000
    first, *rest = read_back(endless)
    assert isinstance(first, ReadError)
    assert not rest


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=300), st.integers(0, 5_000), st.booleans())
def test_whatever_is_broken_reading_comes_to_an_end(noise: bytes, place: int, packed: bool) -> None:
    raw = archive(page("One"), page("Two"), packed=packed)
    place %= len(raw)
    for item in read_back(raw[:place] + noise + raw[place + len(noise) // 2 :]):
        assert isinstance(item, Report | ReadError)


def test_an_archive_is_told_from_its_beginning_and_found_in_folders(tmp_path: Path) -> None:
    for name, packed in (("a.warc.gz", True), ("b.WARC", False), ("c.bin", True), ("d.bin", False)):
        (tmp_path / name).write_bytes(archive(page(), packed=packed))
        (report,) = read_reports(str(tmp_path / name), ReadOptions())
        assert isinstance(report, Report), report
    assert [Path(file).name for file in find_files([str(tmp_path)])] == ["a.warc.gz", "b.WARC"]


def test_what_is_no_archive_says_so(tmp_path: Path) -> None:
    for content in (b"The mayor spoke.", b"", gzip.compress(b"The mayor spoke.")):
        (tmp_path / "a.warc.gz").write_bytes(content)
        items = list(read_reports(str(tmp_path / "a.warc.gz"), ReadOptions()))
        assert [type(item).__name__ for item in items] == ["MalformedReportError"], content


@pytest.mark.parametrize(("lengths", "expected"), [([30, 30, 30], True), ([30, 30], False), ([10] * 20 + [30], False)])
def test_prose_is_long_paragraphs(lengths: list[int], expected: bool) -> None:
    assert is_prose("\n\n".join(" ".join(["word"] * length) for length in lengths)) is expected


@pytest.mark.skipif("ONRECORD_CORPORA" not in os.environ, reason="ONRECORD_CORPORA does not name the folder of corpora")
def test_real_pages_come_out_of_an_archive_as_they_are_read_alone() -> None:
    saved = read_saved_pages()
    raw = archive(*((URL, gzip.decompress(page.read_bytes()), {"Content-Type": "text/html"}) for page in saved))
    texts = [item.text for item in read_back(raw) if isinstance(item, Report)]
    assert len(saved) == 40
    assert texts == [report.text for report in saved.values()]


@pytest.mark.skipif("ONRECORD_CORPORA" not in os.environ, reason="ONRECORD_CORPORA does not name the folder of corpora")
def test_broken_archives_give_errors_and_no_more() -> None:
    found = {}
    for file in sorted(Path(os.environ["ONRECORD_CORPORA"], "warc").iterdir()):
        items = list(read_reports(str(file), ReadOptions()))
        found[file.name] = [item.offset for item in items if isinstance(item, ReadError)]
        # They are copies of pages of a few lines, or of a home page.
        assert len(found[file.name]) == len(items), file
    assert len(found) == 16
    assert {name: offsets for name, offsets in found.items() if offsets} == {
        "bad.arc": [0, 134, 262],
        "example-space-in-url.arc": [151],
        "example-trunc.warc": [1197],
        "example-wrong-chunks.warc.gz": [0],
    }
