"""Corrections of events by people; the log and its rules are those of :mod:`onrecord.store.correct`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal, get_args

from sqlalchemy import select

from onrecord.errors import ConfigurationError, NotInStoreError
from onrecord.record import AnnotatedReport, Event, event_id
from onrecord.record.layers.events import EventType, Stance
from onrecord.record.packing import pack_item
from onrecord.store.base.database import Database
from onrecord.store.base.schema import event, report
from onrecord.store.correct import append_correction, check_name
from onrecord.store.corrections.histories import FIRST, find_histories
from onrecord.store.corrections.overlay import apply_corrections
from onrecord.store.upkeep.reindex import read_current, reindex_reports
from onrecord.store.values.corrections import EVENT_ACTIONS, Correction, EventAction
from onrecord.text.spans import Span, check_span

_Prepare = Callable[[AnnotatedReport, Event], dict[str, Any]]


class EventCorrections:
    """The corrections of events that people make in a store, as ``store.event_corrections``.

    Every method takes ``by``, the name of the person who corrects, and returns the new entry of the log.
    ``store.corrections.undo`` undoes it. Records, searches and exports show changed events as ``made_by``
    ``human@NAME`` with confidence 1, and omit rejected ones.

    Example:
        >>> store.event_corrections.reject("v_7d793037a0760186", by="Ada Quist").action
        'event-reject'
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def reject(self, event_id: str, by: str) -> Correction:
        """Reject an event: the report tells of no such deed.

        Raises:
            NotInStoreError: The store has no event of this id now.
        """
        return self._correct("event-reject", event_id, by, lambda *_: {})

    def set_type(self, event_id: str, by: str, kind: EventType, mode: str | None = None) -> Correction:
        """Set the type and mode of an event. Its id follows from the type.

        Args:
            event_id: The event.
            by: Name of the person who corrects.
            kind: PLOVER type.
            mode: PLOVER mode, or None.

        Returns:
            The entry. ``detail["id"]`` is the new id of the event.

        Raises:
            NotInStoreError: The store has no event of this id now.
            ConfigurationError: There is no such type, or another event has it with the same words.
        """
        if kind not in get_args(EventType):
            raise ConfigurationError(f"type {kind!r} is unknown; use one of {', '.join(get_args(EventType))}")
        return self._correct("event-type", event_id, by, lambda record, found: _prepare_type(record, found, kind, mode))

    def set_sides(
        self, event_id: str, by: str, role: Literal["actors", "recipients"], sides: Sequence[Sequence[Span]]
    ) -> Correction:
        """Set who did it, or to whom it was done, as far as no voice disputes it.

        Args:
            event_id: The event.
            by: Name of the person who corrects.
            role: ``actors`` or ``recipients``.
            sides: The spans of each side; none empties the list.

        Raises:
            NotInStoreError: The store has no event of this id now.
            SpanError: A span lies outside the text.
            ConfigurationError: The role is unknown, or a side has no span.
        """
        if role not in ("actors", "recipients"):
            raise ConfigurationError(f"role {role!r} is unknown; use actors or recipients")

        def prepare(record: AnnotatedReport, _: Event) -> dict[str, Any]:
            for spans in sides:
                if not spans:
                    raise ConfigurationError("a side needs the span of its words")
                for span in spans:
                    check_span(record.report.text, span)
            return {"role": role, "sides": [[list(span) for span in spans] for spans in sides]}

        return self._correct("event-side", event_id, by, prepare)

    def set_view(self, event_id: str, by: str, view: int, stance: Stance | None) -> Correction:
        """Set how a voice holds an event, or take a view away.

        Args:
            event_id: The event.
            by: Name of the person who corrects.
            view: Number of the view, from 1.
            stance: The right stance, or None to take the view away.

        Raises:
            NotInStoreError: The store has no event of this id now.
            ConfigurationError: There is no such view or stance, or the view is the only one.
        """

        def prepare(_: AnnotatedReport, found: Event) -> dict[str, Any]:
            if not 1 <= view <= len(found.views):
                raise ConfigurationError(f"the event has no view {view}; it has {len(found.views)}")
            if stance is not None and stance not in get_args(Stance):
                raise ConfigurationError(f"stance {stance!r} is unknown; use one of {', '.join(get_args(Stance))}")
            if stance is None and len(found.views) == 1:
                raise ConfigurationError("an event needs a view; to say that it is none, reject it")
            return {"view": view, "stance": stance}

        return self._correct("event-view", event_id, by, prepare)

    def _correct(self, action: EventAction, identity: str, by: str, prepare: _Prepare) -> Correction:
        name = check_name(by)
        with self._database.write() as connection:
            chosen = select(report.c.id).join(event, event.c.report_key == report.c.key).where(event.c.id == identity)
            report_id = connection.execute(chosen).scalar()
            if report_id is None:
                raise NotInStoreError(f"the store has no event {identity!r} now; find it with: onrecord events --store")
            made, log = read_current(connection, report_id)
            record = apply_corrections(made, log).record
            found = next(one for one in record.events if one.id == identity)
            detail = {"target": pack_item(found), **prepare(record, found)}
            own = find_histories([entry for entry in log if entry.action in EVENT_ACTIONS and not entry.undone])
            lasts = [(one.first, one.entries[-1]) for one in own]
            earlier = [first for first, last in lasts if last.detail.get("id", last.statement) == identity]
            if earlier:
                detail[FIRST] = earlier[-1]
            entry = append_correction(connection, action, name, detail, report_id, identity)
            reindex_reports(self._database, connection, [report_id])
            return entry


def _prepare_type(record: AnnotatedReport, found: Event, kind: EventType, mode: str | None) -> dict[str, Any]:
    identity = event_id(record.report.id, kind, found.triggers)
    if identity != found.id and any(one.id == identity for one in record.events):
        raise ConfigurationError("another event has this type and the same words; reject one of the two")
    return {"type": kind, "mode": mode, "id": identity}
