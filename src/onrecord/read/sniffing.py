"""Which format a file is in.

The caller's word comes first, then unmistakable first bytes, then the file's suffix, then how the content begins.
A suffix is believed before the content because a text about HTML may begin with a tag.
"""

from __future__ import annotations

import json
import re
import zlib
from pathlib import PurePath

from onrecord.errors import UnsupportedFormatError
from onrecord.read.character_encoding import READABLE, name_binary
from onrecord.read.options import Format

HEAD = 65_536

SUFFIXES: dict[str, Format] = {
    ".txt": "text",
    ".text": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
    ".warc": "warc",
    ".warc.gz": "warc",
    ".arc": "warc",
    ".arc.gz": "warc",
}

_PARQUET_MAGIC = b"PAR1"
_GZIP_MAGIC = b"\x1f\x8b"
_ARCHIVE_MAGIC = (b"WARC/", b"filedesc://")
_ARCHIVE_OPENING = 64
_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_PAGE_OPENING = 2_048
_JSON_OBJECT = re.compile(r'\{\s*"')
_JSON_ARRAY = re.compile(r'\[\s*\{\s*"')


def find_format(head: bytes, path: str) -> Format:
    """Tell the format of a file.

    Args:
        head: The first ``HEAD`` bytes, or all where there are fewer.
        path: The file; its suffix is looked at.

    Raises:
        UnsupportedFormatError: The file is of a kind that is not read.
    """
    if head.startswith(_PARQUET_MAGIC):
        return "parquet"
    by_suffix = find_format_by_suffix(path)
    if _unpack_roughly(head).startswith(_ARCHIVE_MAGIC) or by_suffix == "warc":
        return "warc"
    binary = name_binary(head)
    if binary is not None:
        raise UnsupportedFormatError(path, f"looks like {binary}; {READABLE}")
    return by_suffix if by_suffix is not None else _find_by_content(head, path)


def find_format_by_suffix(path: str) -> Format | None:
    """Tell the format that a file's name claims, or None."""
    last = [suffix.lower() for suffix in PurePath(path).suffixes[-2:]]
    return SUFFIXES.get("".join(last)) or SUFFIXES.get("".join(last[-1:]))


def _unpack_roughly(head: bytes) -> bytes:
    if not head.startswith(_GZIP_MAGIC):
        return head
    try:
        return zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(head, _ARCHIVE_OPENING)
    except zlib.error:
        return head


def _find_by_content(head: bytes, path: str) -> Format:
    opening = _decode_roughly(head).lstrip("\ufeff \t\r\n")
    if opening.startswith("<") and _PAGE.search(opening, 0, _PAGE_OPENING):
        return "html"
    if _JSON_OBJECT.match(opening):
        if _is_whole_object(opening, len(head) == HEAD):
            return "jsonl"
        raise UnsupportedFormatError(path, "looks like JSON over several lines; write one report a line (JSON Lines)")
    if _JSON_ARRAY.match(opening):
        raise UnsupportedFormatError(path, "looks like a JSON array; write one report a line (JSON Lines)")
    return "text"


def _decode_roughly(head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "replace")
    return head.decode("utf-8", "replace")


def _is_whole_object(opening: str, more: bool) -> bool:
    """Tell whether the first line is a JSON object, or is so long that it has to be believed."""
    line, end, _ = opening.partition("\n")
    if more and not end:
        return True
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False
