"""What a caller may say about the files: their date, their publisher, the names of their columns.

A date from the caller overrides what the files say. A publisher only fills what they do not say. Column names are tried
in the order below; these are the names that news exports use most, and the first that a row has counts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from onrecord.errors import ConfigurationError

Field = Literal["text", "date", "title", "publisher", "url", "authors"]
"""What a column of a table may hold."""

FIELD_NAMES: dict[Field, tuple[str, ...]] = {
    "text": ("text", "body", "content", "article"),
    "date": ("date", "published", "published_at", "publication_date", "pub_date", "publishedAt", "pubDate"),
    "title": ("title", "headline"),
    "publisher": ("publisher", "outlet", "source", "site", "publication"),
    "url": ("url", "link"),
    "authors": ("authors", "author", "byline"),
}

_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the caller knows about the files.

    Attributes:
        date: ISO date of publication, whatever the reports say.
        publisher: Publisher of reports that name none.
        text_field: Column of the text, or None to try the usual names.
        date_field: Column of the date of publication.
        title_field: Column of the headline.
        publisher_field: Column of the publisher.
        url_field: Column of the address.
        format: Name of the format of every file, such as ``jsonl``, or None to detect it for each file.

    Raises:
        ConfigurationError: The date is no real ISO date.

    Example:
        >>> ReadOptions(date="2031-03-09", text_field="story").column_names("text")
        ('story',)
    """

    date: str | None = None
    publisher: str | None = None
    text_field: str | None = None
    date_field: str | None = None
    title_field: str | None = None
    publisher_field: str | None = None
    url_field: str | None = None
    format: str | None = None

    def __post_init__(self) -> None:
        """Check the date once, before a file is half read."""
        if self.date is not None and parse_iso_date(self.date) is None:
            raise ConfigurationError(f"date {self.date!r} is not a date; give it as YYYY-MM-DD, such as 2024-09-22")

    def column_names(self, field: Field) -> tuple[str, ...]:
        """Give the column names of a field, in the order to try; only one where the caller named it."""
        named = {
            "text": self.text_field,
            "date": self.date_field,
            "title": self.title_field,
            "publisher": self.publisher_field,
            "url": self.url_field,
        }.get(field)
        return FIELD_NAMES[field] if named is None else (named,)


def parse_iso_date(words: str) -> date | None:
    """Parse ``YYYY-MM-DD``.

    Args:
        words: The date, with nothing around it.

    Returns:
        The date, or None if the words have another form or name a day that does not exist.

    Example:
        >>> parse_iso_date("2031-03-09")
        datetime.date(2031, 3, 9)
    """
    if not _ISO_DATE.fullmatch(words):
        return None
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None
