"""The reporting clause of a statement: the words of its sentence that are not its content.

The reporting clause says when, where and to whom the statement was made: before the source ("In an interview on Monday,
…"), between source and cue, after the cue ("told reporters on Friday that …") or after the content. A word that begins
another clause ends it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from onrecord import lexicon
from onrecord.record import Statement
from onrecord.text.document import Document, WordRange
from onrecord.text.spans import Span

CLAUSE_STARTS = lexicon.words("clause-start") | frozenset("; : — – -- (".split())
"""Words that begin another clause."""
_NO_CLAUSE = lexicon.words("not-participle")
_SUBJECTS = lexicon.words("subject-pronoun")
PAST = lexicon.words("coordinated-past")


_LONGEST_SENTENCE = 200
"""Most words on either side of a cue that count, however long the sentence."""


@dataclass(frozen=True, slots=True)
class ReportingClause:
    """The word ranges of a statement's parts.

    Attributes:
        sentence: The sentence of the cue.
        source: The source, or None.
        cue: The cue.
        contents: The contents, those of other sentences too.
    """

    sentence: WordRange
    source: WordRange | None
    cue: WordRange
    contents: tuple[WordRange, ...]

    @property
    def start(self) -> int:
        """The first word of source and cue in the sentence of the cue."""
        if self.source is not None and self.sentence[0] <= self.source[0] < self.cue[0]:
            return self.source[0]
        return self.cue[0]

    def is_content(self, word: int) -> bool:
        """Tell whether a word belongs to a content."""
        return any(start <= word < end for start, end in self.contents)

    def words_after_cue(self) -> Iterable[int]:
        """The words after the cue up to the end of its sentence, without the content."""
        return (word for word in range(self.cue[1], self.sentence[1]) if not self.is_content(word))


def find_reporting_clause(document: Document, statement: Statement) -> ReportingClause | None:
    """Find the reporting clause of a statement; None where its cue contains no word."""
    if not statement.cue.spans:
        return None
    cue = document.word_range(Span(statement.cue.spans[0].start, statement.cue.spans[-1].end))
    if cue[0] >= cue[1]:
        return None
    source = document.word_range(statement.source.spans[0]) if statement.source.spans else None
    contents = tuple(document.word_range(span) for span in statement.content.spans)
    first, end = document.sentence_range(cue[0])
    near = max(first, cue[0] - _LONGEST_SENTENCE), min(end, cue[1] + _LONGEST_SENTENCE)
    return ReportingClause(near, source, cue, contents)


def cut_at_next_clause(document: Document, zone: Iterable[int], cues: Sequence[WordRange]) -> list[int]:
    """Cut words where another clause, or the cue of another statement, begins.

    Args:
        document: The report's text.
        zone: Words of a reporting clause, in order.
        cues: The cues of all statements, in order.
    """
    kept: list[int] = []
    for word in zone:
        if kept and _begins_clause(document, kept[-1], word):
            break
        if document.lower[word] in CLAUSE_STARTS or begins_cue(cues, word):
            break
        kept.append(word)
    return kept


def _begins_clause(document: Document, before: int, word: int) -> bool:
    """Tell whether a participle behind a comma, or a verb behind "and", begins another clause."""
    lower, previous = document.lower[word], document.lower[before]
    if previous == ",":
        return lower.endswith("ing") and lower not in _NO_CLAUSE
    return previous == "and" and (lower in _SUBJECTS or lower in PAST or lower.endswith("ed"))


def begins_cue(cues: Sequence[WordRange], word: int) -> bool:
    """Tell whether one of the cues, which are in order, begins at a word."""
    place = bisect_left(cues, word, key=lambda cue: cue[0])
    return place < len(cues) and cues[place][0] == word
