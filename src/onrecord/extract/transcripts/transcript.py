"""The turns of a transcript with their speakers, as a step of the annotation."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from onrecord.extract.attribution.attributions import ATTRIBUTIONS, Attribution
from onrecord.extract.speakers.found import GivenSpeaker
from onrecord.extract.speakers.mentions import FoundMention, find_mentions
from onrecord.extract.step import DOCUMENT, SCORES, Step, StepResults
from onrecord.extract.transcripts.dialogue import Dialogue, find_dialogue, may_have_dialogue
from onrecord.extract.transcripts.labels import Label, find_lines
from onrecord.extract.transcripts.participants import (
    MOST_PERSONS,
    Participants,
    find_full_names,
    find_names_behind_roles,
    find_persons,
)
from onrecord.extract.transcripts.turns import find_turns
from onrecord.model.heads.mentions import MENTIONS
from onrecord.model.weights import AttributionWeights, score_document
from onrecord.text.document import Document
from onrecord.text.spans import Span

TRANSCRIPT_RULE = "transcript"
INTERVIEW_RULE = "interview"
"""Of turns that only questions set off, without a label."""


@dataclass(frozen=True, slots=True)
class SpokenTurn:
    """A turn with its speaker.

    Attributes:
        attribution: The label as source, the colon as cue and the words as content.
        speaker: Who speaks.
    """

    attribution: Attribution
    speaker: GivenSpeaker

    @property
    def spans(self) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
        """The source and the first content, which tell the statement of the turn from those inside it."""
        return self.attribution.source, self.attribution.content[:1]


def find_spoken_turns(
    document: Document,
    attributions: Sequence[Attribution],
    mentions: Callable[[], Sequence[FoundMention]],
    title: str,
    title_mentions: Callable[[], Sequence[FoundMention]],
) -> tuple[SpokenTurn, ...]:
    """Find the turns of a transcript, or of one inside an article, with their speakers.

    Args:
        document: The text.
        attributions: The attributions that the model finds in it.
        mentions: Gives the mentions of the text; called only where lines look like a dialogue.
        title: The title of the report, or nothing.
        title_mentions: Gives the mentions of the title; called only for a dialogue.

    Returns:
        The turns in order, none where the text is no transcript.
    """
    text = document.text
    lines = list(find_lines(text, document.paragraphs))
    if not may_have_dialogue(text, lines, title):
        return ()
    names = [mention for mention in mentions() if mention.form == "name"]
    dialogue = find_dialogue(text, lines, lambda label: _is_person(label, names), title)
    if dialogue is None:
        return ()
    participants = _find_participants(text, dialogue, names, title, title_mentions())
    return tuple(
        SpokenTurn(_attribution(turn.label, turn.content), participants.find_speaker(turn.label))
        for turn in find_turns(text, dialogue, attributions)
    )


def _is_person(label: Label, names: Sequence[FoundMention]) -> bool:
    """Tell whether the tags take the name of a label for a person's."""
    if label.source is None:
        return False
    first = bisect_left(names, label.source.start, key=lambda mention: mention.span.end - 1)
    name_end = label.source.start + len(label.name)
    for mention in names[first:]:
        if mention.span.start >= name_end:
            return False
        if mention.kind == "person" and mention.span.end <= name_end + 1:
            return True
    return False


def _find_participants(
    text: str, dialogue: Dialogue, names: Sequence[FoundMention], title: str, title_names: Sequence[FoundMention]
) -> Participants:
    first = min(label.begin for label in dialogue.labels.values())
    spans = [mention.span for mention in names if mention.kind == "person"]
    in_title = [mention.span for mention in title_names if mention.form == "name" and mention.kind == "person"]
    labels = tuple(dialogue.labels.values())
    heading = [
        *find_persons(title, sorted(in_title), in_title=True),
        *find_persons(title, find_full_names(title, labels), in_title=True),
        *find_persons(title, find_names_behind_roles(title, labels), in_title=True),
        *find_persons(text, (span for span in spans if span.end <= first)),
        *find_persons(text, find_full_names(text[:first], labels)),
        *find_persons(text, find_names_behind_roles(text[:first], labels)),
    ]
    others = list(find_persons(text, (span for span in spans if span.start >= first)))
    return Participants(labels, heading[:MOST_PERSONS], others)


def _attribution(label: Label | None, content: tuple[Span, ...]) -> Attribution:
    source = (label.source,) if label is not None and label.source is not None else ()
    cue = (label.cue,) if label is not None and label.cue is not None else ()
    is_bare = label is None or label.form == "emphasis"
    return Attribution(source, cue, content, (), INTERVIEW_RULE if is_bare else TRANSCRIPT_RULE)


def _prepare(weights: AttributionWeights) -> Callable[[StepResults], tuple[SpokenTurn, ...]]:
    def find(results: StepResults) -> tuple[SpokenTurn, ...]:
        def mentions() -> Sequence[FoundMention]:
            return find_mentions(results[DOCUMENT], results[SCORES][MENTIONS])

        def title_mentions() -> Sequence[FoundMention]:
            document = Document.from_text(title)
            return find_mentions(document, score_document(document, weights)[MENTIONS]) if document.words else ()

        title = results.report.title or ""
        return find_spoken_turns(results[DOCUMENT], results[ATTRIBUTIONS], mentions, title, title_mentions)

    return find


TRANSCRIPT: Step[tuple[SpokenTurn, ...]] = Step("transcript", _prepare)
"""The turns of a transcript with their speakers."""
