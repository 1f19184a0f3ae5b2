"""How well attributions agree with gold ones: the measures that figures are quoted in.

All are micro-averaged over reports. ``span.ROLE`` is exact-span F1 over the pieces of a role, after white space,
quotation marks and ``, . ; :`` are stripped from both ends. ``token.ROLE`` counts white-space tokens.
``attribution`` matches attributions one to one where contents overlap by half (Jaccard over tokens) and
sources share a token; ``content`` leaves sources out; ``exact`` wants all three roles equal. ``direct`` and
``quoted`` are ``attribution`` over contents that quotation marks enclose, and that hold any.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import maximum_bipartite_matching

from corpora.polnear import Roles
from onrecord.model.heads.tags import ROLES, Role
from onrecord.text.spans import Span, merge_spans

_QUOTATION_MARKS = "\"'`“”„‟‘’‚‛«»‹›″＂"
_STRIPPED = _QUOTATION_MARKS + ",.;:\u200b\ufeff"
_DOUBLE = '"“”„‟«»″＂'
_PUNCTUATION = ",.;:"


@dataclass(frozen=True)
class Counts:
    """Matches among the predicted and among the gold, and how many there are of each."""

    right: int = 0
    predicted: int = 0
    gold: int = 0
    found: int = 0

    def __add__(self, other: Counts) -> Counts:
        """Add the counts of another report."""
        return Counts(
            self.right + other.right,
            self.predicted + other.predicted,
            self.gold + other.gold,
            self.found + other.found,
        )

    @property
    def precision(self) -> float:
        """Share of the predicted that is right."""
        return self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold that is found."""
        return self.found / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def sum_counts(counts: Iterable[Counts]) -> Counts:
    """Add counts up.

    Example:
        >>> sum_counts([Counts(1, 1, 2, 1), Counts(0, 1, 1, 0)])
        Counts(right=1, predicted=2, gold=3, found=1)
    """
    total = Counts()
    for count in counts:
        total = total + count
    return total


@dataclass(frozen=True)
class _Attribution:
    spans: dict[Role, tuple[Span, ...]]
    tokens: dict[Role, frozenset[int]]
    kind: str


def score_report(text: str, gold: Sequence[Roles], predicted: Sequence[Roles]) -> dict[str, Counts]:
    """Count, for each measure, what a report's attributions get right.

    Args:
        text: The report.
        gold: Gold attributions: for each role its spans.
        predicted: Attributions to score.
    """
    truth, guess = _prepare(text, gold), _prepare(text, predicted)
    counts: dict[str, Counts] = {}
    for role in ROLES:
        counts[f"span.{role}"] = _overlap(
            {s for a in truth for s in a.spans[role]}, {s for a in guess for s in a.spans[role]}
        )
        counts[f"token.{role}"] = _overlap(
            {t for a in truth for t in a.tokens[role]}, {t for a in guess for t in a.tokens[role]}
        )
    rules: dict[str, _Rule] = {"attribution": _is_same_attribution, "content": _is_same_content, "exact": _is_equal}
    for name, rule in rules.items():
        right = len(match(truth, guess, rule))
        counts[name] = Counts(right, len(guess), len(truth), right)
    for name, kinds in (("direct", {"direct"}), ("quoted", {"direct", "mixed"})):
        gold_kind = [a for a in truth if a.kind in kinds]
        guess_kind = [a for a in guess if a.kind in kinds]
        counts[name] = Counts(
            right=len(match(truth, guess_kind, _is_same_attribution)),
            predicted=len(guess_kind),
            gold=len(gold_kind),
            found=len(match(gold_kind, guess, _is_same_attribution)),
        )
    return counts


def right_predictions(text: str, gold: Sequence[Roles], predicted: Sequence[Roles]) -> list[bool]:
    """Tell of each predicted attribution whether ``attribution`` matches it to a gold one."""
    guess = [_describe(text, roles) for roles in predicted]
    matched = set(match(_prepare(text, gold), guess, _is_same_attribution).values())
    return [index in matched for index in range(len(guess))]


_Rule = Callable[[_Attribution, _Attribution], bool]


def match(gold: Sequence[_Attribution], predicted: Sequence[_Attribution], rule: _Rule) -> dict[int, int]:
    """Match gold to predicted one to one, as many as the rule allows."""
    if not gold or not predicted:
        return {}
    allowed = csr_matrix(np.array([[rule(g, p) for p in predicted] for g in gold], dtype=np.int8))
    partner = maximum_bipartite_matching(allowed, perm_type="column")
    return {index: int(other) for index, other in enumerate(partner) if other >= 0}


def _overlap(gold: Set[object], predicted: Set[object]) -> Counts:
    right = len(gold & predicted)
    return Counts(right, len(predicted), len(gold), right)


def _prepare(text: str, attributions: Sequence[Roles]) -> list[_Attribution]:
    """Describe attributions, leaving out empty ones and repetitions."""
    described = [_describe(text, roles) for roles in attributions]
    kept: dict[tuple[tuple[Span, ...], ...], _Attribution] = {}
    for attribution in described:
        if any(attribution.spans.values()):
            kept.setdefault(tuple(attribution.spans[role] for role in ROLES), attribution)
    return list(kept.values())


def _describe(text: str, roles: Roles) -> _Attribution:
    merged = {role: merge_spans(text, [Span(*s) for s in roles.get(role) or () if s[0] < s[1]]) for role in ROLES}
    spans = {role: tuple(sorted({s for piece in merged[role] if (s := _strip(text, piece))})) for role in ROLES}
    tokens = {role: frozenset(t for s in spans[role] for t in _tokens(text, s)) for role in ROLES}
    return _Attribution(spans, tokens, _quotation_kind(text, merged["content"]))


def _strip(text: str, span: Span) -> Span | None:
    start, end = span
    while start < end and (text[start].isspace() or text[start] in _STRIPPED):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in _STRIPPED):
        end -= 1
    return Span(start, end) if start < end else None


def _tokens(text: str, span: Span) -> list[int]:
    """White-space tokens that a span overlaps, each named by the offset at which it begins."""
    starts = [span.start + m.start() for m in re.finditer(r"\S+", text[span.start : span.end])]
    first = span.start
    while first > 0 and not text[first - 1].isspace():
        first -= 1
    return [first, *starts[1:]]


def _quotation_kind(text: str, content: Sequence[Span]) -> str:
    """Direct, mixed or indirect by the double marks in and next to the content."""
    if not content:
        return "indirect"
    # Doubled single marks count as double ones; a pair keeps its length, so offsets hold.
    text = text.replace("''", '""').replace("``", '""')
    start, end = content[0].start, content[-1].end
    while start < end and (text[start].isspace() or text[start] in _PUNCTUATION):
        start += 1
    while start < end and (text[end - 1].isspace() or text[end - 1] in _PUNCTUATION):
        end -= 1
    if start >= end:
        return "indirect"
    first = text[start] if text[start] in _DOUBLE + "‘" else text[start - 1 : start]
    last = _last_mark(text, end)
    opens, closes = first in _DOUBLE and first != "", last in _DOUBLE
    if (opens and closes) or (first == "‘" and last == "’"):
        return "direct"
    inside = any(character in _DOUBLE for span in content for character in text[span.start : span.end])
    return "mixed" if opens or closes or inside else "indirect"


def _last_mark(text: str, end: int) -> str:
    """The content's last character, or the double mark that follows it behind some punctuation."""
    last = text[end - 1]
    if last in _DOUBLE + "’":
        return last
    position = end
    while position < min(len(text), end + 3) and text[position] in _PUNCTUATION + "!?":
        position += 1
    return text[position] if position < len(text) and text[position] in _DOUBLE else last


def _is_same_content(gold: _Attribution, guess: _Attribution) -> bool:
    one, other = gold.tokens["content"], guess.tokens["content"]
    return bool(one) and bool(other) and 2 * len(one & other) >= len(one | other)


def _is_same_attribution(gold: _Attribution, guess: _Attribution) -> bool:
    if not _is_same_content(gold, guess):
        return False
    one, other = gold.tokens["source"], guess.tokens["source"]
    return bool(one & other) if one else not other


def _is_equal(gold: _Attribution, guess: _Attribution) -> bool:
    return gold.spans == guess.spans
