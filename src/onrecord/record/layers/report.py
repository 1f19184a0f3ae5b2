"""The report: its text and what is known of its publication."""

from __future__ import annotations

import datetime
import hashlib
import re
from typing import Literal, NamedTuple

import msgspec

from onrecord.record.layers.parts import Part

PublishedFrom = Literal["option", "header", "metadata", "feed", "file-name", "dateline", "none"]

_SURROGATE_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_STRINGS = ("text", "origin", "publisher", "title", "url", "language")


class PageSpan(NamedTuple):
    """Where a page of a PDF stands in the text.

    Attributes:
        number: The page, from 1.
        start: Its first code point.
        end: The code point after its last.
    """

    number: int
    start: int
    end: int


class Report(Part, frozen=True):
    """One news text with what is known of its publication.

    Two surrogates in a row that stand for one character become that character, because JSON cannot keep them apart.

    Attributes:
        text: The text in which all offsets count; its line ends are line feeds.
        origin: Path as given, URL, or archive file and record id.
        publisher: The outlet, or null.
        title: The headline, or null.
        authors: The names of the by-line.
        url: Where it was published, or null.
        language: ISO 639-1 code (639-3 where there is none), or null where there is too little text to tell.
        published: ISO date of publication, the anchor of relative dates, or null. You may pass a ``datetime.date`` or
            ``datetime.datetime``; it is kept as ISO text.
        published_from: What says when it was published.
        published_certain: False where candidates differ and nothing decides between them.
        pages: The pages of a PDF, in order; null for other files.
    """

    text: str
    origin: str = "-"
    publisher: str | None = None
    title: str | None = None
    authors: tuple[str, ...] = ()
    url: str | None = None
    language: str | None = None
    published: str | None = None
    published_from: PublishedFrom = "none"
    published_certain: bool = True
    pages: tuple[PageSpan, ...] | None = None

    def _repr_html_(self) -> str:
        from onrecord.record.notebook import render_beginning, render_head

        facts = (self.publisher, self.published or "no date", self.origin)
        return render_head(self.title, facts) + render_beginning(self.text)

    def __post_init__(self) -> None:
        """Keep a date object as ISO text, and pairs of surrogates as characters."""
        if isinstance(self.published, datetime.date):
            msgspec.structs.force_setattr(self, "published", self.published.isoformat()[: len("2024-09-22")])
        for name in _STRINGS:
            value = getattr(self, name)
            if isinstance(value, str) and _has_surrogates(value):
                msgspec.structs.force_setattr(self, name, _join_surrogates(value))
        if any(map(_has_surrogates, self.authors)):
            msgspec.structs.force_setattr(self, "authors", tuple(map(_join_surrogates, self.authors)))

    @property
    def sha256(self) -> str:
        """Hash of the text in UTF-8."""
        # A lone surrogate, which JSON input can carry, has no UTF-8 form of its own.
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def id(self) -> str:
        """The report's id: the same words have the same id everywhere."""
        return "r_" + self.sha256[:16]


def _has_surrogates(words: str) -> bool:
    try:
        # Many times faster than a pattern.
        words.encode()
    except UnicodeEncodeError:
        return True
    return False


def _join_surrogates(words: str) -> str:
    return _SURROGATE_PAIR.sub(lambda pair: pair[0].encode("utf-16-le", "surrogatepass").decode("utf-16-le"), words)
