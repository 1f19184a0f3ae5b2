"""Where talks stand, derived from what each voice says."""

from __future__ import annotations

from typing import Any

import pytest

from onrecord.record.layers.negotiations import MoveView, StageView
from onrecord.record.talks import derive_state


def stages(*views: tuple[str, str]) -> list[StageView]:
    return [StageView(by=by, value=value, confidence=0.8) for by, value in views]  # type: ignore[arg-type]


def moves(*views: tuple[str, str]) -> list[MoveView]:
    return [MoveView(by=by, value=value, confidence=0.8) for by, value in views]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("views", "stage", "status"),
    [
        ([("report", "underway"), ("s_1", "collapsed"), ("s_2", "collapsed")], "underway", "stated"),
        ([("s_1", "agreed"), ("s_2", "agreed")], "agreed", "stated"),
        ([("s_1", "agreed"), ("s_2", "mooted")], None, "contested"),
        # Two voices against one are no majority.
        ([("s_1", "agreed"), ("s_2", "agreed"), ("s_3", "mooted")], None, "contested"),
        ([], "unclear", "unclear"),
        ([("report", "unclear"), ("s_1", "signed")], "unclear", "unclear"),
    ],
)
def test_the_reports_own_voice_decides_else_all_statements_together(views: Any, stage: str, status: str) -> None:
    state = derive_state(stages(*views), [])
    assert (state.stage, state.status) == (stage, status)


def test_a_move_without_words_is_none_and_a_contested_one_null() -> None:
    assert derive_state(stages(("report", "underway")), []).move == "none"
    contested = derive_state(stages(("report", "underway")), moves(("s_1", "progress"), ("s_2", "stall")))
    assert (contested.move, contested.status) == (None, "stated")
