"""What a caller may say about the files: their date, a publisher that they lack, and what their columns are called.

A date goes before what the files say: who names one knows. A publisher only fills what they do not say. Column names
are tried in the order below because those are the names that news exports use most; the first that a row has is taken.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from onrecord.errors import ConfigurationError

Format = Literal["text", "html", "jsonl", "parquet", "warc"]
Field = Literal["text", "date", "title", "publisher", "url", "authors"]

FIELD_NAMES: dict[Field, tuple[str, ...]] = {
    "text": ("text", "body", "content", "article"),
    "date": ("date", "published", "published_at", "publication_date", "pub_date"),
    "title": ("title", "headline"),
    "publisher": ("publisher", "outlet", "source", "site"),
    "url": ("url", "link"),
    "authors": ("authors", "author", "byline"),
}

_FORMATS: tuple[Format, ...] = ("text", "html", "jsonl", "parquet", "warc")
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the caller knows about the files.

    Attributes:
        date: ISO date of publication, whatever the reports say themselves.
        publisher: Outlet of reports that name none themselves.
        text_field: Column that holds the text, or None to try the usual names.
        date_field: Column that holds the date of publication.
        title_field: Column that holds the headline.
        publisher_field: Column that holds the outlet.
        url_field: Column that holds the address.
        format: How to read every file, or None to tell from each file.

    Raises:
        ConfigurationError: The date is not a real ISO date, or the format is not one that is read.
    """

    date: str | None = None
    publisher: str | None = None
    text_field: str | None = None
    date_field: str | None = None
    title_field: str | None = None
    publisher_field: str | None = None
    url_field: str | None = None
    format: Format | None = None

    def __post_init__(self) -> None:
        """Check the values once, so that no file is half read before one turns out wrong."""
        if self.date is not None and parse_iso_date(self.date) is None:
            raise ConfigurationError(f"date {self.date!r} is not a date; give it as YYYY-MM-DD, such as 2024-09-22")
        if self.format is not None and self.format not in _FORMATS:
            raise ConfigurationError(f"format {self.format!r} is not read; give one of {', '.join(_FORMATS)}")

    def column_names(self, field: Field) -> tuple[str, ...]:
        """Give the names to look a field up by, in order; the only one where the caller named it."""
        named = {
            "text": self.text_field,
            "date": self.date_field,
            "title": self.title_field,
            "publisher": self.publisher_field,
            "url": self.url_field,
        }.get(field)
        return FIELD_NAMES[field] if named is None else (named,)


def parse_iso_date(words: str) -> date | None:
    """Read ``YYYY-MM-DD``.

    Args:
        words: The date as written, with nothing around it.

    Returns:
        The date, or None where the words are no such date or name a day that does not exist.
    """
    if not _ISO_DATE.fullmatch(words):
        return None
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None
