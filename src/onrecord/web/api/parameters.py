"""Query parameters of the API.

Unknown parameters are refused: ignoring a misspelled filter would answer another query.
"""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Path
from pydantic import BaseModel, ConfigDict, Field

from onrecord.errors import ConfigurationError
from onrecord.record import Kind
from onrecord.store import DateRange, Query
from onrecord.store.values.hits import CountBy, Sort
from onrecord.web.view.query_form import MAX_LENGTH

MAX_ITEMS = 200
"""Most items on a page."""

Name = Annotated[str, Field(max_length=MAX_LENGTH)]
StatementId = Annotated[str, Path(max_length=MAX_LENGTH, description="Id of the statement (`s_…`).")]
ReportId = Annotated[str, Path(max_length=MAX_LENGTH, description="Id of the report (`r_…`).")]
PersonId = Annotated[str, Path(max_length=MAX_LENGTH, description="Id of the person (`p_…`).")]
ExportFormat = Literal[
    "jsonl", "csv", "web-annotation", "schema-org", "polnear", "followthemoney", "parquet", "spacy", "brat"
]


class Parameters(BaseModel):
    """These parameters and no others."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class PageParameters(Parameters):
    """Which page of a list to return."""

    limit: int = Field(50, ge=1, le=MAX_ITEMS, description="Most items on a page.")
    cursor: Name | None = Field(None, description="The `cursor` of the page before.")


class FilterParameters(Parameters):
    """Filters. Those that you leave out match everything."""

    q: Name = Field(
        "",
        description='Words of the content: `grain ships` finds both words, `"grain ships"` the phrase, `sanction*` '
        "words with this beginning; also `grain OR wheat`, `grain -wheat`, `(grain OR wheat) ships`. Case and accents "
        "are ignored.",
        examples=["winter boat*"],
    )
    speaker: list[Name] = Field(
        [],
        max_length=20,
        description="The speaker: a name in any form, or an id (`p_…`). Repeat it to match any of several.",
        examples=[["Piotr Salme"]],
    )
    role: Name = Field("", description="Words of the speaker's role as printed.", examples=["director"])
    kind: Kind | None = Field(None, description="Whether the content is printed as the speaker's own words.")
    gloss: bool | None = Field(
        None,
        description="`false` leaves out glosses, where the report points at something and the speaker claims nothing; "
        "`true` finds only them.",
    )
    publisher: Name | None = Field(None, description="Outlet of the report.", examples=["The Westmere Post"])
    said: Name | None = Field(
        None,
        description="Days of the statement, as `FROM..TO`. Either end may be open, and a month or a year stands "
        "for its days: `2031-01-05..2031-02`, `2031-03`, `2030..`.",
        examples=["2031-03"],
    )
    published: Name | None = Field(
        None, description="Days of publication, in the same form.", examples=["2031-01..2031-06"]
    )
    confidence: float = Field(0, ge=0, le=1, description="Lowest confidence.", examples=[0.8])
    report: Name | None = Field(None, description="Id of the report to search in (`r_…`).")
    forms: bool = Field(False, description="Find other forms of the words too: `sanction` finds *sanctions*.")
    doubt: float = Field(
        0,
        ge=0,
        le=2,
        description="Lowest doubt: what the confidence lacks, and 1 more for an unresolved speaker. What a person "
        "made, changed or accepted has none.",
        examples=[0.3],
    )
    tag: Name | None = Field(None, description="Tag that a person gave the statement.", examples=["ferry"])

    def to_query(self) -> Query:
        """Return the query.

        Raises:
            QueryError: The words do not parse.
            ConfigurationError: A range of days is invalid, or the publisher has no letter.
        """
        return Query(
            self.q,
            tuple(self.speaker),
            self.role,
            self.kind,
            self.publisher,
            _parse_days(self.said),
            _parse_days(self.published),
            self.confidence,
            self.report,
            self.gloss,
            forms=self.forms,
            doubt=self.doubt,
            tag=self.tag,
        )

    @property
    def is_empty(self) -> bool:
        """Whether there are no filters."""
        held = (getattr(self, name) for name in FilterParameters.model_fields)
        return not any(value or value is False for value in held)


class SearchParameters(FilterParameters):
    """Filters, order and page of a search."""

    sort: Sort = Field(
        "date",
        description="Order. `date`: by day of the statement, oldest first (by day of publication if only that is "
        "filtered); `newest`: latest first; `published`: by day of publication; `relevance`: best match of `q` first; "
        "`unsure`: most in doubt first.",
    )
    limit: int = Field(50, ge=1, le=MAX_ITEMS, description="Most items on a page.")
    cursor: Name | None = Field(None, description="The `cursor` of the page before.")


class CountParameters(FilterParameters):
    """Filters and groups of a count."""

    by: CountBy = Field("month", description="What the groups are. Times are those of the statements.")
    limit: int = Field(1000, ge=1, le=10_000, description="Most groups.")


class ExportParameters(FilterParameters):
    """Filters and format of an export."""

    to: ExportFormat = Field("jsonl", description="Format. `brat` is a folder and is refused.")


class PeopleParameters(PageParameters):
    """Which people to list."""

    q: Name = Field("", description="Part of a name, in any case.", examples=["salme"])


class CorrectionsParameters(PageParameters):
    """Which corrections to list."""

    report: Name | None = Field(None, description="Id of a report (`r_…`); lists only its corrections.")


class RecordParameters(Parameters):
    """Which form of a record to return."""

    corrected: bool = Field(True, description="With corrections; `false` returns what the model found.")


class LikeParameters(Parameters):
    """How similar near-duplicates are."""

    likeness: float = Field(0.75, ge=0.5, le=1, description="Lowest share of words in common.")


class SubjectsParameters(Parameters):
    """How many items to return."""

    limit: int = Field(15, ge=1, le=MAX_ITEMS, description="Most items on a page.")


def parse_offset_cursor(cursor: str | None, kind: str) -> int:
    """Return the number in a cursor such as ``people:50``; None gives 0.

    Raises:
        ConfigurationError: The cursor belongs to another list.
    """
    if cursor is None:
        return 0
    name, _, number = cursor.partition(":")
    if name != kind or not (number.isascii() and number.isdecimal()) or len(number) > 15:
        raise ConfigurationError(f"the cursor {cursor!r} does not belong to this list; start again without one")
    return int(number)


def _parse_days(words: str | None) -> DateRange | None:
    return DateRange.parse(words) if words else None
