from __future__ import annotations

import gzip
import sys
import zlib

import brotli
import pytest

from onrecord.errors import MissingExtraError
from onrecord.read.formats.html import LARGEST_PAGE
from onrecord.read.web.content_encoding import decode_content

WORDS = b"The harbour master said so. " * 20


@pytest.mark.parametrize(
    ("body", "coding", "expected"),
    [
        (WORDS, None, WORDS),
        (WORDS, "", WORDS),
        (WORDS, "identity", WORDS),
        (gzip.compress(WORDS), "GZIP", WORDS),
        (WORDS, "gzip", WORDS),
        (zlib.compress(WORDS), "deflate", WORDS),
        (zlib.compress(WORDS, wbits=-15), "deflate", WORDS),
        (brotli.compress(WORDS), "br", WORDS),
        (gzip.compress(brotli.compress(WORDS)), "br, gzip", WORDS),
        (b"\x1f\x8b\x08\xff", "gzip", None),
        (b"\xff\xff", "deflate", None),
        (b"\xff" * 50, "br", None),
        (WORDS, "zstd", None),
    ],
)
def test_what_was_compressed_is_decoded(body: bytes, coding: str | None, expected: bytes | None) -> None:
    assert decode_content(body, coding) == expected


@pytest.mark.parametrize(
    ("compress", "coding"), [(gzip.compress, "gzip"), (zlib.compress, "deflate"), (brotli.compress, "br")]
)
def test_a_bomb_ends_where_a_page_must(compress: object, coding: str) -> None:
    bomb = compress(b" " * (LARGEST_PAGE * 3))  # type: ignore[operator]
    decoded = decode_content(bomb, coding)
    assert decoded is not None
    assert LARGEST_PAGE < len(decoded) < LARGEST_PAGE * 2


def test_without_brotli_the_line_to_install_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "brotli", None)
    with pytest.raises(MissingExtraError, match=r"onrecord\[warc\]"):
        decode_content(brotli.compress(WORDS), "br")
