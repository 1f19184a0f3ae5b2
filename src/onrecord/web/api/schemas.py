"""What the JSON interface answers and takes besides records, as the OpenAPI document declares it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from onrecord.record import EntityKind, Kind, PublishedFrom, SpeakerStatus
from onrecord.store.values import Action, CountBy
from onrecord.web.api.examples import HIT, PERSON, RECORD, REPORT, STATEMENT, TEXT
from onrecord.web.api.record_schema import Record, Shape, Span, Statement

Cursor = Annotated[str | None, Field(description="Give it for the page that follows; null on the last.")]
Few = Annotated[str, Field(min_length=1, max_length=1000)]
_MADE_AT = "2031-03-12T09:30:00+00:00"
_CORRECTION = {
    "number": 1,
    "at": _MADE_AT,
    "by": "Ada Quist",
    "action": "accept",
    "report": RECORD["id"],
    "statement": STATEMENT["id"],
    "detail": {},
    "undone": False,
}


def _example(*examples: Any) -> ConfigDict:
    return ConfigDict(extra="forbid", json_schema_extra={"examples": list(examples)})


class Size(Shape):
    """How much the store holds."""

    model_config = _example({"reports": 2, "statements": 21})

    reports: int = Field(description="Reports.")
    statements: int = Field(description="Statements.")


class Hit(Shape):
    """A statement that was found, on one level, with the words around it."""

    model_config = _example(HIT)

    statement: str = Field(description="Id of the statement.")
    report: str = Field(description="Id of its report.")
    said: str | None = Field(description="When it was said: TIMEX3 value.")
    said_start: str | None = Field(description="First day of that.")
    said_end: str | None = Field(description="The day after the last.")
    said_from: str | None = Field(description="Id of the time expression that says so, or `published`.")
    published: str | None = Field(description="When the report was published.")
    publisher: str | None = Field(description="Outlet.")
    title: str | None = Field(description="Headline.")
    url: str | None = Field(description="Address of the report.")
    origin: str = Field(description="Where the report was read from.")
    speaker: str | None = Field(description="The speaker's fullest name in the store.")
    person: str | None = Field(description="Id of the speaker over all reports.")
    status: SpeakerStatus | None = Field(description="Whether it is known who speaks.")
    role: str | None = Field(description="Roles that the report gives the speaker, as printed.")
    kind: Kind = Field(description="How it is reported.")
    source: str = Field(description="The words for who says it.")
    cue: str = Field(description="The words that signal it.")
    content: str = Field(description="What is said; several pieces are parted by ` … `.")
    spans: list[Span] = Field(description="Where the content stands in the report's text.")
    confidence: float = Field(ge=0, le=1, description="How sure the program is.")
    made_by: str = Field(description="What found it, or who accepted or altered it.")
    snippet: str = Field(description="The statement with some words around it.")
    matches: list[Span] = Field(description="Where in the snippet the words stand that were looked for.")


class PersonName(Shape):
    """Somebody in the store, in short."""

    model_config = _example(PERSON)

    id: str = Field(description="`p_` and a hash; it stays when more reports are added.")
    name: str = Field(description="The fullest name.")
    kind: EntityKind = Field(description="What it is.")
    statements: int = Field(description="How many statements are theirs.")


class SearchAnswer(Shape):
    """A page of what a search found."""

    model_config = _example({"hits": [HIT], "cursor": "date:815730482", "speakers": [PERSON], "perhaps": []})

    hits: list[Hit] = Field(description="In the order asked for.")
    cursor: Cursor
    speakers: list[PersonName] = Field(description="Whom the query's speaker was taken to be.")
    perhaps: list[PersonName] = Field(
        description="Who may be the same but was left out, since nothing but a surname says so."
    )


class StatementAnswer(Shape):
    """A statement, in the form of the record and on one level."""

    model_config = _example({"statement": STATEMENT, "hit": HIT})

    statement: Statement = Field(description="As the record has it, with spans in the report's text.")
    hit: Hit = Field(description="The same on one level, with its report and speaker.")


class Difference(Shape):
    """Words that one wording has in the place of another's; either may be empty."""

    theirs: str = Field(description="Words of the earliest report's wording.")
    ours: str = Field(description="Words of this one.")


class Variant(Shape):
    """One wording of a statement, with the reports that carry it."""

    likeness: float = Field(ge=0, le=1, description="Share of words in common with the earliest report's wording.")
    differences: list[Difference] = Field(description="From the earliest report's wording to this one.")
    hits: list[Hit] = Field(description="The statements, earliest first.")


class LikeAnswer(Shape):
    """A statement as several reports carry it."""

    model_config = _example(
        {"reports": 1, "earliest": HIT, "variants": [{"likeness": 1.0, "differences": [], "hits": [HIT]}]}
    )

    reports: int = Field(description="How many reports carry it.")
    earliest: Hit = Field(description="In the report published first.")
    variants: list[Variant] = Field(description="Wordings, that of the earliest report first.")


class Count(Shape):
    """A group of statements."""

    group: str | None = Field(
        description="The day, month, year, kind, publisher or id of a person; null for statements that have none."
    )
    name: str | None = Field(description="Of a person, the fullest name.")
    statements: int = Field(description="How many.")


class CountsAnswer(Shape):
    """How many statements a query asks for, in groups."""

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

    by: CountBy = Field(description="What makes a group.")
    statements: int = Field(description="How many statements there are in all groups, also in those not listed.")
    counts: list[Count] = Field(description="Times in order, what has no day last; other groups largest first.")
    more: bool = Field(description="Whether there are more groups than these.")


class ListedReport(Shape):
    """A report in short."""

    model_config = _example(REPORT)

    id: str = Field(description="`r_` and a hash of the text.")
    origin: str = Field(description="Where it was read from.")
    publisher: str | None = Field(description="Outlet.")
    title: str | None = Field(description="Headline.")
    authors: list[str] = Field(description="Names of the by-line.")
    url: str | None = Field(description="Where it was published.")
    language: str | None = Field(description="ISO 639 code.")
    published: str | None = Field(description="ISO date.")
    published_from: PublishedFrom = Field(description="What said when it was published.")
    statements: int = Field(description="How many statements are found in it.")


class ReportsAnswer(Shape):
    """A page of the reports, those added last first."""

    model_config = _example({"reports": [REPORT], "cursor": None})

    reports: list[ListedReport] = Field(description="In short.")
    cursor: Cursor


class Publication(Shape):
    """An outlet that carried the words of a report."""

    model_config = _example({key: REPORT[key] for key in REPORT if key not in ("id", "language", "statements")})

    origin: str = Field(description="Where it was read from.")
    publisher: str | None = Field(description="Outlet.")
    title: str | None = Field(description="Headline.")
    authors: list[str] = Field(description="Names of the by-line.")
    url: str | None = Field(description="Where it was published.")
    published: str | None = Field(description="ISO date.")
    published_from: PublishedFrom = Field(description="What said when it was published.")


class PublicationsAnswer(Shape):
    """Every publication of a report's words."""

    publications: list[Publication] = Field(description="In the order in which they were added.")


class Annotation(Shape):
    """One version's reading of a report."""

    model_config = _example({"made_by": STATEMENT["made_by"], "added": _MADE_AT, "statements": 1, "is_current": True})

    made_by: str = Field(description="The version that made it.")
    added: str = Field(description="When it was added, ISO, UTC.")
    statements: int = Field(description="How many statements it found.")
    is_current: bool = Field(description="Whether it is the one that is searched.")


class AnnotationsAnswer(Shape):
    """The readings of a report that the store holds."""

    annotations: list[Annotation] = Field(description="Oldest first.")


class PeopleAnswer(Shape):
    """A page of the people of the store, those with most statements first."""

    model_config = _example({"people": [PERSON], "cursor": "people:50"})

    people: list[PersonName] = Field(description="In short.")
    cursor: Cursor


class RoleSeen(Shape):
    """A role as reports print it."""

    role: str = Field(description="The words.")
    first: str | None = Field(description="Day of the first report that prints it.")
    last: str | None = Field(description="Day of the last.")
    statements: int = Field(description="How many statements stand beside it.")


class Person(PersonName):
    """Somebody over all reports of the store."""

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

    names: list[str] = Field(description="All names, merged ones too.")
    roles: list[RoleSeen] = Field(description="Roles, latest first.")
    first: str | None = Field(description="Day of the first statement.")
    last: str | None = Field(description="Day of the last.")
    merged: list[str] = Field(description="Ids of those who people said are the same.")


class Subject(Shape):
    """Words that somebody speaks of more than others do."""

    words: str = Field(description="As printed.")
    statements: int = Field(description="How many of the latest statements have them.")


class SubjectsAnswer(Shape):
    """What somebody speaks about more than others do."""

    model_config = _example({"subjects": [{"words": "winter boat", "statements": 4}]})

    subjects: list[Subject] = Field(description="Those that tell most first.")


class Companion(Shape):
    """Somebody who is quoted in the same reports."""

    id: str = Field(description="`p_` and a hash.")
    name: str = Field(description="The fullest name.")
    kind: EntityKind = Field(description="What it is.")
    reports: int = Field(description="How many reports quote both.")


class CompanyAnswer(Shape):
    """Who is quoted in the same reports as somebody."""

    model_config = _example(
        {"company": [{"id": "p_1f0c9f51a1b2c3d4", "name": "Marguerite Eide", "kind": "person", "reports": 3}]}
    )

    company: list[Companion] = Field(description="Those with most reports first.")


class Text(Shape):
    """A report to be read."""

    model_config = _example(TEXT)

    text: str = Field(
        description="The text, 200,000 characters at most. It may begin with `date YYYY-MM-DD`, and then says its date."
    )
    date: str | None = Field(
        None, description="ISO date of publication; goes before what the text says.", examples=["2031-03-11"]
    )
    publisher: Few | None = Field(None, description="Outlet.")
    title: Few | None = Field(None, description="Headline.")
    url: Annotated[str, Field(min_length=1, max_length=4000)] | None = Field(
        None, description="Where it was published."
    )
    day_first: bool | None = Field(
        None,
        strict=True,
        description="Whether `03/04/2031` is the third of April; null goes by the publisher where it is known.",
    )


class Added(Shape):
    """What became of a report that was sent to be kept."""

    model_config = _example({"is_new": True, "record": RECORD})

    is_new: bool = Field(description="Whether its words were read now; the same words are read once.")
    record: Record = Field(description="Its record, with corrections.")


class _Correcting(Shape):
    """What every correction says."""

    by: str | None = Field(None, max_length=100, description="Who corrects; the room's own name unless given.")


class Accept(_Correcting):
    """A statement is right as it stands."""

    model_config = _example({"action": "accept", "statement": STATEMENT["id"], "by": "Ada Quist"})

    action: Literal["accept"]
    statement: Few = Field(description="Id of the statement.")


class Reject(_Correcting):
    """It is no statement."""

    model_config = _example({"action": "reject", "statement": STATEMENT["id"], "by": "Ada Quist"})

    action: Literal["reject"]
    statement: Few = Field(description="Id of the statement.")


class Edit(_Correcting):
    """A statement has other spans; what is left out stays as it is."""

    model_config = _example({"action": "edit", "statement": STATEMENT["id"], "content": [[0, 27]], "by": "Ada Quist"})

    action: Literal["edit"]
    statement: Few = Field(description="Id of the statement.")
    source: list[Span] | None = Field(None, max_length=100, description="Who says it; `[]`: the report gives nobody.")
    cue: list[Span] | None = Field(None, max_length=100, description="The words that signal it.")
    content: list[Span] | None = Field(None, max_length=100, description="What is said.")


class NameSpeaker(_Correcting):
    """Somebody else speaks."""

    model_config = _example(
        {"action": "speaker", "statement": STATEMENT["id"], "who": "Piotr Salme", "by": "Ada Quist"}
    )

    action: Literal["speaker"]
    statement: Few = Field(description="Id of the statement.")
    who: Few = Field(description="Id of a person of the store, or a name; somebody new where nobody bears it.")


class Merge(_Correcting):
    """Two people of the store are one."""

    model_config = _example({"action": "merge", "who": "p_1f0c9f51a1b2c3d4", "into": PERSON["id"], "by": "Ada Quist"})

    action: Literal["merge"]
    who: Few = Field(description="Id or name of the one.")
    into: Few = Field(description="Id or name of the other, whose name is shown from now on.")


class Undo(_Correcting):
    """A correction is taken back."""

    model_config = _example({"action": "undo", "number": 1, "by": "Ada Quist"})

    action: Literal["undo"]
    number: int = Field(ge=1, strict=True, description="Its number in the log.")


NewCorrection = Annotated[Accept | Reject | Edit | NameSpeaker | Merge | Undo, Field(discriminator="action")]


class Correction(Shape):
    """An entry of the log of corrections."""

    model_config = _example(_CORRECTION)

    number: int = Field(description="Its number, by which it is undone.")
    at: str = Field(description="When, ISO, UTC.")
    by: str = Field(description="Who.")
    action: Action = Field(description="What.")
    report: str | None = Field(description="Id of the report; null of a merge.")
    statement: str | None = Field(description="Id of the statement as it was then.")
    detail: dict[str, Any] = Field(
        description="What exactly: of an edit the new spans (start, end, start, end …), kind and id; of a speaker "
        "`person` and `name`; of a merge `from` and `into`; of an undoing `undoes`."
    )
    undone: bool = Field(description="Whether a later entry undoes it.")


class CorrectionsAnswer(Shape):
    """A page of the log of corrections."""

    model_config = _example({"corrections": [_CORRECTION], "cursor": None})

    corrections: list[Correction] = Field(description="Newest first.")
    cursor: Cursor
