"""The step that finds the negotiations of a report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import cast

from onrecord.extract.dating.statements import DATED_STATEMENTS
from onrecord.extract.events.step import EVENTS
from onrecord.extract.negotiations.agenda import find_agenda
from onrecord.extract.negotiations.clusters import Process, group_processes
from onrecord.extract.negotiations.cues import MOVES, PROCESSES, STAGES
from onrecord.extract.negotiations.mentions import score_mentions
from onrecord.extract.negotiations.parties import FoundParty, find_parties, make_parties
from onrecord.extract.negotiations.passages import VoicePassages, by_voice, choose_words, find_passages, state_features
from onrecord.extract.negotiations.said_of_talks import find_next_steps, find_obstacles, find_wants
from onrecord.extract.negotiations.surroundings import Surroundings
from onrecord.extract.speakers.layer import ENTITIES
from onrecord.extract.step import DOCUMENT, Step, StepResults
from onrecord.extract.times.step import TIMES
from onrecord.model.linear import ScorerSet
from onrecord.model.negotiations import load_negotiation_scorers
from onrecord.model.weights import AttributionWeights
from onrecord.record import Event, Negotiation, RoleSpans, negotiation_id
from onrecord.record.layers.negotiations import Move, MoveView, Stage, StageView
from onrecord.record.talks import derive_state
from onrecord.text.spans import Span

NEAR, FAR = 1, 2
"""Sentences from a word for a process: for its state and agenda, and for obstacles and wants."""
_LONGEST_NAME = 60


_View = tuple[Span, str, str, str, float]
"""Span, words, voice, value and certainty of what a voice says."""


class NegotiationFinder:
    """Finds the negotiations of reports.

    Args:
        scorers: Those of :mod:`onrecord.model.negotiations`.
    """

    def __init__(self, scorers: ScorerSet) -> None:
        self._scorers, self._least = scorers.scorers, scorers.thresholds
        self._made_by = f"model@{scorers.version}"

    def find_negotiations(self, results: StepResults) -> tuple[Negotiation, ...]:
        """Find the negotiations of a report, in the order of their first words."""
        document = results[DOCUMENT]
        if PROCESSES.first_words.isdisjoint(document.lower):
            return ()
        around = Surroundings(document, results[ENTITIES], results[DATED_STATEMENTS], results[TIMES])
        processes = self.find_processes(around)
        published = results.report.published
        day = published if isinstance(published, str) else None
        return tuple(
            self._make_negotiation(around, process, processes, results[EVENTS], (results.report.id, day))
            for process in processes
        )

    def find_processes(self, around: Surroundings) -> list[Process]:
        """Find the processes with the words for each."""
        scored = score_mentions(around, self._scorers["mention"])
        likely = [mention for mention in scored if mention.certainty >= self._least["mention"]]
        if all(mention.certainty < self._least["process"] for mention in likely):
            return []
        processes = group_processes(around, likely, self._scorers["pair"], self._least["pair"])
        return [p for p in processes if max(mention.certainty for mention in p) >= self._least["process"]]

    def _make_negotiation(
        self,
        around: Surroundings,
        process: Process,
        processes: Sequence[Process],
        events: Sequence[Event],
        report: tuple[str, str | None],
    ) -> Negotiation:
        document, scorers, least = around.document, self._scorers, self._least
        others = [other for other in processes if other is not process]
        near = find_passages(around, process, others, NEAR)
        far = find_passages(around, process, others, FAR)
        parties = find_parties(around, process, scorers["party"], least["party"])
        stages, moves = self.read_stages(around, process, others), self.read_moves(around, process, others)
        mentions = RoleSpans.of(document.text, [document.span_of_words(mention.words) for mention in process])
        return Negotiation(
            id=negotiation_id(report[0], mentions),
            name=_choose_name(around, process),
            mentions=mentions,
            agenda=find_agenda(around, process, near, scorers["agenda"], least["agenda"]),
            parties=make_parties(around, parties),
            stage=stages,
            move=moves,
            obstacles=find_obstacles(around, process, near, scorers["obstacle"], least["obstacle"]),
            wants=find_wants(around, process, far, parties, scorers["want"], least["want"]),
            meetings=_find_meetings(around, process, parties, events),
            next=find_next_steps(around, process, near, report[1], scorers["next"], least["next"]),
            state=derive_state(stages, moves),
            confidence=max(mention.certainty for mention in process),
            made_by=self._made_by,
        )

    def read_stages(self, around: Surroundings, process: Process, others: Sequence[Process]) -> tuple[StageView, ...]:
        """Read the stage that each voice gives a process."""
        return tuple(
            StageView((span,), (quote,), by=by, value=cast(Stage, value), confidence=certainty)
            for span, quote, by, value, certainty in self._read_views(around, process, others, "stage")
        )

    def read_moves(self, around: Surroundings, process: Process, others: Sequence[Process]) -> tuple[MoveView, ...]:
        """Read the move that each voice gives a process."""
        return tuple(
            MoveView((span,), (quote,), by=by, value=cast(Move, value), confidence=certainty)
            for span, quote, by, value, certainty in self._read_views(around, process, others, "move")
        )

    def _read_views(self, around: Surroundings, process: Process, others: Sequence[Process], what: str) -> list[_View]:
        """Give the value of each voice that has one; where none is likely enough, the likeliest of all voices."""
        scorer, least = self._scorers[what], self._least[what]
        finder = STAGES if what == "stage" else MOVES
        views = []
        passages = find_passages(around, process, others, NEAR)
        whole = self._scorers[f"whole {what}"].probabilities(
            state_features(around, process, VoicePassages("report", passages))
        )
        for own in by_voice(passages):
            probabilities = scorer.probabilities(state_features(around, process, own))
            said = float(1 - probabilities[0])
            # What all voices together show helps to tell what one of them says.
            together = probabilities[1:] * whole[1:] ** self._least["whole"]
            probabilities[1:] = together * (said / together.sum())
            value = scorer.classes[1 + int(probabilities[1:].argmax())]
            words = choose_words(around, process, own, finder, value)
            if words is None:
                # No words of this voice say so.
                continue
            span = around.document.span_of_words(words)
            certainty = round(float(probabilities[1:].max()), 4)
            views.append((said, (span, around.document.text[slice(*span)], own.voice, value, certainty)))
        chosen = [view for said, view in views if said >= least]
        if not chosen and views:
            said, view = max(views, key=lambda one: one[0])
            chosen = [view] if said >= self._least[f"any {what}"] else []
        return chosen


def _choose_name(around: Surroundings, process: Process) -> str:
    """Choose the fullest of the more certain words for a process."""
    best = max(mention.certainty for mention in process)
    names = [
        " ".join(around.document.text[slice(*around.document.span_of_words(mention.words))].split())
        for mention in process
        if mention.certainty >= best / 2
    ]
    return max((name for name in names if len(name) <= _LONGEST_NAME), key=len, default=names[0])


def _find_meetings(
    around: Surroundings, process: Process, parties: Sequence[FoundParty], events: Sequence[Event]
) -> tuple[str, ...]:
    """Give the meetings near a word for a process in which one of its sides takes part."""
    sides = {around.entities[party.entity].id for party in parties}
    sentence = around.document.sentence
    own = {sentence[mention.words[0]] for mention in process}
    found = []
    for event in events:
        if event.type != "CONSULT":
            continue
        places = [around.document.word_range(span)[0] for span in event.triggers.spans]
        near = any(abs(sentence[place] - one) <= NEAR for place in places if place < len(sentence) for one in own)
        if near and sides & {side.entity for side in (*event.actors, *event.recipients)}:
            found.append(event.id)
    return tuple(found)


def _prepare(weights: AttributionWeights) -> Callable[[StepResults], tuple[Negotiation, ...]]:
    return NegotiationFinder(load_negotiation_scorers()).find_negotiations


NEGOTIATIONS = Step("negotiations", _prepare, layer="negotiations")
"""The negotiations, in the order of their first words."""
