"""What each voice says near the words for a process: the passages that stage, move and the rest are read from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from onrecord.extract.negotiations.clusters import Process
from onrecord.extract.negotiations.cues import MOVES, OBSTACLES, STAGES, WANTS, Cue, PhraseFinder, find_polarity
from onrecord.extract.negotiations.surroundings import Surroundings
from onrecord.text.document import WordRange

_NEAR = 5
_WINDOW = 6


@dataclass(frozen=True, slots=True)
class Passage:
    """Neighbouring words of one voice in one sentence.

    Attributes:
        voice: A statement's id or ``report``.
        words: Where they stand.
        distance: Sentences to the nearest word for the process.
        sentence: Number of the sentence.
    """

    voice: str
    words: WordRange
    distance: int
    sentence: int


def find_passages(around: Surroundings, process: Process, others: Sequence[Process], farthest: int) -> list[Passage]:
    """Find the passages about a process, in the order of the text.

    A sentence further away belongs to the process only where it has no word for another one.

    Args:
        around: The report.
        process: The words for the process.
        others: The other processes of the report.
        farthest: Sentences from a word for the process.
    """
    sentence = around.document.sentence
    own = {sentence[mention.words[0]] for mention in process}
    foreign = {sentence[mention.words[0]] for other in others for mention in other}
    last = sentence[-1]
    passages: list[Passage] = []
    for number in range(max(0, min(own) - farthest), min(last, max(own) + farthest) + 1):
        distance = min(abs(number - one) for one in own)
        if distance <= farthest and (distance == 0 or number not in foreign):
            passages += _cut_by_voice(around, number, distance)
    return passages


def _cut_by_voice(around: Surroundings, number: int, distance: int) -> Iterator[Passage]:
    start, end = around.sentence(number)
    first = start
    for place in range(start, end):
        if place + 1 == end or around.voice(place + 1) != around.voice(first):
            yield Passage(around.voice(first), (first, place + 1), distance, number)
            first = place + 1


@dataclass(slots=True)
class VoicePassages:
    """All passages of one voice about a process.

    Attributes:
        voice: A statement's id or ``report``.
        passages: In the order of the text.
    """

    voice: str
    passages: list[Passage] = field(default_factory=list)


def by_voice(passages: Sequence[Passage]) -> list[VoicePassages]:
    """Bring the passages of each voice together, in the order of their first words."""
    found: dict[str, VoicePassages] = {}
    for passage in passages:
        found.setdefault(passage.voice, VoicePassages(passage.voice)).passages.append(passage)
    return list(found.values())


def state_features(around: Surroundings, process: Process, own: VoicePassages) -> Iterator[str]:
    """Name what shows which stage and move a voice gives a process."""
    yield from _process_features(around, process)
    voice = "report" if own.voice == "report" else "statement"
    closest = min(passage.distance for passage in own.passages)
    yield f"voice={voice}"
    yield f"closest={closest}"
    yield f"{voice}|closest={closest}"
    yield f"holds={any(_holds(passage.words, process) for passage in own.passages)}"
    yield f"passages={min(len(own.passages), 6) // 2}"
    for passage in own.passages:
        yield from _passage_features(around, process, passage)


def _process_features(around: Surroundings, process: Process) -> Iterator[str]:
    kinds = {mention.kind for mention in process}
    yield from (f"kind={kind}" for kind in kinds)
    yield f"kinds={'|'.join(sorted(kinds))}"
    yield from (f"noun={mention.noun}" for mention in process)
    yield f"mentions={min(len(process), 8) // 2}"
    for mention in process:
        before = around.lower[mention.words[0] - 1] if mention.words[0] else "^"
        yield f"{mention.kind}|det={before if before in ('the', 'a', 'an', 'any', 'this', 'new', 'no') else '-'}"
        yield from (f"mod={word}" for word in mention.modifiers(around.document))


def _holds(words: WordRange, process: Process) -> bool:
    return any(words[0] <= mention.head[0] < words[1] for mention in process)


def gap_to_process(process: Process, place: int) -> int:
    """Give the words between a place and the nearest word for the process."""
    return min(max(mention.words[0] - place, place - mention.words[1] + 1, 0) for mention in process)


def _passage_features(around: Surroundings, process: Process, passage: Passage) -> Iterator[str]:
    kinds = sorted({mention.kind for mention in process})
    for name, finder in (("stage", STAGES), ("move", MOVES)):
        for cue, gap, polarity in _cues(around, process, passage, finder):
            place = "near" if gap <= _NEAR else "same" if passage.distance == 0 else "around"
            for value in cue.values:
                yield f"{name}={value}|{place}"
                yield f"{name}={value}"
                if polarity:
                    yield f"{name}={value}|{polarity}"
                if place == "near":
                    yield from (f"{name}={value}|near|{kind}" for kind in kinds)
            if passage.distance == 0:
                yield f"{name} cue={cue.phrase}"
                yield f"{name} cue={cue.phrase}|{polarity}"
    if passage.distance == 0:
        for mention in process:
            first = max(passage.words[0], mention.words[0] - _WINDOW)
            last = min(passage.words[1], mention.words[1] + _WINDOW)
            yield from (f"word={word}" for word in around.lower[first:last])


def _cues(
    around: Surroundings, process: Process, passage: Passage, finder: PhraseFinder
) -> Iterator[tuple[Cue, int, str]]:
    for cue in finder.find_cues(around.lower, *passage.words):
        polarity = find_polarity(around.lower, cue.start, passage.words[0])
        yield cue, gap_to_process(process, cue.start), polarity


def choose_words(
    around: Surroundings, process: Process, own: VoicePassages, finder: PhraseFinder, value: str
) -> WordRange | None:
    """Choose the words that say a value best: the cue for it nearest to the process, else the words for the process.

    A stage can follow from the words for a process alone ("the agreement"); a move cannot, and then there are no words.
    """
    cues = [
        (passage.distance, gap, cue)
        for passage in own.passages
        for cue, gap, _ in _cues(around, process, passage, finder)
        if value in cue.values
    ]
    if cues:
        _, _, cue = min(cues, key=lambda one: (one[0], one[1], one[2].start))
        return cue.start, cue.end
    held = [mention for passage in own.passages for mention in process if _holds(passage.words, [mention])]
    return held[0].words if held and finder is STAGES else None


def passage_features(around: Surroundings, process: Process, passage: Passage) -> Iterator[str]:
    """Name what shows whether a passage tells of an obstacle, or of what a side wants."""
    voice = "report" if passage.voice == "report" else "statement"
    yield f"voice={voice}"
    yield f"distance={passage.distance}"
    yield f"{voice}|distance={passage.distance}"
    length = passage.words[1] - passage.words[0]
    yield f"length={min(length, 40) // 8}"
    yield f"holds={_holds(passage.words, process)}"
    yield from (f"kind={mention.kind}" for mention in process)
    for name, finder in (("obstacle", OBSTACLES), ("want", WANTS)):
        for cue, _, polarity in _cues(around, process, passage, finder):
            yield f"{name}"
            yield f"{name}={cue.phrase}"
            yield f"{name}|distance={passage.distance}"
            yield f"{name}|{polarity}"
    for name, finder in (("stage", STAGES), ("move", MOVES)):
        for cue, _, _ in _cues(around, process, passage, finder):
            yield from (f"{name}={value}" for value in cue.values)
    cue_words = _reporting_words(around, passage.voice)
    yield from (f"reporting={word}" for word in cue_words)


def _reporting_words(around: Surroundings, voice: str) -> list[str]:
    """Give the words by which a statement is reported: "demanded", "warned"."""
    statement = around.statement_by_id.get(voice)
    if statement is None:
        return []
    return [word.lower() for quote in statement.cue.quote for word in quote.split()]
