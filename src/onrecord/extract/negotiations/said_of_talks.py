"""What is in the way of a process, what its sides want, and what comes next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from onrecord import lexicon
from onrecord.extract.negotiations.clusters import Process
from onrecord.extract.negotiations.cues import OBSTACLES, WANTS, PhraseFinder
from onrecord.extract.negotiations.parties import FoundParty
from onrecord.extract.negotiations.passages import Passage, passage_features
from onrecord.extract.negotiations.surroundings import Surroundings
from onrecord.model.linear import LinearScorer
from onrecord.record import Said, TimeExpression
from onrecord.record.layers.negotiations import NextStep, Obstacle, Want
from onrecord.text.document import WordRange

MOST_OBSTACLES = 3
"""As many as the annotation guide allows."""
_JOINTS = frozenset(
    {",", ";", ":", "—", "–", "(", ")", "but", "while", "although", "though", "after", "because", "since"}
)
_AHEAD = frozenset(
    "will due scheduled set expected planned next until deadline upcoming plan plans ahead before by to resume resumes "
    "begin begins start starts meet hold slated coming would later".split()
)
_MODALS = lexicon.words("modal")


def find_obstacles(
    around: Surroundings, process: Process, passages: Sequence[Passage], scorer: LinearScorer, least: float
) -> tuple[Obstacle, ...]:
    """Find what is said to be in the way of a process: at most :data:`MOST_OBSTACLES`, in the order of the text."""
    scored = sorted(
        (-float(scorer.probabilities(passage_features(around, process, passage))[1]), passage.words, passage)
        for passage in passages
    )
    chosen = [passage for score, _, passage in scored if -score >= least][:MOST_OBSTACLES]
    found = []
    for passage in sorted(chosen, key=lambda one: one.words):
        span = around.document.span_of_words(_clause(around, passage.words, OBSTACLES))
        found.append(Obstacle((span,), (around.document.text[slice(*span)],), by=passage.voice))
    return tuple(found)


def find_wants(
    around: Surroundings,
    process: Process,
    passages: Sequence[Passage],
    parties: Sequence[FoundParty],
    scorer: LinearScorer,
    least: float,
) -> tuple[Want, ...]:
    """Find what sides want, offer or refuse: one for each side and voice."""
    best: dict[tuple[str, str], tuple[float, Passage]] = {}
    for passage in passages:
        score = float(scorer.probabilities(passage_features(around, process, passage))[1])
        who = find_wanting(around, passage, parties) if score >= least else None
        if who is not None and score > best.get((who, passage.voice), (0.0, passage))[0]:
            best[who, passage.voice] = score, passage
    found = []
    for (who, voice), (_, passage) in sorted(best.items(), key=lambda one: one[1][1].words):
        span = around.document.span_of_words(_clause(around, passage.words, WANTS))
        found.append(Want((span,), (around.document.text[slice(*span)],), by=voice, who=who))
    return tuple(found)


def find_wanting(around: Surroundings, passage: Passage, parties: Sequence[FoundParty]) -> str | None:
    """Find who wants what a passage says: its speaker, or the party that its first words for a want follow.

    Args:
        around: The report.
        passage: The passage.
        parties: The sides of the process.
    """
    statement = around.statement_by_id.get(passage.voice)
    if statement is not None:
        return statement.speaker.entity if statement.speaker else None
    sides = {party.entity for party in parties}
    cue = next(WANTS.find_cues(around.lower, *passage.words), None)
    if cue is None:
        return None
    before = [p for p in around.mentions_in((passage.words[0], cue.start)) if p.entity in sides]
    return around.entities[before[-1].entity].id if before else None


def _clause(around: Surroundings, words: WordRange, finder: PhraseFinder) -> WordRange:
    """Give the clause of a passage that has its first cue; the whole passage where it has none."""
    lower = around.lower
    cue = next(finder.find_cues(lower, *words), None)
    start, end = words
    if cue is not None:
        start = max([place + 1 for place in range(words[0], cue.start) if lower[place] in _JOINTS], default=start)
        end = min([place for place in range(cue.end, words[1]) if lower[place] in _JOINTS], default=end)
    while end - start > 1 and not lower[end - 1][0].isalnum():
        end -= 1
    while end - start > 1 and not lower[start][0].isalnum():
        start += 1
    return start, end


def find_next_steps(
    around: Surroundings,
    process: Process,
    passages: Sequence[Passage],
    published: str | None,
    scorer: LinearScorer,
    least: float,
) -> tuple[NextStep, ...]:
    """Find dates to come: times that end after the day of publication, where the words around them look ahead."""
    found = []
    for time in times_in(around, passages):
        start, end = around.document.word_range(time.span)
        passage = next(p for p in passages if p.words[0] <= start < p.words[1])
        features = time_features(around, process, passage, (start, end), time, published)
        if is_ahead(time, published) and float(scorer.probabilities(features)[1]) >= least:
            said = Said(time.value, time.start, time.end, time.id)
            found.append(NextStep((time.span,), (time.quote,), said))
    return tuple(found)


def is_ahead(time: TimeExpression, published: str | None) -> bool:
    """Tell whether a time may be to come: it ends after the day of publication, or says no day."""
    return time.end is None or published is None or time.end > published


def times_in(around: Surroundings, passages: Sequence[Passage]) -> Iterator[TimeExpression]:
    """Give the time expressions that begin in one of the passages."""
    for time in around.times:
        start, end = around.document.word_range(time.span)
        if start < end and any(p.words[0] <= start < p.words[1] for p in passages):
            yield time


def time_features(
    around: Surroundings,
    process: Process,
    passage: Passage,
    words: WordRange,
    time: TimeExpression,
    published: str | None,
) -> Iterator[str]:
    """Name what shows whether a time is that of a step to come."""
    lower = around.lower
    before = lower[max(passage.words[0], words[0] - 8) : words[0]]
    after = lower[words[1] : min(passage.words[1], words[1] + 4)]
    yield f"type={time.type}"
    yield f"distance={passage.distance}"
    yield f"ahead={bool(published and time.start and time.start > published)}"
    yield f"today={bool(published and time.start == published)}"
    yield f"certain={bool(time.start)}"
    yield f"looks ahead={bool(_AHEAD & {*before, *after})}"
    yield f"modal={bool(_MODALS & set(before))}"
    yield from (f"before={word}" for word in before[-4:])
    yield from (f"after={word}" for word in after)
    yield from (f"time={word}" for word in lower[slice(*words)])
    yield from (f"kind={mention.kind}" for mention in process)
