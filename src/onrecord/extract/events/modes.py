"""How a deed was done: the mode that words show, by the lexicon.

A mode is told by a word for the deed itself ("shelled") or, where that leaves it open, by the nearest word of a means
or an object in the same sentence ("attacked with rockets", "urged Holm to free the pilots"). Without such a word the
mode stays open.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

from onrecord import lexicon
from onrecord.record.layers.events import EventType
from onrecord.text.document import Document

REACH_BEFORE, REACH_AFTER = 3, 6
"""Most words between a word for the deed and one that shows its mode."""
_AFTER_ONLY = frozenset({"THREATEN", "REQUEST", "REJECT"})
"""Types whose mode is what the deed is about, which stands behind the word for it."""


_OWN: Mapping[str, Mapping[str, str]] = {
    "ACCUSE": lexicon.values("mode-accuse"),
    "ASSAULT": lexicon.values("mode-assault"),
    "COERCE": lexicon.values("mode-coerce"),
    "CONSULT": lexicon.values("mode-consult"),
    "MOBILIZE": lexicon.values("mode-mobilize"),
    "PROTEST": lexicon.values("mode-protest"),
    "RETREAT": lexicon.values("mode-retreat"),
    "SANCTION": lexicon.values("mode-sanction"),
}
"""Words for a deed, by its type."""
_NEAR: Mapping[str, Mapping[str, str]] = {
    "ASSAULT": lexicon.values("near-assault"),
    "COERCE": lexicon.values("near-coerce"),
    "CONSULT": lexicon.values("near-consult"),
    "MOBILIZE": lexicon.values("near-mobilize"),
    "PROTEST": lexicon.values("near-protest"),
    "REJECT": lexicon.values("near-reject"),
    "REQUEST": lexicon.values("near-request"),
    "RETREAT": lexicon.values("near-retreat"),
    "THREATEN": lexicon.values("near-threaten"),
}
"""Words of means, places and objects beside those, by the type of the deed."""


def find_mode(
    document: Document,
    event_type: EventType,
    triggers: Sequence[tuple[int, int]],
    others: Set[int] = frozenset(),
) -> str | None:
    """Find the mode of a deed, or None where no word shows it.

    Args:
        document: The text.
        event_type: Its type.
        triggers: Word ranges of the words for it, the best first.
        others: Words that begin the words for other deeds. A means right before one is that deed's: a "pager attack".

    Example:
        >>> document = Document.from_text("Rebels attacked the post with rockets.")
        >>> find_mode(document, "ASSAULT", [(1, 2)])
        'heavy-weapons'
    """
    own, near = _OWN.get(event_type, {}), _NEAR.get(event_type, {})
    for start, end in triggers:
        # "Suicide bombing" is told by its first word, "tear gas" too.
        shown = next((own[word] for word in document.lower[start:end] if word in own), None)
        beside = _find_near(document, event_type, (start, end), near, others)
        if beside is not None and (shown is None or shown in _OPEN):
            return beside
        if shown is not None:
            return shown
    return None


_OPEN = frozenset({"aerial", "explosives", "demo", "strike", "visit", "troops"})
"""Modes of words that say less than a means beside them: a "strike by drones", a "suicide bombing"."""


def _find_near(
    document: Document, event_type: str, trigger: tuple[int, int], near: Mapping[str, str], others: Set[int]
) -> str | None:
    start, end = trigger
    first, last = document.sentence_range(start)
    before = () if event_type in _AFTER_ONLY else range(start - 1, max(first, start - 1 - REACH_BEFORE), -1)
    after = range(end, min(last, end + REACH_AFTER))
    shown = [(start - word, word) for word in before] + [(word - end + 1, word) for word in after]
    distances = [
        (distance, near[document.lower[word]])
        for distance, word in shown
        if document.lower[word] in near and word + 1 not in others
    ]
    return min(distances, key=lambda found: found[0])[1] if distances else None
