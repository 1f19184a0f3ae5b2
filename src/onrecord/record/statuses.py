"""What follows from the views of an event: its status and that of its actors.

A reader who looks at nothing else must never take a denial, a plan or an accusation for a deed.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from onrecord.record.layers.events import ActorStatus, EventNumber, EventStatus, Side, Stance, View

_BY_STANCE: tuple[tuple[Stance, EventStatus], ...] = (
    ("denied", "denied"),
    ("alleged", "alleged"),
    ("planned", "planned"),
    ("wanted", "wanted"),
    ("possible", "possible"),
)


def derive_status(views: Sequence[View], numbers: Sequence[EventNumber] = ()) -> EventStatus:
    """Derive the status of an event, the first that fits of those that its views give.

    Args:
        views: At least one. Views of the whole event count; where there are none, those of its sides do.
        numbers: The undisputed numbers.

    Example:
        >>> derive_status([View("report", "planned"), View("s_1", "denied")])
        'denied'
    """
    whole = [view for view in views if not _is_partial(view)] or list(views)
    stances = {view.stance for view in whole}
    asserted = [view for view in views if view.stance == "asserted"]
    counted = [*numbers, *(number for view in asserted for number in view.numbers)]
    if {"asserted", "denied"} <= stances or any(_exclude(a, b) for a, b in combinations(counted, 2)):
        return "contested"
    if "asserted" in stances:
        is_reported = any(view.by == "report" and view.stance == "asserted" for view in whole)
        return "reported" if is_reported else "claimed"
    return next(status for stance, status in _BY_STANCE if stance in stances)


def derive_actor_status(actors: Sequence[Side], views: Sequence[View]) -> ActorStatus:
    """Derive how sure it is who did a deed.

    Args:
        actors: The undisputed actors, those of the event itself.
        views: The views of the event.

    Example:
        >>> derive_actor_status([], [View("unnamed", "alleged", actors=(Side(quote=("Holm",)),))])
        'alleged'
    """
    naming = [view for view in views if view.actors]
    held = [side for view in naming if view.stance == "asserted" for side in view.actors]
    denied = [side for view in naming if view.stance == "denied" for side in view.actors]
    if any(_is_same(a, b) for a in (*held, *actors) for b in denied):
        return "contested"
    if actors:
        return "undisputed"
    if held:
        return "claimed"
    return "alleged" if any(view.stance == "alleged" for view in naming) else "unnamed"


def _is_partial(view: View) -> bool:
    return bool(view.actors or view.recipients or view.numbers)


def _is_same(first: Side, second: Side) -> bool:
    if first.entity is not None or second.entity is not None:
        return first.entity == second.entity
    return first.quote == second.quote


def _exclude(first: EventNumber, second: EventNumber) -> bool:
    """Tell whether two numbers of one kind cannot both be right."""
    if first.kind != second.kind:
        return False
    highest, lowest = (first.at_most, second.at_most), (first.at_least, second.at_least)
    return any(
        most is not None and least is not None and most < least
        for most, least in zip(highest, reversed(lowest), strict=True)
    )
