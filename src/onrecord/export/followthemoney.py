"""FollowTheMoney entities, one a line, through the package's own model.

An event that somebody asserts is an ``Event`` with its undisputed sides; its ``summary`` says who asserts it and how it
stands. FollowTheMoney knows only deeds, so events that are only denied, alleged, planned, wanted or possible are left
out.

A report is an ``Article``. Its entities are ``Person``, ``Organization`` or, for groups, ``LegalEntity``, each with a
``Mention`` in the article. A statement is a ``Note`` on its speaker, with the article as its proof. Places are left
out. Ids have a hyphen where the record's have an underscore.

FollowTheMoney has no property for offsets: the note's ``notes`` hold them in the syntax of RFC 5147, as positions in
the article's ``bodyText``. So texts skip the package's cleaning, which joins combining characters and drops invisible
ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from onrecord.export.event_rows import DEEDS, EventRows
from onrecord.export.jsonld import find_iri
from onrecord.export.wellformed import wellformed
from onrecord.extras import import_extra
from onrecord.record import AnnotatedReport, Entity, EntityKind, Event, Report, Statement, dump_json
from onrecord.record.layers.statements import ROLES

_SCHEMATA: dict[EntityKind, str] = {"person": "Person", "organisation": "Organization", "group": "LegalEntity"}


def export_followthemoney(records: Iterable[AnnotatedReport], destination: BinaryIO) -> None:
    """Write records as FollowTheMoney entities, JSON Lines in UTF-8.

    Args:
        records: The records.
        destination: A stream of bytes.

    Raises:
        MissingExtraError: followthemoney is not installed.
    """
    model = import_extra("followthemoney", "followthemoney").model
    for record in map(wellformed, records):
        for entity in _make_entities(model, record):
            entity.schema.validate(entity.to_dict())
            destination.write(dump_json(entity.to_dict()).encode() + b"\n")


def _make_entities(model: Any, record: AnnotatedReport) -> Iterator[Any]:
    yield _make_article(model, record.report)
    named = {entity.id: entity for entity in record.entities if entity.name and entity.kind in _SCHEMATA}
    for entity in named.values():
        yield from _make_named(model, entity, record.report)
    for statement in record.statements:
        yield _make_note(model, statement, record.report, named)
    rows = EventRows(record)
    for event in record.events:
        if event.status in DEEDS:
            yield _make_event(model, event, rows.event(event), record.report, named)


def _make_article(model: Any, report: Report) -> Any:
    article = _make(model, "Article", _name(report.id))
    article.add("fileName", report.origin)
    article.add("title", report.title)
    article.add("author", report.authors)
    article.add("language", report.language)
    article.add("publishedAt", report.published)
    article.add("bodyText", report.text, cleaned=True)
    _add_origin(article, report)
    return article


def _make_named(model: Any, entity: Entity, report: Report) -> Iterator[Any]:
    schema = _SCHEMATA[entity.kind]
    named = _make(model, schema, _name(entity.id))
    named.add("name", entity.name)
    named.add("position" if entity.kind == "person" else "summary", entity.roles)
    named.add("proof", _name(report.id))
    yield named
    mention = _make(model, "Mention", f"{_name(entity.id)}-mention")
    mention.add("document", _name(report.id))
    mention.add("name", entity.name)
    mention.add("resolved", _name(entity.id))
    mention.add("detectedSchema", schema)
    yield mention


def _make_note(model: Any, statement: Statement, report: Report, named: dict[str, Entity]) -> Any:
    note = _make(model, "Note", _name(statement.id))
    speaker = statement.speaker
    if speaker and speaker.entity and speaker.entity in named:
        note.add("entity", _name(speaker.entity))
    note.add("description", " … ".join(statement.content.quote), cleaned=True)
    note.add("summary", " … ".join((*statement.source.quote, *statement.cue.quote)))
    note.add("keywords", statement.kind)
    note.add("notes", list(_describe_places(statement)))
    note.add("proof", _name(report.id))
    _add_origin(note, report)
    return note


def _make_event(model: Any, event: Event, row: dict[str, Any], report: Report, named: dict[str, Entity]) -> Any:
    made = _make(model, "Event", _name(event.id))
    made.add("name", f"{event.type}: {' … '.join(event.triggers.quote[:1])}")
    made.add("summary", f"{event.status}; {'; '.join(row['voices'])}")
    made.add("description", row["sentence"], cleaned=True)
    made.add("keywords", [event.type, *filter(None, [event.mode]), event.status])
    for side in (*event.actors, *event.recipients):
        if side.entity in named:
            made.add("involved", _name(side.entity))
    made.add("location", row["place_name"] or " … ".join(row["place"]))
    if event.time is not None and event.time.origin != "published":
        made.add("startDate", event.time.start)
    places = " ".join(f"char={start},{end}" for start, end in event.triggers.spans)
    made.add("notes", [f"triggers {places}", f"confidence {event.confidence:g}"])
    made.add("proof", _name(report.id))
    _add_origin(made, report)
    return made


def _describe_places(statement: Statement) -> Iterator[str]:
    for role in ROLES:
        spans = getattr(statement, role).spans
        if spans:
            yield " ".join([role, *(f"char={start},{end}" for start, end in spans)])
    yield f"confidence {statement.confidence:g}"
    if statement.within:
        yield f"within {_name(statement.within)}"


def _name(identifier: str) -> str:
    """Give an id in the characters that FollowTheMoney allows; it drops references with others."""
    return identifier.replace("_", "-")


def _make(model: Any, schema: str, identifier: str) -> Any:
    entity = model.make_entity(schema)
    entity.id = identifier
    return entity


def _add_origin(entity: Any, report: Report) -> None:
    entity.add("publisher", report.publisher)
    entity.add("sourceUrl", find_iri(report.url))
