"""Apply corrections to the record that a model made.

A history (:mod:`onrecord.store.corrections.histories`) keeps the statement as it was before the first correction. In
the record of another model, the history applies to the statement with the same id. Without one, it applies to the
statement whose content overlaps most, by at least half. A statement belongs to one history at most. The match depends
only on what the models found, so undoing a correction never changes it. If a model no longer finds a statement that a
person accepted or changed, the person's statement stays in the record.

A statement that a person added stands beside what models find. It takes the place of a statement of newer weights only
if the two share source, cue and half of their content, since another statement may quote the same words.

Statement ids are unique in a record. If newer weights find the same statement that a person made from another one, or
that a person rejected, the correction wins. If corrections of two statements lead to the same statement, the later
correction wins.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from dataclasses import replace as replace_record
from typing import Any

from onrecord.errors import RecordError, StoreError
from onrecord.record import AnnotatedReport, RoleSpans, Said, SourceSpans, Speaker, Statement, replace, statement_id
from onrecord.record.packing import unpack_item
from onrecord.store.base.layers import STATEMENTS
from onrecord.store.corrections.events import correct_events, follow_statements
from onrecord.store.corrections.histories import StatementHistory, find_histories
from onrecord.store.values.corrections import EVENT_ACTIONS, Correction
from onrecord.text.spans import Span

HUMAN = "human@"
_LEAST_SHARED = 0.5


@dataclass(frozen=True)
class CorrectedRecord:
    """A record with its corrections applied.

    Attributes:
        record: The record.
        persons: Id of the person whom a user names as the speaker, by statement id.
        first_corrections: Number of the first correction of each corrected statement, by statement id.
        clashes: Ids that two statements would share; the record keeps one of the two.
        notes: Notes on statements, oldest first, by statement id.
    """

    record: AnnotatedReport
    persons: dict[str, str]
    first_corrections: dict[str, int] = field(default_factory=dict)
    clashes: frozenset[str] = frozenset()
    notes: dict[str, tuple[Correction, ...]] = field(default_factory=dict)


def apply_corrections(record: AnnotatedReport, corrections: Sequence[Correction]) -> CorrectedRecord:
    """Apply corrections to a record.

    Args:
        record: The record as a model made it.
        corrections: The corrections of this report, oldest first. Undone ones have no effect.

    Returns:
        The corrected record, with the persons that users named.

    Raises:
        StoreError: A correction is damaged.

    Example:
        >>> apply_corrections(record, []).record == record
        True
    """
    try:
        return _apply(record, corrections)
    except (RecordError, TypeError, ValueError, LookupError, AttributeError) as error:
        raise StoreError(
            f"the corrections of report {record.report.id} are damaged; restore a backup of the store, and find what "
            "differs with: onrecord verify"
        ) from error


def _apply(record: AnnotatedReport, corrections: Sequence[Correction]) -> CorrectedRecord:
    histories = find_histories([entry for entry in corrections if entry.action not in EVENT_ACTIONS])
    roots = [unpack_item(STATEMENTS, history.entries[0].detail["target"], record.report.text) for history in histories]
    places = _match_statements(roots, record.statements, [history.is_addition for history in histories])
    overlay = _Overlay(record)
    for number, (history, root) in enumerate(zip(histories, roots, strict=True)):
        found = record.statements[places[number]] if number in places else None
        overlay.apply(history, root, found)
    corrected = overlay.finish()
    return replace_record(corrected, record=correct_events(corrected.record, corrections))


@dataclass(frozen=True, slots=True)
class _CorrectedStatement:
    """A corrected statement, with its first and last correction and the person named as its speaker."""

    first: int
    last: int
    statement: Statement
    person: str | None


class _Overlay:
    """Applies each history to what the model found, never to the result of another history."""

    def __init__(self, record: AnnotatedReport) -> None:
        self._record = record
        self._left = {statement.id: statement for statement in record.statements}
        self._made: list[_CorrectedStatement] = []
        self._rejected: set[str] = set()
        self._became: dict[str, str | None] = {}
        self._first_corrections: dict[str, int] = {}
        self._held: set[str] = set()
        self._notes: dict[str, tuple[Correction, ...]] = {}

    def apply(self, history: StatementHistory, root: Statement, found: Statement | None) -> None:
        """Apply the corrections of one statement.

        Args:
            history: The corrections.
            root: The statement before its first correction.
            found: The matching statement of this record, or None.
        """
        standing = history.changes
        if not standing:
            if found is not None:
                self._hold(history, root, found)
            return
        start = self._drop_unknown_ids(root) if found is None or history.is_addition else found
        person: str | None = None
        statement = start
        for entry in standing:
            statement = self._change(statement, entry)
            person = entry.detail.get("person") if entry.action in ("add", "speaker") else person
        for one in (start, found or start):
            self._left.pop(one.id, None)
        if history.is_rejected:
            self._rejected.add(statement.id)
        else:
            self._made.append(_CorrectedStatement(history.first, standing[-1].number, statement, person))
            self._notes[statement.id] = history.notes
        before = (root.id, start.id, (found or start).id)
        self._became.update(dict.fromkeys(before, None if history.is_rejected else statement.id))

    def _hold(self, history: StatementHistory, root: Statement, found: Statement) -> None:
        """Keep a statement unchanged because all its corrections are undone, or only notes."""
        self._held.add(found.id)
        self._notes[found.id] = history.notes
        # A statement that is only similar to the corrected one starts a new history when it is corrected.
        if found.id == root.id:
            self._first_corrections[found.id] = history.first

    def _drop_unknown_ids(self, statement: Statement) -> Statement:
        """Drop references to entities and times that this record does not have."""
        entities = {entity.id for entity in self._record.entities}
        speaker, source = statement.speaker, statement.source
        if speaker and speaker.entity not in entities:
            speaker = replace(speaker, entity=None)
        if source.entity not in entities:
            source = replace(source, entity=None)
        known = statement.said is None or statement.said.origin in known_times(self._record)
        return replace(statement, speaker=speaker, source=source, said=statement.said if known else None)

    def _change(self, statement: Statement, entry: Correction) -> Statement:
        by = HUMAN + entry.by
        changed = replace(statement, confidence=1.0, made_by=by)
        if entry.action == "edit":
            return edit_statement(self._record, changed, entry.detail)
        if entry.action == "speaker":
            return name_speaker(self._record, changed, entry.detail["name"])
        return changed

    def finish(self) -> CorrectedRecord:
        """Build the corrected record."""
        for identity in {*self._rejected, *(one.statement.id for one in self._made)} - self._held:
            self._left.pop(identity, None)
        final = dict(self._left)
        persons: dict[str, str | None] = {}
        clashes = set()
        for one in sorted(self._made, key=lambda one: one.last):
            identity = one.statement.id
            if identity in final:
                clashes.add(identity)
            final[identity], persons[identity], self._first_corrections[identity] = one.statement, one.person, one.first
        places = {self._became.get(one.id, one.id): place for place, one in enumerate(self._record.statements)}
        ordered = sorted(final.values(), key=lambda one: (_start(one), places.get(one.id, len(places))))
        statements = [self._follow(statement, final.keys()) for statement in ordered]
        record = replace(self._record, statements=tuple(statements))
        return CorrectedRecord(
            follow_statements(record, self._became),
            {identity: person for identity, person in persons.items() if person is not None},
            {identity: first for identity, first in self._first_corrections.items() if identity in final},
            frozenset(clashes),
            {identity: notes for identity, notes in self._notes.items() if notes and identity in final},
        )

    def _follow(self, statement: Statement, ids: Set[str]) -> Statement:
        """Update the id of the enclosing statement after its correction."""
        outer = statement.within
        if outer is not None:
            outer = self._became.get(outer, outer)
        return replace(statement, within=outer if outer in ids and outer != statement.id else None)


def name_speaker(record: AnnotatedReport, statement: Statement, name: str | None) -> Statement:
    """Set the speaker of a statement that a person made or corrected; None for one that the report never names."""
    if name is None:
        return replace(statement, speaker=Speaker(None, None, "unnamed", statement.made_by))
    entity = next((entity.id for entity in record.entities if entity.name == name), None)
    return replace(statement, speaker=Speaker(name, entity, "resolved", statement.made_by))


def edit_statement(record: AnnotatedReport, statement: Statement, change: dict[str, Any]) -> Statement:
    """Replace parts of a statement and derive its new id.

    Args:
        record: The record of the statement.
        statement: The statement.
        change: New offsets of roles, each as a flat list (start, end, start, end …), the new ``kind``, and the new
            ``said`` as a list of its values, or None. Missing keys keep their value.

    Returns:
        The edited statement.
    """
    text = record.report.text
    roles: dict[str, RoleSpans] = {"source": statement.source, "cue": statement.cue, "content": statement.content}
    for name in roles:
        flat = change.get(name)
        if isinstance(flat, list):
            roles[name] = RoleSpans.of(text, _unflatten(flat))
    source = SourceSpans(roles["source"].spans, roles["source"].quote, statement.source.entity)
    identity = statement_id(record.report.id, source, roles["cue"], roles["content"])
    others: dict[str, Any] = {"kind": change.get("kind") or statement.kind}
    for name in ("venue", "addressee"):
        if name in change:
            others[name] = RoleSpans.of(text, _unflatten(change[name])) if change[name] else None
    if "said" in change:
        others["said"] = _read_said(record, change["said"])
    return replace(statement, id=identity, source=source, cue=roles["cue"], content=roles["content"], **others)


def known_times(record: AnnotatedReport) -> set[str]:
    """Return what may say when a statement was made: the report's date, a person, or a time expression."""
    return {"published", "human", *(time.id for time in record.times)}


def _read_said(record: AnnotatedReport, values: Sequence[Any] | None) -> Said | None:
    """Read a corrected time; other weights may not have the time expression that the person meant."""
    if values is None:
        return None
    said = Said(*values)
    return said if said.origin in known_times(record) else replace(said, origin="human")


def _unflatten(flat: Sequence[int]) -> list[Span]:
    return list(map(Span, flat[::2], flat[1::2]))


def _match_statements(
    roots: Sequence[Statement], statements: Sequence[Statement], are_added: Sequence[bool]
) -> dict[int, int]:
    """Match corrected statements with those of another annotation of the same report.

    Args:
        roots: The statements before their first corrections.
        statements: Those of the other annotation.
        are_added: Whether a person added each root.

    Returns:
        Index in ``statements`` by index in ``roots``. Equal ids match first, then contents that overlap by half.
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
        if not are_added[number] or is_same_attribution(root, statement)
    ]
    for _, _, number, place in sorted(shares, reverse=True):
        if -number not in found and -place not in taken:
            found[-number] = -place
            taken.add(-place)
    return found


def is_same_attribution(one: Statement, other: Statement) -> bool:
    """Tell whether two statements share words of source, cue and content, half of the content or more."""
    if _shared(one.content.spans, other.content.spans) < _LEAST_SHARED:
        return False
    pairs = ((one.source.spans, other.source.spans), (one.cue.spans, other.cue.spans))
    return all(_shared(a, b) > 0 or not (a or b) for a, b in pairs)


def _shared(one: Sequence[Span], other: Sequence[Span]) -> float:
    """Return the Jaccard overlap of two lists of spans, in characters."""
    common = sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in one for b in other)
    total = sum(a.end - a.start for a in one) + sum(b.end - b.start for b in other) - common
    return common / total if total else 0.0


def _start(statement: Statement) -> int:
    return min((s.start for r in (statement.source, statement.cue, statement.content) for s in r.spans), default=0)
