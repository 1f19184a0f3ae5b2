"""Tracks of talks in a store: snapshots read from the reports, joined, with what people judge.

Tracks are derived from the newest annotation of each report and from the log, so re-reading with other weights and
undoing need nothing here. A judgement names a negotiation by its report and the words for it: another annotation's
negotiation with the same words is the one that is meant.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, get_args

from sqlalchemy import Connection, func, select

from onrecord.errors import ConfigurationError, NotInStoreError
from onrecord.identity.talks import JudgedStage, Judgement, Snapshot, Track, find_track, join_snapshots
from onrecord.record.layers.negotiations import Stage
from onrecord.store.base.schema import annotation, layer
from onrecord.store.corrections.log import read_log
from onrecord.store.corrections.overlay import HUMAN
from onrecord.store.load import read_records

JUDGEMENTS = ("same", "not-same", "part-of")
_STAGE = "stage"


@dataclass(frozen=True, slots=True)
class Tracks:
    """The tracks of a store at one time.

    Attributes:
        tracks: Those with the latest news first.
        snapshots: Every snapshot.
    """

    tracks: list[Track]
    snapshots: list[Snapshot]


def read_tracks(connection: Connection) -> Tracks:
    """Read the negotiations of all reports and join them into tracks."""
    newest = select(func.max(annotation.c.key)).group_by(annotation.c.report_key)
    chosen = (
        select(annotation.c.report_key)
        .join(layer, layer.c.annotation_key == annotation.c.key)
        .where(layer.c.name == "negotiations", annotation.c.key.in_(newest))
        .order_by(annotation.c.report_key)
    )
    keys = list(connection.execute(chosen).scalars())
    snapshots = [
        Snapshot(record, negotiation, record.report.published or "")
        for record in read_records(connection, keys, corrected=True)
        for negotiation in record.negotiations
    ]
    judgements, stages = _read_judgements(connection, snapshots)
    tracks = join_snapshots(snapshots, judgements)
    for one, stage in stages:
        track = find_track(tracks, one)
        if track is not None:
            track.judged.append(stage)
    return Tracks(tracks, snapshots)


def _read_judgements(
    connection: Connection, snapshots: Sequence[Snapshot]
) -> tuple[list[Judgement], list[tuple[str, JudgedStage]]]:
    """Read what people judge, each about snapshots of now; what names none of them is left out."""
    judgements: list[Judgement] = []
    stages: list[tuple[str, JudgedStage]] = []
    for entry in read_log(connection):
        if entry.action != "talks" or entry.undone:
            continue
        one = _find_anchored(snapshots, entry.detail["one"])
        if entry.detail["judgement"] == _STAGE:
            if one is not None:
                stages.append((one, JudgedStage(entry.detail["day"], entry.detail["value"], HUMAN + entry.by)))
            continue
        other = _find_anchored(snapshots, entry.detail["other"])
        if one is not None and other is not None:
            judgements.append(Judgement(entry.detail["judgement"], one, other))
    return judgements, stages


def _find_anchored(snapshots: Sequence[Snapshot], anchor: dict[str, Any]) -> str | None:
    """Find the snapshot of a report that shares most of the words that an anchor names."""
    best, found = 0, None
    for snapshot in snapshots:
        if snapshot.record.report.id == anchor["report"]:
            shared = sum(
                max(0, min(end, span.end) - max(start, span.start))
                for start, end in anchor["spans"]
                for span in snapshot.negotiation.mentions.spans
            )
            if shared > best:
                best, found = shared, snapshot.id
    return found


def make_judgement(connection: Connection, kind: str, one: str, other: str) -> dict[str, Any]:
    """Give the detail of an entry that two talks are the same, are not, or that one is part of the other.

    Args:
        connection: To the store.
        kind: ``same``, ``not-same`` or ``part-of``.
        one: Id of a track (``k_…``) or of a negotiation (``n_…``).
        other: Id of the other.

    Raises:
        ConfigurationError: The kind is none, or both ids are one negotiation's.
        NotInStoreError: The store has no such talks.
    """
    if kind not in JUDGEMENTS:
        raise ConfigurationError(f"{kind!r} is no judgement of two talks; choose one of {', '.join(JUDGEMENTS)}")
    tracks = read_tracks(connection)
    first, second = (_find_snapshot(tracks, name) for name in (one, other))
    if first is second:
        raise ConfigurationError(f"{one} and {other} are the same negotiation of one report; name two")
    return {"judgement": kind, "one": _anchor(first), "other": _anchor(second)}


def make_stage_judgement(connection: Connection, one: str, stage: str, day: str) -> dict[str, Any]:
    """Give the detail of an entry that says at which stage talks are from a day on.

    Raises:
        ConfigurationError: The stage is none.
        NotInStoreError: The store has no such talks.
    """
    if stage not in get_args(Stage):
        raise ConfigurationError(f"{stage!r} is no stage; choose one of {', '.join(get_args(Stage))}")
    return {
        "judgement": _STAGE,
        "one": _anchor(_find_snapshot(read_tracks(connection), one)),
        "value": stage,
        "day": day,
    }


def _find_snapshot(tracks: Tracks, name: str) -> Snapshot:
    found = next((one for one in tracks.snapshots if name in (one.id, one.track_id)), None)
    if found is None:
        track = find_track(tracks.tracks, name)
        if track is None:
            raise NotInStoreError(f"the store has no talks {name!r}; list them with: onrecord talks --store STORE")
        found = track.snapshots[0]
    return found


def _anchor(snapshot: Snapshot) -> dict[str, Any]:
    spans = [[span.start, span.end] for span in snapshot.negotiation.mentions.spans]
    return {"report": snapshot.record.report.id, "spans": spans}
