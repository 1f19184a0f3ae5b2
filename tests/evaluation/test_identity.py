"""How speakers and entities are judged against reports marked by reading."""

from __future__ import annotations

from typing import Any

import pytest

from corpora.marked import MarkedEntity, MarkedReport, MarkedStatement
from evaluation.identity import (
    JudgedSpeaker,
    entity_figures,
    is_right_speaker,
    pair_entities,
    plain_name,
    show_errors,
    speaker_figures,
)
from onrecord.record import Entity, Mention, Speaker
from onrecord.text.spans import Span

TEXT = "Harbour Minister Ada Lund met the port authority. She said the authority and two officials agreed. Bo Tamm too."


def entity(kind: str, *words: str, country: str | None = None, sectors: tuple[str, ...] = ()) -> MarkedEntity:
    spans = tuple(Span(start := TEXT.index(found), start + len(found)) for found in words)
    return MarkedEntity("P1", kind, words[0], country, sectors, spans)


LUND = entity("person", "Ada Lund", "She", country="NOR", sectors=("GOV",))
PORT = entity("organisation", "the port authority", "the authority")
OFFICIALS = entity("group", "two officials")
TAMM = entity("person", "Bo Tamm")


def speaker(status: str, name: str | None = None) -> Speaker:
    return Speaker(name, None, status, "test", ())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("gold", "found", "right"),
    [
        ((LUND,), speaker("resolved", "Ada Lund"), True),
        ((LUND,), speaker("resolved", "Lund"), False),
        ((LUND,), speaker("unnamed"), False),
        ((LUND,), speaker("unresolved"), False),
        ((PORT,), speaker("resolved", "authority"), True),
        ((PORT,), speaker("unnamed"), False),
        ((OFFICIALS,), speaker("unnamed"), True),
        ((OFFICIALS,), speaker("resolved", "two officials"), True),
        ((), speaker("unnamed"), True),
        ((), speaker("resolved", "Ada Lund"), False),
        ((LUND, TAMM), speaker("resolved", "Bo Tamm and Ada Lund"), True),
        ((LUND, TAMM), speaker("resolved", "Ada Lund"), False),
    ],
)
def test_a_speaker_is_right_by_the_fullest_name_or_by_any_name_of_a_body(
    gold: tuple[MarkedEntity, ...], found: Speaker, right: bool
) -> None:
    assert is_right_speaker(TEXT, gold, found) is right


def test_a_person_whom_the_report_only_describes_is_unnamed() -> None:
    described = MarkedEntity("P1", "person", "the minister", None, (), (Span(0, 16),))
    assert is_right_speaker("The minister said so.", (described,), speaker("unnamed"))


def test_names_compare_without_articles_marks_and_possessives() -> None:
    assert plain_name("The Teachers’ Union's") == plain_name("teachers' union")


def test_figures_count_pronouns_and_bodies_apart() -> None:
    nothing = MarkedStatement((), (), (), ())

    def judged(source: str, gold: Any, found: Speaker, right: bool) -> JudgedSpeaker:
        return JudgedSpeaker("r", nothing, source, (gold,), found, right)

    rows = [
        judged("She", LUND, speaker("resolved", "Ada Lund"), True),
        judged("Lund", LUND, speaker("resolved", "Lund"), False),
        judged("the authority", PORT, speaker("unnamed"), False),
    ]
    figures = speaker_figures(rows)
    assert figures["right"] == pytest.approx(1 / 3)
    assert figures["pronouns"] == 1
    assert figures["organisations and states"] == 0
    assert figures["of names told"] == 0.5
    assert figures["unnamed"] == pytest.approx(1 / 3)


def test_entities_are_paired_by_their_mentions_and_judged_where_marked() -> None:
    found = Entity(
        id="e_1", kind="person", name="Ada Lund", country="NOR", mentions=(Mention(LUND.mentions[0], "name"),)
    )
    report = MarkedReport("r", TEXT, None, None, (LUND, TAMM), ())
    pairs = list(pair_entities(report, [found]))
    assert pairs == [(LUND, found), (TAMM, None)]
    figures = entity_figures(pairs)
    assert (figures["found"], figures["kind"], figures["country"], figures["sectors"]) == (0.5, 1, 1, 0)


def test_an_error_shows_the_source_in_its_words() -> None:
    statement = MarkedStatement((LUND.mentions[1],), (), (), ("P1",))
    row = JudgedSpeaker("r", statement, "She", (LUND,), speaker("unnamed"), False)
    (line,) = show_errors([row], {"r": TEXT})
    assert "GOLD Ada Lund (person)" in line
    assert "[[She]] said" in line
