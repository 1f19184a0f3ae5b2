"""NewsMTSC (Hamborg and Donnay 2021): sentences of policy news with persons and the other mentions of each."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from corpora.mentions import GoldDocument, GoldMention
from onrecord.model.heads.antecedents import PRONOUNS
from onrecord.text.spans import Span


def iter_newsmtsc(path: Path) -> Iterator[GoldDocument]:
    """Read a file of NewsMTSC.

    Args:
        path: JSON Lines, one sentence a line.

    Example:
        >>> next(iter_newsmtsc(Path("corpora/newsmtsc/train.jsonl"))).mentions[0].form
        'name'
    """
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            text = row["sentence_normalized"]
            mentions = {}
            for entity, target in enumerate(row["targets"]):
                for found in (target, *target.get("further_mentions", ())):
                    span = Span(found["from"], found["to"])
                    form = "pronoun" if text[slice(*span)].lower() in PRONOUNS else "name"
                    mentions[span] = GoldMention(span, form, "person", entity)
            yield GoldDocument(row["primary_gid"], text, list(mentions.values()))
