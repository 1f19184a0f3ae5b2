"""Words for processes: nouns of the lexicon with what stands before them, each with its probability."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from onrecord import lexicon
from onrecord.extract.negotiations.cues import PROCESSES, STAGES, TOPICS, Cue
from onrecord.extract.negotiations.surroundings import Surroundings
from onrecord.model.linear import LinearScorer
from onrecord.text.document import Document, WordRange

_MOST_MODIFIERS = 5
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "its", "their", "his", "her", "such"})
_STOPS = lexicon.words("article", "demonstrative", "modal", "head-noun-end", "reporting", "indefinite") | frozenset(
    "and or of to in on for with by from at as is are was were be been has have had not any no some into over "
    "about after before between during his her its their our my your which who that if but than when while".split()
)
_ADJECTIVE_ENDS = (
    "al",
    "ic",
    "ian",
    "ean",
    "ish",
    "ese",
    "ive",
    "ary",
    "ous",
    "ern",
    "ied",
    "ed",
    "ing",
    "year",
    "day",
)
_NOUN_MODIFIERS = frozenset(
    "peace nuclear trade ceasefire hostage prisoner peacekeeping arms climate security border oil gas cease fire truce "
    "new long short term direct indirect formal joint full final interim high level two way state key free budget debt "
    "wage pay health care hour hours week month round proxy deal talks treaty war power sharing unity exit withdrawal "
    "aid food refugee grain island treaty status quo free-trade swap release exchange".split()
)


@dataclass(frozen=True, slots=True)
class ProcessMention:
    """Words that may name a process.

    Attributes:
        words: The noun with what stands before it.
        noun: The noun as in the lexicon.
        kind: talks, truce, agreement or plan.
        head: The words of the noun itself.
        certainty: Probability that they name a negotiation that the report tells of.
    """

    words: WordRange
    noun: str
    kind: str
    head: WordRange
    certainty: float = 1.0

    def modifiers(self, document: Document) -> list[str]:
        """Give the words before the noun, in lower case."""
        return document.lower[self.words[0] : self.head[0]]


def find_candidates(document: Document) -> list[ProcessMention]:
    """Find the nouns of the lexicon, each with the modifiers before it."""
    lower = document.lower
    found: list[ProcessMention] = []
    if PROCESSES.first_words.isdisjoint(lower):
        return []
    for cue in PROCESSES.find_cues(lower, 0, len(lower)):
        candidate = _make_candidate(document, cue)
        # "ceasefire talks" names one process, not two.
        while found and found[-1].words[0] >= candidate.words[0]:
            found.pop()
        found.append(candidate)
    return found


def _make_candidate(document: Document, cue: Cue) -> ProcessMention:
    start, sentence = cue.start, document.sentence[cue.start]
    while (
        start > 0
        and cue.start - start < _MOST_MODIFIERS
        and document.sentence[start - 1] == sentence
        and _is_modifier(document, start - 1, start)
    ):
        start -= 1
    while start < cue.start and not document.lower[start][0].isalnum():
        start += 1
    return ProcessMention((start, cue.end), cue.phrase, cue.values[0], (cue.start, cue.end))


def _is_modifier(document: Document, place: int, end: int) -> bool:
    """Tell whether a word belongs to the noun phrase whose first word so far is at ``end``."""
    word, printed = document.lower[place], document.printed[place]
    if word in ("-", "’", "'") or (word == "s" and document.lower[place - 1] in ("’", "'")):
        return document.lower[end][0].isalnum() or word == "’"
    if not word[0].isalnum() or word in _STOPS:
        return False
    begins_sentence = place == 0 or document.sentence[place - 1] != document.sentence[place]
    if printed[0].isupper() and not begins_sentence:
        return True
    return word in _NOUN_MODIFIERS or word.endswith(_ADJECTIVE_ENDS) or word.isdigit()


def score_mentions(around: Surroundings, scorer: LinearScorer) -> list[ProcessMention]:
    """Give the candidates of a report with their probabilities."""
    candidates = find_candidates(around.document)
    scored = []
    for candidate in candidates:
        certainty = float(scorer.probabilities(mention_features(around, candidate, len(candidates)))[1])
        scored.append(
            ProcessMention(candidate.words, candidate.noun, candidate.kind, candidate.head, round(certainty, 4))
        )
    return scored


def mention_features(around: Surroundings, mention: ProcessMention, others: int) -> Iterator[str]:
    """Name what shows whether words name a process.

    Args:
        around: The report.
        mention: The candidate.
        others: Number of candidates in the report.
    """
    document, lower = around.document, around.lower
    start, end = mention.words
    sentence = document.sentence_range(start)
    before = lower[start - 1] if start > sentence[0] else "^"
    second = lower[start - 2] if start - 1 > sentence[0] else "^"
    after = lower[end] if end < sentence[1] else "$"
    further = lower[end + 1] if end + 1 < sentence[1] else "$"
    yield f"noun={mention.noun}"
    yield f"kind={mention.kind}"
    yield from (f"mod={word}" for word in mention.modifiers(document))
    yield from (f"before={before}", f"before2={second}", f"after={after}", f"after2={further}")
    yield from (f"{mention.noun}|before={before}", f"{mention.noun}|after={after}", f"{mention.kind}|after={after}")
    yield f"{mention.kind}|definite={before in _DEFINITE}"
    yield f"{mention.kind}|bare={start == mention.head[0]}"
    yield f"others={min(others, 12) // 2}"
    yield f"{mention.kind}|others={min(others, 12) // 4}"
    yield f"early={document.sentence[start] < 3}"
    yield f"capital={document.is_capitalised(mention.head[0])}"
    topics = {value for cue in TOPICS.find_cues(lower, start, mention.head[0]) for value in cue.values}
    yield from (f"topic={topic}" for topic in topics)
    yield from _sentence_features(around, mention, sentence)


def _sentence_features(around: Surroundings, mention: ProcessMention, sentence: WordRange) -> Iterator[str]:
    lower = around.lower
    near = [around.entities[placed.entity] for placed in around.mentions_in(sentence)]
    countries = {entity.country for entity in near if entity.country}
    yield f"countries={min(len(countries), 3)}"
    yield f"{mention.kind}|countries={min(len(countries), 3)}"
    yield from (f"sector={sector}" for sector in {sector for entity in near for sector in entity.sectors})
    inside = [p for p in around.mentions_in(mention.words) if p.start < mention.head[0]]
    yield f"named={bool(inside)}"
    first, last = max(sentence[0], mention.words[0] - 6), min(sentence[1], mention.words[1] + 6)
    for cue in STAGES.find_cues(lower, first, last):
        yield f"cue={cue.phrase}"
        yield from (f"{mention.kind}|stage={value}" for value in cue.values)
    yield from {f"word={word}" for word in lower[first:last]}
