"""spaCy: records as documents, and documents in one ``DocBin``.

Tokens need not end where a record's spans do, so ``doc.spans`` marks the tokens that a span touches (``expand``),
unless the caller wants only spans that fit (``strict``) or the tokens inside (``contract``). The exact spans are kept
too: ``doc._.onrecord`` is the record without its text, in plain values that spaCy can save, and ``doc._.statements``
reads the statements from it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, BinaryIO

from onrecord.export.wellformed import wellformed
from onrecord.extras import import_extra
from onrecord.record import AnnotatedReport, Statement
from onrecord.record.layers.statements import ROLES

GROUPS = {"source": "sources", "cue": "cues", "content": "contents"}
"""Where the spans of each role are, in ``doc.spans``."""


def export_spacy(records: Iterable[AnnotatedReport], destination: BinaryIO) -> None:
    """Write records as a ``DocBin`` of blank English documents.

    A ``DocBin`` is one compressed piece: the tokens of all documents stay in memory until it is written.

    Args:
        records: The records.
        destination: A stream of bytes.

    Raises:
        MissingExtraError: spaCy is not installed.
    """
    spacy = import_extra("spacy", "spacy")
    tokens = import_extra("spacy.tokens", "spacy")
    set_extensions()
    nlp = spacy.blank("en")
    # Tokens alone take little memory, so the limit of spaCy's models does not apply.
    nlp.max_length = 2**40
    saved = tokens.DocBin(attrs=[], store_user_data=True)
    for record in map(wellformed, records):
        doc = nlp.make_doc(record.report.text)
        doc._.published = record.report.published
        mark_doc(doc, record)
        saved.add(doc)
    destination.write(saved.to_bytes())


def set_extensions() -> None:
    """Register ``doc._.onrecord``, ``doc._.statements`` and ``doc._.published`` with spaCy, if they are not yet.

    Raises:
        MissingExtraError: spaCy is not installed.
    """
    doc = import_extra("spacy.tokens", "spacy").Doc
    for name, how in (
        ("published", {"default": None}),
        ("onrecord", {"default": None}),
        ("statements", {"getter": _read_statements}),
    ):
        if not doc.has_extension(name):
            doc.set_extension(name, **how)


def mark_doc(doc: Any, record: AnnotatedReport, alignment_mode: str = "expand") -> None:
    """Put a record into the document of its text.

    Args:
        doc: A spaCy ``Doc`` whose text is the report's.
        record: The record.
        alignment_mode: ``expand``, ``strict`` or ``contract``, as for ``Doc.char_span``; a span that fits no token
            then has none in ``doc.spans``.
    """
    values = record.to_dict()
    del values["text"]
    doc._.onrecord = values
    for role in ROLES:
        doc.spans[GROUPS[role]] = [
            span
            for statement in record.statements
            for span in _find_tokens(doc, statement, role, alignment_mode)
            if span is not None
        ]


def _find_tokens(doc: Any, statement: Statement, role: str, alignment_mode: str) -> list[Any]:
    words = getattr(statement, role)
    speaker = statement.speaker.entity if statement.speaker and role == "source" else None
    return [
        doc.char_span(
            start,
            end,
            label=role.upper(),
            kb_id=speaker or "",
            span_id=statement.id,
            alignment_mode=alignment_mode,
        )
        for start, end in words.spans
    ]


def _read_statements(doc: Any) -> tuple[Statement, ...]:
    if doc._.onrecord is None:
        return ()
    return AnnotatedReport.from_dict({**doc._.onrecord, "text": doc.text}).statements
