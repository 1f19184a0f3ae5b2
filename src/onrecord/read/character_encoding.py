"""Which characters the bytes of a file stand for.

A byte-order mark decides. Then comes UTF-8, because text in another encoding is almost never valid UTF-8; then, for
pages, the encoding that they declare; then the likeliest encoding, with a warning on the ``onrecord`` logger. cp1252 is
tried before the statistics of charset-normalizer, which take the few high bytes of an English text (its quotation marks
and dashes) for letters of another alphabet. Bytes that are no text are refused.
"""

from __future__ import annotations

import codecs
import logging
import re

from onrecord.errors import MalformedReportError, UnsupportedFormatError

_LOGGER = logging.getLogger("onrecord")
# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BINARY = (
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a zip archive or an office document (.docx, .odt, .epub)"),
    (b"\x1f\x8b", "a gzip archive; decompress it first"),
    (b"BZh", "a bzip2 archive; decompress it first"),
    (b"\xfd7zXZ\x00", "an xz archive; decompress it first"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive; decompress it first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document (.doc, .xls)"),
    (b"{\\rtf", "a rich text document; save it as plain text"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"SQLite format 3\x00", "an SQLite database"),
)
_SAMPLE = 65_536
# Almost any bytes are valid EBCDIC, and no news is in it.
_MAINFRAME = ["cp037", "cp273", "cp424", "cp500", "cp875", "cp1026", "cp1140"]
_PUNCTUATION = frozenset("‘’‚“”„‹›«»–—…•·´¨ˆ˜†‡‰£€¥¢©®™§¶°±×÷¼½¾ªº¡\xa0\xad")
_WESTERN = frozenset("àáâãäåæçèéêëìíîïñòóôõöøùúûüÿßœÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜŸŒ")
# Western European languages put a diacritic on at most about one letter in fifteen, Czech on one in seven.
_DIACRITICS_MOST = 0.07
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
# By the HTML standard, a page that declares Latin-1 means cp1252.
_LATIN_1_NAMES = frozenset({"iso8859-1", "ascii"})


def name_binary_kind(head: bytes) -> str | None:
    """Name the kind of a binary file by its first bytes; None for what may be text.

    Example:
        >>> name_binary_kind(b"%PDF-1.7")
        'a PDF document'
    """
    for magic, kind in _BINARY:
        if head.startswith(magic):
            return kind
    if b"\x00" in head and _find_mark(head) is None:
        return "binary data (or UTF-16 without its byte-order mark; save it as UTF-8)"
    return None


def decode(raw: bytes, path: str, declared: str | None = None) -> str:
    r"""Decode the content of a file.

    Args:
        raw: The whole content.
        path: The file, for messages.
        declared: The encoding that the content declares, or None.

    Returns:
        The text without byte-order mark and with ``\n`` as line end, otherwise exactly as it is.

    Raises:
        UnsupportedFormatError: The content is binary, or its encoding cannot be detected.
        MalformedReportError: The content breaks the encoding that its byte-order mark names.

    Example:
        >>> decode(b"\xef\xbb\xbfThe mayor spoke.", "report.txt")
        'The mayor spoke.'
    """
    kind = name_binary_kind(raw)
    if kind is not None:
        raise UnsupportedFormatError(path, f"looks like {kind}, not like text; save its text, or name another format")
    mark = _find_mark(raw)
    text = _decode_unmarked(raw, path, declared) if mark is None else _decode_marked(raw, path, mark)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _find_mark(raw: bytes) -> tuple[bytes, str] | None:
    return next((mark for mark in _MARKS if raw.startswith(mark[0])), None)


def _decode_marked(raw: bytes, path: str, mark: tuple[bytes, str]) -> str:
    content = raw[len(mark[0]) :]
    try:
        return content.decode(mark[1])
    except UnicodeDecodeError as error:
        if mark[1] == "utf-8":
            return _decode_unmarked(content, path, None)
        reason = (
            f"begins with the byte-order mark of {mark[1]} but is not {mark[1]} at byte {error.start}; save it as UTF-8"
        )
        raise MalformedReportError(path, reason, error.start) from error


def _decode_unmarked(raw: bytes, path: str, declared: str | None) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        start = error.start
    text = _decode_declared(raw, declared)
    if text is not None:
        return text
    text = _decode_damaged(raw, path)
    if text is not None:
        return text
    encoding = _guess_encoding(raw, start)
    text = _try_codec(raw, encoding) if encoding is not None else None
    if text is None:
        raise UnsupportedFormatError(path, "is text in an unknown encoding; save it as UTF-8")
    _LOGGER.warning("%s is not UTF-8; read as %s", path, encoding)
    return text


def _decode_declared(raw: bytes, declared: str | None) -> str | None:
    if declared is None:
        return None
    try:
        name = codecs.lookup(declared).name
    except (LookupError, ValueError):
        return None
    return _try_codec(raw, "cp1252" if name in _LATIN_1_NAMES else name)


def _decode_damaged(raw: bytes, path: str) -> str | None:
    """Decode UTF-8 with a few broken bytes; a guess would change every character for their sake."""
    text = raw.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    if len(_NOT_ASCII.findall(text)) < 10 * broken:
        return None
    _LOGGER.warning("%s is UTF-8 with %d broken characters, which are read as U+FFFD", path, broken)
    return text


def _guess_encoding(raw: bytes, start: int) -> str | None:
    """Guess from the stretch around the first byte that is not UTF-8."""
    sample = raw[max(0, start - _SAMPLE // 8) : start + _SAMPLE]
    western = _try_codec(sample, "cp1252")
    if western is not None and _is_western(western):
        return "cp1252"
    from charset_normalizer import from_bytes

    best = from_bytes(sample, cp_exclusion=_MAINFRAME).best()
    return None if best is None else best.encoding


def _is_western(text: str) -> bool:
    high = _NOT_ASCII.findall(text)
    letters = [character for character in high if character not in _PUNCTUATION]
    if not _WESTERN.issuperset(letters):
        return False
    return len(letters) <= max(2, _DIACRITICS_MOST * sum(map(str.isalpha, text)))


def _try_codec(raw: bytes, encoding: str) -> str | None:
    # LookupError: a codec that makes no text, such as base64. UnicodeError: also from punycode and idna.
    try:
        return raw.decode(encoding)
    except (LookupError, UnicodeError):
        return None
