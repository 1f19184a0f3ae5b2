"""The corpora of mentions: spans, forms, and which mentions are one entity."""

from __future__ import annotations

import json
from pathlib import Path

from corpora.gap import iter_gap
from corpora.mentions import GoldDocument, GoldMention
from corpora.newsmtsc import iter_newsmtsc
from onrecord.text.spans import Span

TEXT = "Ada Lund met Ilse Varga before she left."
LUND, VARGA, SHE = Span(0, 8), Span(13, 23), Span(31, 34)


def test_newsmtsc_gives_each_target_with_its_further_mentions(tmp_path: Path) -> None:
    again = {"from": SHE.start, "to": SHE.end, "mention": "she"}
    rows = [
        {
            "primary_gid": "r",
            "sentence_normalized": TEXT,
            "targets": [
                {"from": LUND.start, "to": LUND.end, "further_mentions": [again]},
                {"from": VARGA.start, "to": VARGA.end},
            ],
        }
    ]
    path = tmp_path / "train.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert list(iter_newsmtsc(path)) == [
        GoldDocument(
            "r",
            TEXT,
            [
                GoldMention(LUND, "name", "person", 0),
                GoldMention(SHE, "pronoun", "person", 0),
                GoldMention(VARGA, "name", "person", 1),
            ],
        )
    ]


def test_gap_gives_the_pronoun_the_entity_of_the_right_name(tmp_path: Path) -> None:
    header = ["ID", "Text", "Pronoun", "Pronoun-offset", "A", "A-offset", "A-coref", "B", "B-offset", "B-coref", "URL"]
    words = ["she", str(SHE.start), "Ada Lund", str(LUND.start), "{a}", "Ilse Varga", str(VARGA.start), "{b}", ""]
    path = tmp_path / "gap.tsv"
    lines = ["\t".join(header)]
    for name, a, b in (("g-1", "TRUE", "FALSE"), ("g-2", "FALSE", "true"), ("g-3", "FALSE", "FALSE")):
        lines.append("\t".join([name, TEXT, *words]).format(a=a, b=b))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    documents = list(iter_gap(path))
    assert [document.name for document in documents] == ["g-1", "g-2", "g-3"]
    assert [document.mentions[2].entity for document in documents] == [1, 2, 0]
    assert documents[0].mentions == [
        GoldMention(LUND, "name", "person", 1),
        GoldMention(VARGA, "name", "person", 2),
        GoldMention(SHE, "pronoun", "person", 1),
    ]
