"""Corrections laid over what a model found.

A correction holds the statement as it stood when it was made. In the record of another model it is found again by its
id, or else by its words: the statement whose content shares most with it, by half at least. Where a model no longer
finds what a person accepted or put right, the person's statement stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from onrecord.records import AnnotatedReport, RoleSpans, SourceSpans, Speaker, Statement, statement_id
from onrecord.spans import Span
from onrecord.store.facts import build_role, build_statement
from onrecord.store.results import Correction

HUMAN = "human@"
_LEAST_SHARED = 0.5


@dataclass(frozen=True)
class Corrected:
    """A record with corrections laid over it.

    Attributes:
        record: The record.
        persons: Ids of the persons whom people named as speakers, by statement id.
    """

    record: AnnotatedReport
    persons: dict[str, str]


def lay_over(record: AnnotatedReport, corrections: Sequence[Correction]) -> Corrected:
    """Lay corrections over a record.

    Args:
        record: What a model found.
        corrections: Those of this report, oldest first; those that are undone count for nothing.
    """
    laid = _Overlay(record)
    for correction in corrections:
        if not correction.undone:
            laid.apply(correction)
    return laid.finish()


class _Overlay:
    def __init__(self, record: AnnotatedReport) -> None:
        self.record = record
        self.statements = list(record.statements)
        self.persons: dict[str, str] = {}
        self.renamed: dict[str, str | None] = {}

    def apply(self, correction: Correction) -> None:
        target = self._settle(build_statement(self.record.report.text, correction.detail["target"]))
        place = find_again(target, self.statements)
        if correction.action == "reject":
            if place is not None:
                self.renamed[self.statements.pop(place).id] = None
            return
        found = target if place is None else self.statements[place]
        changed = replace(self._change(found, correction), confidence=1.0, made_by=HUMAN + correction.by)
        if place is None:
            self.statements.append(changed)
        else:
            self.statements[place] = changed
        if changed.id != found.id:
            self.renamed[found.id] = changed.id
            if found.id in self.persons:
                self.persons[changed.id] = self.persons.pop(found.id)

    def _settle(self, statement: Statement) -> Statement:
        """Let go of ids that this record does not have."""
        entities = {entity.id for entity in self.record.entities}
        times = {"published", *(time.id for time in self.record.times)}
        speaker, source = statement.speaker, statement.source
        if speaker and speaker.entity not in entities:
            speaker = replace(speaker, entity=None)
        if source.entity not in entities:
            source = replace(source, entity=None)
        said = statement.said if statement.said and statement.said.origin in times else None
        return replace(statement, speaker=speaker, source=source, said=said)

    def _change(self, found: Statement, correction: Correction) -> Statement:
        if correction.action == "edit":
            return edit_statement(self.record, found, correction.detail)
        if correction.action == "speaker":
            self.persons[found.id] = correction.detail["person"]
            name = correction.detail["name"]
            entity = next((entity.id for entity in self.record.entities if entity.name == name), None)
            return replace(found, speaker=Speaker(name, entity, "resolved", HUMAN + correction.by))
        return found

    def finish(self) -> Corrected:
        statements = [replace(statement, within=self._follow(statement.within)) for statement in self.statements]
        ids = {statement.id for statement in statements}
        statements = [s if s.within in ids else replace(s, within=None) for s in statements]
        ordered = sorted(statements, key=_start)
        persons = {identity: person for identity, person in self.persons.items() if identity in ids}
        return Corrected(replace(self.record, statements=tuple(ordered)), persons)

    def _follow(self, identity: str | None) -> str | None:
        seen: set[str] = set()
        while identity is not None and identity in self.renamed and identity not in seen:
            seen.add(identity)
            identity = self.renamed[identity]
        return identity


def edit_statement(record: AnnotatedReport, statement: Statement, change: dict[str, Any]) -> Statement:
    """Give a statement other spans.

    Args:
        record: The record it is of.
        statement: The statement.
        change: The new offsets of ``source``, ``cue`` and ``content``, each a flat list, and the new ``kind``; what is
            missing stays as it is.
    """
    text = record.report.text
    roles: dict[str, RoleSpans] = {"source": statement.source, "cue": statement.cue, "content": statement.content}
    for name in roles:
        flat = change.get(name)
        if isinstance(flat, list):
            roles[name] = build_role(text, flat)
    source = SourceSpans(roles["source"].spans, roles["source"].quote, statement.source.entity)
    identity = statement_id(record.report.id, source, roles["cue"], roles["content"])
    kind = change.get("kind") or statement.kind
    return replace(statement, id=identity, kind=kind, source=source, cue=roles["cue"], content=roles["content"])


def find_again(target: Statement, statements: Sequence[Statement]) -> int | None:
    """Find a statement among those of another reading of the same report.

    Returns:
        Its place, or None where none has its id or shares half of its content.
    """
    for place, statement in enumerate(statements):
        if statement.id == target.id:
            return place
    wanted = target.content.spans
    shares = [
        (_shared(wanted, statement.content.spans), _shared(target.cue.spans, statement.cue.spans), -place)
        for place, statement in enumerate(statements)
    ]
    best = max(shares, default=(0.0, 0.0, 0))
    return -best[2] if best[0] >= _LEAST_SHARED else None


def _shared(one: Sequence[Span], other: Sequence[Span]) -> float:
    """Give the share of characters in common of all that are in either."""
    common = sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in one for b in other)
    total = sum(a.end - a.start for a in one) + sum(b.end - b.start for b in other) - common
    return common / total if total else 0.0


def _start(statement: Statement) -> int:
    return min((s.start for r in (statement.source, statement.cue, statement.content) for s in r.spans), default=0)
