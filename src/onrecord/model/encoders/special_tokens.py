"""Tokens of a vocabulary that stand for no words: the manifest names them, and the tokenizer file has their ids."""

from __future__ import annotations

from typing import NamedTuple

import msgspec
from tokenizers import Tokenizer

from onrecord.errors import ModelError


class SpecialTokens(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The special tokens as the vocabulary spells them.

    Attributes:
        start: Begins a window.
        end: Ends a window.
        paragraph: Ends a paragraph.
        padding: Fills up a batch.
        unknown: Stands for what the vocabulary lacks.
        mask: Hides a piece in training.
    """

    start: str
    end: str
    paragraph: str
    padding: str
    unknown: str
    mask: str


class SpecialIds(NamedTuple):
    """Their ids, under the same names."""

    start: int
    end: int
    paragraph: int
    padding: int
    unknown: int
    mask: int


def find_special_ids(tokenizer: Tokenizer, tokens: SpecialTokens) -> SpecialIds:
    """Look up the ids of special tokens.

    Args:
        tokenizer: Has the vocabulary.
        tokens: What to look up.

    Raises:
        ModelError: The vocabulary lacks a token.
    """
    ids = {}
    for name in SpecialIds._fields:
        token = getattr(tokens, name)
        found = tokenizer.token_to_id(token)
        if found is None:
            raise ModelError(f"the tokenizer has no {name} token {token!r}; install matching versions")
        ids[name] = found
    return SpecialIds(**ids)
