"""Turns of a transcript, such as ``MINISTER: We shall see``.

A line that begins with a label in capitals and a colon is a turn where several such lines stand in one report. One or
two alone are more often headings ("CORRECTION:", "BYLINE:") than speakers, and are left to the model.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from onrecord.extract.attributions import Attribution
from onrecord.extract.boundaries import trim_span
from onrecord.spans import Span

RULE = "transcript"
FEWEST_TURNS = 3
_LABEL = re.compile(r"[\[(\"“]?([A-Z][A-Z.'’\- ]{1,38}[A-Z.])[\])]?(:)\s")
_HEADINGS = frozenset(
    """
    ANALYSIS BREAKING BYLINE CLARIFICATION CORRECTION EXCLUSIVE LIVE MORE NOTE OPINION PHOTO PHOTOS READ RELATED SOURCE
    SUMMARY UPDATE VIDEO WARNING WATCH
    """.split()  # noqa: SIM905 - a table of words reads better as one
)


def find_turns(text: str, paragraphs: Sequence[Span]) -> Iterator[Attribution]:
    """Find the turns of a transcript.

    Args:
        text: The text.
        paragraphs: Its paragraphs, in order; a turn is one of them.

    Yields:
        Attributions whose source is the label and whose cue is the colon, if the text has at least three.
    """
    found = [(match, paragraph) for paragraph in paragraphs if (match := _match_label(text, paragraph))]
    if len(found) < FEWEST_TURNS:
        return
    for label, paragraph in found:
        content = trim_span(text, Span(label.end(), paragraph.end))
        if content is not None:
            yield Attribution((Span(*label.span(1)),), (Span(*label.span(2)),), (content,), (), RULE)


def _match_label(text: str, paragraph: Span) -> re.Match[str] | None:
    label = _LABEL.match(text, paragraph.start, paragraph.end)
    return label if label is not None and _HEADINGS.isdisjoint(label[1].split()) else None


def is_turn(text: str, source: Sequence[Span], cue: Sequence[Span], content: Sequence[Span]) -> bool:
    """Tell whether an attribution reads ``Speaker: words`` with the speaker's label at the head of its line."""
    if len(source) != 1 or len(cue) != 1 or text[cue[0].start : cue[0].end].strip() != ":" or not content:
        return False
    before = text[text.rfind("\n", 0, source[0].start) + 1 : source[0].start]
    return not before.strip(" \t\xa0[(*") and source[0].end <= cue[0].start and content[0].start >= cue[0].end
