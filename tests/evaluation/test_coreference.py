"""CoNLL coreference F1, worked out by hand."""

from __future__ import annotations

import pytest

from evaluation.coreference import conll_f1
from onrecord.text.spans import Span


def clusters(*groups: str) -> list[frozenset[Span]]:
    return [frozenset(Span(ord(letter), ord(letter) + 1) for letter in group) for group in groups]


def test_equal_is_one_and_nothing_is_nought() -> None:
    assert conll_f1([clusters("abc", "d")], [clusters("abc", "d")]) == pytest.approx(1.0)
    assert conll_f1([clusters("abc")], [clusters()]) == 0.0


def test_a_split_entity() -> None:
    # MUC: recall 1 of 2 links, precision 1 of 1. B³: recall (4 + 1) / 9, precision 1.
    # CEAF: the pair abc-ab has 4/5; recall .8 of 1 entity, precision .8 of 2.
    muc = 2 * 0.5 * 1 / 1.5
    b_cubed = 2 * (5 / 9) / (1 + 5 / 9)
    ceaf = 2 * 0.8 * 0.4 / 1.2
    assert conll_f1([clusters("abc")], [clusters("ab", "c")]) == pytest.approx((muc + b_cubed + ceaf) / 3)
