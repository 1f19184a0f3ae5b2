"""Who takes part in a process, and as what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, cast

from onrecord.extract.negotiations.clusters import Process
from onrecord.extract.negotiations.cues import ROLES
from onrecord.extract.negotiations.surroundings import PlacedMention, Surroundings
from onrecord.model.linear import LinearScorer
from onrecord.record.layers.negotiations import Party, PartyRole
from onrecord.text.document import WordRange

_FARTHEST = 1
"""Sentences from a mention of the process within which an entity is looked at closely."""


class FoundParty(NamedTuple):
    """An entity with its role in a process.

    Attributes:
        entity: Its index.
        role: party, mediator, host or guarantor.
        mention: The mention that shows it best.
        certainty: Probability that it takes part.
    """

    entity: int
    role: PartyRole
    mention: PlacedMention
    certainty: float


def find_parties(around: Surroundings, process: Process, scorer: LinearScorer, least: float) -> list[FoundParty]:
    """Find who takes part in a process, the most certain first.

    Args:
        around: The report.
        process: The words for it.
        scorer: Scores the roles; its first class is none.
        least: Least probability that an entity takes part.
    """
    found = []
    for entity, mentions in enumerate(around.mentions_of):
        if not mentions:
            continue
        probabilities = scorer.probabilities(party_features(around, process, entity))
        taking_part = float(1 - probabilities[0])
        if taking_part >= least:
            role = cast(PartyRole, scorer.classes[1 + int(probabilities[1:].argmax())])
            nearest = min(mentions, key=lambda one: _distance(around, process, one))
            found.append(FoundParty(entity, role, nearest, taking_part))
    return sorted(found, key=lambda one: (-one.certainty, one.mention.start))


def make_parties(around: Surroundings, found: Sequence[FoundParty]) -> tuple[Party, ...]:
    """Write the parties as the record holds them."""
    text, parties = around.document.text, []
    for one in found:
        entity = around.entities[one.entity]
        parties.append(
            Party(
                (one.mention.span,),
                (text[slice(*one.mention.span)],),
                role=one.role,
                entity=entity.id,
                country=entity.country,
                sectors=entity.sectors,
            )
        )
    return tuple(parties)


def _distance(around: Surroundings, process: Process, mention: PlacedMention) -> tuple[int, int]:
    """Give how far a mention is from the process: in sentences, then in words."""
    sentence = around.document.sentence
    return min(
        (
            abs(sentence[words.words[0]] - sentence[mention.start]),
            max(words.words[0] - mention.end, mention.start - words.words[1], 0),
        )
        for words in process
    )


def party_features(around: Surroundings, process: Process, index: int) -> Iterator[str]:
    """Name what shows whether an entity takes part in a process, and as what."""
    entity, mentions = around.entities[index], around.mentions_of[index]
    yield f"kind={entity.kind}"
    yield f"country={entity.country is not None}"
    yield f"{entity.kind}|country={entity.country is not None}"
    yield from (f"sector={sector}" for sector in entity.sectors)
    yield f"count={min(len(mentions), 8) // 2}"
    yield f"title={around.document.sentence[mentions[0].start] < 2}"
    yield f"speaks={entity.id in around.speakers}"
    by_sentence = {around.document.sentence[mention.words[0]]: mention for mention in process}
    near = [(abs(number - around.document.sentence[p.start]), p, number) for p in mentions for number in by_sentence]
    closest = min((gap for gap, _, _ in near), default=99)
    yield f"closest={min(closest, 4)}"
    yield f"{entity.kind}|closest={min(closest, 4)}"
    shared = {number for gap, _, number in near if gap == 0}
    yield f"shared={min(len(shared), 3)}"
    yield f"all={len(shared) == len(by_sentence)}"
    yield f"closest={min(closest, 2)}|count={min(len(mentions), 8) // 2}"
    for gap, placed, _ in near:
        if gap == 0:
            for mention in process:
                if around.document.sentence[mention.words[0]] == around.document.sentence[placed.start]:
                    yield from _pair_features(around, mention.words, mention.head, placed)
        elif gap <= _FARTHEST:
            yield from _role_features(around, placed, "adjacent")


def _pair_features(around: Surroundings, words: WordRange, head: WordRange, placed: PlacedMention) -> Iterator[str]:
    """Name what stands between an entity and a process in one sentence."""
    lower = around.lower
    kind = around.entities[placed.entity].kind
    sentence = around.document.sentence_range(placed.start)
    before = lower[placed.start - 1] if placed.start > sentence[0] else "^"
    after = lower[placed.end] if placed.end < sentence[1] else "$"
    if words[0] <= placed.start < head[1]:
        side, between = "inside", lower[placed.end : head[0]]
    elif placed.start >= words[1]:
        side, between = "right", lower[words[1] : placed.start]
    else:
        side, between = "left", lower[placed.end : words[0]]
    gap = min(len(between), 20) // 4
    yield f"{side}|gap={gap}"
    yield f"{kind}|{side}"
    yield f"before={before}"
    yield f"after={after}"
    yield f"{side}|before={before}"
    yield f"{kind}|before={before}"
    yield f"{side}|after={after}"
    if len(between) <= 8:
        yield from (f"{side}|between={word}" for word in set(between))
    yield from _role_features(around, placed, side)


def _role_features(around: Surroundings, placed: PlacedMention, where: str) -> Iterator[str]:
    """Name words for mediating, hosting and guaranteeing beside a mention."""
    sentence = around.document.sentence_range(placed.start)
    for role, finder in ROLES.items():
        left = any(True for _ in finder.find_cues(around.lower, max(sentence[0], placed.start - 4), placed.start))
        right = any(True for _ in finder.find_cues(around.lower, placed.end, min(sentence[1], placed.end + 4)))
        for side, is_there in (("left", left), ("right", right)):
            if is_there:
                yield f"{role} {side}"
                yield f"{where}|{role} {side}"
    for cue in ROLES["mediator"].find_cues(
        around.lower, max(sentence[0], placed.start - 3), min(sentence[1], placed.end + 3)
    ):
        yield f"{'left' if cue.start < placed.start else 'right'}|mediates={cue.phrase}"
