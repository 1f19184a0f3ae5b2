"""Sentences written for training the scorers of negotiations, read in the form of marked reports."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from corpora.marked import MarkedEntity, MarkedFact, MarkedNegotiation, MarkedReport
from onrecord.extract.dating.statements import DATED_STATEMENTS
from onrecord.extract.negotiations.mentions import find_candidates
from onrecord.extract.speakers.layer import ENTITIES
from onrecord.extract.step import DOCUMENT, StepResults
from onrecord.extract.times.finder import find_times
from onrecord.extract.times.step import TIMES
from onrecord.record import Entity, Mention, Report
from onrecord.text.document import Document
from onrecord.text.spans import Span

EXAMPLES_FILE = Path(__file__).parent / "negotiation_examples.txt"
_MARK = re.compile(r"\[(?P<role>[pmhgn])(?:/(?P<kind>\w+))? (?P<words>[^\]]*)\]|<(?P<next>[^>]*)>")
_ROLES = {"p": "party", "m": "mediator", "h": "host", "g": "guarantor"}
_DAY = "2031-03-09"


def iter_examples(path: Path = EXAMPLES_FILE) -> Iterator[tuple[MarkedReport, StepResults]]:
    """Read the sentences, each as a report with its marks and what the program would find before negotiations."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield _read_example(line)


def _read_example(line: str) -> tuple[MarkedReport, StepResults]:
    labels, _, marked = line.partition(" | ")
    stage, move, topics = labels.split()
    text, entities, facts = _take_marks(marked)
    document = Document.from_text(text)
    facts += [MarkedFact("agenda", topic, None, None) for topic in topics.split(",") if topic != "-"]
    facts += [MarkedFact("stage", stage, "R", None)] if stage != "-" else []
    facts += [MarkedFact("move", move, "R", None)] if move != "-" else []
    candidates = find_candidates(document)
    # "Proposal" and the like name the talks only where nothing else does.
    named = [one for one in candidates if one.kind != "plan"] or candidates
    mentions = tuple(document.span_of_words(one.words) for one in named)
    negotiations = () if stage == "x" else (MarkedNegotiation("N1", mentions, tuple(facts)),)
    own = tuple(MarkedEntity(e.id, e.kind, e.name or "", e.country, (), (e.mentions[0].span,)) for e in entities)
    report = MarkedReport(text, text, None, _DAY, own, (), (), negotiations)
    times = tuple(find_times(text, _DAY, document.paragraphs, False))
    by_step = {DOCUMENT: document, ENTITIES: tuple(entities), DATED_STATEMENTS: (), TIMES: times}
    return report, StepResults(Report(text, published=_DAY), None, by_step)


def _take_marks(marked: str) -> tuple[str, list[Entity], list[MarkedFact]]:
    """Take the marks out of a sentence; give it with its entities and their roles."""
    text, end = "", 0
    entities: list[Entity] = []
    facts: list[MarkedFact] = []
    for match in _MARK.finditer(marked):
        text += marked[end : match.start()]
        words = match["words"] or match["next"]
        span = Span(len(text), len(text) + len(words))
        if match["next"]:
            facts.append(MarkedFact("next", "", None, span))
        else:
            kind, name = match["kind"] or "place", f"e_{len(entities)}"
            country = "NOR" if kind in ("place", "person") else None
            mention = Mention(span, "name")
            entities.append(Entity(id=name, kind=kind, name=words, country=country, mentions=(mention,)))  # type: ignore[arg-type]
            if match["role"] in _ROLES:
                facts.append(MarkedFact(_ROLES[match["role"]], name, None, span))
        text, end = text + words, match.end()
    return text + marked[end:], entities, facts
