"""Corrections by people: an append-only log that applies to what models find.

A correction changes no fact and is never deleted. It is an entry that says who corrects what, and when. The store
applies the entries that are not undone to the newest annotation. :mod:`onrecord.store.corrections.overlay` says how an
entry finds its statement in an annotation by newer weights.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, Unpack

from sqlalchemy import Connection, func, select

from onrecord.errors import ConfigurationError, NotInStoreError
from onrecord.export.polnear import polnear_line
from onrecord.identity.people import plain_name
from onrecord.read.options import parse_iso_date
from onrecord.record import AnnotatedReport, Statement
from onrecord.record.packing import pack_item
from onrecord.store.base.database import Database
from onrecord.store.base.schema import correction, insert_rows, person, person_name, report, statement
from onrecord.store.base.seals import link_entry, note_link, read_link
from onrecord.store.corrections.changes import StatementParts, build_addition, prepare_edit, prepare_note
from onrecord.store.corrections.histories import FIRST, check_fit, find_histories
from onrecord.store.corrections.log import read_latest, read_log
from onrecord.store.corrections.overlay import HUMAN, CorrectedRecord, apply_corrections, name_speaker
from onrecord.store.load import read_records
from onrecord.store.people import find_person, find_speakers
from onrecord.store.projections.people import NamedSpeaker, People
from onrecord.store.talks import make_judgement, make_stage_judgement
from onrecord.store.upkeep.reindex import read_current, reindex_reports
from onrecord.store.values.corrections import Action, Correction

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

    def add(
        self,
        report_id: str,
        by: str,
        *,
        who: str | None = None,
        is_unnamed: bool = False,
        **parts: Unpack[StatementParts],
    ) -> Correction:
        """Add a statement that the model missed.

        Its id, and by default its kind, follow from the spans; its day is that of the report.

        Args:
            report_id: The report.
            by: Name of the person who adds it.
            who: The speaker, as for :meth:`speaker`. By default the person whom the words of the source name.
            is_unnamed: Whether the report never names the source.
            parts: :class:`~onrecord.store.corrections.changes.StatementParts`; a content is needed.

        Returns:
            The entry. ``statement`` is the id of the new statement.

        Raises:
            NotInStoreError: The store has no report of this id.
            SpanError: A span lies outside the text.
            ConfigurationError: There is no content, spans overlap, or the record has the statement already.

        Example:
            >>> store.corrections.add("r_5d41402abc4b2a76", "Ada Quist", source=[(0, 8)], content=[(14, 40)]).action
            'add'
        """
        name = check_name(by)
        with self._database.write() as connection:
            if connection.execute(select(report.c.key).where(report.c.id == report_id)).scalar() is None:
                raise NotInStoreError(f"the store has no report {report_id!r}; find it with: onrecord search")
            made, log = read_current(connection, report_id)
            record = apply_corrections(made, log).record
            added = build_addition(record, parts, HUMAN + name)
            detail: dict[str, Any] = {"id": added.id}
            if is_unnamed or who is not None:
                named = _NO_ONE if is_unnamed else self._name_person(connection, str(who))
                added, detail["person"] = name_speaker(record, added, named["name"]), named["person"]
            detail["target"] = pack_item(added)
            entry = append_correction(connection, "add", name, detail, report_id, added.id)
            reindex_reports(self._database, connection, [report_id])
            return entry

    def edit(self, statement_id: str, by: str, **parts: Unpack[StatementParts]) -> Correction:
        """Replace parts of a statement: spans, kind, day, venue or addressee. Its id follows from the spans.

        Args:
            statement_id: The statement.
            by: Name of the person who corrects.
            parts: What changes: :class:`~onrecord.store.corrections.changes.StatementParts`.

        Returns:
            The entry. ``detail["id"]`` is the new id of the statement.

        Raises:
            NotInStoreError: The store has no statement of this id now.
            SpanError: A span lies outside the text.
            ConfigurationError: Nothing changes, spans overlap, or another statement has the same ones.

        Example:
            >>> store.corrections.edit("s_7d793037a0760186", "Ada Quist", said="2031-03").action
            'edit'
        """
        if all(part is None for part in parts.values()):
            raise ConfigurationError("an edit needs spans of a role, a kind or a day to set")
        return self._correct("edit", statement_id, by, lambda _, record, found: prepare_edit(record, found, parts))

    def note(self, statement_id: str, by: str, text: str = "", tags: Sequence[str] = ()) -> Correction:
        """Attach a note or tags to a statement. The statement itself does not change.

        Args:
            statement_id: The statement.
            by: Name of the person who writes.
            text: The note.
            tags: Tags, each of a few words; searches find statements by them.

        Raises:
            NotInStoreError: The store has no statement of this id now.
            ConfigurationError: There are neither words nor tags, or a tag is not valid.

        Example:
            >>> store.corrections.note("s_7d793037a0760186", "Ada Quist", tags=["dam"]).detail["tags"]
            ['dam']
        """
        detail = prepare_note(text, tags)
        return self._correct("note", statement_id, by, lambda *_: detail)

    def speaker(self, statement_id: str, by: str, who: str | None) -> Correction:
        """Set the speaker of a statement.

        Args:
            statement_id: The statement.
            by: Name of the person who corrects.
            who: Id or name of a person in the store. An unknown name creates a person. None says that the report never
                names the source.

        Raises:
            NotInStoreError: The store has no statement, or no person, of this id now.
            ConfigurationError: Several people have the name, or the name is empty.
        """
        if who is None:
            return self._correct("speaker", statement_id, by, lambda *_: dict(_NO_ONE))
        if not who.strip():
            raise ConfigurationError("say who speaks: a name, or the id of a person of the store")
        return self._correct("speaker", statement_id, by, lambda connection, *_: self._name_person(connection, who))

    def merge(self, who: str, into: str, by: str) -> Correction:
        """Merge two people of the store into one.

        Args:
            who: Id or full name of the person to merge.
            into: Id or full name of the person whose name stays.
            by: Name of the person who corrects.

        Raises:
            NotInStoreError: The store has no person of this id or name.
            ConfigurationError: No person has just this name, several have it, or the two are already one. The message
                lists who may be meant.
        """
        name = check_name(by)
        with self._database.write() as connection:
            one, other = (_find_named(connection, words) for words in (who, into))
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
            log = read_log(connection)
            entries = [one for one in log if one.report is not None and not one.undone and one.action != "note"]
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


_NO_ONE: dict[str, Any] = {"person": None, "name": None}
"""Detail of the speaker of a source that the report never names."""


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


def _find_named(connection: Connection, who: str) -> str:
    """Find the person of an id or of just this name: a merge changes every statement of a person."""
    found = _find_one(connection, who)
    row = find_person(connection, found)
    names = select(person_name.c.name).where(person_name.c.person_key == row.key)
    known = {plain_name(name) for name in connection.execute(names).scalars()}
    if not who.startswith("p_") and plain_name(who) not in known:
        raise ConfigurationError(f"no person has the name {who!r}; if you mean {row.name}, write that, or {row.id}")
    return found


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
