"""Content codings (RFC 9110, section 8.4): the body of a response as it was before compression, within a limit."""

from __future__ import annotations

import io

from onrecord.extras import import_extra

_GZIP_MAGIC = b"\x1f\x8b"
_GZIP_NAMES = ("gzip", "x-gzip")


def decode_content(body: bytes, coding: str | None, largest: int) -> bytes | None:
    """Decode the body of a response, but never to much more than it may have.

    Servers and archives do not always do what their headers say. A body that is not compressed with gzip, although its
    header says so, is returned as it is.

    Args:
        body: The body.
        coding: The value of its Content-Encoding header, or None.
        largest: The most bytes that the decoded body may have.

    Returns:
        The decoded body, at most one byte longer than ``largest``; None if it is broken or the coding is unknown.

    Raises:
        MissingExtraError: The body is compressed with brotli, and the package is not installed.

    Example:
        >>> decode_content(gzip.compress(b"page"), "gzip", 1_000)
        b'page'
    """
    for name in reversed((coding or "").lower().split(",")):
        decoded = _decode_once(body, name.strip(), largest)
        if decoded is None:
            return None
        body = decoded
    return body


def _decode_once(body: bytes, coding: str, largest: int) -> bytes | None:
    from urllib3.exceptions import HTTPError
    from urllib3.response import HTTPResponse

    if coding in ("identity", "") or (coding in _GZIP_NAMES and not body.startswith(_GZIP_MAGIC)):
        return body
    if coding == "br":
        import_extra("brotli", "warc")
    if coding not in HTTPResponse.CONTENT_DECODERS:
        return None
    response = HTTPResponse(io.BytesIO(body), {"Content-Encoding": coding}, preload_content=False)
    decoded = bytearray()
    try:
        # One call may give less than it could.
        while len(decoded) <= largest and (piece := response.read(largest + 1 - len(decoded))):
            decoded += piece
    except HTTPError:
        return None
    return bytes(decoded)
