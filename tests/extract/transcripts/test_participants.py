"""Who speaks under which label."""

from __future__ import annotations

import pytest

from onrecord.extract.speakers.found import GivenSpeaker
from onrecord.extract.transcripts.labels import Label, read_label
from onrecord.extract.transcripts.participants import (
    Participants,
    find_full_names,
    find_names_behind_roles,
    find_persons,
    write_name,
)
from onrecord.text.spans import Span
from tests.extract.marking import with_spans


def label(name: str) -> Label:
    found = read_label(f"{name}: Yes.", Span(0, len(name) + 6))
    assert found is not None
    return found


def participants(heading: str, others: str, *names: str) -> Participants:
    """Participants of marked texts: names are written ⟦so⟧."""
    return Participants(
        tuple(label(name) for name in names),
        list(find_persons(*with_spans(heading))),
        list(find_persons(*with_spans(others))),
    )


def speaker(name: str, heading: str = "", others: str = "", *more: str) -> GivenSpeaker:
    return participants(heading, others, name, *more).find_speaker(label(name))


@pytest.mark.parametrize(
    ("name", "heading", "others", "expected"),
    [
        ("ORENKO", "Briefing by ⟦Vera Orenko⟧", "", "Vera Orenko"),
        ("MS. ORENKO", "Briefing by ⟦Vera Orenko⟧", "", "Vera Orenko"),
        ("Vera", "Briefing by ⟦Vera Orenko⟧", "", "Vera Orenko"),
        ("VO", "Briefing by ⟦Vera Orenko⟧", "", "Vera Orenko"),
        ("MR. ORENKO", "Briefing by ⟦Vera Orenko⟧", "", "ORENKO"),
        ("ORENKO", "", "I give you ⟦Vera Orenko⟧.", "Vera Orenko"),
        ("ORENKO", "Briefing by ⟦Vera Orenko⟧", "⟦Ivan Orenko⟧ left.", "Vera Orenko"),
        ("VERA ORENKO", "", "", "Vera Orenko"),
        ("Mr. McVICAR", "", "", "McVicar"),
        ("PRESIDENT ORELLANA", "", "", "Orellana"),
        ("THE PRESIDENT", "Remarks by President ⟦Orellana⟧", "", "Orellana"),
        ("THE PRESIDENT", "Remarks by President ⟦Orellana⟧", "I am ⟦Luis Orellana⟧.", "Luis Orellana"),
        ("The Chair", "⟦Ola Fisk⟧, chair of the board", "", "Ola Fisk"),
        ("A", "⟦Ivo Tamm⟧, the pilot, answered us.", "", "Ivo Tamm"),
        ("A", "By ⟦Ada Lund⟧\n\n⟦Ivo Tamm⟧, the pilot, answered us.", "", "Ivo Tamm"),
    ],
)
def test_labels_are_joined_to_full_names(name: str, heading: str, others: str, expected: str) -> None:
    found = speaker(name, heading, others)
    assert found.name is not None
    assert found.name.casefold() == expected.casefold()


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        ("Q", "Briefing by ⟦Vera Orenko⟧"),
        ("Operator", "Briefing by ⟦Vera Orenko⟧"),
        ("Witness", "Briefing by ⟦Vera Orenko⟧"),
        ("THE PRESIDENT", "Briefing by ⟦Vera Orenko⟧"),
        ("THE PRESIDENT", "President ⟦Ada Lund⟧ with President ⟦Vera Orenko⟧"),
        ("A", ""),
    ],
)
def test_roles_without_a_name_name_no_one(name: str, heading: str) -> None:
    found = speaker(name, heading)
    assert (found.name, found.candidates) == (None, ())


def test_where_several_could_be_meant_they_are_candidates() -> None:
    assert speaker("ORENKO", "⟦Vera Orenko⟧ and ⟦Ivan Orenko⟧") == GivenSpeaker(
        None, "label", (), ("Vera Orenko", "Ivan Orenko")
    )
    assert speaker("A", "⟦Ada Lund⟧ met ⟦Ivo Tamm⟧.").candidates == ("Ada Lund", "Ivo Tamm")


def test_one_who_asks_by_name_is_not_the_one_interviewed() -> None:
    found = participants("⟦Ada Lund⟧ met ⟦Ivo Tamm⟧.", "", "LUND", "A")
    assert found.find_speaker(label("A")).name == "Ivo Tamm"
    assert found.find_speaker(None).name == "Ivo Tamm"


def test_a_full_label_names_the_surname_on_later_ones() -> None:
    found = participants("", "", "TOR HALVORSEN, ANCHOR", "HALVORSEN")
    assert found.find_speaker(label("HALVORSEN")).name == "Tor Halvorsen"
    assert found.find_speaker(label("HALVORSEN")).spans == (Span(0, 13), Span(0, 9))


def test_an_initial_or_a_hyphen_does_not_part_a_name() -> None:
    names = [person.name.plain for person in find_persons(*with_spans("⟦Antje⟧ J. ⟦Lund⟧ and ⟦Ada Lund⟧-⟦Tamm⟧"))]
    assert names == ["Antje J. Lund", "Ada Lund-Tamm"]


def test_a_heading_in_capitals_puts_no_words_before_a_name() -> None:
    (person,) = find_persons(*with_spans("BY ENVOY FOR ⟦MIDDLE BAY PEACE GEORGE MITCHELL⟧"))
    assert person.name.plain == "GEORGE MITCHELL"


def test_full_names_are_found_by_their_surnames() -> None:
    heading = "Gaggle by Press Secretary Karine Jean-Pierre and Advisor John F. Kirby"
    labels = [label("MS. JEAN-PIERRE"), label("MR. KIRBY"), label("Q")]
    assert [heading[slice(*span)] for span in find_full_names(heading, labels)] == [
        "Karine Jean-Pierre",
        "John F. Kirby",
    ]


def test_an_entry_of_a_list_may_have_a_rare_given_name() -> None:
    heading = "With: Lucía Ferrer, envoy; Håx Holt, clerk\nZyx Tamm\nForeign Secretary Brandt and the Outer Moss"
    labels = [label(name) for name in ("MS FERRER", "Holt", "TAMM", "BRANDT", "MOSS")]
    found = [heading[slice(*span)] for span in find_full_names(heading, labels)]
    assert found == ["Lucía Ferrer", "Håx Holt", "Zyx Tamm"]


def test_names_are_found_behind_their_roles() -> None:
    heading = "Remarks by President Orellana in Reply to Minister Vera Orenko on Friday"
    labels = [label("THE PRESIDENT"), label("Minister")]
    found = [heading[slice(*span)] for span in find_names_behind_roles(heading, labels)]
    assert found == ["Orellana", "Vera Orenko"]


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("VERA ORENKO", "Vera Orenko"),
        ("TOR O'HALLORAN", "Tor O'Halloran"),
        ("JEAN-PIERRE", "Jean-Pierre"),
        ("McVICAR", "McVicar"),
        ("J.D. LUND", "J.D. Lund"),
        ("Vera van Dijk", "Vera van Dijk"),
        ("Å ÅBERG", "Å Åberg"),
    ],
)
def test_names_in_capitals_are_written_as_names(name: str, written: str) -> None:
    assert write_name(name) == written
