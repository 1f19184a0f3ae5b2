from __future__ import annotations

import gzip
import sys
import tracemalloc
import zlib
from collections.abc import Callable

import brotli
import pytest

from onrecord.errors import MissingExtraError
from onrecord.read.web.content_encoding import decode_content

LARGEST = 2_000_000
WORDS = b"The harbour master said so. " * 20


@pytest.mark.parametrize(
    ("body", "coding", "expected"),
    [
        (WORDS, None, WORDS),
        (WORDS, "", WORDS),
        (WORDS, "identity", WORDS),
        (gzip.compress(WORDS, mtime=0), "GZIP", WORDS),
        (WORDS, "gzip", WORDS),
        (zlib.compress(WORDS), "deflate", WORDS),
        (zlib.compress(WORDS, wbits=-15), "deflate", WORDS),
        (brotli.compress(WORDS), "br", WORDS),
        (gzip.compress(brotli.compress(WORDS), mtime=0), "br, gzip", WORDS),
        (b"\x1f\x8b\x08\xff", "gzip", None),
        (b"\xff\xff", "deflate", None),
        (b"\xff" * 50, "br", None),
        (WORDS, "zstd", None),
    ],
)
def test_what_was_compressed_is_decoded(body: bytes, coding: str | None, expected: bytes | None) -> None:
    assert decode_content(body, coding, LARGEST) == expected


@pytest.mark.parametrize(
    ("compress", "coding"),
    [
        (gzip.compress, "gzip"),
        (zlib.compress, "deflate"),
        (lambda body: zlib.compress(body, wbits=-15), "deflate"),
        (brotli.compress, "br"),
        (lambda body: gzip.compress(gzip.compress(body)), "gzip, gzip"),
        (lambda body: gzip.compress(body[: LARGEST // 2]) * 6, "gzip"),
    ],
    ids=["gzip", "deflate", "bare deflate", "brotli", "twice", "several members"],
)
def test_a_bomb_ends_where_a_page_must(compress: Callable[[bytes], bytes], coding: str) -> None:
    decoded = decode_content(compress(b" " * (LARGEST * 3)), coding, LARGEST)
    assert decoded is not None
    assert len(decoded) == LARGEST + 1


@pytest.mark.parametrize(("compress", "coding"), [(gzip.compress, "gzip"), (brotli.compress, "br")])
def test_a_bomb_takes_no_memory(compress: Callable[[bytes], bytes], coding: str) -> None:
    bomb = compress(b" " * (LARGEST * 20))
    tracemalloc.start()
    try:
        decode_content(bomb, coding, LARGEST)
        assert tracemalloc.get_traced_memory()[1] < 5 * LARGEST
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("size", [LARGEST - 1, LARGEST])
def test_a_page_of_the_largest_size_is_whole(size: int) -> None:
    for coding, compress in (("gzip", gzip.compress), ("deflate", zlib.compress), ("br", brotli.compress)):
        assert decode_content(compress(b"x" * size), coding, LARGEST) == b"x" * size


def test_what_breaks_off_gives_what_is_there() -> None:
    for coding, compress in (("gzip", gzip.compress), ("deflate", zlib.compress)):
        decoded = decode_content(compress(WORDS)[:-6], coding, LARGEST)
        assert decoded is not None and WORDS.startswith(decoded)


def test_without_brotli_the_line_to_install_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "brotli", None)
    with pytest.raises(MissingExtraError, match=r"onrecord\[warc\]"):
        decode_content(brotli.compress(WORDS), "br", LARGEST)
