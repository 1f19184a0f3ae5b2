"""What an address of the JSON interface may say: the query, the page, the form.

A name that is not known is refused: a filter that is spelled wrong and passed over would give an answer to another
question.
"""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Path
from pydantic import BaseModel, ConfigDict, Field

from onrecord.errors import ConfigurationError
from onrecord.record import Kind
from onrecord.store import DateRange, Query
from onrecord.store.values import CountBy, Sort
from onrecord.web.view.queries import LONGEST

MOST = 200
"""Items on a page."""

Name = Annotated[str, Field(max_length=LONGEST)]
StatementId = Annotated[str, Path(max_length=LONGEST, description="Id of the statement (`s_…`).")]
ReportId = Annotated[str, Path(max_length=LONGEST, description="Id of the report (`r_…`).")]
PersonId = Annotated[str, Path(max_length=LONGEST, description="Id of the person (`p_…`).")]
ExportFormat = Literal[
    "jsonl", "csv", "web-annotation", "schema-org", "polnear", "followthemoney", "parquet", "spacy", "brat"
]


class Parameters(BaseModel):
    """Parameters of an address, and no others."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Page(Parameters):
    """Which page of a list."""

    limit: int = Field(50, ge=1, le=MOST, description="How many at most.")
    cursor: Name | None = Field(None, description="The `cursor` of the page before, for the one that follows it.")


class Filters(Parameters):
    """The query; what is left out sets no bounds."""

    q: Name = Field(
        "",
        description='Words of what was said: `grain ships` both, `"grain ships"` beside one another, `sanction*` '
        "words that begin so, `grain OR wheat`, `grain -wheat`, `(grain OR wheat) ships`. Case and accents do not "
        "count.",
        examples=["winter boat*"],
    )
    speaker: list[Name] = Field(
        [],
        max_length=20,
        description="Who speaks: a name in any form, or an id (`p_…`). More than once: any of them.",
        examples=[["Piotr Salme"]],
    )
    role: Name = Field("", description="Words of the speaker's role as the report prints it.", examples=["director"])
    kind: Kind | None = Field(None, description="How it is reported.")
    publisher: Name | None = Field(None, description="Outlet that carried the report.", examples=["The Westmere Post"])
    said: Name | None = Field(
        None,
        description="Days on which it was said, as `FROM..TO`; either end may be open, and a month or a year stands "
        "for its days: `2031-01-05..2031-02`, `2031-03`, `2030..`.",
        examples=["2031-03"],
    )
    published: Name | None = Field(
        None, description="Days on which the report was published, in the same form.", examples=["2031-01..2031-06"]
    )
    confidence: float = Field(0, ge=0, le=1, description="The least confidence.", examples=[0.8])
    report: Name | None = Field(None, description="Id of the only report to look in (`r_…`).")

    def query(self) -> Query:
        """Give the query.

        Raises:
            QueryError: The words do not parse.
            ConfigurationError: A range of days makes no sense, or the publisher has no letter.
        """
        return Query(
            self.q,
            tuple(self.speaker),
            self.role,
            self.kind,
            self.publisher,
            _days(self.said),
            _days(self.published),
            self.confidence,
            self.report,
        )

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for."""
        return not any(getattr(self, name) for name in Filters.model_fields)


class Searching(Filters):
    """A search, a page at a time."""

    sort: Sort = Field(
        "date",
        description="`date`: by the day on which it was said, oldest first (by that of publication, where only days "
        "of publication are asked for); `newest`: latest first; `published`; `relevance`, where there are words.",
    )
    limit: int = Field(50, ge=1, le=MOST, description="How many at most.")
    cursor: Name | None = Field(None, description="The `cursor` of the page before, for the one that follows it.")


class Counting(Filters):
    """What to count by."""

    by: CountBy = Field("month", description="What makes a group; times are those when it was said.")
    limit: int = Field(1000, ge=1, le=10_000, description="How many groups at most.")


class Exporting(Filters):
    """What to write, and in which form."""

    to: ExportFormat = Field("jsonl", description="The format. `brat` is a folder, and refused.")


class PeopleListing(Page):
    """Which people."""

    q: Name = Field("", description="Letters that one of the names holds, in any case.", examples=["salme"])


class CorrectionsListing(Page):
    """Which corrections."""

    report: Name | None = Field(None, description="Id of the only report of interest (`r_…`).")


class RecordReading(Parameters):
    """How to give a record."""

    corrected: bool = Field(
        True, description="With people's corrections laid over; `false` gives what the model found."
    )


class LikeReading(Parameters):
    """How alike statements are to be."""

    likeness: float = Field(0.75, ge=0.5, le=1, description="The least share of words in common.")


class SubjectsReading(Parameters):
    """How many to give."""

    limit: int = Field(15, ge=1, le=MOST, description="How many at most.")


def read_offset(cursor: str | None, kind: str) -> int:
    """Give how many items of a list lie before a page.

    Raises:
        ConfigurationError: The cursor is none of this list.
    """
    if cursor is None:
        return 0
    name, _, number = cursor.partition(":")
    if name != kind or not (number.isascii() and number.isdecimal()) or len(number) > 15:
        raise ConfigurationError(f"the cursor {cursor!r} is none of this list; begin it again without one")
    return int(number)


def _days(words: str | None) -> DateRange | None:
    return DateRange.parse(words) if words else None
