"""A report as the scorers of negotiations look at it: its entities and voices by word."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from onrecord.extract.events.voices import Voices
from onrecord.record import Entity, Statement, TimeExpression
from onrecord.text.document import Document, WordRange
from onrecord.text.spans import Span


class PlacedMention(NamedTuple):
    """A mention of an entity, by words."""

    start: int
    end: int
    entity: int
    span: Span


class Surroundings:
    """What a report holds, made once for all its negotiations.

    Args:
        document: The text.
        entities: Its entities.
        statements: Its statements.
        times: Its time expressions.
    """

    def __init__(
        self,
        document: Document,
        entities: Sequence[Entity],
        statements: Sequence[Statement],
        times: Sequence[TimeExpression],
    ) -> None:
        self.document, self.entities, self.statements, self.times = document, entities, statements, times
        self.lower = document.lower

    @cached_property
    def mentions(self) -> list[PlacedMention]:
        """Every mention in the order of the words."""
        placed = []
        for index, entity in enumerate(self.entities):
            for mention in entity.mentions:
                start, end = self.document.word_range(mention.span)
                if start < end:
                    placed.append(PlacedMention(start, end, index, mention.span))
        return sorted(placed)

    @cached_property
    def mentions_of(self) -> list[list[PlacedMention]]:
        """The mentions of each entity."""
        own: list[list[PlacedMention]] = [[] for _ in self.entities]
        for mention in self.mentions:
            own[mention.entity].append(mention)
        return own

    @cached_property
    def speakers(self) -> frozenset[str]:
        """Ids of the entities that speak."""
        return frozenset(s.speaker.entity for s in self.statements if s.speaker and s.speaker.entity)

    @cached_property
    def statement_by_id(self) -> dict[str, Statement]:
        """The statements by id."""
        return {statement.id: statement for statement in self.statements}

    @cached_property
    def _voices(self) -> Voices:
        return Voices(self.statements)

    def voice(self, word: int) -> str:
        """Give whose words a word stands in: a statement's id or ``report``."""
        return self._voices.find_voice(self.document.words[word].start, "asserted")

    def mentions_in(self, words: WordRange) -> list[PlacedMention]:
        """Give the mentions that begin in a range of words."""
        first = bisect_left(self.mentions, (words[0],))
        last = bisect_left(self.mentions, (words[1],))
        return self.mentions[first:last]

    def sentence(self, number: int) -> WordRange:
        """Give the words of a sentence; an empty range where there is none of this number."""
        sentences = self.document.sentence
        return bisect_left(sentences, number), bisect_left(sentences, number + 1)
