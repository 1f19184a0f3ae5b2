"""Identities over many reports."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.errors import ConfigurationError
from onrecord.identity.people import KnownPerson, find_people, read_known_people
from onrecord.record import AnnotatedReport, Entity, Mention, Report, RoleSpans, SourceSpans, Speaker, Statement
from onrecord.text.spans import Span


def record(number: int, *people: tuple[str, str, int], published: str | None = None) -> AnnotatedReport:
    """A record of a report that names these: name, role or nothing, number of statements."""
    entities, statements = [], []
    for index, (name, role, count) in enumerate(people):
        entity = Entity(
            id=f"e_{number}_{index}",
            kind="person",
            name=name,
            roles=(role,) if role else (),
            mentions=(Mention(Span(0, 1), "name"),),
        )
        entities.append(entity)
        speaker = Speaker(name, entity.id, "resolved")
        statements += [
            Statement(
                id=f"s_{number}_{index}_{k}",
                kind="direct",
                source=SourceSpans(),
                cue=RoleSpans(),
                content=RoleSpans(),
                speaker=speaker,
                confidence=0.9,
                made_by="model@0",
            )
            for k in range(count)
        ]
    report = Report(f"Report {number}.", published=published)
    return AnnotatedReport(report, tuple(statements), tuple(entities))


def summary(*records: AnnotatedReport, known: tuple[KnownPerson, ...] = ()) -> list[tuple[str, int, int]]:
    return [(i.name, i.statements, len(i.reports)) for i in find_people(records, known)]


def test_one_person_under_several_names_is_one() -> None:
    found = summary(record(1, ("Ada Lund", "", 2)), record(2, ("Ada M. Lund", "", 1)), record(3, ("Ada Lund", "", 0)))
    assert found == [("Ada M. Lund", 3, 3)]


def test_clashing_roles_keep_two_of_one_name_apart() -> None:
    found = summary(
        record(1, ("John Smith", "mayor of Westmere", 2)),
        record(2, ("John Smith", "pitcher and coach", 1)),
        record(3, ("John Smith", "mayor", 1)),
    )
    assert found == [("John Smith", 3, 2), ("John Smith", 1, 1)]


def test_spellings_of_one_surname_are_one_person() -> None:
    found = summary(record(1, ("Yuri Kovalensky", "", 1)), record(2, ("Yuri Kovalenskyy", "", 1)))
    assert len(found) == 1


def test_two_given_names_are_two_people() -> None:
    assert len(summary(record(1, ("Ada Lund", "", 1)), record(2, ("Nora Lund", "", 1)))) == 2


def test_a_bare_surname_joins_a_full_name_only_where_a_role_says_the_same() -> None:
    with_role = summary(record(1, ("Lund", "the mayor", 1)), record(2, ("Ada Lund", "mayor of Westmere", 1)))
    without = summary(record(1, ("Lund", "", 1)), record(2, ("Ada Lund", "mayor of Westmere", 1)))
    two = summary(
        record(1, ("Lund", "mayor", 1)), record(2, ("Ada Lund", "mayor", 1)), record(3, ("Nora Lund", "mayor", 1))
    )
    assert with_role == [("Ada Lund", 2, 2)]
    assert len(without) == 2
    assert len(two) == 3


def test_the_users_list_wins_over_everything() -> None:
    known = (KnownPerson("Ada Lund", ("The Iron Mayor", "Lund"), "Q42"),)
    (found,) = find_people(
        [record(1, ("the Iron Mayor", "pitcher", 1)), record(2, ("Lund", "mayor", 1)), record(3, ("ADA LUND", "", 1))],
        known,
    )
    assert (found.name, found.statements, found.wikidata) == ("Ada Lund", 3, "Q42")
    assert sorted(found.names) == ["ADA LUND", "Lund", "the Iron Mayor"]


def test_a_bare_surname_on_the_list_takes_nobody_with_another_full_name() -> None:
    known = (KnownPerson("Ada Lund", ("Lund",), "Q42"),)
    records = (
        record(1, ("Nora Lund", "the senator", 1)),
        record(2, ("Lund", "", 2)),
        record(3, ("Lund", "senator", 4)),
        record(4, ("Ada Lund", "", 8)),
        record(5, ("Mr Lund", "", 16)),
        record(6, ("Mayor Lund", "mayor", 32)),
    )
    assert summary(*records, known=known) == [("Ada Lund", 42, 3), ("Mr Lund", 16, 1), ("Nora Lund", 5, 2)]


def test_forms_of_a_name_on_the_list_are_the_same_person() -> None:
    known = (KnownPerson("Ada Lund", ("Ada Varga", "The Iron Mayor")), KnownPerson("Piotr Salme"))
    found = find_people(
        [
            record(1, ("Ada M. Lund", "mayor", 1)),
            record(2, ("A. Varga", "", 2)),
            record(3, ("the Iron Mayor", "", 4)),
            record(4, ("Lund", "mayor", 8)),
            record(5, ("Nora Lund", "", 16)),
        ],
        known,
    )
    assert [(one.name, one.statements) for one in found] == [("Nora Lund", 16), ("Ada Lund", 15)]
    assert sorted(found[1].names) == ["A. Varga", "Ada M. Lund", "Lund", "the Iron Mayor"]


def test_a_name_on_the_list_is_one_persons() -> None:
    known = (KnownPerson("Ada Lund", ("Lund",)), KnownPerson("Nora Lund", ("LUND",)))
    with pytest.raises(ConfigurationError, match="'LUND' for Ada Lund and for Nora Lund"):
        find_people([], known)


def test_roles_carry_the_dates_of_their_reports() -> None:
    (found,) = find_people(
        [
            record(1, ("Ada Lund", "mayor", 1), published="2031-03-09"),
            record(2, ("Ada Lund", "mayor", 1), published="2031-04-01"),
            record(3, ("Ada Lund", "senator", 1), published="2033-01-05"),
        ]
    )
    assert found.roles == {"mayor": ["2031-03-09", "2031-04-01"], "senator": ["2033-01-05"]}
    assert found.latest_role == "senator"


def test_reading_the_users_list(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("\ufeffname,aliases,wikidata\nAda Lund,The Iron Mayor; Lund,Q42\nIlse Varga,,\n", encoding="utf-8")
    assert read_known_people(path) == [
        KnownPerson("Ada Lund", ("The Iron Mayor", "Lund"), "Q42"),
        KnownPerson("Ilse Varga"),
    ]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"person,alias\nAda,Lund\n", "no column 'name'"),
        (b"name,wikidata\nAda Lund,42\n", "line 2: '42' is not a Wikidata id"),
        (b"name,aliases\n,Lund\n", "line 2: the name is missing"),
        (b"name\n\xff\xfe\n", "cannot be read as CSV"),
        (b"", "no column 'name'"),
    ],
)
def test_a_wrong_list_is_said_to_be_so(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes(content)
    with pytest.raises(ConfigurationError, match=says):
        read_known_people(path)


def test_a_list_that_is_not_there_is_named() -> None:
    with pytest.raises(ConfigurationError, match=r"nowhere\.csv"):
        read_known_people(Path("nowhere.csv"))
