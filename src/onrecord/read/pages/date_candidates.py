"""Where a page may say when its article was published, and which of these places speak of the article itself.

Dates of comments, teasers, sidebars, the site and the day of reading are no candidates. A date that is labelled as that
of an update is kept apart: it dates the article only where nothing else does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, Literal, NamedTuple

from onrecord.read.pages.date_forms import DateReading, find_dates, read_date
from onrecord.read.pages.structured_data import ArticleData
from onrecord.read.pages.visible_lines import Line, TimedElement, find_head_lines

Role = Literal["published", "dated", "updated"]
"""What a date is that of: the first publication, the page without saying what of it, a later change."""

_DATA_ROLES: tuple[tuple[str, Role], ...] = (
    ("datePublished", "published"),
    ("dateCreated", "dated"),
    ("uploadDate", "dated"),
    ("dateModified", "updated"),
)
_NO_PUBLICATION = re.compile(
    r"expir|valid|embargo|last[-_.: ]?modified|review|founding|birth|death|event|start|end[-_.:]?date|build|generat|"
    r"crawl|version|refresh|copyright|until|unpublish|image|video|verif|archiv",
)
_UPDATED = re.compile(r"updat|modif|revis|edited|changed|corrected|amended|refreshed|aktualisiert")
_PUBLISHED = re.compile(r"publi|posted|issued|released|created|written|pub[-_.: ]?date|original|first|ptime")
_UPDATED_LABEL = re.compile(r"\b(?:last |)(?:updated?|modified|revised|edited|changed|corrected|amended|refreshed)\b")
_PUBLISHED_LABEL = re.compile(r"\b(?:published|publication|posted|issued|released|filed|uploaded|pub date)\b")
_OTHER_LABEL = re.compile(r"©|copyright|\bsince\b|expire|until|event|today is|comment|repl(?:y|ied)|born|joined|valid")
_DATED = re.compile(r"date|time")
_LONGEST_LABEL = 60
_URL_DAY = re.compile(
    r"[/-](?P<year>[12][0-9]{3})(?P<mark>[-/]?)(?P<month>[0-9]{2})(?P=mark)(?P<day>[0-9]{2})(?:[/_-]|$)"
)


class DateCandidate(NamedTuple):
    """A date that a page gives.

    Attributes:
        role: What it is the date of.
        reading: The date.
        is_printed: Whether readers see it.
    """

    role: Role
    reading: DateReading
    is_printed: bool = False


def find_candidates(tree: Any, data: Iterable[ArticleData], day_first: bool | None) -> list[DateCandidate]:
    """Find the dates that a page gives for its article.

    Args:
        tree: The parsed page.
        data: The structured data of the article.
        day_first: Whether the publisher writes the day before the month in figures; None if unknown.
    """
    return [
        *_from_data(data, day_first),
        *_from_meta(tree, day_first),
        *(found for line in find_head_lines(tree) for found in _from_line(line, day_first)),
    ]


def find_url_day(urls: Iterable[str]) -> DateReading | None:
    """Find the full date in the address of an article.

    Example:
        >>> find_url_day(["https://post.example/2031/03/12/mill"]).days
        (datetime.date(2031, 3, 12),)
    """
    found = (match for url in urls for match in _URL_DAY.finditer(url[:2_000]))
    days = (read_date(f"{match['year']}-{match['month']}-{match['day']}") for match in found)
    return next((day for day in days if day), None)


def _from_data(data: Iterable[ArticleData], day_first: bool | None) -> Iterator[DateCandidate]:
    for article in data:
        for key, role in _DATA_ROLES:
            value = article.values.get(key)
            value = value[0] if isinstance(value, list) and value else value
            if isinstance(value, dict):
                value = value.get("@value")
            reading = read_date(str(value), day_first) if isinstance(value, str | int) else None
            if reading is not None:
                # The object of the page may date the template, that of an article the page does not name another one.
                is_sure = article.is_own and article.is_article
                yield DateCandidate("dated" if role == "published" and not is_sure else role, reading)


def _from_meta(tree: Any, day_first: bool | None) -> Iterator[DateCandidate]:
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        role = _role_of_name(name)
        if role is None or (meta.get("itemprop") and _is_of_another_item(meta)):
            continue
        reading = read_date(meta.get("content") or "", day_first)
        if reading is not None:
            yield DateCandidate(role, reading)


def _role_of_name(name: str) -> Role | None:
    if _NO_PUBLICATION.search(name):
        return None
    if _UPDATED.search(name):
        return "updated"
    if _PUBLISHED.search(name):
        return "published"
    return "dated" if _DATED.search(name) else None


def _is_of_another_item(element: Any) -> bool:
    """Tell whether an element belongs to an item that is no article, such as a comment or a video."""
    for parent in element.iterancestors():
        kind = (parent.get("itemtype") or "").lower()
        if kind:
            return not kind.rstrip("/").endswith(("article", "posting", "webpage", "report", "review"))
    return False


def _from_line(line: Line, day_first: bool | None) -> Iterator[DateCandidate]:
    """Read the dates of a line, each with the label before it."""
    before = 0
    for element in line.elements:
        label = line.text[before : element.start]
        reading = read_date(element.value, day_first)
        printed = line.text[element.start : element.end]
        role = _role_of_element(element, f"{label} {printed[:25]}", line.is_labelled_only)
        if reading is not None and role is not None:
            yield DateCandidate(role, reading)
        before = element.end
    yield from _from_words(line, day_first)


def _from_words(line: Line, day_first: bool | None) -> Iterator[DateCandidate]:
    before = 0
    for reading in find_dates(line.text, day_first):
        label = line.text[before : reading.start]
        element = next((one for one in line.elements if one.start <= reading.start < one.end), None)
        if element is not None:
            role = _role_of_element(element, label, line.is_labelled_only)
        else:
            role = _role_of_label(label) if line.is_short else None
        if role is not None and not (role == "dated" and line.is_labelled_only):
            yield DateCandidate(role, reading, is_printed=True)
        before = reading.end


def _role_of_element(element: TimedElement, label: str, labelled_only: bool) -> Role | None:
    names = element.names.lower()
    if element.is_other_item:
        return None
    by_name: Role | None = None
    if "datepublished" in names or _PUBLISHED.search(names):
        by_name = "published"
    elif _UPDATED.search(names):
        by_name = "updated"
    by_label = _role_of_label(label)
    role = by_label if by_label in ("updated", "published") else by_name or by_label
    if by_name == "published" and by_label == "updated" and "datepublished" in names:
        role = "published"
    return None if labelled_only and role == "dated" else role


def _role_of_label(label: str) -> Role | None:
    """The role that the nearest label gives; None where it is the date of something else."""
    words = label.lower()[-_LONGEST_LABEL:]
    updated, published, other = (
        max((match.end() for match in kind.finditer(words)), default=-1)
        for kind in (_UPDATED_LABEL, _PUBLISHED_LABEL, _OTHER_LABEL)
    )
    if other > max(updated, published):
        return None
    if updated == published:
        return "dated"
    return "updated" if updated > published else "published"
