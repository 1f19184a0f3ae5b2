"""Where talks stand, derived from what each voice says: never by majority."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from onrecord.record.layers.negotiations import Move, MoveView, NegotiationState, Stage, StageView

Value = TypeVar("Value", Stage, Move)


def derive_state(stages: Sequence[StageView], moves: Sequence[MoveView]) -> NegotiationState:
    """Derive the state of a negotiation from the views of its stage and its move.

    The report's own voice decides. Where it says nothing, the one value that all statements share does. Where they
    differ, the state is contested, and both values stay in the views.

    Args:
        stages: What each voice says of the stage.
        moves: What each voice says of the move.

    Returns:
        The state. A stage without words is `unclear`, a move without words `none`; null means contested.

    Example:
        >>> derive_state([StageView(by="report", value="underway", confidence=0.8)], []).stage
        'underway'
    """
    stage = _agree([(view.by, view.value) for view in stages])
    move = _agree([(view.by, view.value) for view in moves])
    if stages and stage is None:
        return NegotiationState(None, _settle_move(moves, move), "contested")
    if not stages or stage == "unclear":
        return NegotiationState("unclear", _settle_move(moves, move), "unclear")
    return NegotiationState(stage, _settle_move(moves, move), "stated")


def _settle_move(moves: Sequence[MoveView], move: Move | None) -> Move | None:
    return move if moves else "none"


def _agree(views: Sequence[tuple[str, Value]]) -> Value | None:
    """Give the report's own value, or the one that all voices share."""
    own = {value for by, value in views if by == "report"}
    values = own or {value for _, value in views}
    return next(iter(values)) if len(values) == 1 else None
