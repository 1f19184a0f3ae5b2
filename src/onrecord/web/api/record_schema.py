"""The record of a report (docs/record-format.md, format 1) as the OpenAPI document declares it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from onrecord.record import EntityKind, Kind, MentionForm, PublishedFrom, SpeakerStatus, TimexType
from onrecord.web.api.examples import RECORD, STATEMENT

_Offset = Annotated[int, Field(ge=0, strict=True)]
Span = Annotated[
    tuple[_Offset, _Offset],
    Field(description="Start and end, half open, counted in Unicode code points of the report's text."),
]


class Shape(BaseModel):
    """Named values, and no others."""

    model_config = ConfigDict(extra="forbid")


class Words(Shape):
    """The words in one role of a statement."""

    spans: list[Span] = Field(description="Where they stand, in order.")
    quote: list[str] = Field(description="The words at each span.")


class Source(Words):
    """Who says it, in the report's words; no span where the report gives no source."""

    entity: str | None = Field(description="Id of whom the words mention.")


class Speaker(Shape):
    """Who is behind the source."""

    name: str | None = Field(description="Of a resolved speaker, the fullest name that the report gives.")
    entity: str | None = Field(description="Id of the entity.")
    status: SpeakerStatus = Field(
        description="`resolved`: the report names who speaks; `unnamed`: it never does; `unresolved`: it could not be "
        "told."
    )
    how: str | None = Field(description="What decided, in a few words.")
    candidates: list[str] = Field(description="Names of who else it could be, best first.")
    entities: list[str] = Field(description="Ids of people who speak together.")


class Said(Shape):
    """When it was said."""

    value: str = Field(description="TIMEX3 value, at the precision of the words.")
    start: str | None = Field(description="First day, ISO.")
    end: str | None = Field(description="The day after the last, ISO.")
    origin: str = Field(alias="from", description="Id of the time expression that says so, or `published`.")


class Statement(Shape):
    """Who (source) signals (cue) what (content)."""

    model_config = ConfigDict(json_schema_extra={"examples": [STATEMENT]})

    id: str = Field(description="`s_` and a hash of the report's id and the spans.")
    kind: Kind = Field(description="Whether the content is printed as the speaker's own words.")
    source: Source = Field(description="Who.")
    cue: Words = Field(description="The words that signal it.")
    content: Words = Field(description="What.")
    speaker: Speaker | None = Field(description="Who is behind the source.")
    gloss: bool = Field(description="Whether the report only points at something.")
    about: list[str] = Field(description="Ids of events and negotiations.")
    within: str | None = Field(description="Id of the statement whose content contains this one.")
    said: Said | None = Field(description="When.")
    venue: Words | None = Field(description="Where or on what occasion, as the sentence names it.")
    addressee: Words | None = Field(description="To whom.")
    confidence: float = Field(ge=0, le=1, description="Calibrated: of statements at 0.9, nine in ten are right.")
    made_by: str = Field(description="`model@` and a version, a rule, or `human@NAME` of who accepted or altered it.")


class Mention(Shape):
    """Words that refer to an entity."""

    span: Span = Field(description="Where they stand.")
    form: MentionForm = Field(description="What kind of words they are.")


class Entity(Shape):
    """Who or what is named in the report, or speaks unnamed."""

    id: str = Field(description="`e_` and a hash.")
    kind: EntityKind = Field(description="What it is.")
    name: str | None = Field(description="The fullest name, or null for one who speaks and is never named.")
    roles: list[str] = Field(description="A person's roles as printed, each once.")
    country: str | None = Field(description="ISO 3166 alpha-3 code.")
    sectors: list[str] = Field(description="PLOVER sectors.")
    mentions: list[Mention] = Field(description="Every mention, in order.")


class TimeExpression(Shape):
    """Words that say when."""

    id: str = Field(description="`t_` and a hash.")
    span: Span = Field(description="Where they stand.")
    quote: str = Field(description="The words.")
    type: TimexType = Field(description="TIMEX3 type.")
    value: str = Field(description="TIMEX3 value, as precise as the words and never finer.")
    start: str | None = Field(description="First day, ISO, where one can be given.")
    end: str | None = Field(description="The day after the last.")
    anchor: str | None = Field(description="What it counts from: `published`, the id of another expression, or null.")
    rule: str = Field(description="What was read and what decided, in a few words.")


class Record(Shape):
    """The record of a report: what it says of itself, its text, and what was found in it."""

    model_config = ConfigDict(json_schema_extra={"examples": [RECORD]})

    format: Literal[2] = Field(description="The format of records.")
    id: str = Field(description="`r_` and a hash of the text: the same words have the same id everywhere.")
    origin: str = Field(description="Where the report was read from, as it was given.")
    publisher: str | None = Field(description="Outlet.")
    title: str | None = Field(description="Headline.")
    authors: list[str] = Field(description="Names of the by-line.")
    url: str | None = Field(description="Where it was published.")
    language: str | None = Field(description="ISO 639 code; null where there is too little text to tell.")
    published: str | None = Field(description="ISO date, the anchor of relative dates.")
    published_from: PublishedFrom = Field(description="What said when it was published.")
    published_certain: bool = Field(description="False where candidates differ.")
    pages: list[tuple[int, int, int]] | None = Field(description="Pages of a PDF.")
    sha256: str = Field(description="Hash of the text in UTF-8.")
    text: str = Field(description="The text in which all offsets count.")
    statements: list[Statement] = Field(description="In the order in which they begin.")
    entities: list[Entity] = Field(description="Who and what is named, and who speaks unnamed.")
    times: list[TimeExpression] = Field(description="The time expressions, in order.")
    events: list[Any] = Field(max_length=0, description="Empty until a later version fills it.")
    negotiations: list[Any] = Field(max_length=0, description="Empty until a later version fills it.")
