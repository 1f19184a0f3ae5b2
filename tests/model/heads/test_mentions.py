"""Spans from the scores of their tags."""

from __future__ import annotations

import numpy as np
import pytest

from onrecord.model.heads.mentions import find_tagged_spans
from onrecord.model.heads.tags import MENTION_KINDS, MENTION_TAGS


def scores_of(tags: list[str]) -> np.ndarray:
    scores = np.zeros((len(tags), len(MENTION_TAGS)), dtype=np.float32)
    scores[np.arange(len(tags)), [MENTION_TAGS.index(tag) for tag in tags]] = 1.0
    return scores


@pytest.mark.parametrize(
    ("tags", "paragraph", "spans"),
    [
        ("O B-person I-person O", "0000", [(1, 3, "person")]),
        ("B-person B-place", "00", [(0, 1, "person"), (1, 2, "place")]),
        ("O I-place I-place", "000", [(1, 3, "place")]),
        ("B-person I-person", "01", [(0, 1, "person"), (1, 2, "person")]),
        ("B-person I-place I-place", "000", [(0, 3, "place")]),
        ("O O", "00", []),
        ("", "", []),
    ],
)
def test_spans(tags: str, paragraph: str, spans: list[tuple[int, int, str]]) -> None:
    found = find_tagged_spans(scores_of(tags.split()), np.array([int(p) for p in paragraph], dtype=np.int64))
    named = [(a, b, MENTION_KINDS[k]) for (a, b), k in zip(found.spans.tolist(), found.kind.tolist(), strict=True)]
    assert named == spans
