"""The venue and the addressee that a reporting clause names.

A venue is an outlet ("told ABC", "on X"), an occasion ("in a statement", "at a rally") or a place ("in Lund"). An
addressee is a listener ("told reporters"). Both are noun phrases after a verb of telling or a preposition, up to the
next preposition, mark or clause. The nearest one after the cue counts, else one in the introduction of the sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from onrecord import lexicon
from onrecord.extract.dating.reporting_clause import ReportingClause, cut_at_next_clause
from onrecord.text.document import Document, WordRange

OCCASIONS = lexicon.words("occasion")
"""Nouns for spoken and written documents and for events."""
_SPEECH = lexicon.words("speech")
"""Verbs of speech; thoughts and wishes have no venue."""
_INTRODUCING = lexicon.words("venue-introduction-start")
_TELLING = lexicon.words("takes-addressee")
_SPEAKING = lexicon.words("speaks-to")
_OUTLETS = lexicon.words("outlet")
_PLACING = lexicon.words("venue-preposition")
_JOINING = lexicon.words("venue-joint")
"""Prepositions that continue an occasion: "an interview with", "a letter to"."""
_STOPS = lexicon.words("venue-end")
_DETERMINERS = lexicon.words("article", "third-person-possessive", "demonstrative", "occasion-determiner")
_EMPTY = lexicon.words("not-venue")
"""Nouns that are no venue: "in response", "on condition of anonymity"."""
_QUOTES = frozenset("“”\"‘’'")
_INNER = frozenset("-–&.@#")
_LONGEST = 12


def is_occasion(words: Sequence[str]) -> bool:
    """Tell whether one of some words names an occasion."""
    return any(word in OCCASIONS for word in words)


def find_venue_and_addressee(
    document: Document, clause: ReportingClause, times: Sequence[WordRange], cues: Sequence[WordRange]
) -> tuple[WordRange | None, WordRange | None]:
    """Find where and to whom a statement was made.

    Args:
        document: The report's text.
        clause: The reporting clause of the statement.
        times: The time expressions of its sentence, which end a phrase.
        cues: The cues of all statements, in order.

    Returns:
        The words of the venue and of the addressee, each without its preposition; None where there is none.
    """
    venue = addressee = None
    if not _SPEECH.intersection(document.lower[slice(*clause.cue)]):
        return None, None
    for zone in _clause_parts(document, clause, cues):
        for phrase, is_told in _phrases(document, zone, times):
            if is_told and not _is_outlet(document, phrase):
                addressee = addressee or phrase
            else:
                venue = venue or phrase
    return venue, addressee


def _clause_parts(document: Document, clause: ReportingClause, cues: Sequence[WordRange]) -> Iterator[list[int]]:
    """The parts of a reporting clause: from the cue on, between source and cue, and the introduction."""
    source = range(*clause.source) if clause.source is not None else range(0)
    behind = cut_at_next_clause(document, (word for word in clause.words_after_cue() if word not in source), cues)
    yield [*range(*clause.cue), *behind]
    if clause.source is not None and clause.source[1] < clause.cue[0]:
        between = range(clause.source[1], clause.cue[0])
        if document.lower[between[0]] == ",":
            yield cut_at_next_clause(document, between, cues)
    front = [word for word in range(clause.sentence[0], clause.start) if not clause.is_content(word)]
    if front and (document.lower[front[0]] in _INTRODUCING or document.lower[front[0]].endswith("ing")):
        yield cut_at_next_clause(document, front, cues)


def _phrases(document: Document, zone: Sequence[int], times: Sequence[WordRange]) -> Iterator[tuple[WordRange, bool]]:
    """Noun phrases after verbs of telling and prepositions of place, and whether each may be an addressee."""
    allowed = set(zone)
    for place, word in enumerate(zone[:-1]):
        lower, before = document.lower[word], document.lower[zone[place - 1]] if place else ""
        is_told = lower in _TELLING or (lower in ("to", "with") and before in _SPEAKING)
        if not is_told and lower not in _PLACING:
            continue
        phrase = _phrase(document, word + 1, allowed, times)
        if phrase is not None and (is_told or _is_venue(document, phrase)):
            yield phrase, is_told


def _phrase(document: Document, start: int, allowed: set[int], times: Sequence[WordRange]) -> WordRange | None:
    """The noun phrase that begins at a word; an occasion includes what "with", "to" or "of" joins to it."""
    end, is_named = start, False
    while end in allowed and end - start < _LONGEST and not any(t[0] <= end < t[1] for t in times):
        lower = document.lower[end]
        if lower in _QUOTES and not _is_apostrophe(document, end):
            return _with_title(document, start, end, allowed) if is_named else None
        if not lower[0].isalnum() and lower not in _QUOTES and lower not in _INNER and not _is_in_number(document, end):
            break
        if lower in _JOINING and is_named and _joins(document, end):
            end += 1
            continue
        if _ends_phrase(document, start, end):
            break
        is_named = is_named or lower not in _DETERMINERS
        end += 1
    while end > start and (document.lower[end - 1] in _JOINING or not document.lower[end - 1][0].isalnum()):
        end -= 1
    return (start, end) if is_named and end > start else None


def _joins(document: Document, word: int) -> bool:
    """Tell whether a preposition continues a phrase: "a letter to", "a crowd of", "a host of Fox News"."""
    if document.lower[word] != "of":
        return document.lower[word - 1] in OCCASIONS
    has_capital_behind = word + 1 < len(document.words) and document.is_capitalised(word + 1)
    return has_capital_behind or not document.is_capitalised(word - 1)


def _is_in_number(document: Document, word: int) -> bool:
    """Tell whether a comma separates thousands."""
    span = document.words[word]
    around = document.text[span.start - 1 : span.start] + document.text[span.end : span.end + 1]
    return document.lower[word] == "," and around.isdigit() and len(around) == 2


def _ends_phrase(document: Document, start: int, word: int) -> bool:
    """Tell whether a word ends a noun phrase."""
    lower, before = document.lower[word], document.lower[word - 1]
    if lower in _STOPS:
        # "call-in", "an interview with the paper".
        is_part = before == "-" or ((word == start or before in _JOINING) and lower in _DETERMINERS)
        return not is_part
    return lower.endswith("ing") and lower not in OCCASIONS and not document.is_capitalised(word)


def _with_title(document: Document, start: int, mark: int, allowed: set[int]) -> WordRange | None:
    """A phrase with the title in quotation marks after it: "Lund's “Evening Hour”"."""
    end = mark + 1
    while end in allowed and end - mark < _LONGEST and document.lower[end] not in _QUOTES:
        end += 1
    return (start, end + 1) if end in allowed and document.lower[mark - 1] == "s" else (start, mark)


def _is_apostrophe(document: Document, word: int) -> bool:
    """Tell whether a mark stands within a word, as in "Lund's"."""
    span = document.words[word]
    return document.text[span.start - 1 : span.start].isalnum() and document.text[span.end : span.end + 1].isalnum()


def _is_venue(document: Document, phrase: WordRange) -> bool:
    """Tell whether a phrase after "in", "at" or "on" names an occasion, an outlet or a place."""
    lower = document.lower[slice(*phrase)]
    if lower[0] in _EMPTY or (len(lower) > 1 and lower[1] in _EMPTY):
        return False
    if is_occasion(lower):
        return True
    first = phrase[0] + (lower[0] in _DETERMINERS)
    return first < phrase[1] and document.is_capitalised(first)


def _is_outlet(document: Document, phrase: WordRange) -> bool:
    lower = document.lower[slice(*phrase)]
    last = document.words[phrase[1] - 1]
    is_acronym = last.end - last.start in range(2, 6) and document.text[last.start : last.end].isupper()
    return lower[-1] in _OUTLETS or is_acronym
