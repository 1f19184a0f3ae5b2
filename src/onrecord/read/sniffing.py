"""Which format a file is in.

The caller's word comes first, then unmistakable first bytes, then the file's suffix, then how the content begins.
A suffix is believed before the content because a text about HTML may begin with a tag.
"""

from __future__ import annotations

import json
import re
from pathlib import PurePath

from onrecord.errors import UnsupportedFormatError
from onrecord.read.decoding import READABLE, name_binary
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
}

_PARQUET_MAGIC = b"PAR1"
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
    binary = name_binary(head)
    if binary is not None:
        raise UnsupportedFormatError(path, f"looks like {binary}; {READABLE}")
    by_suffix = SUFFIXES.get(PurePath(path).suffix.lower())
    return by_suffix if by_suffix is not None else _find_by_content(head, path)


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
