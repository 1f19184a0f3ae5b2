"""Next steps of talks as a calendar (RFC 5545). The same tracks give the same bytes.

Only five properties of an event are needed, so they are written here and no package is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from onrecord.identity.talks import Track
from onrecord.identity.talks_over_time import DatedStep, find_steps
from onrecord.text.display import visible

_LONGEST_LINE = 75
"""Bytes of a line before it is folded."""


def write_calendar(tracks: Iterable[Track], day: str) -> str:
    """Write the steps that are not over on a day as a calendar.

    A step is tentative unless two outlets name its day.

    Args:
        tracks: The talks.
        day: The day, ``YYYY-MM-DD``; an empty string gives all steps.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//onrecord//talks//EN", "CALSCALE:GREGORIAN"]
    for track in sorted(tracks, key=lambda one: one.id):
        for step in find_steps(track, day):
            lines += _event(track, step)
    lines.append("END:VCALENDAR")
    return "".join(part + "\r\n" for line in lines for part in _fold(line))


def _event(track: Track, step: DatedStep) -> Iterator[str]:
    key = hashlib.sha256(f"{track.id}|{step.start}|{step.end}".encode()).hexdigest()[:24]
    stamp = max(word.day for word in step.words) or step.start
    said = [f"{word.publisher or 'a report'} ({word.day or 'no date'}): {word.quote}" for word in step.words]
    yield "BEGIN:VEVENT"
    yield f"UID:{key}@onrecord"
    # When the entry last changed: the day of the last report, so that the same store gives the same bytes.
    yield f"DTSTAMP:{stamp.replace('-', '')}T000000Z"
    yield f"DTSTART;VALUE=DATE:{step.start.replace('-', '')}"
    yield f"DTEND;VALUE=DATE:{step.end.replace('-', '')}"
    yield f"SUMMARY:{_escape(track.name)}"
    yield f"DESCRIPTION:{_escape(chr(10).join(said))}"
    yield f"STATUS:{'CONFIRMED' if step.is_confirmed else 'TENTATIVE'}"
    yield "END:VEVENT"


def _escape(text: str) -> str:
    """Escape a text value; characters that a program should not show are replaced."""
    plain = "\n".join(visible(line) for line in text.split("\n")).replace("\\", "\\\\")
    return plain.replace(";", "\\;").replace(",", "\\,").replace("\r", "").replace("\n", "\\n")


def _fold(line: str) -> Iterator[str]:
    """Cut a line into parts of at most 75 bytes, never inside a character; later parts begin with a space."""
    part, size = "", 0
    for sign in line:
        width = len(sign.encode("utf-8", "surrogatepass"))
        if size + width > _LONGEST_LINE:
            yield part
            part, size = " ", 1
        part, size = part + sign, size + width
    yield part
