"""What goes to the terminal: nothing that comes from a report, or from a file's name, may steer it."""

from __future__ import annotations

import logging
import os
import sys
import unicodedata

import click

_STEERING = frozenset("\u061c\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def visible(words: str) -> str:
    """Show control characters and marks of direction as what they are.

    Every character is replaced by one, so that spans still fit; line feeds and tabs stay.
    """
    if words.isascii() and words.isprintable():
        return words
    return "".join(map(_visible_character, words))


def _visible_character(character: str) -> str:
    if character in "\n\t":
        return character
    if ord(character) < 0x20:
        return chr(0x2400 + ord(character))
    is_unsafe = character in _STEERING or unicodedata.category(character) in {"Cc", "Cs"}
    return "\ufffd" if is_unsafe else character


def harmless(cell: str) -> str:
    """Give words that a spreadsheet takes for words, not for a formula, and a terminal not for a command."""
    plain = visible(" ".join(cell.split()))
    return "'" + plain if plain[:1] in ("=", "+", "-", "@") else plain


def say(message: str) -> None:
    """Say something to the user on standard error, on one line."""
    click.echo("onrecord: " + visible(message).replace("\n", " "), err=True)


def prepare_output(is_data: bool) -> None:
    """Make standard output take every character: data as UTF-8, text for eyes in whatever the terminal has."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is None:
        return
    if is_data:
        reconfigure(encoding="utf-8")
    else:
        reconfigure(errors="backslashreplace")


def drop_output() -> None:
    """Let what is still to be written go nowhere, once the reader of standard output has gone."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


class SayHandler(logging.Handler):
    """Passes on what the package logs, such as that a file is not UTF-8."""

    def emit(self, record: logging.LogRecord) -> None:
        """Say a record's message."""
        say(record.getMessage())
