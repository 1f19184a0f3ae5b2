"""Corrections: laid over what models find, kept, undone, learned from. The same on either database."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import count
from typing import cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, select, update

from onrecord.errors import ConfigurationError, NotInStoreError, SpanError
from onrecord.model.heads.tags import ROLES
from onrecord.record import AnnotatedReport, Statement, replace
from onrecord.record.check import check_record
from onrecord.store import Query, Store
from onrecord.store.base.database import Database
from onrecord.store.base.schema import correction
from onrecord.store.base.seals import FIRST_LINK, link_entry, note_link
from onrecord.store.corrections.changes import StatementParts
from onrecord.text.spans import Span
from tests.making import find_words, make_record, remade_by
from tests.store.records import ALL, BUDGET, DAM, OLD

NEWER = "model@000000000002"
HOLD, SLUICE = DAM.statements


@pytest.fixture
def full(store: Store) -> Store:
    store.add(ALL)
    return store


def read(store: Store, record: AnnotatedReport = DAM) -> dict[str, Statement]:
    statements = read_quickly(store, record)
    assert store.verify().faults == ()
    return statements


def read_quickly(store: Store, record: AnnotatedReport) -> dict[str, Statement]:
    found = store.get(record.report.id)
    assert found is not None
    assert list(check_record(found)) == []
    return {statement.id: statement for statement in found.statements}


def test_what_is_accepted_is_marked_as_human(full: Store) -> None:
    entry = full.corrections.accept(HOLD.id, "Ada Quist")
    assert (entry.number, entry.action, entry.by, entry.report) == (1, "accept", "Ada Quist", DAM.report.id)
    accepted = replace(HOLD, confidence=1.0, made_by="human@Ada Quist")
    assert read(full)[HOLD.id] == accepted
    (hit,) = full.search("hold")
    assert (hit.statement, hit.is_human) == (accepted, True)
    assert full.get(DAM.report.id, corrected=False) == DAM
    assert len(full.search(Query(confidence=1.0))) == 1


def test_what_is_rejected_is_gone_until_that_is_undone(full: Store) -> None:
    entry = full.corrections.reject(SLUICE.id, "Ada")
    assert list(read(full)) == [HOLD.id]
    assert len(full.search("sluice")) == 0
    assert full.statement(SLUICE.id) is None
    with pytest.raises(NotInStoreError, match=r"is rejected \(correction 1, by Ada\).*onrecord correct undo 1"):
        full.corrections.accept(SLUICE.id, "Ada")
    undoing = full.corrections.undo(entry.number, "Bo")
    assert read(full) == {HOLD.id: HOLD, SLUICE.id: SLUICE}
    assert len(full.search("sluice")) == 1
    full.corrections.undo(undoing.number, "Ada")
    assert list(read(full)) == [HOLD.id]
    assert [(one.action, one.by, one.undone) for one in full.corrections.log()] == [
        ("reject", "Ada", False),
        ("undo", "Bo", True),
        ("undo", "Ada", False),
    ]


def test_spans_are_edited(full: Store) -> None:
    content = find_words(DAM.report.text, "“The dam will hold,”")
    entry = full.corrections.edit(HOLD.id, "Ada", content=content.spans)
    new = entry.detail["id"]
    statements = read(full)
    assert HOLD.id not in statements
    with pytest.raises(NotInStoreError, match=f"became {new}"):
        full.corrections.reject(HOLD.id, "Ada")
    edited = statements[new]
    assert edited.content == content
    assert (edited.source, edited.cue, edited.speaker) == (HOLD.source, HOLD.cue, HOLD.speaker)
    assert (edited.made_by, edited.kind) == ("human@Ada", "direct")
    assert len(full.search("spring")) == 0
    assert [hit.statement.id for hit in full.search("hold")] == [new]
    full.corrections.undo(entry.number, "Ada")
    assert read(full)[HOLD.id] == HOLD


def test_an_edit_tells_the_kind_anew(full: Store) -> None:
    words = find_words(DAM.report.text, "Two officials said that the old sluice would fail")
    entry = full.corrections.edit(HOLD.id, "Ada", content=words.spans, source=[], cue=[])
    edited = read(full)[entry.detail["id"]]
    assert (edited.kind, edited.source.spans, edited.cue.spans) == ("indirect", (), ())


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({}, ConfigurationError),
        ({"content": [Span(0, 10_000)]}, SpanError),
        ({"content": [Span(5, 5)]}, SpanError),
        ({"content": []}, ConfigurationError),
        ({"cue": [Span(4, 9), Span(0, 6)]}, ConfigurationError),
        ({"content": HOLD.content.spans}, ConfigurationError),
        ({"content": SLUICE.content.spans, "source": SLUICE.source.spans, "cue": SLUICE.cue.spans}, ConfigurationError),
    ],
)
def test_an_edit_that_makes_no_sense_is_refused(full: Store, change: dict[str, list[Span]], error: type) -> None:
    with pytest.raises(error):
        full.corrections.edit(HOLD.id, "Ada", **change)  # type: ignore[arg-type]
    assert full.corrections.log() == []
    assert read(full)[HOLD.id] == HOLD


def test_the_speaker_is_put_right(full: Store) -> None:
    full.corrections.speaker(SLUICE.id, "Ada", "Piotr Salme")
    speaker = read(full)[SLUICE.id].speaker
    assert speaker is not None
    assert (speaker.name, speaker.status, speaker.how) == ("Piotr Salme", "resolved", "human@Ada")
    assert len(full.search(Query(speaker=("Salme",)))) == 2
    full.corrections.speaker(SLUICE.id, "Ada", "Somebody New")
    assert [hit.speaker for hit in full.search("sluice", limit=1)] == ["Somebody New"]
    assert len(full.search(Query(speaker=("Salme",)))) == 1
    with pytest.raises(ConfigurationError, match="may be"):
        full.corrections.speaker(SLUICE.id, "Ada", "Lund")
    with pytest.raises(NotInStoreError):
        full.corrections.speaker(SLUICE.id, "Ada", "p_0")


def test_two_people_are_merged_everywhere_and_parted_again(full: Store, reopen: Callable[[], Store]) -> None:
    one, other = (full.search(Query(speaker=(name,))).speakers[0] for name in ("Nora Lund", "Ada Lund"))
    entry = full.corrections.merge(one.id, "Ada Lund", "Quist")
    assert [person.name for person in full.people("lund")] == ["Ada Lund"]
    assert len(full.search(Query(speaker=("Ada Lund",)))) == 4
    assert len(full.search(Query("certain", speaker=("Ada Lund",)))) == 1
    merged = full.person(one.id)
    assert (merged.id, merged.names, merged.statements) == (other.id, ("A. Lund", "Ada Lund", "Nora Lund"), 4)
    assert merged.merged == (one.id,)
    assert dict(full.count_by("speaker"))[other.id] == 4
    record = full.get(ALL[3].report.id)
    assert record is not None and record.statements[0].speaker is not None
    assert record.statements[0].speaker.name == "Ada Lund"
    assert record.statements[0].speaker.how == "name; merged by human@Quist"
    assert full.get(ALL[3].report.id, corrected=False) == ALL[3]
    assert full.verify().faults == ()
    with pytest.raises(ConfigurationError, match="already"):
        full.corrections.merge("Ada Lund", one.id, "Quist")
    # More of the merged one comes in.
    more = make_record("“Still,” Nora Lund said.", ("Nora Lund", "said", "“Still,”", "Nora Lund"))
    with reopen() as again:
        again.add([more])
        assert again.person(other.id).statements == 5
        again.corrections.undo(entry.number, "Quist")
    assert full.person(one.id).statements == 2
    assert full.person(other.id).statements == 3


def test_merges_follow_one_another(full: Store) -> None:
    names = ("Piotr Salme", "Nora Lund", "Ada Lund")
    salme, nora, ada = (full.search(Query(speaker=(name,))).speakers[0].id for name in names)
    first = full.corrections.merge(salme, nora, "Q")
    full.corrections.merge(nora, ada, "Q")
    assert full.person(salme).id == ada
    full.corrections.undo(first.number, "Q")
    assert full.person(salme).id == salme
    assert full.person(nora).id == ada


def test_corrections_survive_newer_weights(full: Store) -> None:
    full.corrections.accept(HOLD.id, "Ada")
    full.corrections.reject(SLUICE.id, "Ada")
    full.corrections.speaker(BUDGET.statements[1].id, "Ada", "Nora Lund")
    moved = make_record(
        DAM.report.text,
        ("Ada Lund", "said", "“The dam will hold,”|“It must hold until the spring.", "Ada Lund"),
        ("officials", "said that", "sluice would fail", None),
        made_by=NEWER,
        published="2031-03-09",
        publisher="The Westmere Post",
        title="Dam will hold",
    )
    full.add([moved, remade_by(BUDGET, NEWER)])
    (kept,) = read(full).values()
    assert kept.content == moved.statements[0].content
    assert kept.made_by == "human@Ada"
    speaker = read(full, BUDGET)[BUDGET.statements[1].id].speaker
    assert speaker is not None and speaker.name == "Nora Lund"
    assert full.prune() == 2
    assert len(read(full)) == 1
    assert len(full.corrections.log()) == 3


def test_what_a_person_put_right_stands_where_newer_weights_find_nothing(full: Store) -> None:
    content = find_words(DAM.report.text, "the old sluice")
    entry = full.corrections.edit(SLUICE.id, "Ada", content=content.spans)
    full.add([replace(remade_by(DAM, NEWER), statements=remade_by(DAM, NEWER).statements[:1])])
    statements = read(full)
    assert list(statements) == [HOLD.id, entry.detail["id"]]
    assert statements[entry.detail["id"]].made_by == "human@Ada"
    full.add([replace(remade_by(OLD, NEWER), statements=())])
    assert read(full, OLD) == {}


def test_statements_within_one_that_is_edited_or_rejected_follow(store: Store) -> None:
    text = "“She says it will hold, and I agree,” Ada Lund said."
    record = make_record(
        text,
        ("Ada Lund", "said", "“She says it will hold, and I agree,”", "Ada Lund"),
        ("She", "says", "it will hold", None),
    )
    outer, inner = record.statements
    record = replace(record, statements=(outer, replace(inner, within=outer.id)))
    store.add([record])
    edit = store.corrections.edit(outer.id, "Ada", content=find_words(text, "She says it will hold, and I agree").spans)
    assert read(store, record)[inner.id].within == edit.detail["id"]
    store.corrections.reject(edit.detail["id"], "Ada")
    assert read(store, record)[inner.id].within is None


def test_corrected_reports_become_training_data(full: Store) -> None:
    assert list(full.corrections.iter_training()) == []
    full.corrections.reject(SLUICE.id, "Ada")
    entry = full.corrections.accept(BUDGET.statements[0].id, "Bo")
    full.corrections.accept(BUDGET.statements[0].id, "Ada")
    first, second = full.corrections.iter_training()
    assert first == {
        "name": DAM.report.id,
        "publisher": "The Westmere Post",
        "date": "2031-03-09",
        "title": "Dam will hold",
        "text": DAM.report.text,
        "annotations": [
            {
                "annotator": "human@Ada",
                "attributions": [
                    {role: [list(span) for span in getattr(HOLD, role).spans] for role in ("source", "cue", "content")}
                ],
            }
        ],
    }
    assert second["annotations"][0]["annotator"] == "human@Bo+Ada"
    full.corrections.undo(entry.number, "Bo")
    assert [line["name"] for line in full.corrections.iter_training()] == [DAM.report.id, BUDGET.report.id]


@pytest.mark.parametrize("by", ["", " ", "two\nlines", "\x1b[31m", "x" * 200])
def test_who_corrects_has_a_name(full: Store, by: str) -> None:
    with pytest.raises(ConfigurationError, match="not a valid name"):
        full.corrections.accept(HOLD.id, by)


def test_what_is_not_there_cannot_be_corrected(full: Store) -> None:
    corrections = full.corrections
    for act in (
        lambda: corrections.accept("s_0", "Ada"),
        lambda: corrections.merge("p_0", "Ada Lund", "Ada"),
        lambda: corrections.undo(1, "Ada"),
    ):
        with pytest.raises(NotInStoreError):
            act()
    entry = corrections.accept(HOLD.id, "Ada")
    corrections.undo(entry.number, "Ada")
    with pytest.raises(ConfigurationError, match="undone already"):
        corrections.undo(entry.number, "Ada")


def spans_of(statement: Statement) -> dict[str, tuple[Span, ...]]:
    return {"source": statement.source.spans, "cue": statement.cue.spans, "content": statement.content.spans}


def test_undoing_never_gives_two_statements_one_id(full: Store) -> None:
    reject = full.corrections.reject(HOLD.id, "Ada")
    edit = full.corrections.edit(SLUICE.id, "Ada", **spans_of(HOLD))
    assert edit.detail["id"] == HOLD.id
    with pytest.raises(ConfigurationError, match=f"undo {edit.number} first"):
        full.corrections.undo(reject.number, "Ada")
    assert [one.action for one in full.corrections.log()] == ["reject", "edit"]
    assert list(read(full)) == [HOLD.id]
    # What is said of the id now is said of the statement that was edited, whatever bore the id before.
    full.corrections.undo(full.corrections.reject(HOLD.id, "Bo").number, "Bo")
    full.corrections.undo(edit.number, "Ada")
    full.corrections.undo(reject.number, "Ada")
    assert read(full) == {HOLD.id: HOLD, SLUICE.id: SLUICE}
    with pytest.raises(ConfigurationError, match=f"reject {HOLD.id} first"):
        full.corrections.undo(full.corrections.log()[-2].number, "Ada")


def test_what_others_build_on_is_undone_last_and_comes_back_first(full: Store) -> None:
    edit = full.corrections.edit(HOLD.id, "Ada", content=find_words(DAM.report.text, "The dam").spans)
    accept = full.corrections.accept(edit.detail["id"], "Bo")
    with pytest.raises(ConfigurationError, match=f"undo {accept.number} first"):
        full.corrections.undo(edit.number, "Ada")
    accept_back = full.corrections.undo(accept.number, "Ada")
    edit_back = full.corrections.undo(edit.number, "Ada")
    with pytest.raises(ConfigurationError, match=f"restore {edit.number} first"):
        full.corrections.undo(accept_back.number, "Ada")
    again = full.corrections.reject(HOLD.id, "Bo")
    with pytest.raises(ConfigurationError, match=f"undo {again.number} first"):
        full.corrections.undo(edit_back.number, "Ada")
    assert list(read(full)) == [SLUICE.id]
    full.corrections.undo(again.number, "Bo")
    full.corrections.undo(edit_back.number, "Ada")
    again_back = full.corrections.log()[-2].number
    with pytest.raises(ConfigurationError, match=f"undo {edit.number} first"):
        full.corrections.undo(again_back, "Bo")
    full.corrections.undo(accept_back.number, "Ada")
    assert read(full)[edit.detail["id"]].made_by == "human@Bo"


def test_a_correction_never_moves_to_a_neighbour(full: Store) -> None:
    """Each is laid over what the model found, so what became of other statements does not matter."""
    full.corrections.reject(SLUICE.id, "Ada")
    edit = full.corrections.edit(HOLD.id, "Ada", content=find_words(DAM.report.text, "the old sluice would").spans)
    assert list(read(full)) == [edit.detail["id"]]
    full.corrections.speaker(edit.detail["id"], "Ada", "Piotr Salme")
    full.add([replace(remade_by(DAM, NEWER), statements=remade_by(DAM, NEWER).statements[:1])])
    assert list(read(full)) == [edit.detail["id"]]
    assert [hit.speaker for hit in full.search("sluice")] == ["Piotr Salme"]


def test_newer_weights_that_find_what_a_person_made_give_one_statement(full: Store) -> None:
    content = find_words(DAM.report.text, "the old sluice")
    edit = full.corrections.edit(SLUICE.id, "Ada", content=content.spans)
    both = make_record(
        DAM.report.text,
        ("Two officials", "said that", "the old sluice", None),
        ("Two officials", "said that", "the old sluice would fail", None),
        made_by=NEWER,
        published="2031-03-09",
        publisher="The Westmere Post",
        title="Dam will hold",
    )
    full.add([both])
    assert [(one.id, one.made_by) for one in read(full).values()] == [(edit.detail["id"], "human@Ada")]
    full.corrections.reject(edit.detail["id"], "Ada")
    assert read(full) == {}


def test_of_undone_corrections_a_statement_that_is_merely_like_theirs_is_no_longer(full: Store) -> None:
    accept = full.corrections.accept(SLUICE.id, "Ada")
    back = full.corrections.undo(accept.number, "Ada")
    words = ("officials", "said that", "sluice would fail", None)
    publication = {"published": "2031-03-09", "publisher": "The Westmere Post", "title": "Dam will hold"}
    full.add([make_record(DAM.report.text, words, made_by=NEWER, **publication)])
    (moved,) = read(full)
    full.corrections.reject(moved, "Bo")
    full.corrections.undo(back.number, "Ada")
    # The statement that was accepted is not found any more, and stands by itself; the rejected one stays away.
    assert {one.id: one.made_by for one in read(full).values()} == {SLUICE.id: "human@Ada"}


def test_corrections_of_older_stores_name_no_first_one(full: Store, place: str) -> None:
    edit = full.corrections.edit(HOLD.id, "Ada", content=find_words(DAM.report.text, "The dam").spans)
    full.corrections.accept(edit.detail["id"], "Bo")
    database = Database(place)
    with database.write() as connection:
        for row in connection.execute(select(correction.c.key, correction.c.detail)).all():
            detail = {key: value for key, value in json.loads(row.detail).items() if key != "first"}
            connection.execute(update(correction).where(correction.c.key == row.key).values(detail=json.dumps(detail)))
        _chain_again(connection)
    database.close()
    assert {one.id: one.made_by for one in read(full).values()}[edit.detail["id"]] == "human@Bo"
    with pytest.raises(ConfigurationError, match="undo 2 first"):
        full.corrections.undo(1, "Ada")


NUMBERS = count()
PLACES = (
    ("Mayor Ada Lund", "said", "the dam will hold"),
    ("Mayor Ada Lund", "said", "the dam will hold until the spring"),
    ("officials", "told", "sluice would fail"),
    ("Two officials", "told", "the old sluice would fail"),
    ("", "", "until the spring"),
)
ACTIONS = ("add", "accept", "reject", "edit", "speaker", "note", "merge", "undo", "undo", "undo")


def fresh_record() -> AnnotatedReport:
    """A record whose statements overlap and stand within one another, of a text that no other example has."""
    text = (
        f"No. {next(NUMBERS)}: Mayor Ada Lund said the dam will hold until the spring. Two officials told Piotr Salme "
        "the old sluice would fail."
    )
    record = make_record(
        text,
        ("Mayor Ada Lund", "said", "the dam will hold until the spring", "Ada Lund"),
        ("Mayor Ada Lund", "said", "the dam will hold", "Ada Lund"),
        ("Two officials", "told", "the old sluice would fail", None),
    )
    outer, inner, third = record.statements
    return replace(record, statements=(outer, replace(inner, within=outer.id), third))


def read_anew(record: AnnotatedReport, one: int, other: int) -> AnnotatedReport:
    """What newer weights find in the same report: one statement less, and one that overlaps others."""
    words = (*PLACES[other], None)
    found = make_record(record.report.text, words).statements[0]
    kept = [statement for number, statement in enumerate(record.statements) if number != one]
    statements = {statement.id: replace(statement, within=None) for statement in (found, *kept)}
    return remade_by(replace(record, statements=tuple(statements.values())), f"model@{next(NUMBERS):012}")


def act(store: Store, record: AnnotatedReport, action: str, one: int, other: int) -> None:
    """Make one correction, picked by two numbers; what is refused is."""
    found = store.get(record.report.id)
    assert found is not None
    corrections, log = store.corrections, store.corrections.log()
    ids = [statement.id for statement in found.statements]
    try:
        if action == "undo":
            corrections.undo(log[-1 - one % len(log)].number if log else 1, "Bo")
        elif action == "merge":
            people = [person.id for person in store.people()]
            corrections.merge(people[one % len(people)], people[other % len(people)], "Bo")
        elif action == "add" or (ids and action == "edit"):
            words = zip(ROLES, PLACES[other], strict=True)
            spans = {role: find_words(record.report.text, *filter(None, [part])).spans for role, part in words}
            parts = cast(
                StatementParts, {**spans, "kind": (None, "mixed")[one % 2], "said": (None, "2031-03", "")[one % 3]}
            )
            if action == "add":
                who = (None, "Nora Lund")[one % 2]
                corrections.add(record.report.id, "Ada", who=who, is_unnamed=one == 4, **parts)
            else:
                corrections.edit(ids[one % len(ids)], "Ada", **parts)
        elif ids and action == "speaker":
            corrections.speaker(ids[one % len(ids)], "Ada", ("Piotr Salme", "Nora Lund", "Ada Lund", None)[other % 4])
        elif ids and action == "note":
            corrections.note(ids[one % len(ids)], "Ada", "look again", ["dam", f"tag {other}"])
        elif ids:
            getattr(corrections, action)(ids[one % len(ids)], "Ada")
    except (ConfigurationError, NotInStoreError) as error:
        assert str(error)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(ACTIONS), st.integers(0, 4), st.integers(0, 4)), max_size=12))
def test_any_chain_of_corrections_is_sound_and_can_be_taken_back(
    store: Store, steps: list[tuple[str, int, int]]
) -> None:
    record = fresh_record()
    store.add([*ALL, record])
    people = {person.id: person.name for person in store.people()}
    before = len(store.corrections.log())
    states = [store.get(record.report.id)]
    for step in steps:
        begun = len(store.corrections.log())
        act(store, record, *step)
        now = read_quickly(store, record)
        assert sorted(now) == sorted(hit.statement.id for hit in store.search(Query(report=record.report.id)))
        if len(store.corrections.log()) > begun:
            states.append(store.get(record.report.id))
    # Whatever was done was allowed, so taking it back step by step is too, and gives every state again.
    assert len(states) == len(store.corrections.log()) - before + 1
    for entry, state in reversed(list(zip(store.corrections.log()[before:], states, strict=False))):
        store.corrections.undo(entry.number, "Cy")
        assert store.get(record.report.id) == state
    assert store.get(record.report.id) == record
    assert {person.id: person.name for person in store.people()} == people
    assert store.verify().faults == ()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from((*ACTIONS, "read anew")), st.integers(0, 4), st.integers(0, 4)), max_size=12))
def test_corrections_stay_sound_while_newer_weights_read(store: Store, steps: list[tuple[str, int, int]]) -> None:
    record = fresh_record()
    store.add([*ALL, record])
    for action, one, other in steps:
        if action == "read anew":
            store.add([read_anew(record, one, other)])
        else:
            act(store, record, action, one, other)
        now = read_quickly(store, record)
        assert sorted(now) == sorted(hit.statement.id for hit in store.search(Query(report=record.report.id)))
    assert store.verify().faults == ()


def _chain_again(connection: Connection) -> None:
    """Chain the corrections as they are now."""
    link = FIRST_LINK
    for row in connection.execute(select(correction).order_by(correction.c.key)).all():
        link = link_entry(link, row[:-1])
        connection.execute(update(correction).where(correction.c.key == row.key).values(link=link))
    note_link(connection, link)
