"""Turns of a transcript, such as ``MINISTER: We shall see``.

A line that begins with a label in capitals and a colon is a turn where such lines make a dialogue: at least two labels
that take turns, one of them coming back. Other labels are more often headings ("CORRECTION:", "WHO:") than
speakers, and are left to the model.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from onrecord import lexicon
from onrecord.extract.attribution.attributions import Attribution
from onrecord.extract.attribution.boundaries import trim_span
from onrecord.text.spans import Span

RULE = "transcript"
FEWEST_TURNS = 3
_LABEL = re.compile(r"[\[(\"“]?([A-Z][A-Z.'’\- ]{1,38}[A-Z.])[\])]?(:)\s")
_LETTERS = re.compile("[A-Z]+")
_HEADINGS = lexicon.words("heading")


def find_turns(text: str, paragraphs: Sequence[Span]) -> Iterator[Attribution]:
    """Find the turns of a transcript.

    Args:
        text: The text.
        paragraphs: Its paragraphs, in order; a turn is one of them.

    Yields:
        Attributions whose source is the label and whose cue is the colon, if the labels are those of a dialogue.
    """
    found = [(match, paragraph) for paragraph in paragraphs if (match := _match_label(text, paragraph))]
    if not _is_dialogue([match[1] for match, _ in found]):
        return
    for label, paragraph in found:
        content = trim_span(text, Span(label.end(), paragraph.end))
        if content is not None:
            yield Attribution((Span(*label.span(1)),), (Span(*label.span(2)),), (content,), (), RULE)


def _match_label(text: str, paragraph: Span) -> re.Match[str] | None:
    label = _LABEL.match(text, paragraph.start, paragraph.end)
    return label if label is not None and _HEADINGS.isdisjoint(_LETTERS.findall(label[1])) else None


def _is_dialogue(labels: list[str]) -> bool:
    """Tell whether labels are those of people who answer one another: few of them, in turns, some coming back."""
    returns = len(labels) - len(set(labels))
    takes_turns = all(one != other for one, other in pairwise(labels))
    return len(labels) >= FEWEST_TURNS and len(set(labels)) >= 2 and returns >= 1 and takes_turns


def is_turn(text: str, source: Sequence[Span], cue: Sequence[Span], content: Sequence[Span]) -> bool:
    """Tell whether an attribution reads ``SPEAKER: words`` with the label at the head of its line."""
    if len(source) != 1 or len(cue) != 1 or text[cue[0].start : cue[0].end].strip() != ":" or not content:
        return False
    before = text[text.rfind("\n", 0, source[0].start) + 1 : source[0].start]
    is_label = text[source[0].start : source[0].end].isupper() and not before.strip(' \t\xa0[(*"“')
    return is_label and source[0].end <= cue[0].start and content[0].start >= cue[0].end
