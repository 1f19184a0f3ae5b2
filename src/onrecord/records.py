"""The record: what onrecord keeps of one report. Defined once; Python, JSON, store and pages use these types.

Field names, order and meaning follow ``docs/record-format.md`` (format 1). All spans are half-open ranges of code
points of the report's text, and every ``quote`` is the text at its span.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from onrecord.spans import Span, slice_span

FORMAT = 1

_ESCAPED = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""What JSON allows but a terminal may act on or UTF-8 cannot hold: controls, marks of direction, lone surrogates."""

PublishedFrom = Literal["option", "header", "metadata", "feed", "file-name", "dateline", "none"]
Kind = Literal["direct", "indirect", "mixed"]
SpeakerStatus = Literal["resolved", "unresolved", "unnamed"]
EntityKind = Literal["person", "organisation", "place", "group"]
MentionForm = Literal["name", "description", "pronoun"]
TimexType = Literal["DATE", "TIME", "DURATION", "SET"]


@dataclass(frozen=True, slots=True)
class Report:
    """One news text with what is known of its publication.

    Attributes:
        text: The text, its line ends line feeds.
        origin: Path as given, URL, or archive file and record id.
        publisher: The outlet, or None.
        title: The headline, or None.
        authors: The by-line's names.
        url: Where it was published, or None.
        language: ISO 639-1 code (639-3 where there is none), or None where there is too little text to tell.
        published: ISO date of publication, the anchor of relative dates, or None.
        published_from: What said so.
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

    @property
    def sha256(self) -> str:
        """Hash of the text in UTF-8."""
        # A lone surrogate, which JSON input can carry, has no UTF-8 form of its own.
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def id(self) -> str:
        """The report's id: the same words have the same id everywhere."""
        return "r_" + self.sha256[:16]


@dataclass(frozen=True, slots=True)
class RoleSpans:
    """The words in one role of a statement; a source may have none.

    Attributes:
        spans: In order.
        quote: The words at each span.
    """

    spans: tuple[Span, ...] = ()
    quote: tuple[str, ...] = ()

    @classmethod
    def of(cls, text: str, spans: Sequence[Span]) -> RoleSpans:
        """Take the words of the spans from the text.

        Raises:
            SpanError: A span does not lie in the text.
        """
        return cls(tuple(spans), tuple(slice_span(text, span) for span in spans))


@dataclass(frozen=True, slots=True)
class SourceSpans(RoleSpans):
    """A statement's source, with the entity it mentions.

    Attributes:
        entity: Id of the entity, or None.
    """

    entity: str | None = None


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who is behind a source.

    Attributes:
        name: The fullest name the report gives, or None.
        entity: Id of the entity, or None.
        status: Whether the speaker is known, named but not told, or never named.
        how: What decided, in a few words, or None.
        candidates: Who it could be, best first, where it could not be told.
    """

    name: str | None
    entity: str | None
    status: SpeakerStatus
    how: str | None = None
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """When a statement was made.

    Attributes:
        value: TIMEX3 value.
        start: First day, ISO, or None.
        end: The day after the last, ISO, or None.
        origin: Id of the time expression, or ``published``; ``from`` in JSON.
    """

    value: str
    start: str | None
    end: str | None
    origin: str


@dataclass(frozen=True, slots=True)
class Statement:
    """One attribution: who (source) signals (cue) what (content).

    Attributes:
        id: Content hash.
        kind: Whether the content is printed as the speaker's own words.
        source: Who; may have no span.
        cue: The words that signal it.
        content: What.
        speaker: The entity behind the source, or None until it is looked for.
        within: Id of the statement whose content contains this one, or None.
        said: When, or None.
        venue: Where or on what occasion, or None.
        addressee: To whom, or None.
        confidence: Calibrated: of statements at 0.9, nine in ten are right.
        made_by: The rule or the model that made it.
    """

    id: str
    kind: Kind
    source: SourceSpans
    cue: RoleSpans
    content: RoleSpans
    speaker: Speaker | None
    within: str | None
    said: Said | None
    venue: RoleSpans | None
    addressee: RoleSpans | None
    confidence: float
    made_by: str


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that refer to an entity."""

    span: Span
    form: MentionForm


@dataclass(frozen=True, slots=True)
class Entity:
    """A person, organisation, place or group of the report, with every mention."""

    id: str
    kind: EntityKind
    name: str | None
    roles: tuple[str, ...]
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """Words that say when, with their TIMEX3 reading.

    Attributes:
        id: Content hash.
        span: Where they stand.
        quote: The words.
        type: TIMEX3 type.
        value: TIMEX3 value; what is not known is printed as X.
        start: First day that it covers, ISO, or None where none can be given.
        end: The day after the last, ISO, or None.
        anchor: What it counts from: ``published``, the id of another expression, or None.
        rule: What was read, and what decided, in a few words.
    """

    id: str
    span: Span
    quote: str
    type: TimexType
    value: str
    start: str | None
    end: str | None
    anchor: str | None
    rule: str


@dataclass(frozen=True, slots=True)
class AnnotatedReport:
    """A report and what was found in it: the record."""

    report: Report
    statements: tuple[Statement, ...] = ()
    entities: tuple[Entity, ...] = ()
    times: tuple[TimeExpression, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The record as plain JSON values, in the order of the format."""
        report = dataclasses.asdict(self.report)
        text = report.pop("text")
        return {
            "format": FORMAT,
            "id": self.report.id,
            **report,
            "sha256": self.report.sha256,
            "text": text,
            "statements": [_statement_to_dict(statement) for statement in self.statements],
            "entities": [dataclasses.asdict(entity) for entity in self.entities],
            "times": [dataclasses.asdict(time) for time in self.times],
            "events": [],
            "negotiations": [],
        }

    def to_json(self, indent: int | None = None) -> str:
        """The record as JSON; on one line unless ``indent`` is given."""
        document = json.dumps(self.to_dict(), ensure_ascii=False, indent=indent)
        return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", document)


def statement_id(report_id: str, source: RoleSpans, cue: RoleSpans, content: RoleSpans) -> str:
    """Give the id of a statement: a hash of its report and its spans."""
    key = json.dumps([report_id, source.spans, cue.spans, content.spans])
    return "s_" + hashlib.sha256(key.encode()).hexdigest()[:16]


def time_id(report_id: str, span: Span) -> str:
    """Give the id of a time expression: a hash of its report and its span."""
    return "t_" + hashlib.sha256(json.dumps([report_id, span]).encode()).hexdigest()[:16]


def _statement_to_dict(statement: Statement) -> dict[str, Any]:
    values = dataclasses.asdict(statement)
    if values["said"] is not None:
        values["said"]["from"] = values["said"].pop("origin")
    return values
