"""Windows over files: stretches make up the whole, and what is passed over is counted."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.errors import ReadError
from onrecord.read.dispatch import read_reports
from onrecord.read.options import ReadOptions
from onrecord.read.stretches import measure_file, read_stretch
from onrecord.read.window import ReadWindow
from onrecord.record import Report
from tests.read.archives.test_warc import LISTING, PAGE, archive, page

pyarrow = pytest.importorskip("pyarrow")
PRODUCT = PAGE.replace("<head>", '<head><meta property="og:type" content="product">')


def make_archive(folder: Path, packed: bool) -> str:
    """An archive with one damaged record in the middle."""
    whole = archive(*[page(f"Boat {number}") for number in range(9)], packed=packed)
    at = whole.index(b"\x1f\x8b" if packed else b"Content-Length: ", len(whole) // 2)
    at += 60 if packed else len("Content-Length: ")
    path = folder / "crawl.warc"
    path.write_bytes(whole[:at] + b"damaged" + whole[at + 7 :])
    return str(path)


def make_lines(folder: Path) -> str:
    path = folder / "rows.jsonl"
    lines = [json.dumps({"text": f"Row {number}."}) for number in range(9)]
    lines[3:3] = ["", "not JSON"]
    path.write_text("\n".join(lines), encoding="utf-8")
    return str(path)


def make_table(folder: Path) -> str:
    from pyarrow import parquet

    path = folder / "rows.parquet"
    rows = [{"text": f"Row {number}.", "date": "2031-03-09" if number != 4 else "soon"} for number in range(9)]
    parquet.write_table(pyarrow.Table.from_pylist(rows), path)
    return str(path)


@pytest.fixture(params=["warc.gz", "warc", "jsonl", "parquet"])
def path(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "jsonl":
        return make_lines(tmp_path)
    if request.param == "parquet":
        return make_table(tmp_path)
    return make_archive(tmp_path, packed=request.param == "warc.gz")


def read(path: str, start: int = 0, stop: int | None = None) -> Iterator[str | None]:
    for item in read_stretch(path, ReadOptions(), ReadWindow(start, stop)):
        yield item.text if isinstance(item, Report) else str(item)


@pytest.mark.parametrize("pieces", [1, 2, 3, 7, 20])
def test_the_stretches_of_a_file_make_up_the_whole(path: str, pieces: int) -> None:
    whole = list(read_reports(path, ReadOptions()))
    assert sum(isinstance(item, ReadError) for item in whole) == 1 and len(whole) >= 8
    length = measure_file(path, ReadOptions())
    assert length is not None
    bounds = [length * number // pieces for number in range(pieces)]
    read_in_pieces = [
        text for start, stop in zip(bounds, [*bounds[1:], None], strict=True) for text in read(path, start, stop)
    ]
    assert read_in_pieces == list(read(path))


def test_a_file_that_is_one_report_is_one_item(tmp_path: Path) -> None:
    path = tmp_path / "one.txt"
    path.write_text("One.", encoding="utf-8")
    assert measure_file(str(path), ReadOptions()) is None
    assert list(read(str(path))) == ["One."]
    assert list(read(str(path), start=1)) == []


def test_an_archive_says_why_its_records_are_no_reports(tmp_path: Path) -> None:
    path = tmp_path / "crawl.warc.gz"
    path.write_bytes(
        archive(
            page("One"),
            page("Root", "https://post.example/"),
            page("Gone", **{":status": "404 Not Found"}),
            page("Feed", **{"Content-Type": "application/rss+xml"}),
            page("Asked", **{":type": "request", ":status": "GET / HTTP/1.1"}),
            ("https://post.example/list", LISTING.encode(), {}),
            ("https://post.example/shop", PRODUCT.encode(), {}),
        )
    )
    window = ReadWindow()
    (report,) = read_stretch(str(path), ReadOptions(), window)
    assert window.skipped == Counter(
        {"home page": 1, "status": 1, "media type": 1, "no response": 1, "little prose": 1, "page type": 1}
    )
    assert isinstance(report, Report) and report.publisher == "post.example"
    (named,) = read_reports(str(path), ReadOptions(publisher="The Post"))
    assert isinstance(named, Report) and named.publisher == "The Post"
