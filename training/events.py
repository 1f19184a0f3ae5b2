"""Events marked by reading as labelled words: triggers with their types and stances, and the sides of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from corpora.marked import MarkedEvent, MarkedReport, MarkedView
from onrecord.extract.times.finder import find_times
from onrecord.model.arrays import IntArray
from onrecord.model.encoders.tokenizer import EncodedDocument, WordTokenizer
from onrecord.model.heads.links import link_context
from onrecord.model.heads.sides import MENTION_CLASSES, SIDE_ROLES, SidePairs, pair_sides
from onrecord.model.heads.triggers import EVENT_TYPES, FIRST_TYPE, INSIDE, NO_TRIGGER, STANCES
from onrecord.text.document import Document
from onrecord.text.spans import Span

UNKNOWN = -100
"""A target that no loss counts."""
_TIME = MENTION_CLASSES.index("time")


@dataclass(frozen=True)
class EventDocument:
    """A report with its events.

    Attributes:
        name: Of the report.
        encoded: Its words and pieces.
        classes: Class of each word, as in :mod:`onrecord.model.heads.triggers`, ``[words]``.
        stances: Stance of each word that begins a trigger, else :data:`UNKNOWN`, ``[words]``.
        triggers: Word ranges of the triggers, ``[triggers, 2]``.
        mentions: Word ranges of mentions and time expressions, ``[mentions, 2]``.
        pairs: The pairs to score.
        roles: The role of each pair, or :data:`UNKNOWN`, ``[pairs]``.
    """

    name: str
    encoded: EncodedDocument
    classes: IntArray
    stances: IntArray
    triggers: IntArray
    mentions: IntArray
    pairs: SidePairs
    roles: IntArray


def load_events(reports: Iterable[MarkedReport], tokenizer: WordTokenizer) -> list[EventDocument]:
    """Read the events of marked reports."""
    return [label_events(report, tokenizer) for report in reports]


def label_events(report: MarkedReport, tokenizer: WordTokenizer) -> EventDocument:
    """Put a report's events on its words."""
    document = Document.from_text(report.text)
    triggers = find_trigger_words(report, document)
    classes = np.full(len(document.words), NO_TRIGGER, dtype=np.int64)
    stances = np.full(len(document.words), UNKNOWN, dtype=np.int64)
    for (start, end), event in triggers:
        classes[start] = FIRST_TYPE + EVENT_TYPES.index(event.type)
        classes[start + 1 : end] = INSIDE
        stance = find_stance(report, event, document.words[start].start)
        if stance is not None:
            stances[start] = STANCES.index(stance)
    spans = np.array([words for words, _ in triggers], dtype=np.int64).reshape(-1, 2)
    mentions, mention_classes, entities = _mentions(report, document)
    types = classes[spans[:, 0]] - FIRST_TYPE
    pairs = pair_sides(link_context(document), spans, types, mentions, mention_classes)
    roles = _roles([event for _, event in triggers], document, mentions, entities, pairs)
    return EventDocument(report.name, tokenizer.encode(document), classes, stances, spans, mentions, pairs, roles)


def find_trigger_words(report: MarkedReport, document: Document) -> list[tuple[tuple[int, int], MarkedEvent]]:
    """Give the word range of each trigger with its event, in order; of two on one word the first counts."""
    found: dict[int, tuple[tuple[int, int], MarkedEvent]] = {}
    for event in report.events:
        for trigger in event.triggers:
            start, end = document.word_range(trigger)
            if start < end:
                found.setdefault(start, ((start, end), event))
    return [found[start] for start in sorted(found)]


def find_stance(report: MarkedReport, event: MarkedEvent, place: int) -> str | None:
    """Give the stance of the voice in whose words a trigger stands, or None where the marks do not tell."""
    holders = [s for s in report.statements if any(span.start <= place < span.end for span in s.content)]
    holders.sort(key=lambda s: sum(span.end - span.start for span in s.content))
    voices = [statement.id for statement in holders] or ["R"]
    whole = [view for view in event.views if not _is_partial(view)]
    for voice in voices:
        stances = {view.stance for view in whole if view.by == voice}
        if len(stances) == 1:
            return stances.pop()
    stances = {view.stance for view in whole}
    return stances.pop() if len(stances) == 1 else None


def _is_partial(view: MarkedView) -> bool:
    return bool(view.actors or view.recipients or view.numbers)


def _mentions(report: MarkedReport, document: Document) -> tuple[IntArray, IntArray, list[str | None]]:
    """Give word ranges, classes and entities of the mentions and time expressions, in the order of their starts."""
    rows: dict[tuple[int, int], tuple[int, str | None]] = {}
    for entity in report.entities:
        for span in entity.mentions:
            rows[document.word_range(span)] = (MENTION_CLASSES.index(entity.kind), entity.id)
    for time in find_times(report.text, report.date, document.paragraphs, False):
        rows.setdefault(document.word_range(time.span), (_TIME, None))
    places = sorted(words for words in rows if words[0] < words[1])
    return (
        np.array(places, dtype=np.int64).reshape(-1, 2),
        np.array([rows[words][0] for words in places], dtype=np.int64),
        [rows[words][1] for words in places],
    )


def _roles(
    events: Sequence[MarkedEvent],
    document: Document,
    mentions: IntArray,
    entities: Sequence[str | None],
    pairs: SidePairs,
) -> IntArray:
    """Give the role of each pair.

    The mention that the marks name has the role. Other mentions of the same entity neither have it nor lack it.
    """
    roles = np.zeros(len(pairs.trigger), dtype=np.int64)
    for index, (trigger, mention) in enumerate(zip(pairs.trigger.tolist(), pairs.mention.tolist(), strict=True)):
        event, entity = events[trigger], entities[mention]
        words = Span(*mentions[mention].tolist())
        for name, sides in (("actor", event.actors), ("recipient", event.recipients)):
            for side in sides:
                is_named = side.span is not None and _overlap(words, document.word_range(side.span))
                if side.entity == entity and is_named:
                    roles[index] = SIDE_ROLES.index(name)
                elif side.entity == entity and roles[index] == 0:
                    roles[index] = UNKNOWN
        for name, span in (("place", event.place), ("time", event.when)):
            if span is not None and roles[index] <= 0 and _overlap(words, document.word_range(span)):
                roles[index] = SIDE_ROLES.index(name)
    return roles


def _overlap(first: tuple[int, int], second: tuple[int, int]) -> bool:
    return first[0] < second[1] and second[0] < first[1]
