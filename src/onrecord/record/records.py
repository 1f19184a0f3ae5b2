"""The record: what onrecord keeps of one report. Defined once; Python, JSON, store and pages use these types.

Field names, order and meaning follow ``docs/record-format.md`` (format 1). All spans are half-open ranges of code
points of the report's text, and every ``quote`` is the text at its span.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from json.encoder import encode_basestring_ascii
from typing import Any, Literal, TypeVar, cast

from onrecord.errors import RecordError
from onrecord.record.shapes import JsonObject
from onrecord.text.spans import Span, slice_span

FORMAT = 1

_ESCAPED = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""What JSON allows but a terminal may act on or UTF-8 cannot hold: controls, marks of direction, lone surrogates."""

Part = TypeVar("Part")

_RECORD_KEYS = (
    "format id origin publisher title authors url language published published_from sha256 text statements entities "
    "times events negotiations"
).split()
_STATEMENT_KEYS = "id kind source cue content speaker within said venue addressee confidence made_by".split()
_TIME_KEYS = "id span quote type value start end anchor rule".split()

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

    def to_dict(self) -> dict[str, Any]:
        """The statement as plain JSON values, as it stands in a record."""
        return _statement_to_dict(self)


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
        report = self.report
        digest = report.sha256
        return {
            "format": FORMAT,
            "id": f"r_{digest[:16]}",
            "origin": report.origin,
            "publisher": report.publisher,
            "title": report.title,
            "authors": list(report.authors),
            "url": report.url,
            "language": report.language,
            "published": report.published,
            "published_from": report.published_from,
            "sha256": digest,
            "text": report.text,
            "statements": [statement.to_dict() for statement in self.statements],
            "entities": [_entity_to_dict(entity) for entity in self.entities],
            "times": [_time_to_dict(time) for time in self.times],
            "events": [],
            "negotiations": [],
        }

    def to_json(self, indent: int | None = None) -> str:
        """The record as JSON; on one line unless ``indent`` is given."""
        return dump_json(self.to_dict(), indent)

    @classmethod
    def from_dict(cls, document: object) -> AnnotatedReport:
        """Read a record from plain JSON values: the inverse of :meth:`to_dict`, with nothing lost.

        Whether each quote is the text at its span is not looked at here; that is what verifying is for.

        Raises:
            RecordError: The document is of another format, a value is missing, unknown or of the wrong kind, or the
                id or hash is not that of the text.
        """
        _check_format(document)
        values = JsonObject(document, "", _RECORD_KEYS)
        report = _read_report(values)
        for key, found in (("id", report.id), ("sha256", report.sha256)):
            if values.text(key) != found:
                raise RecordError(key, f"is {values.text(key)!r}, but its text gives {found!r}; the text was changed")
        for key in ("events", "negotiations"):
            if list(values.items(key)):
                raise RecordError(key, "is not empty, and this version of onrecord cannot keep it; use a newer one")
        return cls(
            report,
            tuple(_read_statement(*item) for item in values.items("statements")),
            tuple(_read_entity(*item) for item in values.items("entities")),
            tuple(_read_time(*item) for item in values.items("times")),
        )

    @classmethod
    def from_json(cls, document: str | bytes) -> AnnotatedReport:
        """Read a record from its JSON.

        Raises:
            RecordError: It is no JSON, or no record of this format.
        """
        try:
            values = json.loads(document)
        except (ValueError, RecursionError) as error:
            raise RecordError("", f"is not JSON ({error})") from error
        return cls.from_dict(values)


def statement_id(report_id: str, source: RoleSpans, cue: RoleSpans, content: RoleSpans) -> str:
    """Give the id of a statement: a hash of its report and its spans."""
    # Just what json.dumps gives for a list of the four, which would take three times as long.
    key = (
        f"[{encode_basestring_ascii(report_id)}, {_spans(source.spans)}, {_spans(cue.spans)}, {_spans(content.spans)}]"
    )
    return "s_" + hashlib.sha256(key.encode()).hexdigest()[:16]


def time_id(report_id: str, span: Span) -> str:
    """Give the id of a time expression: a hash of its report and its span."""
    return "t_" + hashlib.sha256(json.dumps([report_id, span]).encode()).hexdigest()[:16]


def _spans(spans: Sequence[Span]) -> str:
    if len(spans) == 1:
        start, end = spans[0]
        return f"[[{start}, {end}]]"
    return "[" + ", ".join([f"[{start}, {end}]" for start, end in spans]) + "]"


def _role_to_dict(role: RoleSpans) -> dict[str, Any]:
    return {"spans": [list(span) for span in role.spans], "quote": list(role.quote)}


def _statement_to_dict(statement: Statement) -> dict[str, Any]:
    speaker, said = statement.speaker, statement.said
    return {
        "id": statement.id,
        "kind": statement.kind,
        "source": {**_role_to_dict(statement.source), "entity": statement.source.entity},
        "cue": _role_to_dict(statement.cue),
        "content": _role_to_dict(statement.content),
        "speaker": speaker
        and {
            "name": speaker.name,
            "entity": speaker.entity,
            "status": speaker.status,
            "how": speaker.how,
            "candidates": list(speaker.candidates),
        },
        "within": statement.within,
        "said": said and {"value": said.value, "start": said.start, "end": said.end, "from": said.origin},
        "venue": statement.venue and _role_to_dict(statement.venue),
        "addressee": statement.addressee and _role_to_dict(statement.addressee),
        "confidence": statement.confidence,
        "made_by": statement.made_by,
    }


def _entity_to_dict(entity: Entity) -> dict[str, Any]:
    return {
        "id": entity.id,
        "kind": entity.kind,
        "name": entity.name,
        "roles": list(entity.roles),
        "mentions": [{"span": list(mention.span), "form": mention.form} for mention in entity.mentions],
    }


def _time_to_dict(time: TimeExpression) -> dict[str, Any]:
    values: dict[str, Any] = {key: getattr(time, key) for key in _TIME_KEYS}
    values["span"] = list(time.span)
    return values


def _check_format(document: object) -> None:
    """Refuse another format before its shape is looked at, which would only confuse."""
    found = document.get("format") if isinstance(document, dict) else None
    if isinstance(document, dict) and "format" in document and (type(found) is not int or found != FORMAT):
        raise RecordError("format", f"is {found!r}; this version of onrecord reads format {FORMAT}")


def _read_report(values: JsonObject) -> Report:
    return Report(
        values.text("text"),
        values.text("origin"),
        values.text_or_none("publisher"),
        values.text_or_none("title"),
        values.texts("authors"),
        values.text_or_none("url"),
        values.text_or_none("language"),
        values.text_or_none("published"),
        cast(PublishedFrom, values.choice("published_from", PublishedFrom)),
    )


def _read_role(value: object, place: str) -> RoleSpans:
    values = JsonObject(value, place, ("spans", "quote"))
    return _pair(values, place)


def _pair(values: JsonObject, place: str) -> RoleSpans:
    role = RoleSpans(values.spans("spans"), values.texts("quote"))
    if len(role.spans) != len(role.quote):
        raise RecordError(place, f"has {len(role.spans)} spans and {len(role.quote)} quotes; each span has its quote")
    return role


def _read_source(value: object, place: str) -> SourceSpans:
    values = JsonObject(value, place, ("spans", "quote", "entity"))
    role = _pair(values, place)
    return SourceSpans(role.spans, role.quote, values.text_or_none("entity"))


def _read_speaker(value: object, place: str) -> Speaker:
    values = JsonObject(value, place, ("name", "entity", "status", "how", "candidates"))
    return Speaker(
        values.text_or_none("name"),
        values.text_or_none("entity"),
        cast(SpeakerStatus, values.choice("status", SpeakerStatus)),
        values.text_or_none("how"),
        values.texts("candidates"),
    )


def _read_said(value: object, place: str) -> Said:
    values = JsonObject(value, place, ("value", "start", "end", "from"))
    return Said(values.text("value"), values.text_or_none("start"), values.text_or_none("end"), values.text("from"))


def _read_statement(value: object, place: str) -> Statement:
    values = JsonObject(value, place, _STATEMENT_KEYS)

    def optional(key: str, read: Callable[[object, str], Part]) -> Part | None:
        found = values.get(key)
        return None if found is None else read(found, values.at(key))

    return Statement(
        values.text("id"),
        cast(Kind, values.choice("kind", Kind)),
        _read_source(values.get("source"), values.at("source")),
        _read_role(values.get("cue"), values.at("cue")),
        _read_role(values.get("content"), values.at("content")),
        optional("speaker", _read_speaker),
        values.text_or_none("within"),
        optional("said", _read_said),
        optional("venue", _read_role),
        optional("addressee", _read_role),
        values.number("confidence"),
        values.text("made_by"),
    )


def _read_entity(value: object, place: str) -> Entity:
    values = JsonObject(value, place, ("id", "kind", "name", "roles", "mentions"))
    mentions = (JsonObject(item, where, ("span", "form")) for item, where in values.items("mentions"))
    return Entity(
        values.text("id"),
        cast(EntityKind, values.choice("kind", EntityKind)),
        values.text_or_none("name"),
        values.texts("roles"),
        tuple(Mention(m.span("span"), cast(MentionForm, m.choice("form", MentionForm))) for m in mentions),
    )


def _read_time(value: object, place: str) -> TimeExpression:
    values = JsonObject(value, place, _TIME_KEYS)
    return TimeExpression(
        values.text("id"),
        values.span("span"),
        values.text("quote"),
        cast(TimexType, values.choice("type", TimexType)),
        values.text("value"),
        values.text_or_none("start"),
        values.text_or_none("end"),
        values.text_or_none("anchor"),
        values.text("rule"),
    )


def dump_json(value: Any, indent: int | None = None) -> str:
    """Write plain values as JSON that is readable, safe to print and, unless indented, on one line."""
    document = json.dumps(value, ensure_ascii=False, indent=indent)
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", document)
