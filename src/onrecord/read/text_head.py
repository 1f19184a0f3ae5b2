"""The head of a text: a headline, a by-line, lines such as ``Date: 12 April 2032``.

The head tells about the report and stays in its text, so that offsets hold in the file that the user sees.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from onrecord import lexicon
from onrecord.read.dates import DateValue, parse_date_value

_LINES = 8
_LONGEST_LINE = 200
_FEWEST_WORDS, _MOST_WORDS = 3, 25
"""Words of a headline."""
_PROSE_LENGTH = 80
_LABEL = re.compile(
    r"(?P<title>title|headline)|(?P<authors>author|authors|by|by-?line)|(?P<date>date|published(?:\s(?:on|at))?|publication\sdate|"
    r"posted(?:\son)?|dated)|(?P<publisher>publisher|outlet|publication|source)",
    re.IGNORECASE,
)
_LABELLED = re.compile(r"([A-Za-z][A-Za-z -]{0,20}[a-z]):[ \t]+(\S.*)")
_MONTHS = "|".join(sorted(lexicon.numbers("month") | lexicon.numbers("month-abbreviation"), key=len, reverse=True))
_NAME_WORD = rf"(?!(?i:{_MONTHS}|and|in|for)\b)(?:[A-Z][\w.'’-]*|d[eu]|van|von|der|bin|al|la)"
_NAME = rf"{_NAME_WORD}(?:\s{_NAME_WORD}){{0,4}}"
_BY_LINE = re.compile(
    rf"(?:by|BY|By)[ \t]+(?P<names>{_NAME}(?:(?:,\s(?:(?i:and)\s)?|\s(?i:and)\s|\s&\s){_NAME}){{0,4}})(?P<rest>.*)"
)
_BETWEEN_NAMES = re.compile(r",\s(?:and\s)?|\sand\s|\s&\s", re.IGNORECASE)
_AFTER_NAMES = re.compile(r"\s*(?:$|[|,;–—•·-]|in\b|for\b|\()")
_NOT_PEOPLE = re.compile(
    r"\b(?:staff|agenc(?:y|ies)|correspondents?|writers?|reporters?|editors?|press|news|times|post|desk|team|bureau|"
    r"contributors?|service|today|journal|herald|tribune)\b",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]{0,3}$")
_HEADLINE_ENDS = re.compile(r"(?:[^.]|\b[A-Z]\.|\.\.\.|…)$")
_DASHED = re.compile(r"\s[—–-]{1,2}\s")
_SPOKEN = re.compile(r"[^:\s][^:]{0,60}:\s")
_DATED = re.compile(r"(?:published|posted|dated)?(?:\s(?:on|at))?:?\s{0,3}(?P<date>\S.{0,60})", re.IGNORECASE)
_MARKS = " \t|,;·•—–-()"


class TextHead(NamedTuple):
    """What the first lines of a text tell about its report.

    Attributes:
        title: The headline, or None.
        authors: The names of the by-line.
        publisher: The outlet that a line names, or None.
        date: The date that a line gives, or None.
        unread: A line that begins like a date and gives none, or None.
    """

    title: str | None = None
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    date: DateValue | None = None
    unread: str | None = None


def read_head(text: str, title: str | None = None, day_first: bool | None = None) -> TextHead:
    r"""Read the head of a text.

    Args:
        text: The text.
        title: The headline, where something else gives it.
        day_first: Whether the publisher writes the day before the month in figures; None if unknown.

    Example:
        >>> read_head("Boats will sail soon\\n\\nBy Ann Lee\\n\\nThe mayor said so on Friday.").authors
        ('Ann Lee',)
    """
    lines = list(_list_lines(text))
    found = TextHead(title)
    for line in lines:
        found = _read_labelled(line, found, day_first)
    for index, line in enumerate(lines):
        authors = read_by_line(line)
        if authors and not found.authors:
            found = found._replace(authors=authors, title=found.title or _headline_before(lines, index))
        if found.date is None:
            found = found._replace(date=_read_date_line(line, day_first))
    if found.title is None and lines and _opens_text(text, lines):
        found = found._replace(title=lines[0])
    return found


def read_by_line(line: str) -> tuple[str, ...]:
    """Read the names of a by-line such as ``By Ann Lee and Bo Ek, Staff Writers``; none where it is another line.

    Example:
        >>> read_by_line("By Ann Lee and Bo Ek, Staff Writers")
        ('Ann Lee', 'Bo Ek')
    """
    match = _BY_LINE.fullmatch(line) if len(line) <= _LONGEST_LINE else None
    if match is None or not _AFTER_NAMES.match(match["rest"]) or _SENTENCE_END.search(line):
        return ()
    names = [_spell(name) for name in _BETWEEN_NAMES.split(match["names"])]
    people = [name for name in names if len(name.split()) > 1 and not _NOT_PEOPLE.search(name)]
    return tuple(dict.fromkeys(people))


def _list_lines(text: str) -> Iterator[str]:
    """List the lines before the first one that is prose."""
    lines = (line.strip() for line in islice(text.lstrip()[: _LINES * 2_000].splitlines(), 3 * _LINES))
    for line in islice(filter(None, lines), _LINES):
        if len(line) > _LONGEST_LINE or (len(line) > _PROSE_LENGTH and _SENTENCE_END.search(line)):
            return
        yield line


def _read_labelled(line: str, found: TextHead, day_first: bool | None) -> TextHead:
    match = _LABELLED.fullmatch(line)
    label = _LABEL.fullmatch(match[1]) if match else None
    if match is None or label is None:
        return found
    value = match[2].strip()
    if label["date"] and found.date is None:
        date = parse_date_value(value, day_first)
        return found._replace(date=date, unread=None if date else line)
    if label["title"]:
        return found._replace(title=found.title or value)
    if label["authors"]:
        return found._replace(authors=found.authors or read_by_line(f"By {value}"))
    if label["publisher"]:
        return found._replace(publisher=found.publisher or value)
    return found


def _read_date_line(line: str, day_first: bool | None) -> DateValue | None:
    """Read a line that is only a date, or a by-line that ends in one."""
    by = _BY_LINE.fullmatch(line)
    match = _DATED.fullmatch((by["rest"] if by else line).strip(_MARKS))
    return parse_date_value(match["date"], day_first, is_whole=True) if match else None


def _headline_before(lines: list[str], index: int) -> str | None:
    """The headline above a by-line; a line between the two is a summary."""
    return lines[0] if index and _is_headline(lines[0]) else None


def _opens_text(text: str, lines: list[str]) -> bool:
    """Tell whether the first line is a headline without a by-line: it stands alone, above a paragraph of prose."""
    first, _, rest = text.lstrip().partition("\n")
    if not _is_headline(first.strip()) or (len(lines) > 1 and _is_headline(lines[1]) and len(lines) > 3):
        return False
    below = rest.lstrip().partition("\n")[0].strip()
    is_turn = _SPOKEN.match(first) is not None and _SPOKEN.match(below) is not None
    return not is_turn and len(below) > _PROSE_LENGTH and len(below) > len(first)


def _is_headline(line: str) -> bool:
    label = line.partition(":")[0] if ":" in line else ""
    is_label = len(label) == 1 or _LABEL.fullmatch(label) is not None
    fits = _FEWEST_WORDS <= len(line.split()) <= _MOST_WORDS and _HEADLINE_ENDS.search(line) is not None
    return (
        fits and not is_label and not _DASHED.search(line) and parse_date_value(line) is None and line[0] not in "-*•"
    )


def _spell(name: str) -> str:
    """Write a name in capitals as other names are."""
    words = " ".join(name.split())
    return words.title() if words.isupper() else words
