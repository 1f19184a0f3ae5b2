"""Tense around an expression: past or future.

Without a parser: the nearest verb group before the expression decides, else the first one after it. English news marks
past and future with few forms: a past tense ("met", "was held"), a modal or a plan ("will meet", "plans to meet").
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from onrecord import lexicon
from onrecord.extract.times.matching.tokens import Words

Tense = Literal["past", "future"]

_PAST = lexicon.words("past")
"""Past forms without -ed; "says" reports what was said."""
_FUTURE = lexicon.words("modal", "future")
_FUTURE_TO = lexicon.words("future-before-to")
"""Future before "to": "plans to meet", "is to meet"."""
_COMMITTING = lexicon.words("commits")
"""Past forms among them that are finite verbs: what comes before "agreed to plead" dates the agreement."""
_ADVERBS = lexicon.words("connective") | {"again", "finally"}
_FUTURE_BEFORE = lexicon.words("scheduled-present")
"""Present tenses with a future meaning before a date: "the trial begins Monday"."""
_PLURAL_FUTURE_BEFORE = lexicon.words("scheduled-plural-present")
"""The same in the plural ("talks begin Monday"), only after a clear plural."""
_SINGULAR_IN_S = lexicon.words("singular-in-s")
_BEFORE_INFINITIVES = lexicon.words("takes-infinitive")
"""Words after which a verb is an infinitive: "did they meet Friday", "saw Lund go"."""
_FARTHEST_HELPER = 5
_ALSO_BASE = lexicon.words("past-and-infinitive")
"""Past forms that are infinitives as well."""
_MODALS = lexicon.words("modal") | {"to", "not"}
_DETERMINERS = lexicon.words("article", "possessive", "adjective-marker")
_NOT_VERBS = lexicon.words("not-past-in-ed")
_SCHEDULED = lexicon.words("scheduled-event")
"""Events that are scheduled: "Friday's vote" may lie in the future, "Friday's ruling" rarely does."""
_DATING = frozenset("back dating dates dated".split())
_PAST_DOCUMENTS = lexicon.words("past-document")
"""Documents that are known only once published: "a Friday statement"."""
_CLAUSE_JOINTS = lexicon.words("clause-joint")
_POSTPONING = lexicon.words("postpones")
"""Verbs that move an event to a future date, in any tense: "was put off until Friday"."""
_POSTPONING_TO = _POSTPONING | {"moved", "move"}
"""The same before "to": "was moved to Friday", but not "moved out and stayed until Friday"."""
_VERB_OF_GOAL = 6
"""How many words before a goal may hold its verb."""
_SENTENCE_ENDS = frozenset('.!?"“”:')
_AUXILIARIES = lexicon.words("modal") | {"be", "is", "are", "have", "has", "not"}
_PERFECT = frozenset("have has had".split())
_FARTHEST = 30


def find_tense(words: Words, sentence: tuple[int, int], first: int, end: int) -> Tense | None:
    """Find the tense that governs an expression.

    Args:
        words: The words of the paragraph.
        sentence: The range of words of the sentence.
        first: Index of the expression's first word.
        end: Index after its last word.

    Returns:
        The tense, or None if no verb near decides.
    """
    if words.at(first - 1) == "of" and words.at(first - 2) == "ahead":
        return "future"
    if words.at(end) in ("'", "’") and words.at(end + 1) == "s" and words.at(end + 2) not in _SCHEDULED:
        return "past"
    putting_off = _POSTPONING_TO if words.at(first - 1) == "to" else _POSTPONING
    near_before = words.lower[max(sentence[0], first - _VERB_OF_GOAL) : first]
    if is_goal(words, first) and not putting_off.isdisjoint(near_before):
        return "future"
    is_told = words.at(end) in _PAST_DOCUMENTS or words.at(end + 1) in _PAST_DOCUMENTS
    verb = end + (words.at(end) in _ADVERBS or words.at(end).endswith("ly"))
    if is_told or (verb < sentence[1] and words.at(verb) not in _PERFECT and _is_finite_past(words, verb)):
        # "The board on Friday announced that it will …", "in a Friday statement that says it will …".
        return "past"
    before = range(first - 1, max(sentence[0], first - _FARTHEST) - 1, -1)
    after = range(end, min(sentence[1], end + _FARTHEST))
    return _nearest(words, before, _FUTURE_BEFORE) or _nearest(words, after, frozenset(), is_after=True)


def is_surely_past(words: Words, first: int) -> bool:
    """Tell whether the words right before an expression allow only the past: "since May", "he arrived in May"."""
    before, before_that = words.at(first - 1), words.at(first - 2)
    if before == "since" or (before == "to" and before_that in _DATING):
        return True
    return before in ("on", "in") and first > 1 and _tense_at(words, first - 2) == "past"


def is_goal(words: Words, first: int) -> bool:
    """Tell whether an expression is the end of a change ("postponed to May"), which the tense does not date."""
    before, before_that = words.at(first - 1), words.at(first - 2)
    return before in ("to", "till", "until", "into", "through") and before_that not in _DATING


def _is_finite_past(words: Words, index: int) -> bool:
    return words.at(index) in _COMMITTING or _tense_at(words, index) == "past"


def _nearest(words: Words, indices: Sequence[int], present: frozenset[str], is_after: bool = False) -> Tense | None:
    for place, index in enumerate(indices):
        if place > 1 and words.lower[index] == "," and words.at(index + 1) in _CLAUSE_JOINTS:
            # "It is old, and on Friday …": a present tense ends with its clause.
            present = frozenset()
        if is_after and words.lower[index] in _COMMITTING and words.at(index - 1) not in _DETERMINERS | _AUXILIARIES:
            return "past"
        tense = _tense_at(words, index) or ("future" if _is_of_plan(words, index, present) else None)
        if tense:
            return tense
    return None


def _is_of_plan(words: Words, index: int, present: frozenset[str]) -> bool:
    word = words.lower[index]
    if word not in _PLURAL_FUTURE_BEFORE or not present:
        return word in present
    # "Talks begin Monday", "he and Lund meet Monday", but not "to begin", "did they meet" and "saw Lund go".
    subject = words.at(index - 1)
    is_many = subject.endswith("s") and not subject.endswith("ss") and subject not in _SINGULAR_IN_S
    is_subject = is_many or subject in ("they", "we") or words.is_capital(index - 1)
    return is_subject and _BEFORE_INFINITIVES.isdisjoint(words.lower[max(0, index - _FARTHEST_HELPER) : index])


def _tense_at(words: Words, index: int) -> Tense | None:
    """The tense of a word, or None if it is no verb with a tense."""
    word = words.lower[index]
    if _is_future(words, index):
        return "past" if words.at(index - 1) == "been" and words.at(index - 2) == "had" else "future"
    # "Will be held" and "to be widely held": the words before decide.
    if "be" in (words.at(index - 1), words.at(index - 2)):
        return None
    if word in _ALSO_BASE and words.at(index - 1) in _MODALS:
        return None
    return "past" if word in _PAST or _ends_like_past(words, index) else None


def _is_future(words: Words, index: int) -> bool:
    word, after = words.lower[index], words.at(index + 1)
    if word in _FUTURE:
        return word != "may" or not words.is_capital(index)
    if word in _FUTURE_TO:
        return after == "to" or (word == "set" and after == "for")
    if word == "to":
        return words.at(index - 1) in _FUTURE_TO
    return (word == "be" and not words.is_capital(index)) or (word == "ll" and words.at(index - 1) in ("'", "’"))


def _ends_like_past(words: Words, index: int) -> bool:
    """Recognise a past tense by its ending; after an article it is an adjective, with a capital part of a name."""
    word = words.lower[index]
    is_verb = len(word) > 3 and word.endswith("ed") and word not in _NOT_VERBS
    is_verb = is_verb and (not word.endswith("eed") or word in ("agreed", "freed", "guaranteed"))
    is_name = words.is_capital(index) and not (index == 0 or words.at(index - 1) in _SENTENCE_ENDS)
    return is_verb and not is_name and words.at(index - 1) not in _DETERMINERS
