"""Who did a deed, who suffered it, where and when: the mentions and time expressions that the scorer gives a role."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from onrecord.model.arrays import FloatArray, IntArray
from onrecord.model.heads.links import link_context
from onrecord.model.heads.sides import MENTION_CLASSES, SIDE_ROLES, SideScorer, pair_sides
from onrecord.record import Entity, TimeExpression
from onrecord.text.document import Document
from onrecord.text.spans import Span

_ACTOR, _RECIPIENT, _PLACE, _TIME = (SIDE_ROLES.index(role) for role in ("actor", "recipient", "place", "time"))
LEAST_CERTAIN = 0.5
"""Least probability of a role."""


@dataclass(frozen=True, slots=True)
class NearbyMentions:
    """Mentions and time expressions in the order of their starts.

    Attributes:
        words: Word ranges, ``[mentions, 2]``.
        classes: Indices into :data:`onrecord.model.heads.sides.MENTION_CLASSES`, ``[mentions]``.
        spans: Where each stands.
        owners: The entity or the time expression of each.
    """

    words: IntArray
    classes: IntArray
    spans: list[Span]
    owners: list[Entity | TimeExpression]


@dataclass(frozen=True, slots=True)
class FoundSide:
    """An entity in a role, by the mention that shows it best."""

    span: Span
    entity: Entity
    certainty: float


@dataclass(frozen=True, slots=True)
class FoundSides:
    """The sides of one trigger.

    Attributes:
        actors: Who did it.
        recipients: Who suffered or received it.
        place: Where, or None.
        time: When, or None.
    """

    actors: tuple[FoundSide, ...] = ()
    recipients: tuple[FoundSide, ...] = ()
    place: FoundSide | None = None
    time: TimeExpression | None = None

    @property
    def places(self) -> tuple[FoundSide, ...]:
        """The place as a list of none or one."""
        return () if self.place is None else (self.place,)


def list_mentions(document: Document, entities: Sequence[Entity], times: Sequence[TimeExpression]) -> NearbyMentions:
    """Bring the mentions of entities and the time expressions of a report into one order."""
    rows: dict[tuple[int, int], tuple[int, Span, Entity | TimeExpression]] = {}
    for entity in entities:
        for mention in entity.mentions:
            kind = MENTION_CLASSES.index(entity.kind)
            rows.setdefault(document.word_range(mention.span), (kind, mention.span, entity))
    for time in times:
        rows.setdefault(document.word_range(time.span), (MENTION_CLASSES.index("time"), time.span, time))
    places = sorted(words for words in rows if words[0] < words[1])
    return NearbyMentions(
        np.array(places, dtype=np.int64).reshape(-1, 2),
        np.array([rows[words][0] for words in places], dtype=np.int64),
        [rows[words][1] for words in places],
        [rows[words][2] for words in places],
    )


def find_sides(
    document: Document,
    mentions: NearbyMentions,
    triggers: IntArray,
    types: IntArray,
    states: FloatArray,
    scorer: SideScorer,
) -> list[FoundSides]:
    """Find the sides of each trigger.

    Args:
        document: The text.
        mentions: From :func:`list_mentions`.
        triggers: Word ranges, ``[triggers, 2]``.
        types: Indices of the types, ``[triggers]``.
        states: Side state of each word, ``[words, state]``.
        scorer: Scores the roles.
    """
    pairs = pair_sides(link_context(document), triggers, types, mentions.words, mentions.classes)
    roles = scorer.score(states, triggers, mentions.words, pairs)
    edges = np.searchsorted(pairs.trigger, np.arange(len(triggers) + 1))
    found = []
    for start, end in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        near = pairs.mention[start:end].tolist()
        scores = roles[start:end]
        found.append(
            FoundSides(
                _choose_entities(mentions, near, scores, _ACTOR),
                _choose_entities(mentions, near, scores, _RECIPIENT),
                next(iter(_choose_entities(mentions, near, scores, _PLACE)), None),
                _choose_time(mentions, near, scores[:, _TIME]),
            )
        )
    return found


def _choose_entities(
    mentions: NearbyMentions, near: Sequence[int], scores: FloatArray, role: int
) -> tuple[FoundSide, ...]:
    """Choose the entities whose best mention has a role more than any other, the most certain first."""
    best: dict[str, FoundSide] = {}
    for index, row in zip(near, scores, strict=True):
        owner = mentions.owners[index]
        certainty = float(row[role])
        if not isinstance(owner, Entity) or certainty < LEAST_CERTAIN:
            continue
        if owner.id not in best or best[owner.id].certainty < certainty:
            best[owner.id] = FoundSide(mentions.spans[index], owner, certainty)
    return tuple(sorted(best.values(), key=lambda side: -side.certainty))


def _choose_time(mentions: NearbyMentions, near: Sequence[int], scores: FloatArray) -> TimeExpression | None:
    certain = [(float(score), index) for index, score in zip(near, scores, strict=True) if score >= LEAST_CERTAIN]
    owners = [mentions.owners[index] for _, index in sorted(certain, reverse=True)]
    return next((owner for owner in owners if isinstance(owner, TimeExpression)), None)
