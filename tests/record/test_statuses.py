"""The status of an event and of its actors follows from its views."""

from __future__ import annotations

import pytest

from onrecord.record.layers.events import EventNumber, Side, Stance, View
from onrecord.record.statuses import derive_actor_status, derive_status

HOLM, WESTMERE = Side(quote=("Holm",), entity="e_1"), Side(quote=("Westmere",), entity="e_2")


def killed(least: int | None, most: int | None) -> EventNumber:
    return EventNumber("killed", least if least == most else None, least, most)


@pytest.mark.parametrize(
    ("views", "expected"),
    [
        ([("report", "asserted")], "reported"),
        ([("report", "asserted"), ("s_1", "asserted")], "reported"),
        ([("s_1", "asserted")], "claimed"),
        ([("s_1", "asserted"), ("s_2", "denied")], "contested"),
        ([("report", "asserted"), ("s_2", "denied")], "contested"),
        ([("report", "planned"), ("s_2", "denied")], "denied"),
        ([("unnamed", "alleged"), ("s_2", "planned")], "alleged"),
        ([("s_1", "wanted"), ("report", "planned")], "planned"),
        ([("s_1", "wanted"), ("s_2", "possible")], "wanted"),
        ([("s_2", "possible")], "possible"),
    ],
)
def test_the_first_status_that_fits(views: list[tuple[str, Stance]], expected: str) -> None:
    assert derive_status([View(by, stance) for by, stance in views]) == expected


def test_a_view_of_a_side_does_not_count_for_the_whole_event() -> None:
    views = [View("report", "asserted"), View("s_1", "denied", actors=(HOLM,))]
    assert derive_status(views) == "reported"
    # Where every view is of a side, they count.
    assert derive_status([View("s_1", "denied", actors=(HOLM,))]) == "denied"


def test_numbers_that_exclude_each_other_are_contested() -> None:
    views = [View("report", "asserted"), View("s_1", "asserted", numbers=(killed(9, 9),))]
    assert derive_status(views, [killed(6, 6)]) == "contested"
    assert derive_status(views, [killed(6, None)]) == "reported"
    assert derive_status(views, [killed(None, 8)]) == "contested"
    denied = [View("report", "asserted"), View("s_1", "denied", numbers=(killed(9, 9),))]
    assert derive_status(denied, [killed(6, 6)]) == "reported"


@pytest.mark.parametrize(
    ("actors", "views", "expected"),
    [
        ([HOLM], [View("report", "asserted")], "undisputed"),
        ([], [View("report", "asserted")], "unnamed"),
        ([], [View("report", "asserted"), View("s_1", "asserted", actors=(HOLM,))], "claimed"),
        ([], [View("unnamed", "alleged", actors=(HOLM,)), View("s_1", "denied", actors=(WESTMERE,))], "alleged"),
        ([], [View("s_1", "asserted", actors=(HOLM,)), View("s_2", "denied", actors=(HOLM,))], "contested"),
        ([HOLM], [View("report", "asserted"), View("s_2", "denied", actors=(HOLM,))], "contested"),
    ],
)
def test_the_status_of_the_actors(actors: list[Side], views: list[View], expected: str) -> None:
    assert derive_actor_status(actors, views) == expected
