"""What a process is about."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from onrecord.extract.negotiations.clusters import Process
from onrecord.extract.negotiations.cues import TOPICS, Cue
from onrecord.extract.negotiations.passages import Passage, gap_to_process
from onrecord.extract.negotiations.surroundings import Surroundings
from onrecord.model.linear import LinearScorer
from onrecord.record.layers.negotiations import AgendaItem, AgendaTopic
from onrecord.text.spans import Span

TopicCues = dict[str, list[tuple[Cue, str]]]
"""For each topic its words near a process, each with where they stand: inside, same or around."""


def find_agenda(
    around: Surroundings, process: Process, passages: list[Passage], scorer: LinearScorer, least: float
) -> tuple[AgendaItem, ...]:
    """Find the topics of a process, in the order of their words.

    Args:
        around: The report.
        process: The words for it.
        passages: The passages about it.
        scorer: Scores whether a topic is on the agenda.
        least: Least probability of a topic.
    """
    cues = find_topics(around, process, passages)
    chosen = []
    for topic, own in cues.items():
        if float(scorer.probabilities(topic_features(around, process, topic, cues))[1]) >= least:
            order = {"inside": 0, "same": 1, "around": 2}
            cue, _ = min(own, key=lambda one: (order[one[1]], gap_to_process(process, one[0].start), one[0].start))
            span = around.document.span_of_words((cue.start, cue.end))
            chosen.append((span, topic))
    return tuple(_item(around, span, topic) for span, topic in sorted(chosen))


def _item(around: Surroundings, span: Span, topic: str) -> AgendaItem:
    return AgendaItem((span,), (around.document.text[slice(*span)],), item=cast(AgendaTopic, topic))


def find_topics(around: Surroundings, process: Process, passages: list[Passage]) -> TopicCues:
    """Find the words of each topic in the words for a process and in the passages about it."""
    found: TopicCues = {}
    inside = [mention.words for mention in process]
    for passage in passages:
        for cue in TOPICS.find_cues(around.lower, *passage.words):
            held = any(start <= cue.start < end for start, end in inside)
            where = "inside" if held else "same" if passage.distance == 0 else "around"
            for topic in cue.values:
                found.setdefault(topic, []).append((cue, where))
    return found


def topic_features(around: Surroundings, process: Process, topic: str, cues: TopicCues) -> Iterator[str]:
    """Name what shows whether a topic is on the agenda of a process."""
    own = cues[topic]
    places = {where for _, where in own}
    yield f"topic={topic}"
    yield f"count={min(len(own), 5)}"
    yield f"topics={min(len(cues), 6)}"
    gap = min(gap_to_process(process, cue.start) for cue, _ in own)
    yield f"gap={min(gap, 20) // 3}"
    yield f"{topic}|gap={min(gap, 20) // 5}"
    for where in places:
        yield f"{where}"
        yield f"{topic}|{where}"
    share = len(own) / sum(len(one) for one in cues.values())
    yield f"share={int(share * 5)}"
    for cue, where in own:
        yield f"{topic}|phrase={cue.phrase}"
        yield f"{topic}|phrase={cue.phrase}|{where}"
    yield from (f"{topic}|kind={kind}" for kind in {mention.kind for mention in process})
    yield from (
        f"{topic}|with={other}" for other in cues if other != topic and {w for _, w in cues[other]} & {"inside"}
    )
    strong = {other for other, held in cues.items() if any(where == "inside" for _, where in held)}
    yield f"named topics={min(len(strong), 2)}|is one={topic in strong}"
