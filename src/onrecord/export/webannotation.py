"""W3C Web Annotation (Recommendation of 23 February 2017) in JSON-LD: one annotation for each role of a statement.

A reader marks roles in a text, so each role becomes an annotation of its own that any client can show. Its body tags
it as source, cue or content and links to its statement. The pieces of one role are several targets of one annotation.
A target has two selectors for the same words: positions, and the words with those before and after. Positions count
Unicode code points, as the model demands ("in terms of unicode code points … not in terms of code units", section
4.2.4), and as the record does. They are positions in the record's text, which is the target's source; a page that it
was read from is the ``scope``, since positions in the page differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from onrecord.export.jsonld import NAMESPACE, find_iri, name_of, write_document
from onrecord.export.wellformed import wellformed
from onrecord.record import AnnotatedReport, Report, RoleSpans, Statement, dump_json
from onrecord.record.layers.statements import ALL_ROLES
from onrecord.text.spans import Span

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
AROUND = 32
"""Characters before and after a quote: annotation clients commonly keep as many."""

_EXTENSION = {
    "onrecord": NAMESPACE,
    "kind": "onrecord:kind",
    "confidence": "onrecord:confidence",
    "made_by": "onrecord:made_by",
}
_OPENING = (
    f'{{"@context": {dump_json([CONTEXT, _EXTENSION])}, "id": "{NAMESPACE}statements", "type": "AnnotationCollection", '
    f'"label": "Statements found by onrecord", "first": {{"id": "{NAMESPACE}statements#page-1", '
    f'"type": "AnnotationPage", "partOf": "{NAMESPACE}statements", "startIndex": 0, "items": ['
)


def export_web_annotation(records: Iterable[AnnotatedReport], destination: BinaryIO) -> None:
    """Write statements as one collection of web annotations.

    Args:
        records: The records.
        destination: A stream of bytes.
    """
    items = (item for record in records for item in _annotate(wellformed(record)))
    write_document(destination, _OPENING, items, '\n]}, "total": TOTAL}\n')


def _annotate(record: AnnotatedReport) -> Iterator[dict[str, Any]]:
    report = record.report
    source = _describe_source(report)
    for statement in record.statements:
        for role in ALL_ROLES:
            words: RoleSpans | None = getattr(statement, role)
            if words is None or not words.spans:
                continue
            targets = [_target(report, source, span) for span in words.spans]
            yield {
                "id": f"{name_of(statement.id)}#{role}",
                "type": "Annotation",
                "motivation": "tagging",
                "body": list(_bodies(statement, role)),
                "target": targets if len(targets) > 1 else targets[0],
                "kind": statement.kind,
                "confidence": statement.confidence,
                "made_by": statement.made_by,
            }


def _describe_source(report: Report) -> dict[str, Any]:
    source = {"id": name_of(report.id), "type": "Text", "format": "text/plain"}
    return {**source, "language": report.language} if report.language else source


def _bodies(statement: Statement, role: str) -> Iterator[dict[str, Any]]:
    yield {"type": "TextualBody", "purpose": "tagging", "value": role, "format": "text/plain"}
    yield {"type": "SpecificResource", "purpose": "linking", "source": name_of(statement.id)}
    if role == "source" and statement.speaker and statement.speaker.name:
        name = statement.speaker.name
        yield {"type": "TextualBody", "purpose": "identifying", "value": name, "format": "text/plain"}
    if role == "content" and statement.within:
        yield {"type": "SpecificResource", "purpose": "linking", "source": name_of(statement.within)}


def _target(report: Report, source: dict[str, Any], span: Span) -> dict[str, Any]:
    text = report.text
    target = {
        "type": "SpecificResource",
        "source": source,
        "selector": [
            {"type": "TextPositionSelector", "start": span.start, "end": span.end},
            {
                "type": "TextQuoteSelector",
                "exact": text[span.start : span.end],
                "prefix": text[max(0, span.start - AROUND) : span.start],
                "suffix": text[span.end : span.end + AROUND],
            },
        ],
    }
    page = find_iri(report.url)
    return {**target, "scope": page} if page else target
