"""What the search for speakers takes and gives: spans of statements in, speakers with entities and mentions out."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.extract.speakers.entities import EntityDraft
from onrecord.extract.speakers.mentions import FoundMention
from onrecord.record import SpeakerStatus
from onrecord.text.spans import Span


@dataclass(frozen=True, slots=True)
class GivenSpeaker:
    """A speaker that the layout of a text gives, such as the label of a transcript's turn.

    Attributes:
        name: The fullest name, or None for one whom the text does not name.
        how: What decided.
        spans: Where the text has this name or a shorter form of it, the best first.
        candidates: Names of who else it could be, best first; without a name the speaker is then unresolved.
    """

    name: str | None
    how: str
    spans: tuple[Span, ...] = ()
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StatementSpans:
    """The spans of a statement that tell who speaks.

    Attributes:
        source: Spans of the source, none or more.
        content: Spans of the content.
        given: The speaker, where the layout of the text gives it.
    """

    source: tuple[Span, ...]
    content: tuple[Span, ...]
    given: GivenSpeaker | None = None


@dataclass(frozen=True, slots=True)
class FoundSpeaker:
    """Who is behind a source.

    Attributes:
        name: The fullest name, or None.
        entity: Index of the entity, or None.
        status: Whether it is known.
        how: What decided.
        certainty: How sure that is.
        candidates: Names of who else it could be, best first.
    """

    name: str | None
    entity: int | None
    status: SpeakerStatus
    how: str
    certainty: float
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FoundSpeakers:
    """The speakers of a report.

    Attributes:
        mentions: The mentions, in order.
        entities: The entities that these mention.
        speakers: The speaker of each statement.
    """

    mentions: list[FoundMention]
    entities: list[EntityDraft]
    speakers: list[FoundSpeaker]


def _without_article(words: str) -> str:
    return words.removeprefix("the ").removeprefix("The ")


def display_name(draft: EntityDraft) -> str | None:
    """The name to show: the fullest, without an article or a possessive ending."""
    name = draft.name
    if name is None:
        return None
    return _without_article(name).removesuffix("'s").removesuffix("’s")
