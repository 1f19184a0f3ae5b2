"""Which words name one process: each joins the process before it that it fits best, or begins one.

The chain of best antecedents is that of Ng and Cardie (2002), as for events.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

from onrecord.extract.negotiations.cues import TOPICS
from onrecord.extract.negotiations.mentions import ProcessMention
from onrecord.extract.negotiations.surroundings import Surroundings
from onrecord.model.linear import LinearScorer

Process = list[ProcessMention]
"""The words for one process, in order."""
_STEM = 5


def group_processes(
    around: Surroundings, mentions: Sequence[ProcessMention], scorer: LinearScorer, least: float
) -> list[Process]:
    """Bring the words for one process together.

    Args:
        around: The report.
        mentions: The words, in order.
        scorer: Scores whether two mentions name one process.
        least: Least probability to join.
    """
    processes: list[Process] = []
    for mention in mentions:
        best, chosen = least, -1
        for number, process in enumerate(processes):
            for earlier in process:
                score = float(scorer.probabilities(pair_features(around, earlier, mention))[1])
                if score > best:
                    best, chosen = score, number
        if chosen < 0:
            processes.append([mention])
        else:
            processes[chosen].append(mention)
    return processes


def pair_features(around: Surroundings, earlier: ProcessMention, later: ProcessMention) -> Iterator[str]:
    """Name what shows whether two mentions name one process."""
    document, lower = around.document, around.lower
    gap = document.sentence[later.words[0]] - document.sentence[earlier.words[0]]
    first, second = (
        {word[:_STEM] for word in mention.modifiers(document) if word[0].isalnum()} for mention in (earlier, later)
    )
    bare = not second
    before = lower[later.words[0] - 1] if later.words[0] else "^"
    determiner = before if before in ("the", "a", "an", "any", "this", "that", "new", "another") else "-"
    kinds = "|".join(sorted((earlier.kind, later.kind)))
    yield f"kinds={kinds}"
    yield f"same noun={earlier.noun == later.noun}"
    yield f"gap={min(gap, 8)}"
    yield f"bare={bare}|det={determiner}"
    yield f"kinds={kinds}|bare={bare}"
    yield f"shared={min(len(first & second), 2)}"
    yield f"clash={bool(first and second and not first & second)}"
    yield f"later bare earlier named={bare and bool(first)}"
    owners = [{p.entity for p in around.mentions_in(mention.words)} for mention in (earlier, later)]
    yield f"owners={_compare(*owners)}"
    countries = [{around.entities[i].country for i in own} - {None} for own in owners]
    yield f"countries={_compare(*countries)}"
    topics = [
        {value for cue in TOPICS.find_cues(lower, *mention.words) for value in cue.values}
        for mention in (earlier, later)
    ]
    yield f"topics={_compare(*topics)}"
    near = [
        {
            around.entities[p.entity].country
            for p in around.mentions_in(document.sentence_range(mention.words[0]))
            if around.entities[p.entity].country
        }
        for mention in (earlier, later)
    ]
    yield f"near={_compare(*near)}"
    yield f"same voice={around.voice(earlier.words[0]) == around.voice(later.words[0])}"


def _compare(first: Set[object], second: Set[object]) -> str:
    if not first or not second:
        return "none"
    return "shared" if first & second else "other"
