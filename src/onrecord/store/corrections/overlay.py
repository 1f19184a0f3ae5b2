"""Corrections laid over what a model found.

The corrections of one statement (:mod:`onrecord.store.corrections.chains`) hold the statement as it stood when the
first was made. In the record of another model it is found again by its id, or else by its words: the statement whose
content shares most with it, by half at least. No statement is two chains', and whose it is hangs on what was found
alone, not on what is undone. Where a model no longer finds what a person accepted or changed, the person's statement
stands.

No two statements of a record have one id. Where newer weights find just what a person made of another statement, or
rejected, the person's word stands for it too. Where corrections of two statements come to the same, the later one does.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from typing import Any

from onrecord.record import AnnotatedReport, RoleSpans, SourceSpans, Speaker, Statement, replace, statement_id
from onrecord.record.packing import unpack_item
from onrecord.store.base.layers import STATEMENTS
from onrecord.store.corrections.chains import Chain, find_chains
from onrecord.store.values import Correction
from onrecord.text.spans import Span

HUMAN = "human@"
_LEAST_SHARED = 0.5


@dataclass(frozen=True)
class Corrected:
    """A record with corrections laid over it.

    Attributes:
        record: The record.
        persons: Ids of the persons whom people named as speakers, by statement id.
        chains: The first correction of each statement that has some, by statement id.
        clashes: Ids that two statements would have, so that one of them is left out.
    """

    record: AnnotatedReport
    persons: dict[str, str]
    chains: dict[str, int] = field(default_factory=dict)
    clashes: frozenset[str] = frozenset()


def lay_over(record: AnnotatedReport, corrections: Sequence[Correction]) -> Corrected:
    """Lay corrections over a record.

    Args:
        record: What a model found.
        corrections: Those of this report, oldest first; those that are undone count for nothing.
    """
    chains = find_chains(corrections)
    roots = [unpack_item(STATEMENTS, chain.entries[0].detail["target"], record.report.text) for chain in chains]
    places = _find_again(roots, record.statements)
    laid = _Overlay(record)
    for number, (chain, root) in enumerate(zip(chains, roots, strict=True)):
        found = record.statements[places[number]] if number in places else None
        laid.apply(chain, root, found)
    return laid.finish()


@dataclass(frozen=True, slots=True)
class _Made:
    """A statement that people corrected: by which chain, last by which entry, and who was named as speaker."""

    chain: int
    last: int
    statement: Statement
    person: str | None


class _Overlay:
    """Each chain is laid over what the model found, never over what another chain made."""

    def __init__(self, record: AnnotatedReport) -> None:
        self._record = record
        self._left = {statement.id: statement for statement in record.statements}
        self._made: list[_Made] = []
        self._rejected: set[str] = set()
        self._became: dict[str, str | None] = {}
        self._chains: dict[str, int] = {}
        self._held: set[str] = set()

    def apply(self, chain: Chain, root: Statement, found: Statement | None) -> None:
        """Say what becomes of a statement.

        Args:
            chain: Its corrections.
            root: The statement as it was when the first of them was made.
            found: The one of this record that is the same, or None.
        """
        standing = chain.standing
        if not standing:
            if found is not None:
                self._hold(chain, root, found)
            return
        start = self._settle(root) if found is None else found
        person = None
        statement = start
        for entry in standing:
            statement = self._change(statement, entry)
            person = entry.detail["person"] if entry.action == "speaker" else person
        self._left.pop(start.id, None)
        if chain.is_rejected:
            self._rejected.add(statement.id)
        else:
            self._made.append(_Made(chain.first, standing[-1].number, statement, person))
        self._became.update(dict.fromkeys((root.id, start.id), None if chain.is_rejected else statement.id))

    def _hold(self, chain: Chain, root: Statement, found: Statement) -> None:
        """Keep a statement as it is, of which all corrections are undone."""
        self._held.add(found.id)
        # What is only like the statement that they were of begins a chain of its own when it is corrected.
        if found.id == root.id:
            self._chains[found.id] = chain.first

    def _settle(self, statement: Statement) -> Statement:
        """Drop ids that this record does not have."""
        entities = {entity.id for entity in self._record.entities}
        times = {"published", *(time.id for time in self._record.times)}
        speaker, source = statement.speaker, statement.source
        if speaker and speaker.entity not in entities:
            speaker = replace(speaker, entity=None)
        if source.entity not in entities:
            source = replace(source, entity=None)
        said = statement.said if statement.said and statement.said.origin in times else None
        return replace(statement, speaker=speaker, source=source, said=said)

    def _change(self, statement: Statement, entry: Correction) -> Statement:
        by = HUMAN + entry.by
        changed = replace(statement, confidence=1.0, made_by=by)
        if entry.action == "edit":
            return edit_statement(self._record, changed, entry.detail)
        if entry.action == "speaker":
            name = entry.detail["name"]
            entity = next((entity.id for entity in self._record.entities if entity.name == name), None)
            return replace(changed, speaker=Speaker(name, entity, "resolved", by))
        return changed

    def finish(self) -> Corrected:
        """Give the record."""
        for identity in {*self._rejected, *(one.statement.id for one in self._made)} - self._held:
            self._left.pop(identity, None)
        final = dict(self._left)
        persons: dict[str, str | None] = {}
        clashes = set()
        for one in sorted(self._made, key=lambda one: one.last):
            identity = one.statement.id
            if identity in final:
                clashes.add(identity)
            final[identity], persons[identity], self._chains[identity] = one.statement, one.person, one.chain
        statements = [self._follow(statement, final.keys()) for statement in final.values()]
        return Corrected(
            replace(self._record, statements=tuple(sorted(statements, key=_start))),
            {identity: person for identity, person in persons.items() if person is not None},
            {identity: chain for identity, chain in self._chains.items() if identity in final},
            frozenset(clashes),
        )

    def _follow(self, statement: Statement, ids: Set[str]) -> Statement:
        """Point to what has become of the statement that this one stands within."""
        outer = statement.within
        if outer is not None:
            outer = self._became.get(outer, outer)
        return replace(statement, within=outer if outer in ids and outer != statement.id else None)


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
            roles[name] = RoleSpans.of(text, list(map(Span, flat[::2], flat[1::2])))
    source = SourceSpans(roles["source"].spans, roles["source"].quote, statement.source.entity)
    identity = statement_id(record.report.id, source, roles["cue"], roles["content"])
    kind = change.get("kind") or statement.kind
    return replace(statement, id=identity, kind=kind, source=source, cue=roles["cue"], content=roles["content"])


def _find_again(roots: Sequence[Statement], statements: Sequence[Statement]) -> dict[int, int]:
    """Find statements among those of another reading of the same report.

    Returns:
        The place of each that has its id there, or shares half of its content and is not another's, by its own place.
    """
    by_id = {statement.id: place for place, statement in enumerate(statements)}
    found = {number: by_id[root.id] for number, root in enumerate(roots) if root.id in by_id}
    taken = set(found.values())
    shares = [
        (share, _shared(root.cue.spans, statement.cue.spans), -number, -place)
        for number, root in enumerate(roots)
        if number not in found
        for place, statement in enumerate(statements)
        if place not in taken and (share := _shared(root.content.spans, statement.content.spans)) >= _LEAST_SHARED
    ]
    for _, _, number, place in sorted(shares, reverse=True):
        if -number not in found and -place not in taken:
            found[-number] = -place
            taken.add(-place)
    return found


def _shared(one: Sequence[Span], other: Sequence[Span]) -> float:
    """Give the share of characters in common of all that are in either."""
    common = sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in one for b in other)
    total = sum(a.end - a.start for a in one) + sum(b.end - b.start for b in other) - common
    return common / total if total else 0.0


def _start(statement: Statement) -> int:
    return min((s.start for r in (statement.source, statement.cue, statement.content) for s in r.spans), default=0)
