"""Reads annotated time expressions: TimeML files of TimeBank and AQUAINT, and WikiWars.

``corpora/timebank-held-out.txt`` names the reports that nothing is tuned on: of each folder, in the order of
the SHA-256 of their names, the first third of TimeBank and the first half of AQUAINT, rounded down.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from lxml import etree

from onrecord.text.spans import Span

HELD_OUT_FILE = Path(__file__).parent / "timebank-held-out.txt"
HELD_OUT_SHARES = {"AQUAINT": 2, "TimeBank": 3}
"""For each folder, one report of how many is held out."""

Part = Literal["tune", "held-out", "all"]
_DATE_LENGTH = len("2024-09-22")
_DURATION = re.compile(r"P[\dXT]")
_TIME_OF_DAY = re.compile(r"(?:^|[\dX])T")
_SET_VALUES = {"XXXX-XX-XX": "P1D", "XXXX-WXX": "P1W", "XXXX-XX": "P1M", "XXXX": "P1Y"}
"""How TIMEX3 writes what recurs, where TIMEX2 leaves out all but the unit."""


@dataclass(frozen=True, slots=True)
class TimexAnnotation:
    """A time expression: its span in the text, its type and its value; empty where the annotation gives none."""

    span: Span
    type: str
    value: str


@dataclass(frozen=True, slots=True)
class TimexDocument:
    """A text with its time expressions, in order.

    Attributes:
        name: Folder and file name.
        text: The words of the text element, as they stand.
        published: ISO date of its creation.
        times: The expressions of the text; the date of creation is not one of them.
    """

    name: str
    text: str
    published: str
    times: tuple[TimexAnnotation, ...]


def read_timeml(path: Path) -> TimexDocument:
    """Read a TimeML 1.2 file with TIMEX3 expressions.

    Args:
        path: The file; its folder is part of the name.
    """
    root = _parse(path)
    published = root.find(".//DCT/TIMEX3").get("value")[:_DATE_LENGTH]
    text, found = _flatten(root.find(".//TEXT"), "TIMEX3")
    times = tuple(TimexAnnotation(span, e.get("type", ""), e.get("value", "")) for span, e in found)
    return TimexDocument(f"{path.parent.name}/{path.name}", text, published, times)


def iter_timebank(folder: Path, part: Part) -> Iterator[TimexDocument]:
    """Read a part of the reports below a folder with ``TimeBank`` and ``AQUAINT`` in it."""
    held_out = read_held_out()
    for path in sorted(folder.glob("*/*.tml")):
        name = f"{path.parent.name}/{path.name}"
        if part == "all" or (name in held_out) == (part == "held-out"):
            yield read_timeml(path)


def read_wikiwars(path: Path) -> TimexDocument:
    """Read an article of WikiWars with TIMEX2 expressions, given as TIMEX3 has them.

    Of nested expressions, which TIMEX3 does not know, the outermost is given. The type, which TIMEX2 leaves open,
    follows from ``set`` and the form of the value. Values that recur are written with a unit; all others are the same
    in both standards. Modifiers and anchors are not compared.

    Args:
        path: A file ``*.key.xml``.
    """
    root = _parse(path)
    published = root.find(".//DATETIME/TIMEX2").get("val")[:_DATE_LENGTH]
    text, found = _flatten(root.find(".//TEXT"), "TIMEX2")
    outermost = [(span, e) for span, e in found if not any(a.tag == "TIMEX2" for a in e.iterancestors())]
    times = tuple(_read_timex2(span, e.get("val", ""), e.get("set") == "YES") for span, e in outermost)
    return TimexDocument(f"{path.parent.name}/{path.name}", text, published, times)


def iter_wikiwars(folder: Path) -> Iterator[TimexDocument]:
    """Read all articles below a folder with ``keyinline`` in it."""
    return map(read_wikiwars, sorted(folder.glob("keyinline/*.key.xml")))


def _read_timex2(span: Span, value: str, recurs: bool) -> TimexAnnotation:
    if recurs:
        return TimexAnnotation(span, "SET", _SET_VALUES.get(value, value))
    if _DURATION.match(value):
        return TimexAnnotation(span, "DURATION", value)
    return TimexAnnotation(span, "TIME" if _TIME_OF_DAY.search(value) else "DATE", value)


def read_held_out(path: Path = HELD_OUT_FILE) -> frozenset[str]:
    """Read the names of the reports that are held out."""
    return frozenset(path.read_text(encoding="utf-8").split())


def choose_held_out(folder: Path) -> list[str]:
    """Apply the rule that chose the held-out reports to the files below a folder."""
    chosen: list[str] = []
    for subfolder, share in HELD_OUT_SHARES.items():
        names = [f"{subfolder}/{path.name}" for path in (folder / subfolder).glob("*.tml")]
        by_hash = sorted(names, key=lambda name: hashlib.sha256(name.encode()).digest())
        chosen += sorted(by_hash[: len(names) // share])
    return chosen


def _parse(path: Path) -> Any:
    return etree.parse(path, etree.XMLParser(resolve_entities=False, no_network=True)).getroot()


def _flatten(element: Any, tag: str) -> tuple[str, list[tuple[Span, Any]]]:
    """Give the plain text of an element, and the spans of the elements of a tag in it."""
    pieces: list[str] = []
    starts: dict[Any, int] = {}
    found: list[tuple[Span, Any]] = []
    length = 0

    def take(words: str | None) -> None:
        nonlocal length
        pieces.append(words or "")
        length += len(pieces[-1])

    for event, inner in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            starts[inner] = length
            take(inner.text)
            continue
        if inner.tag == tag:
            found.append((Span(starts[inner], length), inner))
        if inner is not element:
            take(inner.tail)
    return "".join(pieces), sorted(found, key=lambda pair: pair[0])
