"""Sentences with a marked pair."""

from __future__ import annotations

from pathlib import Path

from corpora.plv import ROOT_OF_TYPE, ROOTS, iter_paired_sentences
from onrecord.model.heads.triggers import EVENT_TYPES

HEADER = "\tsentence_id\tmarked_sentence\tgold_root"
ROWS = (
    "\t7\tIn Dorn, <t>Westmere</t> was shelled by <s>Holm's army</s>.\tASSAULT",
    "\t8\t<s>Holm</s> freed six men.\tYIELD",
    "\t9\t<s>Holm</s> let <t>six men</t> go.\tYIELD",
)


def test_the_marks_become_spans_and_half_marked_sentences_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "plv.tsv"
    path.write_text("\n".join((HEADER, *ROWS)) + "\n", encoding="utf-8")
    first, second = iter_paired_sentences(path)
    assert first.text == "In Dorn, Westmere was shelled by Holm's army."
    assert (first.text[slice(*first.source)], first.text[slice(*first.target)]) == ("Holm's army", "Westmere")
    assert (first.root, second.root, second.name) == ("ASSAULT", "YIELD", "9")


def test_conceding_and_retreating_are_one_root() -> None:
    roots = {name: ROOTS[root] for name, root in zip(EVENT_TYPES, ROOT_OF_TYPE, strict=True)}
    assert (roots["CONCEDE"], roots["RETREAT"], roots["AID"]) == ("YIELD", "YIELD", "AID")
    assert len(ROOTS) == len(EVENT_TYPES) - 1
