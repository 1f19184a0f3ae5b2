"""Schemas of the API's bodies and responses, besides those of records.

Bodies are validated by their schemas. Responses are plain values, since a report may hold text that a schema refuses (a
lone surrogate). Their schemas document them, and tests validate responses against them.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from onrecord import store
from onrecord.record import Kind, Report, SpeakerStatus
from onrecord.store.values.hits import CountBy
from onrecord.web.api.derive import Schema, derived_from
from onrecord.web.api.examples import HIT, PERSON, RECORD, REPORT, STATEMENT, TEXT
from onrecord.web.api.record_schema import Record, Span, Statement

PUBLICATION = ("origin", "publisher", "title", "authors", "url", "published", "published_from")
Cursor = Annotated[str | None, Field(description="Parameter `cursor` of the next page; null on the last page.")]
ShortText = Annotated[str, Field(min_length=1, max_length=1000)]
_ADDED_AT = "2031-03-12T09:30:00+00:00"
_CORRECTION = {
    "number": 1,
    "at": _ADDED_AT,
    "by": "Ada Quist",
    "action": "accept",
    "report": RECORD["id"],
    "statement": STATEMENT["id"],
    "detail": {},
    "undone": False,
}


def _example(example: Any) -> ConfigDict:
    return ConfigDict(extra="forbid", json_schema_extra={"examples": [example]})


class Size(Schema):
    """Size of the store."""

    model_config = _example({"reports": 2, "statements": 21})

    reports: int = Field(description="Number of reports.")
    statements: int = Field(description="Number of statements.")


class Hit(Schema):
    """A statement that a search found, as one flat object with its context."""

    model_config = _example(HIT)

    statement: str = Field(description="Id of the statement.")
    report: str = Field(description="Id of its report.")
    said: str | None = Field(description="Time of the statement: a TIMEX3 value.")
    said_start: str | None = Field(description="Its first day.")
    said_end: str | None = Field(description="The day after its last day.")
    said_from: str | None = Field(description="Id of the time expression that gives it, or `published`.")
    published: str | None = Field(description="Publication date of the report.")
    publisher: str | None = Field(description="Outlet.")
    title: str | None = Field(description="Headline.")
    url: str | None = Field(description="Address of the report.")
    origin: str = Field(description="Where the report was read from.")
    speaker: str | None = Field(description="The speaker's fullest name in the store.")
    person: str | None = Field(description="Id of the speaker in the store.")
    status: SpeakerStatus | None = Field(description="Whether the speaker is known.")
    role: str | None = Field(description="Roles of the speaker in this report, as printed.")
    kind: Kind = Field(description="Whether the content is printed as the speaker's own words.")
    gloss: bool = Field(description="Whether the report only points at something, and the speaker claims nothing.")
    source: str = Field(description="Words that name who says it.")
    cue: str = Field(description="Words that signal the attribution.")
    content: str = Field(description="Words that are attributed; ` … ` joins several spans.")
    spans: list[Span] = Field(description="Spans of the content in the report's text.")
    confidence: float = Field(ge=0, le=1, description="Calibrated probability that the statement is right.")
    made_by: str = Field(
        description="Model or rule that made it, or `human@NAME` of the person who accepted or changed it."
    )
    snippet: str = Field(description="The statement with some words around it.")
    matches: list[Span] = Field(description="Spans of the query's words in the snippet.")


@derived_from(store.PersonName)
class PersonName(Schema):
    """A person or another speaker, in short."""

    model_config = _example(PERSON)


class SearchResponse(Schema):
    """A page of search results."""

    model_config = _example({"hits": [HIT], "cursor": "date:815730482", "speakers": [PERSON], "perhaps": []})

    hits: list[Hit] = Field(description="In the order of `sort`.")
    cursor: Cursor
    speakers: list[PersonName] = Field(description="People that the parameter `speaker` matches.")
    perhaps: list[PersonName] = Field(
        description="People who may be meant too but are left out, because only a surname matches."
    )


class StatementResponse(Schema):
    """A statement, as the record has it and as one flat object."""

    model_config = _example({"statement": STATEMENT, "hit": HIT})

    statement: Statement = Field(description="As the record has it.")
    hit: Hit = Field(description="As one flat object, with its report and speaker.")


@derived_from(store.Difference)
class Difference(Schema):
    """A difference between two wordings; either side may be empty."""


class Variant(Schema):
    """One wording of a statement and the reports that carry it."""

    likeness: float = Field(ge=0, le=1, description="Share of its words that the earliest wording has too.")
    differences: list[Difference] = Field(description="Differences from the earliest wording.")
    hits: list[Hit] = Field(description="The statements with this wording, earliest report first.")


class LikeResponse(Schema):
    """A statement and its near-duplicates in other reports."""

    model_config = _example(
        {"reports": 1, "earliest": HIT, "variants": [{"likeness": 1.0, "differences": [], "hits": [HIT]}]}
    )

    reports: int = Field(description="Number of reports that carry it.")
    earliest: Hit = Field(description="The statement in the earliest report.")
    variants: list[Variant] = Field(description="Its wordings, earliest first.")


class Count(Schema):
    """A group of statements."""

    group: str | None = Field(
        description="Day, month, year, kind, publisher or id of a person; null for statements without one."
    )
    name: str | None = Field(description="Fullest name of the person, if groups are people.")
    statements: int = Field(description="Number of statements.")


class CountsResponse(Schema):
    """Numbers of statements by group."""

    model_config = _example(
        {
            "by": "month",
            "statements": 12,
            "counts": [
                {"group": "2031-02", "name": None, "statements": 3},
                {"group": "2031-03", "name": None, "statements": 9},
            ],
            "more": False,
        }
    )

    by: CountBy = Field(description="What the groups are.")
    statements: int = Field(description="Number of statements in all groups, listed or not.")
    counts: list[Count] = Field(description="Times in order, those without a date last; other groups largest first.")
    more: bool = Field(description="Whether there are more groups.")


@derived_from(Report, only=PUBLICATION)
class Publication(Schema):
    """An outlet's printing of a report's text."""

    model_config = _example({key: REPORT[key] for key in PUBLICATION})


@derived_from(Report, only=("language",))
class ListedReport(Publication):
    """A report in short."""

    model_config = _example(REPORT)

    id: str = Field(description="`r_` and a hash of the text.")
    statements: int = Field(description="Number of statements in it.")


class ReportsResponse(Schema):
    """A page of reports, those added last first."""

    model_config = _example({"reports": [REPORT], "cursor": None})

    reports: list[ListedReport] = Field(description="Reports on this page.")
    cursor: Cursor


class PublicationsResponse(Schema):
    """All publications of a report."""

    publications: list[Publication] = Field(description="In the order in which they were added.")


@derived_from(store.Annotation)
class Annotation(Schema):
    """What one version of the model found in a report."""

    model_config = _example({"made_by": STATEMENT["made_by"], "added": _ADDED_AT, "statements": 1, "is_current": True})


class AnnotationsResponse(Schema):
    """All annotations of a report, one for each version of the model."""

    annotations: list[Annotation] = Field(description="Oldest first.")


class PeopleResponse(Schema):
    """A page of people, those with most statements first."""

    model_config = _example({"people": [PERSON], "cursor": "people:50"})

    people: list[PersonName] = Field(description="People on this page.")
    cursor: Cursor


@derived_from(store.RoleSeen)
class RoleSeen(Schema):
    """A role as reports print it."""


@derived_from(store.Person)
class Person(Schema):
    """A person or another speaker over all reports."""

    model_config = _example(
        {
            **PERSON,
            "names": ["Piotr Salme", "Salme"],
            "roles": [{"role": "ferry director", "first": "2031-03-11", "last": "2031-03-11", "statements": 12}],
            "first": "2031-02-02",
            "last": "2031-03-11",
            "merged": [],
        }
    )


@derived_from(store.Subject)
class Subject(Schema):
    """Words that a person uses more than others do."""


class SubjectsResponse(Schema):
    """What a person speaks about more than others do."""

    model_config = _example({"subjects": [{"words": "winter boat", "statements": 4}]})

    subjects: list[Subject] = Field(description="Most typical first.")


@derived_from(store.QuotedTogether)
class CoQuoted(Schema):
    """A person who is quoted in the same reports as another."""


class CompanyResponse(Schema):
    """People who are quoted in the same reports as a person."""

    model_config = _example(
        {"company": [{"id": "p_1f0c9f51a1b2c3d4", "name": "Marguerite Eide", "kind": "person", "reports": 3}]}
    )

    company: list[CoQuoted] = Field(description="Those with most reports in common first.")


class Text(Schema):
    """A report to read."""

    model_config = _example(TEXT)

    text: str = Field(
        description="The text, at most 200,000 characters. A first line `date YYYY-MM-DD` gives its date."
    )
    date: str | None = Field(
        None, description="ISO date of publication; overrides the date in the text.", examples=["2031-03-11"]
    )
    publisher: ShortText | None = Field(None, description="Outlet.")
    title: ShortText | None = Field(None, description="Headline.")
    url: Annotated[str, Field(min_length=1, max_length=4000)] | None = Field(None, description="Address of the report.")
    day_first: bool | None = Field(
        None,
        strict=True,
        description="Whether `03/04/2031` is the third of April; null uses the publisher's habit if it is known.",
    )


class Added(Schema):
    """A report that the store now has."""

    model_config = _example({"is_new": True, "record": RECORD})

    is_new: bool = Field(description="Whether the text was read now. A text that the store has is not read again.")
    record: Record = Field(description="Its record with corrections.")


class _NewCorrection(Schema):
    """Fields of every correction."""

    by: str | None = Field(None, max_length=100, description="Your name; default: the name given to `onrecord serve`.")


class _Parts(_NewCorrection):
    """Parts of a statement. Parts that you leave out stay as they are."""

    source: list[Span] | None = Field(
        None, max_length=100, description="Words that name who says it; `[]` if the report names no one."
    )
    cue: list[Span] | None = Field(None, max_length=100, description="Words that signal the attribution.")
    content: list[Span] | None = Field(None, max_length=100, description="Words that are attributed.")
    venue: list[Span] | None = Field(None, max_length=100, description="Words that say where; `[]` for none.")
    addressee: list[Span] | None = Field(None, max_length=100, description="Words that say to whom; `[]` for none.")
    kind: Kind | None = Field(None, description="Kind; by default it follows from the quotation marks.")
    said: Annotated[str, Field(max_length=20)] | None = Field(
        None,
        description="Day, month or year of the statement; empty if nothing says when.",
        examples=["2031-03-09"],
    )


class AddStatement(_Parts):
    """Add a statement that the model missed. It needs a `content`."""

    model_config = _example(
        {
            "action": "add",
            "report": RECORD["id"],
            "source": [[48, 59]],
            "cue": [[61, 65]],
            "content": [[88, 116]],
            "by": "Ada Quist",
        }
    )

    action: Literal["add"]
    report: ShortText = Field(description="Id of the report.")
    who: ShortText | None = Field(
        None, description="Id or name of the speaker; default: the person whom the words of the source name."
    )
    unnamed: bool = Field(False, strict=True, description="Whether the report never names the source.")


class Note(_NewCorrection):
    """Attach a note or tags to a statement, which does not change."""

    model_config = _example(
        {
            "action": "note",
            "statement": STATEMENT["id"],
            "text": "call the harbour",
            "tags": ["ferry"],
            "by": "Ada Quist",
        }
    )

    action: Literal["note"]
    statement: ShortText = Field(description="Id of the statement.")
    text: str = Field("", max_length=4000, description="The note.")
    tags: list[ShortText] = Field([], max_length=30, description="Tags of a few words each.")


class Accept(_NewCorrection):
    """Accept a statement as it is."""

    model_config = _example({"action": "accept", "statement": STATEMENT["id"], "by": "Ada Quist"})

    action: Literal["accept"]
    statement: ShortText = Field(description="Id of the statement.")


class Reject(_NewCorrection):
    """Reject a statement."""

    model_config = _example({"action": "reject", "statement": STATEMENT["id"], "by": "Ada Quist"})

    action: Literal["reject"]
    statement: ShortText = Field(description="Id of the statement.")


class Edit(_Parts):
    """Change parts of a statement. Parts that you leave out stay as they are."""

    model_config = _example({"action": "edit", "statement": STATEMENT["id"], "content": [[0, 27]], "by": "Ada Quist"})

    action: Literal["edit"]
    statement: ShortText = Field(description="Id of the statement.")


class NameSpeaker(_NewCorrection):
    """Change the speaker of a statement."""

    model_config = _example(
        {"action": "speaker", "statement": STATEMENT["id"], "who": "Piotr Salme", "by": "Ada Quist"}
    )

    action: Literal["speaker"]
    statement: ShortText = Field(description="Id of the statement.")
    who: ShortText | None = Field(
        description="Id or name of a person; a name that the store does not have adds a person. "
        "Null: the report never names the source."
    )


class Merge(_NewCorrection):
    """Merge a person into another."""

    model_config = _example({"action": "merge", "who": "p_1f0c9f51a1b2c3d4", "into": PERSON["id"], "by": "Ada Quist"})

    action: Literal["merge"]
    who: ShortText = Field(description="Id or full name of the person to merge.")
    into: ShortText = Field(description="Id or full name of the other person, whose name stays.")


class Undo(_NewCorrection):
    """Undo a correction."""

    model_config = _example({"action": "undo", "number": 1, "by": "Ada Quist"})

    action: Literal["undo"]
    number: int = Field(ge=1, strict=True, description="Number of the correction.")


NewCorrection = Annotated[
    AddStatement | Accept | Reject | Edit | NameSpeaker | Note | Merge | Undo, Field(discriminator="action")
]


@derived_from(store.Correction)
class Correction(Schema):
    """An entry in the log of corrections."""

    model_config = _example(_CORRECTION)


class CorrectionsResponse(Schema):
    """A page of corrections."""

    model_config = _example({"corrections": [_CORRECTION], "cursor": None})

    corrections: list[Correction] = Field(description="Newest first.")
    cursor: Cursor
