"""Which format a file is in.

A signature in the first bytes comes first, then the suffix, then how the content begins. The suffix comes before the
content because a text about HTML may begin with a tag.
"""

from __future__ import annotations

from onrecord.errors import UnsupportedFormatError
from onrecord.read.character_encoding import name_binary_kind
from onrecord.read.file_format import FileFormat, Opening
from onrecord.read.formats import text
from onrecord.read.registry import FORMATS, describe_formats, find_format_by_suffix

HEAD_BYTES = 65_536
"""How many bytes of a file decide on its format."""

_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def detect_format(head: bytes, path: str) -> FileFormat:
    """Detect the format of a file.

    Args:
        head: The first ``HEAD_BYTES`` bytes, or all where there are fewer.
        path: The file; its suffix counts.

    Returns:
        The format; plain text where nothing says otherwise.

    Raises:
        UnsupportedFormatError: The file is of a kind that onrecord does not read.

    Example:
        >>> detect_format(b"<!doctype html><title>Boats</title>", "page").name
        'html'
    """
    for file_format in FORMATS:
        if file_format.has_signature is not None and file_format.has_signature(head):
            return file_format
    by_suffix = find_format_by_suffix(path)
    if by_suffix is not None and by_suffix.is_binary:
        return by_suffix
    kind = name_binary_kind(head)
    if kind is not None:
        raise UnsupportedFormatError(path, f"looks like {kind}; onrecord reads {describe_formats()}")
    return by_suffix or _detect_by_content(head, path)


def _detect_by_content(head: bytes, path: str) -> FileFormat:
    words = _decode_roughly(head).lstrip("\ufeff \t\r\n")
    opening = Opening(words, len(head) < HEAD_BYTES, path)
    for file_format in FORMATS:
        if file_format.is_opening is not None and file_format.is_opening(opening):
            return file_format
    return text.FORMAT


def _decode_roughly(head: bytes) -> str:
    return head.decode("utf-16" if head.startswith(_UTF_16_MARKS) else "utf-8", "replace")
