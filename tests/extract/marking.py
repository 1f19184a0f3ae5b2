"""Texts with spans or mentions written into them, for tests: ``⟦so⟧``, ``{person Ada Lund} said. {he}``."""

from __future__ import annotations

import re

from onrecord.extract.speakers.mentions import FoundMention
from onrecord.model.heads.antecedents import PRONOUNS
from onrecord.text.spans import Span

_MARKED = re.compile(r"\{(?:(person|organisation|place|group)(~?) )?([^{}]*)\}")
_WORD = re.compile(r"\w+|[^\w\s]")


def with_spans(marked: str) -> tuple[str, list[Span]]:
    """Take the marks out of a text whose spans are written ⟦so⟧; give it with the spans."""
    spans = [
        Span(match.start() - 2 * index, match.end() - 2 * index - 2)
        for index, match in enumerate(re.finditer("⟦[^⟧]*⟧", marked))
    ]
    return re.sub("[⟦⟧]", "", marked), spans


def with_mentions(marked: str) -> tuple[str, list[Span], list[FoundMention]]:
    """Take the marks out of a text; give it with its words and mentions.

    ``{person Ada Lund}`` is a name, ``{person~ the minister}`` a description, ``{she}`` a pronoun.
    """
    text, found, end = "", [], 0
    for match in _MARKED.finditer(marked):
        text += marked[end : match.start()]
        found.append((Span(len(text), len(text) + len(match[3])), match[1], match[2]))
        text += match[3]
        end = match.end()
    text += marked[end:]
    words = [Span(*match.span()) for match in _WORD.finditer(text)]
    mentions = []
    for span, kind, described in found:
        first = next(i for i, word in enumerate(words) if word.end > span.start)
        last = next((i for i, word in enumerate(words) if word.start >= span.end), len(words))
        form = "description" if described else "name" if kind else PRONOUNS[text[slice(*span)].lower()]
        mentions.append(FoundMention(span, (first, last), form, kind or "person"))
    return text, words, mentions
