"""The step that finds the events of a report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby

from onrecord.extract.attribution.confidence import find_confidence
from onrecord.extract.dating.statements import DATED_STATEMENTS
from onrecord.extract.events.deeds import TriggerReading, group_deeds
from onrecord.extract.events.modes import find_mode
from onrecord.extract.events.numbers import PlacedNumber, find_numbers, nearest_trigger
from onrecord.extract.events.sides import FoundSide, find_sides, list_mentions
from onrecord.extract.events.voices import Voices
from onrecord.extract.speakers.layer import ENTITIES
from onrecord.extract.step import DOCUMENT, SCORES, Step, StepResults
from onrecord.extract.times.step import TIMES
from onrecord.model.heads.sides import SIDES
from onrecord.model.heads.triggers import EVENT_TYPES, STANCES, TRIGGERS
from onrecord.model.weights import AttributionWeights
from onrecord.record import EntitySpans, Event, RoleSpans, Said, TimeExpression, event_id
from onrecord.record.layers.events import EventNumber, Side, View
from onrecord.record.statuses import derive_actor_status, derive_status
from onrecord.record.voices import REPORT
from onrecord.text.document import Document


class EventFinder:
    """Finds the events of reports with one model.

    Args:
        weights: The model; it has the heads of triggers and sides.
    """

    def __init__(self, weights: AttributionWeights) -> None:
        self._made_by = f"model@{weights.version}"
        self._triggers = weights.decoder(TRIGGERS)
        self._sides = weights.decoder(SIDES)
        self._sameness = weights.arrays["event_sameness"]
        self._calibration = weights.arrays["event_calibration"]

    def find_events(self, results: StepResults) -> tuple[Event, ...]:
        """Find the events of a report, in the order of their first triggers."""
        document, report_id = results[DOCUMENT], results.report.id
        readings = self.read_triggers(results)
        numbers = _attach_numbers(document, [reading.words for reading in readings])
        by_words = dict(zip((reading.words for reading in readings), numbers, strict=True))
        deeds = group_deeds(document, readings, self._sameness)
        return tuple(self._make_event(document, report_id, deed, by_words) for deed in deeds)

    def read_triggers(self, results: StepResults) -> list[TriggerReading]:
        """Read each trigger with its sides and its voice, in order."""
        document, scores = results[DOCUMENT], results[SCORES]
        found = self._triggers.find_triggers(scores[TRIGGERS], document.paragraph_array)
        types = found.types.argmax(axis=1)
        mentions = list_mentions(document, results[ENTITIES], results[TIMES])
        sides = find_sides(document, mentions, found.spans, types, scores[SIDES], self._sides)
        voices = Voices(results[DATED_STATEMENTS])
        readings = []
        for index, (start, end) in enumerate(found.spans.tolist()):
            stance = STANCES[int(found.stances[index].argmax())]
            certainty = float(found.certainty[index] * found.types[index].max())
            voice = voices.find_voice(document.words[start].start, stance)
            kind = EVENT_TYPES[int(types[index])]
            readings.append(TriggerReading((start, end), kind, stance, voice, sides[index], certainty))
        return readings

    def _make_event(
        self,
        document: Document,
        report_id: str,
        deed: Sequence[TriggerReading],
        numbers: dict[tuple[int, int], list[EventNumber]],
    ) -> Event:
        """Put the triggers of one deed together, the most certain first."""
        best_first = sorted(deed, key=lambda reading: -reading.certainty)
        triggers = RoleSpans.of(document.text, [document.span_of_words(reading.words) for reading in best_first])
        by_voice = {
            voice: list(readings)
            for voice, readings in groupby(
                sorted(deed, key=lambda reading: (reading.voice != REPORT, reading.voice)), lambda r: r.voice
            )
        }
        # What the report says itself stands in the event. Where it says nothing, what the first voice says does.
        first_voice = REPORT if REPORT in by_voice else best_first[0].voice
        own = by_voice[first_voice]
        actors, recipients = (_merge_sides(document, own, name) for name in ("actors", "recipients"))
        own_numbers = [number for reading in own for number in numbers[reading.words]]
        views = [_make_view(by_voice[first_voice], first_voice)]
        for voice, readings in by_voice.items():
            if voice != first_voice:
                views += _views_beside(document, readings, voice, (actors, recipients), numbers)
        kind = best_first[0].type
        others = {start for start, _ in numbers} - {reading.words[0] for reading in deed}
        places = [place for reading in own for place in reading.sides.places]
        time = next((reading.sides.time for reading in own if reading.sides.time is not None), None)
        return Event(
            id=event_id(report_id, kind, triggers),
            type=kind,
            mode=find_mode(document, kind, [reading.words for reading in best_first], others),
            triggers=triggers,
            actors=actors,
            recipients=recipients,
            place=_place(document, max(places, key=lambda place: place.certainty)) if places else None,
            time=None if time is None else _said(time),
            numbers=tuple(_distinct(own_numbers)),
            views=tuple(views),
            status=derive_status(views, own_numbers),
            actor_status=derive_actor_status(actors, views),
            confidence=find_confidence([best_first[0].certainty], self._calibration),
            made_by=self._made_by,
        )


def _make_view(readings: Sequence[TriggerReading], voice: str) -> View:
    """Give the view of the whole deed that a voice has: that of its most certain word."""
    best = max(readings, key=lambda reading: reading.certainty)
    return View(voice, best.stance)


def _views_beside(
    document: Document,
    readings: Sequence[TriggerReading],
    voice: str,
    own: tuple[tuple[Side, ...], tuple[Side, ...]],
    numbers: dict[tuple[int, int], list[EventNumber]],
) -> list[View]:
    """Give the views of a further voice: of the whole deed, and of the sides and numbers that only it names."""
    whole = _make_view(readings, voice)
    known = [{side.entity for side in sides} for sides in own]
    actors, recipients = (
        tuple(side for side in _merge_sides(document, readings, name) if side.entity not in entities)
        for name, entities in zip(("actors", "recipients"), known, strict=True)
    )
    counted = tuple(_distinct([number for reading in readings for number in numbers[reading.words]]))
    views = [whole]
    if actors or recipients or counted:
        views.append(View(voice, whole.stance, actors, recipients, counted))
    return views


def _merge_sides(document: Document, readings: Sequence[TriggerReading], name: str) -> tuple[Side, ...]:
    """Bring the sides of several triggers together, one for each entity, the most certain first."""
    best: dict[str, FoundSide] = {}
    for reading in readings:
        for side in getattr(reading.sides, name):
            if side.entity.id not in best or best[side.entity.id].certainty < side.certainty:
                best[side.entity.id] = side
    return tuple(
        Side(
            (side.span,),
            (document.text[slice(*side.span)],),
            side.entity.id,
            side.entity.country,
            side.entity.sectors,
        )
        for side in sorted(best.values(), key=lambda side: -side.certainty)
    )


def _place(document: Document, side: FoundSide) -> EntitySpans:
    return EntitySpans((side.span,), (document.text[slice(*side.span)],), side.entity.id)


def _said(time: TimeExpression) -> Said:
    return Said(time.value, time.start, time.end, time.id)


def _attach_numbers(document: Document, triggers: Sequence[tuple[int, int]]) -> list[list[EventNumber]]:
    """Give the numbers of each trigger: those of its sentence that it is nearest to."""
    attached: list[list[EventNumber]] = [[] for _ in triggers]
    sentences: dict[tuple[int, int], list[int]] = {}
    for index, (start, _) in enumerate(triggers):
        sentences.setdefault(document.sentence_range(start), []).append(index)
    for sentence, inside in sentences.items():
        found: list[PlacedNumber] = find_numbers(document, sentence)
        for number in found:
            nearest = nearest_trigger(number, [triggers[index] for index in inside])
            if nearest is not None:
                attached[inside[nearest]].append(number.number)
    return attached


def _distinct(numbers: Sequence[EventNumber]) -> list[EventNumber]:
    """Leave out a number that repeats an earlier one."""
    kept: dict[tuple[str, int | None, int | None], EventNumber] = {}
    for number in numbers:
        kept.setdefault((number.kind, number.at_least, number.at_most), number)
    return list(kept.values())


def _prepare(weights: AttributionWeights) -> Callable[[StepResults], tuple[Event, ...]]:
    if TRIGGERS not in weights.encoder.heads:
        return lambda results: ()
    return EventFinder(weights).find_events


EVENTS = Step("events", _prepare, layer="events")
"""The events, in the order of their first words; none where the model has no heads for them."""
