"""GAP (Webster et al. 2018): passages with a pronoun and two names that it might refer to."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from corpora.mentions import GoldDocument, GoldMention
from onrecord.text.spans import Span


def iter_gap(path: Path) -> Iterator[GoldDocument]:
    """Read a file of GAP; a pronoun that refers to neither name is an entity of its own.

    Args:
        path: Tab-separated values with a header.

    Example:
        >>> [mention.form for mention in next(iter_gap(Path("corpora/gap/gap-development.tsv"))).mentions]
        ['name', 'name', 'pronoun']
    """
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            entity = {"A": 1, "B": 2}
            pronoun = next((entity[side] for side in "AB" if row[f"{side}-coref"].upper() == "TRUE"), 0)
            mentions = [
                GoldMention(_span(row[side], row[f"{side}-offset"]), "name", "person", entity[side]) for side in "AB"
            ]
            mentions.append(GoldMention(_span(row["Pronoun"], row["Pronoun-offset"]), "pronoun", "person", pronoun))
            yield GoldDocument(row["ID"], row["Text"], mentions)


def _span(words: str, offset: str) -> Span:
    return Span(int(offset), int(offset) + len(words))
