"""Corrections by people: an append-only log that applies to what models find.

A correction changes no fact and is never deleted. It is an entry that says who corrects what, and when. The store
applies the entries that are not undone to the newest annotation. :mod:`onrecord.store.corrections.overlay` says how an
entry finds its statement in an annotation by newer weights.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, func, select

from onrecord.errors import ConfigurationError, NotInStoreError
from onrecord.export.polnear import polnear_line
from onrecord.extract.attribution.kinds import find_kind
from onrecord.identity.people import plain_name
from onrecord.read.options import parse_iso_date
from onrecord.record import AnnotatedReport, Kind, Statement
from onrecord.record.packing import pack_item
from onrecord.store.base.database import Database
from onrecord.store.base.schema import correction, insert_rows, person, report, statement
from onrecord.store.base.seals import link_entry, note_link, read_link
from onrecord.store.corrections.histories import FIRST, check_fit, find_histories
from onrecord.store.corrections.log import read_latest, read_log
from onrecord.store.corrections.overlay import HUMAN, CorrectedRecord, apply_corrections, edit_statement
from onrecord.store.load import read_records
from onrecord.store.people import find_person, find_speakers
from onrecord.store.projections.people import NamedSpeaker, People
from onrecord.store.talks import make_judgement, make_stage_judgement
from onrecord.store.upkeep.reindex import read_current, reindex_reports
from onrecord.store.values.corrections import Action, Correction
from onrecord.text.paragraphs import find_paragraphs
from onrecord.text.quotations import find_quotations, outermost
from onrecord.text.spans import Span, check_span

_LONGEST_NAME = 100
_Prepare = Callable[[Connection, AnnotatedReport, Statement], dict[str, Any]]


class Corrections:
    """The corrections that people make in a store, as ``store.corrections``.

    Every method that corrects takes ``by``, the name of the person who corrects, and returns the new entry. Records,
    searches and exports show accepted and changed statements as ``made_by`` ``human@NAME`` with confidence 1. They
    omit rejected statements.

    Example:
        >>> store.corrections.accept("s_7d793037a0760186", by="Ada Quist").action
        'accept'
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def accept(self, statement_id: str, by: str) -> Correction:
        """Accept a statement as correct.

        Raises:
            NotInStoreError: The store has no statement of this id now.
        """
        return self._correct("accept", statement_id, by, lambda *_: {})

    def reject(self, statement_id: str, by: str) -> Correction:
        """Reject a statement as wrong.

        Raises:
            NotInStoreError: The store has no statement of this id now.
        """
        return self._correct("reject", statement_id, by, lambda *_: {})

    def edit(
        self,
        statement_id: str,
        by: str,
        *,
        source: Sequence[Span] | None = None,
        cue: Sequence[Span] | None = None,
        content: Sequence[Span] | None = None,
    ) -> Correction:
        """Replace spans of a statement. Its id and its kind follow from the spans.

        Args:
            statement_id: The statement.
            by: Name of the person who corrects.
            source: Spans of the source; an empty list removes the source. None keeps the spans.
            cue: Spans of the cue, or None to keep them.
            content: Spans of the content, or None to keep them.

        Returns:
            The entry. ``detail["id"]`` is the new id of the statement.

        Raises:
            NotInStoreError: The store has no statement of this id now.
            SpanError: A span lies outside the text.
            ConfigurationError: No spans are given, they overlap, or another statement has the same ones.
        """
        spans = {"source": source, "cue": cue, "content": content}
        change = {name: [list(span) for span in role] for name, role in spans.items() if role is not None}
        if not change:
            raise ConfigurationError("an edit needs spans: of the source, the cue or the content")
        return self._correct("edit", statement_id, by, lambda _, record, found: _prepare_edit(record, found, change))

    def speaker(self, statement_id: str, by: str, who: str) -> Correction:
        """Set the speaker of a statement.

        Args:
            statement_id: The statement.
            by: Name of the person who corrects.
            who: Id or name of a person in the store. An unknown name creates a person.

        Raises:
            NotInStoreError: The store has no statement, or no person, of this id now.
            ConfigurationError: Several people have the name, or the name is empty.
        """
        if not who.strip():
            raise ConfigurationError("say who speaks: a name, or the id of a person of the store")
        return self._correct("speaker", statement_id, by, lambda connection, *_: self._name_person(connection, who))

    def merge(self, who: str, into: str, by: str) -> Correction:
        """Merge two people of the store into one.

        Args:
            who: Id or name of the person to merge.
            into: Id or name of the person whose name stays.
            by: Name of the person who corrects.

        Raises:
            NotInStoreError: The store has no person of this id or name.
            ConfigurationError: Several people have a name, or the two are already one.
        """
        name = check_name(by)
        with self._database.write() as connection:
            one, other = (_find_one(connection, words) for words in (who, into))
            if one == other:
                raise ConfigurationError(f"{who} and {into} are one person already")
            entry = append_correction(connection, "merge", name, {"from": one, "into": other})
            People().apply_merges(connection)
            return entry

    def judge_talks(self, kind: str, one: str, other: str, by: str) -> Correction:
        """Say that two talks are the same, are not the same, or that one is part of the other.

        Args:
            kind: ``same``, ``not-same`` or ``part-of``.
            one: Id of a track (``k_…``) or of a negotiation (``n_…``).
            other: Id of the other.
            by: Name of the person who judges.

        Raises:
            NotInStoreError: The store has no such talks.
            ConfigurationError: The kind is none, or both ids are one negotiation's.
        """
        name = check_name(by)
        with self._database.write() as connection:
            return append_correction(connection, "talks", name, make_judgement(connection, kind, one, other))

    def set_stage_of_talks(self, one: str, stage: str, day: str, by: str) -> Correction:
        """Say at which stage talks are from a day on, until a later report says one.

        Args:
            one: Id of a track (``k_…``) or of a negotiation (``n_…``).
            stage: The stage.
            day: The day, ``YYYY-MM-DD``.
            by: Name of the person who says so.

        Raises:
            NotInStoreError: The store has no such talks.
            ConfigurationError: The stage or the day is none.
        """
        if parse_iso_date(day) is None:
            raise ConfigurationError(f"day {day!r} is not a date; give it as YYYY-MM-DD, such as 2024-09-22")
        name = check_name(by)
        with self._database.write() as connection:
            return append_correction(connection, "talks", name, make_stage_judgement(connection, one, stage, day))

    def undo(self, number: int, by: str) -> Correction:
        """Undo a correction. The entry stays in the log, and undoing the undo restores it.

        Args:
            number: The entry's number.
            by: Name of the person who undoes it.

        Raises:
            NotInStoreError: The log has no such entry.
            ConfigurationError: The entry is already undone, another correction builds on it, or another statement has
                its spans. The message says what to undo first.
        """
        name = check_name(by)
        with self._database.write() as connection:
            entry = next((one for one in read_log(connection) if one.number == number), None)
            if entry is None:
                raise NotInStoreError(f"the log has no correction {number}; list it with: onrecord correct log")
            if entry.undone:
                raise ConfigurationError(f"correction {number} is undone already")
            made, before = read_current(connection, entry.report) if entry.report else (None, [])
            undoing = append_correction(connection, "undo", name, {"undoes": number}, entry.report, entry.statement)
            if made is None:
                People().apply_merges(connection)
                return undoing
            after = read_log(connection, [made.report.id])
            check_fit(before, after)
            _check_clashes(apply_corrections(made, before), apply_corrections(made, after), after)
            reindex_reports(self._database, connection, [made.report.id])
            return undoing

    def log(self, report_id: str | None = None) -> list[Correction]:
        """Return all entries, or those of one report, oldest first."""
        with self._database.read() as connection:
            return read_log(connection, None if report_id is None else [report_id])

    def latest(self, report_id: str | None = None, *, limit: int = 50, before: int | None = None) -> list[Correction]:
        """Return the latest entries, newest first.

        Args:
            report_id: Only entries about this report, or None for all.
            limit: Maximum number of entries.
            before: Only entries with a lower number, or None for the end of the log.
        """
        with self._database.read() as connection:
            return read_latest(connection, None if report_id is None else [report_id], limit, before)

    def find_successor(self, statement_id: str) -> tuple[str, str | None] | None:
        """Find the present id of a statement whose id changed by a correction.

        Returns:
            The id of its report and its present id, which is None for a rejected statement. None if no correction
            refers to this id.
        """
        with self._database.read() as connection:
            named = (entry for entry in read_log(connection) if _names(entry, statement_id))
            report_id = next((entry.report for entry in named if entry.report is not None), None)
            if report_id is None:
                return None
            made, log = read_current(connection, report_id)
        # If corrections of two statements lead to the same statement, the later one wins.
        histories = reversed(find_histories(log))
        first = next(
            history.first for history in histories if any(_names(entry, statement_id) for entry in history.entries)
        )
        first_of = apply_corrections(made, log).first_corrections
        return report_id, next((now for now, number in first_of.items() if number == first), None)

    def iter_training(self) -> Iterator[dict[str, Any]]:
        """Iterate over corrected reports as training data in the format of PolNeAR, one object for each report.

        Each object holds all statements of its report, reviewed or not, because a model learns from whole reports.
        Nested statements are left out, as in the corpus.
        """
        with self._database.read() as connection:
            entries = [one for one in read_log(connection) if one.report is not None and not one.undone]
            people: dict[str, list[str]] = {}
            for entry in entries:
                if entry.action != "undo" and entry.by not in people.setdefault(str(entry.report), []):
                    people[str(entry.report)].append(entry.by)
            chosen = select(report.c.key).where(report.c.id.in_(list(people))).order_by(report.c.key)
            keys = list(connection.execute(chosen).scalars())
        for start in range(0, len(keys), 100):
            with self._database.read() as connection:
                records = list(read_records(connection, keys[start : start + 100], corrected=True))
            for record in records:
                yield polnear_line(record, HUMAN + "+".join(people[record.report.id]))

    def _correct(self, action: Action, statement_id: str, by: str, prepare: _Prepare) -> Correction:
        name = check_name(by)
        with self._database.write() as connection:
            report_id = connection.execute(
                select(report.c.id)
                .join(statement, statement.c.report_key == report.c.key)
                .where(statement.c.id == statement_id)
            ).scalar()
            if report_id is None:
                raise NotInStoreError(_explain_absence(connection, statement_id))
            made, log = read_current(connection, report_id)
            corrected = apply_corrections(made, log)
            found = next(one for one in corrected.record.statements if one.id == statement_id)
            detail = {"target": pack_item(found), **prepare(connection, corrected.record, found)}
            if statement_id in corrected.first_corrections:
                detail[FIRST] = corrected.first_corrections[statement_id]
            entry = append_correction(connection, action, name, detail, report_id, statement_id)
            reindex_reports(self._database, connection, [report_id])
            return entry

    def _name_person(self, connection: Connection, who: str) -> dict[str, Any]:
        if find_speakers(connection, [who]).taken or who.startswith("p_"):
            row = find_person(connection, _find_one(connection, who))
            return {"person": row.id, "name": row.name}
        people = People()
        people.begin(connection)
        key = people.resolve(connection, NamedSpeaker(" ".join(who.split()), "person", ()))
        people.flush(connection)
        row = connection.execute(select(person).where(person.c.key == key)).one()
        return {"person": row.id, "name": row.name}


def append_correction(
    connection: Connection,
    action: Action,
    by: str,
    detail: dict[str, Any],
    report_id: str | None = None,
    statement_id: str | None = None,
) -> Correction:
    """Append an entry to the log; the id is that of a statement or an event."""
    number = (connection.execute(select(func.max(correction.c.key))).scalar() or 0) + 1
    now = datetime.now(UTC).isoformat(timespec="seconds")
    if action not in ("merge", "talks", "undo"):
        detail = {FIRST: number, **detail}
    row = (number, now, by, action, report_id, statement_id, json.dumps(detail), detail.get("undoes"))
    link = link_entry(read_link(connection), row)
    insert_rows(connection, correction, [(*row, link)])
    note_link(connection, link)
    return Correction(number, now, by, action, report_id, statement_id, detail)


def _names(entry: Correction, statement_id: str) -> bool:
    """Tell whether a statement has this id before or after an entry."""
    return statement_id in (entry.statement, entry.detail.get("id"))


def _explain_absence(connection: Connection, statement_id: str) -> str:
    """Explain why the store has no statement of this id now."""
    entries = [one for one in read_log(connection) if one.statement == statement_id and not one.undone]
    last = next((one for one in reversed(entries) if one.action in ("reject", "edit")), None)
    if last is None:
        return f"the store has no statement {statement_id!r} now; find it with: onrecord search"
    if last.action == "reject":
        return (
            f"statement {statement_id} is rejected (correction {last.number}, by {last.by}); restore it with: "
            f"onrecord correct undo {last.number}"
        )
    now = last.detail["id"]
    return f"statement {statement_id} was edited and became {now} (correction {last.number}, by {last.by})"


def _check_clashes(before: CorrectedRecord, after: CorrectedRecord, log: Sequence[Correction]) -> None:
    """Refuse an undo that would give two statements the same spans.

    Raises:
        ConfigurationError: Two statements would have the same spans. The message says what to undo or reject first.
    """
    for identity in sorted(after.clashes - before.clashes):
        holders = [
            history for history in find_histories(log) if history.first == before.first_corrections.get(identity)
        ]
        edits = [entry.number for history in holders for entry in history.standing if entry.action == "edit"]
        first = f"undo {edits[-1]}" if edits else f"reject {identity}"
        raise ConfigurationError(f"two statements would have the spans of {identity} then; {first} first")


def check_name(by: str) -> str:
    """Check the name of a person who corrects.

    Raises:
        ConfigurationError: It is not one line of words.
    """
    name = by.strip()
    if not name or not name.isprintable() or len(name) > _LONGEST_NAME:
        raise ConfigurationError(f"{by!r} is not a valid name; write one line, such as --by 'Ada Quist'")
    return name


def _prepare_edit(record: AnnotatedReport, found: Statement, change: dict[str, list[list[int]]]) -> dict[str, Any]:
    text = record.report.text
    for name, spans in change.items():
        for span in spans:
            check_span(text, Span(*span))
        if any(after[0] < before[1] for before, after in pairwise(spans)):
            raise ConfigurationError(f"the spans of the {name} overlap or are out of order")
    if change.get("content") == []:
        raise ConfigurationError("a statement needs a content; to say that it is none, reject it")
    flat: dict[str, Any] = {name: [offset for span in spans for offset in span] for name, spans in change.items()}
    edited = edit_statement(record, found, flat)
    if edited.id == found.id:
        raise ConfigurationError("these are the spans that the statement has; to say that they are right, accept it")
    if any(other.id == edited.id for other in record.statements):
        raise ConfigurationError("another statement has just these spans; reject one of the two")
    return {**flat, "kind": _kind_of(record, edited), "id": edited.id}


def _kind_of(record: AnnotatedReport, edited: Statement) -> Kind:
    """Derive the kind from the spans; a kind from a transcript or a signature stays."""
    if edited.made_by.startswith("rule:") or edited.within is not None:
        return edited.kind
    text = record.report.text
    return find_kind(text, edited.content.spans, outermost(find_quotations(text, find_paragraphs(text))))


def _find_one(connection: Connection, who: str) -> str:
    found = find_speakers(connection, [who]).taken
    just_so = [one for one in found if plain_name(one.name) == plain_name(who)]
    if len(just_so) == 1:
        return just_so[0].id
    if not found:
        raise NotInStoreError(f"the store has no person {who!r}; find people with: onrecord people --store STORE")
    if len(found) > 1:
        several = ", ".join(f"{one.name} ({one.id})" for one in found[:5])
        raise ConfigurationError(f"{who!r} may be {several}; give the id of the one that is meant")
    return found[0].id
