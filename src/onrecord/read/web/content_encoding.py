"""What a web server compressed: decoded again, but never to more than a page may be."""

from __future__ import annotations

import zlib

from onrecord.extras import import_extra
from onrecord.read.formats.html import LARGEST_PAGE

_GZIP_MAGIC = b"\x1f\x8b"
_GZIP = 16 + zlib.MAX_WBITS


def decode_content(body: bytes, coding: str | None) -> bytes | None:
    """Decode the body of a response (RFC 9110, section 8.4).

    Servers and archives do not always do what their headers say: a body that is not compressed after all is taken as
    it is.

    Args:
        body: The body.
        coding: The value of its Content-Encoding header, or None.

    Returns:
        The page, cut off behind one byte more than a page may have; None where it is compressed in another way or
        broken.

    Raises:
        MissingExtraError: It is compressed with brotli, which is not installed.
    """
    for name in reversed((coding or "identity").lower().split(",")):
        decoded = _decode_once(body, name.strip())
        if decoded is None:
            return None
        body = decoded
    return body


def _decode_once(body: bytes, coding: str) -> bytes | None:
    if coding in ("identity", ""):
        return body
    if coding in ("gzip", "x-gzip"):
        return _inflate(body, _GZIP) if body.startswith(_GZIP_MAGIC) else body
    if coding == "deflate":
        # Some servers send the bare stream, without the wrapper that the name stands for.
        wrapped = _inflate(body, zlib.MAX_WBITS)
        return wrapped if wrapped is not None else _inflate(body, -zlib.MAX_WBITS)
    return _decode_brotli(body) if coding == "br" else None


def _inflate(body: bytes, window: int) -> bytes | None:
    decoder = zlib.decompressobj(window)
    try:
        return decoder.decompress(body, LARGEST_PAGE + 1)
    except zlib.error:
        return None


def _decode_brotli(body: bytes) -> bytes | None:
    brotli = import_extra("brotli", "warc")
    decoder = brotli.Decompressor()
    try:
        page = bytes(decoder.process(body, output_buffer_limit=LARGEST_PAGE + 1))
        while len(page) <= LARGEST_PAGE and not decoder.is_finished():
            more = decoder.process(b"", output_buffer_limit=LARGEST_PAGE + 1)
            if not more:
                break
            page += more
    except brotli.error:
        return None
    return page
