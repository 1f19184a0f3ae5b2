"""The parts of an event: whose words it stands in, its numbers, its sides, and the words for one deed."""

from __future__ import annotations

import numpy as np
import pytest

from onrecord.extract.events.about import say_what_about
from onrecord.extract.events.deeds import SAMENESS_FEATURES, TriggerReading, group_deeds, sameness_features
from onrecord.extract.events.numbers import find_numbers, nearest_trigger
from onrecord.extract.events.sides import FoundSide, FoundSides, list_mentions
from onrecord.extract.events.voices import Voices
from onrecord.model.heads.sides import MENTION_CLASSES
from onrecord.record import Entity, Event, Mention, RoleSpans, SourceSpans, Statement, TimeExpression
from onrecord.record.layers.events import View
from onrecord.text.document import Document
from onrecord.text.spans import Span


def statement(name: str, *spans: tuple[int, int], gloss: bool = False) -> Statement:
    content = RoleSpans(tuple(Span(*span) for span in spans), ("",) * len(spans))
    return Statement(
        id=name, kind="indirect", source=SourceSpans(), cue=RoleSpans(), content=content, speaker=None, gloss=gloss,
        confidence=0.9, made_by="rule:test",
    )  # fmt: skip


def test_the_innermost_statement_speaks_and_a_gloss_is_the_report() -> None:
    voices = Voices(
        [statement("outer", (0, 50), (80, 90)), statement("inner", (10, 20)), statement("g", (60, 70), gloss=True)]
    )
    found = {offset: voices.find_voice(offset, "asserted") for offset in (0, 9, 10, 19, 20, 49, 50, 65, 80, 95)}
    assert found == {
        0: "outer", 9: "outer", 10: "inner", 19: "inner", 20: "outer", 49: "outer", 50: "report", 65: "report",
        80: "outer", 95: "report",
    }  # fmt: skip
    # What others allege outside every statement is by people whom the report does not name.
    assert voices.find_voice(65, "alleged") == "unnamed"
    assert voices.find_voice(15, "alleged") == "inner"
    assert Voices([]).find_voice(3, "planned") == "report"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Six people were killed in Holm.", [("killed", 6, 6, 6)]),
        (
            "At least 1,200 died and more than thirty were wounded.",
            [("killed", None, 1200, None), ("injured", None, 30, None)],
        ),
        ("Up to 40 troops were deployed.", [("size", None, None, 40)]),
        ("Police arrested twenty-one men.", [("captured", 21, 21, 21)]),
        ("Holm sent $3 million in aid.", [("amount", 3_000_000, 3_000_000, 3_000_000)]),
        ("Dozens of people were killed.", []),
        ("The dam was built in 1956.", []),
        ("Several villagers were displaced.", [("displaced", None, None, None)]),
    ],
)
def test_numbers_and_what_they_count(text: str, expected: list[tuple[str, int | None, int | None, int | None]]) -> None:
    document = Document.from_text(text)
    found = [placed.number for placed in find_numbers(document, (0, len(document.words)))]
    assert [(n.kind, n.value, n.at_least, n.at_most) for n in found] == expected
    assert all(text[slice(*n.spans[0])] == n.quote[0] for n in found)


def test_a_number_belongs_to_the_nearest_trigger() -> None:
    document = Document.from_text("A strike killed six before the visit.")
    (number,) = find_numbers(document, (0, len(document.words)))
    assert nearest_trigger(number, [(6, 7), (1, 2)]) == 1
    assert nearest_trigger(number, []) is None


HOLM = Entity(id="e_1", kind="place", name="Holm", mentions=(Mention(Span(0, 4), "name"),))
ARMY = Entity(id="e_2", kind="organisation", name="the army", mentions=(Mention(Span(0, 8), "name"),))


def reading(word: int, *actors: Entity, voice: str = "report") -> TriggerReading:
    sides = FoundSides(tuple(FoundSide(Span(0, 1), actor, 0.9) for actor in actors))
    return TriggerReading((word, word + 1), "ASSAULT", "asserted", voice, sides, 0.9)


def test_words_with_a_stem_and_a_side_in_common_are_one_deed() -> None:
    document = Document.from_text("Holm attacked Westmere. The attack killed six. Dorn was bombed.")
    weights = dict.fromkeys(SAMENESS_FEATURES, 0.0) | {"same stem": 2.0, "other actors": -5.0, "intercept": -1.0}
    array = np.array(list(weights.values()), dtype=np.float32)
    first, second, third = reading(1, HOLM), reading(5), reading(11)
    assert [len(deed) for deed in group_deeds(document, [first, second, third], array)] == [2, 1]
    # Another actor makes it another deed.
    assert len(group_deeds(document, [first, reading(5, ARMY)], array)) == 2
    features = dict(zip(SAMENESS_FEATURES, sameness_features(document, first, second).tolist(), strict=True))
    assert (features["same stem"], features["same sentence"], features["definite"]) == (1.0, 0.0, 1.0)
    assert group_deeds(document, [], array) == []


def test_mentions_and_times_stand_in_one_order() -> None:
    text = "Holm met the army on Friday."
    army = Entity(id="e_2", kind="organisation", name="the army", mentions=(Mention(Span(9, 17), "description"),))
    friday = TimeExpression("t_1", Span(21, 27), "Friday", "DATE", "2031-03-07", None, None, "published", "")
    found = list_mentions(Document.from_text(text), [army, HOLM], [friday])
    assert [MENTION_CLASSES[kind] for kind in found.classes] == ["place", "organisation", "time"]
    assert found.words.tolist() == [[0, 1], [2, 4], [5, 6]]
    assert [owner.id for owner in found.owners] == ["e_1", "e_2", "t_1"]


def test_a_statement_is_about_the_events_whose_words_it_holds() -> None:
    def event(name: str, *spans: tuple[int, int]) -> Event:
        triggers = RoleSpans(tuple(Span(*span) for span in spans), ("",) * len(spans))
        return Event(
            id=name, type="ASSAULT", triggers=triggers, views=(View("report", "asserted"),), status="reported",
            actor_status="unnamed", confidence=0.9, made_by="rule:test",
        )  # fmt: skip

    events = [event("v_1", (40, 45), (5, 9)), event("v_2", (12, 18)), event("v_3", (19, 23))]
    inside, outside = say_what_about([statement("s_1", (0, 20), (39, 50)), statement("s_2", (60, 70))], events)
    assert inside.about == ("v_1", "v_2")
    assert outside.about == ()
