"""schema.org in JSON-LD: direct and mixed statements as ``Quotation``, indirect ones as ``Statement``.

A schema.org quotation is the speaker's own words, so indirect statements are none; in mixed ones the quotation marks
of the text show which words are quoted. The speaker is the one to whom the report attributes the words
(``spokenByCharacter``), and each statement is part of the report. The document contains its context, so readers fetch
nothing. It adds three terms of onrecord's own: ``kind``, ``confidence`` and ``spans``, which are positions in the
report's text in the syntax of RFC 5147 (``char=120,299``).

An event that somebody asserts is an ``Event`` with its undisputed sides, its status and who says so, in terms of
onrecord's own. Events that are only denied, alleged, planned, wanted or possible are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO

from onrecord.export.event_rows import DEEDS, EventRows
from onrecord.export.jsonld import NAMESPACE, find_iri, name_of, write_document
from onrecord.export.wellformed import wellformed
from onrecord.record import AnnotatedReport, EntityKind, Event, Report, RoleSpans, Said, Speaker, dump_json

_ISO_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")
_DATE = {"@type": "http://schema.org/Date"}
_TYPES: dict[EntityKind, str] = {
    "person": "Person",
    "organisation": "Organization",
    "place": "Organization",
    "group": "Organization",
}
"""Types of speakers by their kind: a place speaks through its government. A speaker who is no entity of the record is a
Thing, since only the name is known."""
_CONTEXT = {
    "@vocab": "http://schema.org/",
    "onrecord": NAMESPACE,
    "url": {"@type": "@id"},
    "isPartOf": {"@type": "@id"},
    "datePublished": _DATE,
    "kind": "onrecord:kind",
    "confidence": "onrecord:confidence",
    "spans": {"@id": "onrecord:spans", "@container": "@list"},
    "subjectOf": {"@type": "@id"},
    "eventType": "onrecord:eventType",
    "eventMode": "onrecord:eventMode",
    "status": "onrecord:status",
    "actors": "onrecord:actors",
    "recipients": "onrecord:recipients",
    "voices": "onrecord:voices",
}


def export_schema_org(records: Iterable[AnnotatedReport], destination: BinaryIO) -> None:
    """Write reports and their statements as one graph.

    Args:
        records: The records.
        destination: A stream of bytes.
    """
    items = (item for record in records for item in _describe(wellformed(record)))
    write_document(destination, f'{{"@context": {dump_json(_CONTEXT)}, "@graph": [', items, "\n]}\n")


def _describe(record: AnnotatedReport) -> Iterator[dict[str, Any]]:
    yield _describe_report(record.report)
    kinds = {entity.id: entity.kind for entity in record.entities}
    for statement in record.statements:
        speaker = statement.speaker
        yield _filled(
            {
                "@id": name_of(statement.id),
                "@type": "Statement" if statement.kind == "indirect" else "Quotation",
                "text": _words(statement.content),
                "spokenByCharacter": _describe_speaker(speaker, kinds) if speaker else None,
                "creditText": _words(statement.source),
                "isPartOf": name_of(statement.within or record.report.id),
                "inLanguage": record.report.language,
                "dateCreated": _date(statement.said) if statement.said else None,
                "kind": statement.kind,
                "confidence": statement.confidence,
                "spans": [f"char={start},{end}" for start, end in statement.content.spans],
            }
        )
    rows = EventRows(record)
    for event in record.events:
        if event.status in DEEDS:
            yield _describe_event(event, rows.event(event), record.report)


def _describe_event(event: Event, row: dict[str, Any], report: Report) -> dict[str, Any]:
    place = row["place_name"] or _words(event.place) if event.place else None
    return _filled(
        {
            "@id": name_of(event.id),
            "@type": "Event",
            "name": event.triggers.quote[0],
            "description": row["sentence"],
            "startDate": _date(event.time) if event.time else None,
            "location": {"@type": "Place", "name": place} if place else None,
            "subjectOf": name_of(report.id),
            "eventType": event.type,
            "eventMode": event.mode,
            "status": event.status,
            "actors": list(row["actor_names"]),
            "recipients": list(row["recipient_names"]),
            "voices": list(row["voices"]),
            "confidence": event.confidence,
            "spans": [f"char={start},{end}" for start, end in event.triggers.spans],
        }
    )


def _date(said: Said) -> str | None:
    """Give when a statement was made as a Date of schema.org, no finer than the words.

    None where only the report's date is known.
    """
    value = said.value.partition("T")[0]
    return value if said.origin != "published" and _ISO_DATE.fullmatch(value) else None


def _describe_report(report: Report) -> dict[str, Any]:
    return _filled(
        {
            "@id": name_of(report.id),
            "@type": "NewsArticle",
            "headline": report.title,
            "url": find_iri(report.url),
            "datePublished": report.published,
            "author": [{"@type": "Person", "name": name} for name in report.authors],
            "publisher": {"@type": "Organization", "name": report.publisher} if report.publisher else None,
            "inLanguage": report.language,
        }
    )


def _describe_speaker(speaker: Speaker, kinds: Mapping[str, EntityKind]) -> dict[str, Any] | None:
    if speaker.name is None:
        return None
    kind = kinds.get(speaker.entity or "")
    return {"@type": _TYPES[kind] if kind else "Thing", "name": speaker.name}


def _words(role: RoleSpans) -> str:
    return " … ".join(role.quote)


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value not in (None, "", [])}
