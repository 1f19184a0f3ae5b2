"""The turns of a dialogue: which words follow a label as those of its speaker.

A turn goes on over the paragraphs without a label. It ends with the next label, and where the article speaks again:
behind the last label only what goes on in the first or second person belongs to the turn.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from onrecord.extract.attribution.attributions import Attribution
from onrecord.extract.attribution.boundaries import trim_span
from onrecord.extract.transcripts.dialogue import Dialogue, is_first_person, is_spoken, skip_notes
from onrecord.extract.transcripts.labels import Label
from onrecord.text.quotations import DOUBLE_MARKS
from onrecord.text.spans import Span

_END = re.compile(r"\W*(?:END|ENDS|End)\b[^.?!\n]{0,40}$|[#*\-_=\s]{3,}$|-30-$")
_NOTE_BEHIND = re.compile(
    r"\W*(?:Copyright\b|©|"
    r"(?:This|The|Our|[A-Z]\w+) (?:interview|transcript|conversation)s? (?:has|have|was|were|is|are)\b)"
)
_CLOCK = re.compile(r"[\W_]*\d{1,2}[:.]\d\d\s*[AaPp]\.?[Mm]\.?(?:\s+[A-Z]{2,4})?[\W_]*")
_LONGEST_SUBHEADING = 60
_MARKUP = "*_ \t\xa0"


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn of a dialogue.

    Attributes:
        label: Its label; of a turn that only the question before it sets off, None.
        content: The words of each of its paragraphs, at least one.
    """

    label: Label | None
    content: tuple[Span, ...]


def find_turns(text: str, dialogue: Dialogue, attributions: Sequence[Attribution]) -> Iterator[Turn]:
    """Find the turns of a dialogue.

    Args:
        text: The text.
        dialogue: Its labels.
        attributions: What the model finds in it; quotations with their own source are the article's.

    Yields:
        Turns in order.
    """
    reader = _Reader(text, dialogue, sorted(attributions, key=lambda a: a.cue[0].start))
    starts = sorted(dialogue.labels)
    for index, following in zip(starts, [*starts[1:], None], strict=True):
        yield from reader.read_turns(index, following)


@dataclass(frozen=True, slots=True)
class _Reader:
    text: str
    dialogue: Dialogue
    attributions: Sequence[Attribution]

    def read_turns(self, index: int, following: int | None) -> Iterator[Turn]:
        """Read the turn of a label, and the answer behind a question in emphasis."""
        label, lines = self.dialogue.labels[index], self.dialogue.lines
        own = self._words(Span(label.body, lines[index].end)) if label.body < lines[index].end else None
        later = list(self._later_lines(index, following))
        if following is None:
            later = self._cut_last(later, bool(own) and label.form != "emphasis")
        rest = [span for line in later if (span := self._words(line)) is not None]
        if label.form == "emphasis":
            if own:
                yield Turn(label, (own,))
            if rest:
                yield Turn(None, tuple(rest))
        elif own or rest:
            yield Turn(label, tuple([own, *rest] if own else rest))

    def _later_lines(self, index: int, following: int | None) -> Iterator[Span]:
        lines = self.dialogue.lines
        for line in lines[index + 1 : len(lines) if following is None else following]:
            is_note = following is None and _NOTE_BEHIND.match(self.text, *line) is not None
            if is_note or _END.match(self.text, *line) is not None or self._is_narration(line):
                return
            if not self._is_subheading(line):
                yield line

    def _cut_last(self, later: list[Span], has_words: bool) -> list[Span]:
        """Keep of what follows the last label no more than what is spoken."""
        spoken = [place for place, line in enumerate(later) if is_spoken(self.text, line)]
        if self.dialogue.is_page and spoken and self._has_long_turns():
            return later[: spoken[-1] + 1]
        kept = 0 if has_words else 1
        while kept < len(later) and is_first_person(self.text, later[kept]):
            kept += 1
        return later[:kept]

    def _has_long_turns(self) -> bool:
        """Tell whether earlier turns have several paragraphs; a lone one may."""
        labels = sorted(self.dialogue.labels.items())
        usual = 1 if labels[0][1].form in ("colon", "letter", "arrows") else 2
        return len(labels) == 1 or any(after - index > usual for (index, _), (after, _) in pairwise(labels))

    def _words(self, span: Span) -> Span | None:
        start, end = skip_notes(self.text, span)
        while start < end and self.text[start] in _MARKUP:
            start += 1
        while end > start and self.text[end - 1] in _MARKUP:
            end -= 1
        # An excerpt may open each of its paragraphs with a mark that nothing closes.
        if start < end and self.text[start] in DOUBLE_MARKS and DOUBLE_MARKS.isdisjoint(self.text[start + 1 : end]):
            start += 1
        return Span(start, end) if trim_span(self.text, Span(start, end)) is not None else None

    def _is_subheading(self, line: Span) -> bool:
        if _CLOCK.fullmatch(self.text, line.start, line.end):
            return True
        is_short = line.end - line.start <= _LONGEST_SUBHEADING and self.text[line.end - 1].isalnum()
        return is_short and not is_spoken(self.text, line)

    def _is_narration(self, line: Span) -> bool:
        """Tell whether a paragraph opens with a quotation that has a source of its own."""
        if self.text[line.start] not in DOUBLE_MARKS:
            return False
        first = bisect_left(self.attributions, line.start, key=lambda a: a.cue[0].start)
        for attribution in self.attributions[first:]:
            if attribution.cue[0].start >= line.end:
                return False
            opens = attribution.content[0].start <= line.start + 1
            if opens and attribution.source and self.text[attribution.source[0].start].isupper():
                return self.text[slice(*attribution.source[0])] not in ("I", "We")
        return False
