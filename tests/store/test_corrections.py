"""Corrections: laid over what models find, kept, undone, learned from. The same on either database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from onrecord.errors import ConfigurationError, NotInStoreError, SpanError
from onrecord.records import AnnotatedReport, Statement
from onrecord.spans import Span
from onrecord.store import Query, Store
from onrecord.verification import check_offsets
from tests.store.records import ALL, BUDGET, DAM, OLD, annotated, at, find

NEWER = "model@000000000002"
HOLD, SLUICE = DAM.statements


@pytest.fixture
def full(store: Store) -> Store:
    store.add(ALL)
    return store


def read(store: Store, record: AnnotatedReport = DAM) -> dict[str, Statement]:
    found = store.get(record.report.id)
    assert found is not None
    assert list(check_offsets(found)) == []
    assert store.verify().faults == ()
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
    with pytest.raises(NotInStoreError):
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
    content = find(DAM.report.text, "“The dam will hold,”")
    entry = full.corrections.edit(HOLD.id, "Ada", content=content.spans)
    new = entry.detail["id"]
    statements = read(full)
    assert HOLD.id not in statements
    edited = statements[new]
    assert edited.content == content
    assert (edited.source, edited.cue, edited.speaker) == (HOLD.source, HOLD.cue, HOLD.speaker)
    assert (edited.made_by, edited.kind) == ("human@Ada", "direct")
    assert len(full.search("spring")) == 0
    assert [hit.statement.id for hit in full.search("hold")] == [new]
    full.corrections.undo(entry.number, "Ada")
    assert read(full)[HOLD.id] == HOLD


def test_an_edit_tells_the_kind_anew(full: Store) -> None:
    words = find(DAM.report.text, "Two officials said that the old sluice would fail")
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
    more = annotated("“Still,” Nora Lund said.", ("Nora Lund", "said", "“Still,”", "Nora Lund"))
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
    moved = annotated(
        DAM.report.text,
        ("Ada Lund", "said", "“The dam will hold,”|“It must hold until the spring.", "Ada Lund"),
        ("officials", "said that", "sluice would fail", None),
        made_by=NEWER,
        published="2031-03-09",
        publisher="The Westmere Post",
        title="Dam will hold",
    )
    full.add([moved, at(BUDGET, NEWER)])
    (kept,) = read(full).values()
    assert kept.content == moved.statements[0].content
    assert kept.made_by == "human@Ada"
    speaker = read(full, BUDGET)[BUDGET.statements[1].id].speaker
    assert speaker is not None and speaker.name == "Nora Lund"
    assert full.prune() == 2
    assert len(read(full)) == 1
    assert len(full.corrections.log()) == 3


def test_what_a_person_put_right_stands_where_newer_weights_find_nothing(full: Store) -> None:
    content = find(DAM.report.text, "the old sluice")
    entry = full.corrections.edit(SLUICE.id, "Ada", content=content.spans)
    full.add([replace(at(DAM, NEWER), statements=at(DAM, NEWER).statements[:1])])
    statements = read(full)
    assert list(statements) == [HOLD.id, entry.detail["id"]]
    assert statements[entry.detail["id"]].made_by == "human@Ada"
    full.add([replace(at(OLD, NEWER), statements=())])
    assert read(full, OLD) == {}


def test_statements_within_one_that_is_edited_or_rejected_follow(store: Store) -> None:
    text = "“She says it will hold, and I agree,” Ada Lund said."
    record = annotated(
        text,
        ("Ada Lund", "said", "“She says it will hold, and I agree,”", "Ada Lund"),
        ("She", "says", "it will hold", None),
    )
    outer, inner = record.statements
    record = replace(record, statements=(outer, replace(inner, within=outer.id)))
    store.add([record])
    edit = store.corrections.edit(outer.id, "Ada", content=find(text, "She says it will hold, and I agree").spans)
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
    with pytest.raises(ConfigurationError, match="no name"):
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
