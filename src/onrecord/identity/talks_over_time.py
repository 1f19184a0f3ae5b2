"""What a track shows over time: the state on a day, what changed, where voices and outlets differ, what comes next.

Nothing is filled by guess: a state is that of the last report that says one, with its day and its words. Days count
from the day that is asked for, never from the clock.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from onrecord.identity.talks import Snapshot, Track, name_side
from onrecord.record.layers.negotiations import MoveView, StageView

INCOMPATIBLE = frozenset(
    frozenset(pair)
    for pair in (
        ("underway", "collapsed"), ("agreed", "mooted"), ("in-effect", "collapsed"), ("suspended", "underway"),
        ("signed", "collapsed"),
    )
)  # fmt: skip
"""Stages that cannot hold at one time."""
FORWARD, BACKWARD = frozenset({"breakthrough", "progress", "resumed"}), frozenset({"stall", "setback"})
WINDOW, OLD = 7, 30
"""Days within which reports can contradict each other, and after which a state is old."""
_IMPOSSIBLE = frozenset(
    {
        ("collapsed", "in-effect"), ("collapsed", "breached"), ("mooted", "breached"), ("mooted", "done"),
        ("done", "scheduled"), ("done", "underway"),
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Word:
    """Words of a report that a cell rests on.

    Attributes:
        value: What the cell says.
        quote: The words.
        by: Who says so: a speaker's name, ``report`` or ``unnamed``.
        publisher: The outlet, or None.
        report: Id of the report.
        day: Date of the report, or an empty string.
        span: Where the words stand: start and end, or None where there are none.
    """

    value: str
    quote: str
    by: str
    publisher: str | None
    report: str
    day: str
    span: tuple[int, int] | None

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "value": self.value,
            "quote": self.quote,
            "by": self.by,
            "publisher": self.publisher,
            "report": self.report,
            "day": self.day or None,
            "span": None if self.span is None else list(self.span),
        }


@dataclass(frozen=True, slots=True)
class StateOnDay:
    """Where talks stand on a day, as far as the reports until then say.

    Attributes:
        day: The day.
        stage: The last known stage; None where the last reports contradict each other; ``unclear`` where none says one.
        move: The last known move, or None.
        status: stated, contested or unclear.
        since: First day of the unbroken run of reports with this stage, or an empty string.
        last: Day of the last report about the talks, or an empty string.
        quiet_days: Days from that report to the day, or None.
        words: The words that say so; where it is contested, those of both sides.
    """

    day: str
    stage: str | None
    move: str | None
    status: str
    since: str
    last: str
    quiet_days: int | None
    words: tuple[Word, ...]

    @property
    def is_old(self) -> bool:
        """Whether there is no word for more than thirty days."""
        return self.quiet_days is not None and self.quiet_days > OLD

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "day": self.day,
            "stage": self.stage,
            "move": self.move,
            "status": self.status,
            "since": self.since or None,
            "last": self.last or None,
            "quiet_days": self.quiet_days,
            "old": self.is_old,
            "words": [word.to_dict() for word in self.words],
        }


@dataclass(frozen=True, slots=True)
class Change:
    """Something that changed from one report to the next.

    Attributes:
        day: Day of the later report.
        kind: stage, move, party, mediator, date or ``date passed``.
        before: What held before, or None.
        after: What holds then, or None.
        word: The words of the later report.
        is_impossible: Whether talks cannot go from the one to the other; shown, not repaired.
    """

    day: str
    kind: str
    before: str | None
    after: str | None
    word: Word | None = None
    is_impossible: bool = False

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "day": self.day,
            "kind": self.kind,
            "before": self.before,
            "after": self.after,
            "word": None if self.word is None else self.word.to_dict(),
            "impossible": self.is_impossible,
        }


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two voices or outlets that contradict each other within seven days."""

    kind: str
    one: Word
    other: Word

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {"kind": self.kind, "one": self.one.to_dict(), "other": self.other.to_dict()}


@dataclass(slots=True)
class DatedStep:
    """A step to come, with every report that names its day.

    Attributes:
        start: First day.
        end: The day after the last.
        words: What the reports say.
    """

    start: str
    end: str
    words: list[Word] = field(default_factory=list)

    @property
    def is_confirmed(self) -> bool:
        """Whether two outlets agree on it."""
        return len({word.publisher or word.report for word in self.words}) > 1

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "start": self.start,
            "end": self.end,
            "confirmed": self.is_confirmed,
            "words": [word.to_dict() for word in self.words],
        }


def name_voice(snapshot: Snapshot, by: str) -> str:
    """Give who a voice is: the speaker's name, the words for the source, ``report`` or ``unnamed``."""
    found = next((s for s in snapshot.record.statements if s.id == by), None)
    if found is None:
        return by
    name = found.speaker.name if found.speaker else None
    return name or " ".join(found.source.quote) or "unnamed"


def _word(snapshot: Snapshot, value: str, by: str, view: Any) -> Word:
    report = snapshot.record.report
    span = (view.spans[0].start, view.spans[0].end) if view is not None and view.spans else None
    quote = " … ".join(view.quote) if view is not None else ""
    return Word(value, quote, name_voice(snapshot, by), report.publisher, report.id, snapshot.day, span)


def deciding_views(snapshot: Snapshot, what: str) -> list[StageView | MoveView]:
    """Give the views that a snapshot's stage or move rests on: the report's own, else those of all voices."""
    negotiation = snapshot.negotiation
    views: Sequence[StageView | MoveView] = negotiation.stage if what == "stage" else negotiation.move
    return [view for view in views if view.by == "report"] or list(views)


def find_state(track: Track, day: str) -> StateOnDay:
    """Give where talks stand on a day, from the reports until then.

    Args:
        track: The track.
        day: The day, ``YYYY-MM-DD``.
    """
    known = [one for one in track.snapshots if one.day and one.day <= day]
    if not known:
        return StateOnDay(day, "unclear", None, "unclear", "", "", None, ())
    last = known[-1].day
    telling = [one for one in known if one.negotiation.state.status != "unclear"]
    judged = [one for one in track.judged if one.day <= day and (not telling or telling[-1].day <= one.day)]
    move = next((one.negotiation.state.move for one in reversed(known) if one.negotiation.move), None)
    quiet = _days(last, day)
    if judged:
        newest_judged = max(judged, key=lambda one: one.day)
        word = Word(newest_judged.stage, "", newest_judged.by, None, "", newest_judged.day, None)
        return StateOnDay(day, newest_judged.stage, move, "stated", newest_judged.day, last, quiet, (word,))
    if not telling:
        return StateOnDay(day, "unclear", move, "unclear", "", last, quiet, ())
    newest = telling[-1]
    against = _contradicting(telling, newest)
    if newest.negotiation.state.stage is None or against is not None:
        shown = [newest] if against is None else [against, newest]
        return StateOnDay(day, None, move, "contested", newest.day, last, quiet, _stage_words(shown))
    stage = newest.negotiation.state.stage
    since = newest.day
    for one in reversed(telling):
        if one.negotiation.state.stage != stage:
            break
        since = one.day
    return StateOnDay(day, stage, move, "stated", since, last, quiet, _stage_words([newest]))


def _stage_words(snapshots: Sequence[Snapshot]) -> tuple[Word, ...]:
    return tuple(_word(one, view.value, view.by, view) for one in snapshots for view in deciding_views(one, "stage"))


def _contradicting(telling: Sequence[Snapshot], newest: Snapshot) -> Snapshot | None:
    """Give the latest snapshot of another report on the same day that says an incompatible stage.

    A later report that says otherwise is a change; two of one day contradict each other.
    """
    stage = newest.negotiation.state.stage
    for one in reversed(telling[:-1]):
        if one.day != newest.day:
            break
        if is_incompatible(stage, one.negotiation.state.stage):
            return one
    return None


def is_incompatible(first: str | None, second: str | None) -> bool:
    """Tell whether two stages cannot hold at one time."""
    return first is not None and second is not None and frozenset((first, second)) in INCOMPATIBLE


def find_changes(track: Track, since: str = "") -> list[Change]:
    """Give what changed from report to report, in the order of the days.

    Args:
        track: The track.
        since: Only changes on or after this day.
    """
    found: list[Change] = []
    stage: str | None = None
    move: str | None = None
    parties: set[str] = set()
    mediators: set[str] = set()
    for number, snapshot in enumerate(one for one in track.snapshots if one.day):
        state = snapshot.negotiation.state
        if state.status == "stated" and state.stage != stage:
            word = next(iter(_stage_words([snapshot])), None)
            found.append(Change(snapshot.day, "stage", stage, state.stage, word, (stage, state.stage) in _IMPOSSIBLE))
            stage = state.stage
        if snapshot.negotiation.move and state.move != move:
            views = deciding_views(snapshot, "move")
            found.append(
                Change(snapshot.day, "move", move, state.move, _word(snapshot, views[0].value, views[0].by, views[0]))
            )
            move = state.move
        for party in snapshot.negotiation.parties:
            held = parties if party.role == "party" else mediators
            name = party.country or party.quote[0]
            if number and name not in held and party.role in ("party", "mediator"):
                shown = name_side(name)
                found.append(Change(snapshot.day, party.role, None, shown, _word(snapshot, shown, "report", party)))
            held.add(name)
    found += _find_date_changes(track)
    return sorted((one for one in found if one.day >= since), key=lambda one: (one.day, one.kind, one.after or ""))


def _find_date_changes(track: Track) -> Iterator[Change]:
    """Give dates that reports set, and those that passed before the next report without another word."""
    days = [one.day for one in track.snapshots if one.day]
    for step in find_steps(track, ""):
        first = min((word.day for word in step.words if word.day), default="")
        yield Change(first, "date", None, step.start, step.words[0])
        if days and step.end <= days[-1] and not any(step.start <= day < step.end for day in days):
            yield Change(step.end, "date passed", step.start, None, step.words[0])


def find_disagreements(track: Track) -> list[Disagreement]:
    """Give where two voices or outlets contradict each other within seven days."""
    found = []
    for what in ("stage", "move"):
        words = [
            _word(one, view.value, view.by, view)
            for one in track.snapshots
            if one.day
            for view in (one.negotiation.stage if what == "stage" else one.negotiation.move)
        ]
        for place, other in enumerate(words):
            for one in reversed(words[:place]):
                if _days(one.day, other.day) > WINDOW:
                    break
                if _contradict(what, one, other):
                    found.append(Disagreement(what, one, other))
    return found


def _contradict(what: str, one: Word, other: Word) -> bool:
    if (one.by, one.report) == (other.by, other.report) or (one.by, one.publisher) == (other.by, other.publisher):
        # One voice that says otherwise later changed its mind.
        return False
    if what == "stage":
        return is_incompatible(one.value, other.value)
    return (one.value in FORWARD and other.value in BACKWARD) or (one.value in BACKWARD and other.value in FORWARD)


def find_steps(track: Track, day: str) -> list[DatedStep]:
    """Give the dated steps that are not over on a day, the earliest first.

    Args:
        track: The track.
        day: The day; an empty string gives all of them.
    """
    steps: dict[tuple[str, str], DatedStep] = {}
    for snapshot in track.snapshots:
        if day and snapshot.day > day:
            continue
        for step in snapshot.negotiation.next:
            time = step.time
            if time is not None and time.start and time.end and time.end > day:
                own = steps.setdefault((time.start, time.end), DatedStep(time.start, time.end))
                own.words.append(_word(snapshot, time.value or "", "report", step))
    return [steps[key] for key in sorted(steps)]


def _days(first: str, second: str) -> int:
    return abs((date.fromisoformat(second) - date.fromisoformat(first)).days)
