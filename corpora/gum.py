"""GUM documents as labelled words: names, descriptions and pronouns, and which of them are one entity.

GUM (Zeldes 2017) marks nested entities with types, coreference and syntax. Here a mention is cut to what a reader takes
for the name ("John Kirby") or for the description up to its noun ("the White House spokesman"): what follows, such
as a relative clause, is left to the words around it. Names of peoples and plural descriptions of persons are groups.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from corpora.mentions import GoldDocument, GoldMention
from onrecord.text.spans import Span

_ENTITY_FIELD = re.compile(r"(?:^|\|)Entity=([^|]+)")
_BRACKETS = re.compile(r"(\()?([^()]+)(\))?")
_KINDS = {"person": "person", "organization": "organisation", "place": "place"}
_BRIDGES = {
    "person": frozenset("-–."),
    "organisation": frozenset({"-", "–", ".", "of", "the", "for", "and", "'s", "’s", "&", "in", "on"}),
    "place": frozenset({"-", "–", ".", "of", "the", "'s", "’s"}),
}


@dataclass
class _Token:
    form: str
    upos: str
    head: int
    plural: bool
    entities: str
    span: Span


@dataclass
class _Part:
    """An entity's mention as it is marked: tokens of one sentence, counted from 0."""

    first: int
    kind: str
    entity: int
    last: int = -1


@dataclass
class _Document:
    text: str = ""
    sentences: list[list[_Token]] = field(default_factory=list)


def iter_documents(folder: Path, genre: str = "*") -> Iterator[GoldDocument]:
    """Read the CoNLL-U files of a folder in the order of their names; mentions come in the order of their starts."""
    for path in sorted(folder.glob(f"GUM_{genre}_*.conllu")):
        document = _read_tokens(path)
        mentions = [m for sentence in document.sentences for m in _find_mentions(sentence)]
        yield GoldDocument(path.stem, document.text, sorted(mentions, key=lambda m: (m.span, m.form)))


def _read_tokens(path: Path) -> _Document:
    document = _Document()
    sentence: list[_Token] = []
    gap, within = "", 0
    for line in path.read_text(encoding="utf-8").splitlines():
        if line == "# newpar":
            gap = "\n\n"
        elif not line and sentence:
            document.sentences.append(sentence)
            sentence = []
        if not line or line.startswith("#"):
            continue
        columns = line.split("\t")
        glued = "SpaceAfter=No" in columns[9]
        if "-" in columns[0]:
            # One printed word for several tokens, such as "don't": its tokens follow without space between them.
            within = int(columns[0].split("-")[1])
            glued_after = glued
            continue
        if "." in columns[0]:
            continue
        if document.text:
            document.text += gap
        number = int(columns[0])
        start = len(document.text)
        document.text += columns[1]
        found = _ENTITY_FIELD.search(columns[9])
        sentence.append(
            _Token(
                columns[1],
                columns[3],
                int(columns[6]) - 1,
                "Number=Plur" in columns[5],
                found[1] if found else "",
                Span(start, len(document.text)),
            )
        )
        if number < within:
            gap = ""
        else:
            gap = "" if (glued_after if number == within else glued) else " "
            within = within if number < within else 0
    if sentence:
        document.sentences.append(sentence)
    return document


def _find_mentions(sentence: list[_Token]) -> Iterator[GoldMention]:
    for part in _find_parts(sentence):
        mention = _cut(sentence, part)
        if mention is not None:
            yield mention


def _find_parts(sentence: list[_Token]) -> Iterator[_Part]:
    waiting: dict[int, list[_Part]] = defaultdict(list)
    for index, token in enumerate(sentence):
        for opens, body, closes in _BRACKETS.findall(token.entities):
            number = int(body.split("-")[0])
            if opens:
                waiting[number].append(_Part(index, body.split("-")[1], number))
            if closes and waiting[number]:
                part = waiting[number].pop()
                part.last = index
                yield part


def _cut(sentence: list[_Token], part: _Part) -> GoldMention | None:
    """Cut a mention to its name, its description up to the noun, or its pronoun; None for other types of entity."""
    kind = _KINDS.get(part.kind)
    if kind is None:
        return None
    inside = range(part.first, part.last + 1)
    head = next((i for i in inside if sentence[i].head not in inside), part.last)
    token = sentence[head]
    if token.upos == "PRON":
        return GoldMention(token.span, "pronoun", kind, part.entity)
    if token.upos == "PROPN":
        first, last = _name_around(sentence, head, inside, _BRIDGES[kind])
        if kind == "person" and token.plural:
            kind = "group"
        form = "name"
    elif token.upos in ("NOUN", "NUM", "ADJ", "DET"):
        first, last, form = part.first, head, "description"
        if kind == "person" and token.plural:
            kind = "group"
    else:
        return None
    return GoldMention(Span(sentence[first].span.start, sentence[last].span.end), form, kind, part.entity)


def _name_around(sentence: list[_Token], head: int, inside: range, bridges: frozenset[str]) -> tuple[int, int]:
    """The first and last token of the run of name words around a name's head."""

    def is_name(index: int) -> bool:
        word = sentence[index]
        return word.upos in ("PROPN", "NUM") or (word.form[:1].isupper() and word.upos in ("ADJ", "NOUN", "VERB"))

    first = last = head
    for step in (-1, 1):
        index = reached = head
        while (index := index + step) in inside:
            if is_name(index):
                reached = index
            elif sentence[index].form not in bridges:
                break
        first, last = (reached, last) if step < 0 else (first, reached)
    return first, last
