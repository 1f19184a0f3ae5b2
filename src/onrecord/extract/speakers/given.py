"""Speakers that the layout of a text gives: their names among the mentions, and their entities."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence

from onrecord.extract.speakers.entities import EntityDraft
from onrecord.extract.speakers.found import FoundSpeaker, GivenSpeaker, StatementSpans, display_name
from onrecord.extract.speakers.mentions import FoundMention
from onrecord.names.persons import may_be_same, parse_name
from onrecord.record import SpeakerStatus
from onrecord.text.document import Document
from onrecord.text.spans import Span

_CERTAIN = 0.97


def with_given_names(
    document: Document, mentions: Sequence[FoundMention], given: Sequence[GivenSpeaker]
) -> list[FoundMention]:
    """Make every name of a given speaker a mention, whatever the tags say of it.

    Args:
        document: The text.
        mentions: Its mentions, in order.
        given: The given speakers.
    """
    spans = dict.fromkeys(span for speaker in given if speaker.name for span in speaker.spans)
    tagged = {m.span: m for m in mentions if m.form == "name" and m.kind in ("person", "organisation")}
    named = [mention for span in spans if (mention := tagged.get(span) or _mention(document, span))]
    starts = sorted(mention.span for mention in named)
    kept = [m for m in mentions if not _overlaps(starts, m.span)]
    return sorted((*kept, *named), key=lambda mention: (mention.words[0], -mention.words[1]))


def find_who_speaks(
    document: Document, mentions: Sequence[FoundMention], statements: Sequence[StatementSpans]
) -> dict[int, int]:
    """For each mention in the content of a given speaker's statement, give a mention of that speaker.

    Args:
        document: The text.
        mentions: Its mentions, in order.
        statements: The statements, in order.
    """
    by_start = {mention.span.start: index for index, mention in enumerate(mentions) if mention.form == "name"}
    found: dict[int, int] = {}
    for statement in statements:
        spans = statement.given.spans if statement.given is not None else ()
        speaking = next((by_start[span.start] for span in spans if span.start in by_start), None)
        if speaking is None:
            continue
        for content in statement.content:
            first, end = (bisect_left(mentions, place, key=lambda m: m.span.start) for place in content)
            found.update(dict.fromkeys(range(first, end), speaking))
    return found


def choose_given(
    given: GivenSpeaker, mentions: Sequence[FoundMention], drafts: Sequence[EntityDraft], owner: Mapping[int, int]
) -> FoundSpeaker:
    """Give a given speaker its entity.

    Args:
        given: The speaker.
        mentions: The mentions of the text.
        drafts: The entities.
        owner: The entity of each mention of a name.
    """
    if given.name is None:
        status: SpeakerStatus = "unresolved" if given.candidates else "unnamed"
        return FoundSpeaker(None, None, status, given.how, _CERTAIN, given.candidates)
    entity = _find_entity(given, mentions, drafts, owner)
    name = display_name(drafts[entity]) if entity is not None else None
    return FoundSpeaker(name or given.name, entity, "resolved", given.how, _CERTAIN)


def add_given_names(
    mentions: Sequence[FoundMention],
    drafts: Sequence[EntityDraft],
    owner: Mapping[int, int],
    given: Sequence[GivenSpeaker],
) -> None:
    """Add the full names of given speakers to their entities, in place: the text may print them in capitals only.

    Args:
        mentions: The mentions of the text.
        drafts: The entities.
        owner: The entity of each mention of a name.
        given: The given speakers.
    """
    for speaker in dict.fromkeys(given):
        parsed = parse_name(speaker.name) if speaker.name else None
        entity = _find_entity(speaker, mentions, drafts, owner)
        if entity is not None and parsed is not None:
            draft = drafts[entity]
            draft.names = [parsed.plain, *(name for name in draft.names if name != parsed.plain)]
            draft.parsed = [parsed, *(name for name in draft.parsed if name != parsed)]


def _find_entity(
    given: GivenSpeaker, mentions: Sequence[FoundMention], drafts: Sequence[EntityDraft], owner: Mapping[int, int]
) -> int | None:
    """The person that one of the spans of a given speaker mentions, if the names agree."""
    parsed = parse_name(given.name or "")
    for span in given.spans:
        first = bisect_left(mentions, span.start, key=lambda mention: mention.span.start)
        for index in range(first, len(mentions)):
            if mentions[index].span.start >= span.end:
                break
            entity = owner.get(index) if mentions[index].form == "name" else None
            if entity is not None and parsed and all(may_be_same(parsed, name) for name in drafts[entity].parsed):
                return entity
    return None


def _mention(document: Document, span: Span) -> FoundMention | None:
    first, last = document.word_range(span)
    if first >= last:
        return None
    return FoundMention(document.span_of_words((first, last)), (first, last), "name", "person")


def _overlaps(spans: Sequence[Span], span: Span) -> bool:
    place = bisect_left(spans, span.end, key=lambda other: other.start)
    return place > 0 and spans[place - 1].end > span.start
