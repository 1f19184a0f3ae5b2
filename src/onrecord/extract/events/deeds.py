"""Which triggers are words for one deed: each joins the deed before it that it fits best, or begins one.

A logistic model over a few features of the pair, fitted on the marked reports; the chain of best antecedents is that of
Ng and Cardie (2002).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from onrecord.extract.events.sides import FoundSide, FoundSides
from onrecord.model.arrays import FloatArray
from onrecord.record.layers.events import EventType, Stance
from onrecord.text.document import Document

SAMENESS_FEATURES = (
    "same stem", "shared actor", "shared recipient", "other actors", "other recipients", "shared place",
    "same sentence", "distance", "same voice", "same stance", "same time", "other time", "definite", "intercept",
)  # fmt: skip
_STEM = 4
"""Letters that two words for one deed mostly share: attack, attacked, attackers."""
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "its", "his", "her", "their"})


@dataclass(frozen=True, slots=True)
class TriggerReading:
    """A trigger with what belongs to it.

    Attributes:
        words: Its word range.
        type: PLOVER type.
        stance: How its voice holds the deed.
        voice: Whose words it stands in.
        sides: Its sides.
        certainty: Probability that it is a trigger of this type.
    """

    words: tuple[int, int]
    type: EventType
    stance: Stance
    voice: str
    sides: FoundSides
    certainty: float


def group_deeds(
    document: Document, triggers: Sequence[TriggerReading], weights: FloatArray
) -> list[list[TriggerReading]]:
    """Bring the triggers of one deed together.

    Args:
        document: The text.
        triggers: The triggers in order.
        weights: A weight for each of :data:`SAMENESS_FEATURES`.

    Returns:
        Deeds in the order of their first triggers.
    """
    deeds: list[list[TriggerReading]] = []
    by_type: dict[str, list[list[TriggerReading]]] = {}
    for trigger in triggers:
        earlier = by_type.setdefault(trigger.type, [])
        scores = [max(_score(document, other, trigger, weights) for other in deed) for deed in earlier]
        if scores and max(scores) > 0:
            earlier[int(np.argmax(scores))].append(trigger)
        else:
            earlier.append([trigger])
            deeds.append(earlier[-1])
    return deeds


def _score(document: Document, earlier: TriggerReading, later: TriggerReading, weights: FloatArray) -> float:
    return float(sameness_features(document, earlier, later) @ weights)


def sameness_features(document: Document, earlier: TriggerReading, later: TriggerReading) -> FloatArray:
    """Describe a pair of triggers of one type; see :data:`SAMENESS_FEATURES`."""
    first, second = earlier.words[0], later.words[0]
    sentences = document.sentence[second] - document.sentence[first]
    actors, recipients, places = (
        _compare(getattr(earlier.sides, name), getattr(later.sides, name))
        for name in ("actors", "recipients", "places")
    )
    times = [reading.sides.time for reading in (earlier, later)]
    both = times[0] is not None and times[1] is not None
    is_same_time = both and times[0].value == times[1].value  # type: ignore[union-attr]
    return np.array(
        [
            document.lower[first][:_STEM] == document.lower[second][:_STEM],
            actors == "shared",
            recipients == "shared",
            actors == "other",
            recipients == "other",
            places == "shared",
            sentences == 0,
            math.log1p(sentences),
            earlier.voice == later.voice,
            earlier.stance == later.stance,
            is_same_time,
            both and not is_same_time,
            any(word in _DEFINITE for word in document.lower[max(0, second - 2) : second]),
            1.0,
        ],
        dtype=np.float32,
    )


def _compare(first: Sequence[FoundSide], second: Sequence[FoundSide]) -> str:
    """Tell whether two lists of sides share one, have others, or one of them is empty."""
    if not first or not second:
        return "unknown"
    return "shared" if {side.entity.id for side in first} & {side.entity.id for side in second} else "other"
