"""The list of heads and the scores by head."""

from __future__ import annotations

import numpy as np
import pytest

from onrecord.errors import ModelError
from onrecord.model.heads import HEADS, HEADS_BY_NAME
from onrecord.model.heads.head import Head, WordScores
from onrecord.model.heads.links import LINKS
from onrecord.model.heads.mentions import MENTIONS, split_mention_scores
from onrecord.model.heads.tags import MENTION_TAGS


def test_each_name_is_given_once() -> None:
    assert len(HEADS_BY_NAME) == len(HEADS)


def test_scores_are_looked_up_by_head() -> None:
    links = np.ones((3, LINKS.size), dtype=np.float32)
    assert WordScores({LINKS.name: links})[LINKS] is links


def test_a_head_that_the_model_lacks_is_named() -> None:
    with pytest.raises(ModelError, match="'events'"):
        WordScores({})[Head("events", 4, lambda arrays: None)]


def test_mention_scores_are_those_of_names_then_of_descriptions() -> None:
    scores = np.tile(np.arange(MENTIONS.size, dtype=np.float32), (2, 1))
    names, descriptions = split_mention_scores(scores)
    assert names[0].tolist() == list(range(len(MENTION_TAGS)))
    assert descriptions[1].tolist() == list(range(len(MENTION_TAGS), 2 * len(MENTION_TAGS)))
