"""Words that are safe to show: nothing that comes from a report, or from a file's name, may steer what shows it."""

from __future__ import annotations

import logging
import re

_STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]"
)
"""Controls but for line feed and tab, lone surrogates, separators of lines, and marks of direction."""
_FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


def visible(words: str) -> str:
    """Show control characters and marks of direction as what they are.

    Every character is replaced by one, so that spans still fit; line feeds and tabs stay.
    """
    return _STEERING.sub(_show_character, words)


def visible_log_record(record: logging.LogRecord) -> str:
    """Give a log record as words that are safe to show: its message on one line, the lines of a traceback indented."""
    message = visible(record.getMessage()).replace("\n", " ")
    if record.exc_info is None:
        return message
    trace = visible(logging.Formatter().formatException(record.exc_info))
    return "\n    ".join([message, *trace.split("\n")])


def harmless(cell: str) -> str:
    """Give words that a spreadsheet takes for words, not for a formula, and a terminal not for a command.

    White space becomes single spaces; an apostrophe goes before what would begin a formula.
    """
    plain = visible(" ".join(cell.split()))
    return "'" + plain if plain.startswith(_FORMULA_STARTS) else plain


def _show_character(found: re.Match[str]) -> str:
    character = found[0]
    return chr(0x2400 + ord(character)) if ord(character) < 0x20 else "\ufffd"
