"""Tracks: which negotiations of several reports are one process.

A snapshot (the negotiation of one report) joins the track that it fits best. The score is a logistic one over shared
parties, agenda, words of the name, places, mediators, and days since the track's last snapshot, as in record linkage
(Fellegi and Sunter 1969). Two thresholds cut it: join, "perhaps the same talks", new. Linking is a judgement: UCDP and
PA-X disagree on which agreements belong to one peace process. So what people judge overrides the score.
"""

from __future__ import annotations

import functools
import hashlib
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from onrecord import lexicon
from onrecord.identity.people import plain_name
from onrecord.record import AnnotatedReport, Negotiation
from onrecord.text.words import find_words

JOIN, PERHAPS = 0.6, 0.35
"""Least scores to join a track, and to be shown as perhaps the same talks."""
WEIGHTS = {
    "sides": 4.5, "few sides": -0.8, "agenda": 1.2, "other agenda": -1.2, "name": 1.8, "other name": -0.6,
    "mediators": 1.0, "months": -0.35, "intercept": -2.4,
}  # fmt: skip
"""What each feature adds to the score."""
_GENERIC = lexicon.words("process") | frozenset("new peace talk round final the of on a".split())
_RECENT = 8
"""Snapshots of a track whose agenda and words count."""


@dataclass(frozen=True)
class Snapshot:
    """The negotiation of one report, with what tracks are joined by.

    Attributes:
        record: The report with its layers.
        negotiation: The negotiation.
        day: Date of the report, or an empty string.
        sides: The parties: codes of countries, or plain names.
        mediators: Who mediates or hosts, in the same form.
        agenda: The topics.
        words: The telling words of what the report calls the talks.
        track_id: Id of a track that begins with this snapshot.
    """

    record: AnnotatedReport
    negotiation: Negotiation
    day: str
    sides: frozenset[str] = field(init=False)
    mediators: frozenset[str] = field(init=False)
    agenda: frozenset[str] = field(init=False)
    words: frozenset[str] = field(init=False)
    track_id: str = field(init=False)

    def __post_init__(self) -> None:
        names = {entity.id: entity.name for entity in self.record.entities}
        roles: dict[str, set[str]] = {"party": set(), "mediator": set(), "host": set(), "guarantor": set()}
        for party in self.negotiation.parties:
            name = names.get(party.entity or "") or party.quote[0]
            # A leader, a government or a capital counts for the country.
            roles[party.role].add(party.country or plain_name(name))
        object.__setattr__(self, "sides", frozenset(roles["party"]))
        object.__setattr__(self, "mediators", frozenset(roles["mediator"] | roles["host"]))
        object.__setattr__(self, "agenda", frozenset(item.item for item in self.negotiation.agenda))
        object.__setattr__(self, "words", _name_words(self.negotiation))
        object.__setattr__(self, "track_id", _identify(self))

    @property
    def id(self) -> str:
        """The id of the negotiation."""
        return self.negotiation.id


def _identify(snapshot: Snapshot) -> str:
    """Give the id of a track that begins with a snapshot: from the report and the first word for the talks."""
    first = snapshot.negotiation.mentions.spans[0]
    key = f"{snapshot.record.report.id}|{first.start}"
    return "k_" + hashlib.sha256(key.encode()).hexdigest()[:16]


def _name_words(negotiation: Negotiation) -> frozenset[str]:
    """Give the telling words of what the report calls the talks."""
    found = set()
    for quote in negotiation.mentions.quote:
        words = [quote[start:end].lower() for start, end in find_words(quote)]
        found |= {word for word in words if word[0].isalnum() and word not in _GENERIC and len(word) > 1}
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class JudgedStage:
    """The stage that a person gives talks from a day on, until a later report says one.

    Attributes:
        day: The day.
        stage: The stage.
        by: ``human@`` and the person's name.
    """

    day: str
    stage: str
    by: str


@dataclass
class Track:
    """Snapshots that belong to one process.

    Attributes:
        snapshots: In the order of their days.
        perhaps: Ids of tracks that may be the same talks.
        part_of: Id of the track that this one is part of, as a person judged; None otherwise.
        judged: Stages that people give it.
    """

    snapshots: list[Snapshot]
    perhaps: set[str] = field(default_factory=set)
    part_of: str | None = None
    judged: list[JudgedStage] = field(default_factory=list)

    @property
    def id(self) -> str:
        """The id of the first snapshot's track."""
        return self.snapshots[0].track_id

    @property
    def ids(self) -> set[str]:
        """Every id under which the track is found: those that its snapshots would have alone."""
        return {one.track_id for one in self.snapshots} | {one.id for one in self.snapshots}

    @property
    def name(self) -> str:
        """The commonest of the names that say most."""
        names = Counter(_shown_name(one.negotiation) for one in self.snapshots)
        told = [name for name in names if len(name.split()) > 1] or list(names)
        return max(told, key=lambda name: (names[name], len(name), name))

    def until(self, day: str) -> Track:
        """Give the track as the reports until a day tell it."""
        known = [one for one in self.snapshots if one.day and one.day <= day]
        return Track(known, self.perhaps, self.part_of, [one for one in self.judged if one.day <= day])

    def sides(self) -> Counter[str]:
        """Count the parties."""
        return Counter(side for one in self.snapshots for side in one.sides)


def _shown_name(negotiation: Negotiation) -> str:
    return " ".join(negotiation.name.split())


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a person says of two negotiations.

    Attributes:
        kind: ``same``, ``not-same`` or ``part-of``.
        one: Id of a snapshot or track.
        other: Id of the other.
    """

    kind: str
    one: str
    other: str


def join_snapshots(snapshots: Iterable[Snapshot], judgements: Sequence[Judgement] = ()) -> list[Track]:
    """Join snapshots into tracks, those with the latest news first.

    Args:
        snapshots: The snapshots in any order.
        judgements: What people say; it overrides the score.
    """
    ordered = sorted(snapshots, key=lambda one: (one.day or "9999", one.record.report.id, one.id))
    apart = {frozenset((j.one, j.other)) for j in judgements if j.kind == "not-same"}
    tracks: list[Track] = []
    counted: list[Counter[str]] = []
    by_key: dict[str, list[int]] = {}
    for snapshot in ordered:
        near = sorted({place for key in _keys(snapshot) for place in by_key.get(key, ())})
        scored = [(score_link(tracks[place], snapshot, counted[place]), -place) for place in near]
        allowed = [(score, -place) for score, place in scored if not _are_apart(tracks[-place], snapshot, apart)]
        best, place = max(allowed, default=(0.0, -1), key=lambda one: (one[0], -one[1]))
        if best >= JOIN:
            tracks[place].snapshots.append(snapshot)
        else:
            place = len(tracks)
            tracks.append(Track([snapshot]))
            counted.append(Counter())
            for score, other in allowed:
                if score >= PERHAPS:
                    tracks[place].perhaps.add(tracks[other].id)
                    tracks[other].perhaps.add(tracks[place].id)
        counted[place].update(snapshot.sides)
        for key in _keys(snapshot):
            places = by_key.setdefault(key, [])
            if not places or place not in places:
                places.append(place)
    joined = _apply_judgements(tracks, judgements)
    return sorted(joined, key=lambda track: (track.snapshots[-1].day, track.id), reverse=True)


def _keys(snapshot: Snapshot) -> set[str]:
    """Give what a snapshot is looked up by: a track shares a side with it or, where none is named, a word."""
    if snapshot.sides:
        return {f"side {side}" for side in snapshot.sides}
    return {f"word {word}" for word in snapshot.words}


def _are_apart(track: Track, snapshot: Snapshot, apart: set[frozenset[str]]) -> bool:
    if not apart:
        return False
    own = {snapshot.id, snapshot.track_id}
    return any(frozenset((one, other)) in apart for one in own for other in track.ids)


def score_link(track: Track, snapshot: Snapshot, sides: Counter[str]) -> float:
    """Score whether a snapshot belongs to a track, from 0 to 1. Disjoint parties, both named, give 0.

    Args:
        track: The track.
        snapshot: The snapshot.
        sides: How many snapshots of the track name each party.
    """
    recent = track.snapshots[-_RECENT:]
    if sides and snapshot.sides and not sides.keys() & snapshot.sides:
        return 0.0
    weights, score = WEIGHTS, WEIGHTS["intercept"]
    if sides and snapshot.sides:
        main = {side for side, count in sides.items() if count * 3 >= len(track.snapshots)}
        shared = len(main & snapshot.sides)
        score += weights["sides"] * shared / max(1, min(len(main), len(snapshot.sides)))
        score += weights["few sides"] if shared < 2 else 0.0
    score += _compare([one.agenda for one in recent], snapshot.agenda, ("agenda", "other agenda"))
    score += _compare([one.words for one in recent], snapshot.words, ("name", "other name"))
    if frozenset().union(*(one.mediators for one in recent)) & snapshot.mediators:
        score += weights["mediators"]
    days = _days_between(track.snapshots[-1].day, snapshot.day)
    score += weights["months"] * math.log1p((days or 0) / 30)
    return 1 / (1 + math.exp(-score))


def _compare(known: Sequence[frozenset[str]], own: frozenset[str], names: tuple[str, str]) -> float:
    before = frozenset().union(*known)
    if not before or not own:
        return 0.0
    return WEIGHTS[names[0] if before & own else names[1]]


def _days_between(first: str, second: str) -> int | None:
    try:
        return abs((date.fromisoformat(second) - date.fromisoformat(first)).days)
    except ValueError:
        return None


def _apply_judgements(tracks: list[Track], judgements: Sequence[Judgement]) -> list[Track]:
    """Merge the tracks that people say are one, and note which are part of others and which are not the same."""
    for judgement in judgements:
        one, other = (find_track(tracks, name) for name in (judgement.one, judgement.other))
        if one is None or other is None or one is other:
            continue
        if judgement.kind == "same":
            one.snapshots.extend(other.snapshots)
            one.snapshots.sort(key=lambda snapshot: (snapshot.day or "9999", snapshot.record.report.id, snapshot.id))
            one.perhaps |= other.perhaps
            one.part_of = one.part_of or other.part_of
            tracks = [track for track in tracks if track is not other]
        elif judgement.kind == "part-of":
            one.part_of = other.id
        else:
            one.perhaps -= other.ids
            other.perhaps -= one.ids
    for track in tracks:
        track.perhaps = _present(tracks, track)
    return tracks


def _present(tracks: Sequence[Track], track: Track) -> set[str]:
    """Give the present ids of the tracks that may be the same as one."""
    found = (find_track(tracks, name) for name in track.perhaps)
    return {other.id for other in found if other is not None and other is not track}


def find_track(tracks: Sequence[Track], name: str) -> Track | None:
    """Find a track by its id, by that of a track that merged into it, or by that of a snapshot."""
    return next((track for track in tracks if name in track.ids), None)


@functools.cache
def _country_names() -> dict[str, str]:
    """Give the usual name of each country by its code."""
    names: dict[str, str] = {}
    for name, code in lexicon.values("country").items():
        names.setdefault(code, name)
    return names


def name_side(side: str) -> str:
    """Give what people read for a side: the name of a country, or the name as it is."""
    name = _country_names().get(side)
    return side if name is None else name.title()


def matches_words(track: Track, words: str) -> bool:
    """Tell whether each word of a query begins a word of the names, sides or agenda of a track.

    Args:
        track: The track.
        words: The query, such as "Gaza ceasefire".
    """
    held = {word for one in track.snapshots for quote in one.negotiation.mentions.quote for word in _split(quote)}
    held |= {word for one in track.snapshots for topic in one.agenda for word in _split(topic)}
    for one in track.snapshots:
        for party in one.negotiation.parties:
            held |= {word for quote in party.quote for word in _split(quote)}
            held |= set(_split(name_side(party.country or "")))
        parties = _party_ids(one)
        held |= {word for e in one.record.entities if e.id in parties for word in _split(e.name or "")}
    return all(any(word.startswith(asked) for word in held) for asked in _split(words))


def _party_ids(snapshot: Snapshot) -> set[str | None]:
    return {party.entity for party in snapshot.negotiation.parties}


def _split(words: str) -> list[str]:
    return [words[start:end].lower() for start, end in find_words(words) if words[start].isalnum()]
