"""What people add to a store: statements that models missed, notes, tags, and facts of statements."""

from __future__ import annotations

import pytest

from onrecord.errors import ConfigurationError, NotInStoreError, SpanError
from onrecord.record import Said, replace
from onrecord.record.check import check_record
from onrecord.store import Query, Store
from onrecord.text.spans import Span
from tests.making import find_words, make_record, remade_by
from tests.store.records import ALL, DAM

TEXT = (
    "“The ferry stays in port,” Captain Ada Lund said on Friday. The crew, Piotr Salme told the council, wants a new "
    "boat and “a warm room”. Two officials said the boat was lost."
)
FERRY = make_record(
    TEXT,
    ("Captain Ada Lund", "said", "“The ferry stays in port,”", "Ada Lund"),
    ("Piotr Salme", "told", "wants a new boat", "Piotr Salme"),
    published="2031-03-09",
    origin="reports/ferry.txt",
)
FERRY = replace(FERRY, statements=FERRY.statements[:1])
"""A report of which a model missed two statements; it knows both people."""
_WORDS = (
    ("source", ("Piotr Salme",)),
    ("cue", ("told",)),
    ("content", ("The crew,", "wants a new boat and “a warm room”")),
)
MISSED = {role: find_words(TEXT, *words).spans for role, words in _WORDS}


@pytest.fixture
def full(store: Store) -> Store:
    store.add([*ALL, FERRY])
    return store


def added(store: Store, **parts: object) -> str:
    entry = store.corrections.add(FERRY.report.id, "Ada Quist", **{**MISSED, **parts})  # type: ignore[arg-type]
    record = store.get(FERRY.report.id)
    assert record is not None
    assert list(check_record(record)) == []
    assert store.verify().faults == ()
    return str(entry.statement)


def test_a_missed_statement_is_added_and_found(full: Store) -> None:
    entry = full.corrections.add(FERRY.report.id, "Ada Quist", **MISSED)  # type: ignore[arg-type]
    assert (entry.action, entry.report) == ("add", FERRY.report.id)
    (hit,) = full.search("warm room")
    made = hit.statement
    assert made.id == entry.statement == entry.detail["id"]
    assert (made.kind, made.made_by, made.confidence) == ("mixed", "human@Ada Quist", 1.0)
    assert made.content.quote == ("The crew,", "wants a new boat and “a warm room”")
    assert made.speaker is not None and made.source.entity == made.speaker.entity
    assert (made.speaker.name, made.speaker.status) == ("Piotr Salme", "resolved")
    assert made.said == Said("2031-03-09", "2031-03-09", "2031-03-10", "published")
    assert [one.name for one in full.search(Query(speaker="Piotr Salme")).speakers] == ["Piotr Salme"]
    assert full.verify().faults == ()


def test_an_added_statement_is_corrected_and_undone(full: Store) -> None:
    identity = added(full)
    full.corrections.speaker(identity, "Bo", "Ilse Tamm")
    assert [hit.speaker for hit in full.search("warm room")] == ["Ilse Tamm"]
    with pytest.raises(ConfigurationError, match="undo 2 first"):
        full.corrections.undo(1, "Bo")
    full.corrections.reject(identity, "Bo")
    assert not full.search("warm room").hits
    for number in (3, 2, 1):
        full.corrections.undo(number, "Bo")
    assert full.get(FERRY.report.id) == FERRY
    assert full.verify().faults == ()


def test_nobody_named_is_a_choice(full: Store) -> None:
    spans = {"source": find_words(TEXT, "Two officials").spans, "cue": find_words(TEXT[100:], "said").spans}
    spans["cue"] = (Span(TEXT.rindex("said"), TEXT.rindex("said") + 4),)
    content = find_words(TEXT, "the boat was lost").spans
    entry = full.corrections.add(FERRY.report.id, "Ada", is_unnamed=True, content=content, **spans)
    hit = full.statement(str(entry.statement))
    assert hit is not None and hit.person is None
    assert hit.statement.speaker is not None and hit.statement.speaker.status == "unnamed"
    full.corrections.speaker(FERRY.statements[0].id, "Ada", None)
    hit = full.statement(FERRY.statements[0].id)
    assert hit is not None and hit.statement.speaker is not None
    assert (hit.person, hit.statement.speaker.name, hit.statement.speaker.status) == (None, None, "unnamed")
    assert full.verify().faults == ()


def test_a_source_that_names_no_one_known_is_unresolved(full: Store) -> None:
    identity = added(full, source=find_words(TEXT, "The crew").spans, content=find_words(TEXT, "“a warm room”").spans)
    hit = full.statement(identity)
    assert hit is not None and hit.statement.speaker is not None
    assert hit.statement.speaker.status == "unresolved"


def test_an_added_statement_stays_beside_newer_weights_and_takes_the_place_of_the_same_one(full: Store) -> None:
    identity = added(full)
    full.add([remade_by(FERRY, "model@000000000002")])
    assert full.statement(identity) is not None
    similar = make_record(
        TEXT,
        ("Captain Ada Lund", "said", "“The ferry stays in port,”", "Ada Lund"),
        ("Piotr Salme", "told", "wants a new boat and “a warm room”", "Piotr Salme"),
        ("Ada Lund", "said", "The crew, Piotr Salme told the council, wants a new boat and “a warm room”", "Ada Lund"),
        published="2031-03-09",
        origin="reports/ferry.txt",
        made_by="model@000000000003",
    )
    full.add([similar])
    record = full.get(FERRY.report.id)
    assert record is not None
    ids = [one.id for one in record.statements]
    assert identity in ids
    assert similar.statements[1].id not in ids, "the same attribution, found by the model now"
    assert similar.statements[2].id in ids, "another attribution of the same words"
    assert list(check_record(record)) == []
    assert full.verify().faults == ()


def test_a_statement_inside_another_says_so(full: Store) -> None:
    outer = added(full)
    inner = full.corrections.add(FERRY.report.id, "Ada", content=find_words(TEXT, "“a warm room”").spans)
    hit = full.statement(str(inner.statement))
    assert hit is not None and hit.statement.within == outer


def test_what_makes_no_statement_is_refused(full: Store) -> None:
    add = full.corrections.add
    with pytest.raises(ConfigurationError, match="needs a content"):
        add(FERRY.report.id, "Ada", cue=MISSED["cue"])
    with pytest.raises(SpanError):
        add(FERRY.report.id, "Ada", content=[Span(0, 99999)])
    with pytest.raises(NotInStoreError, match="no report 'r_0'"):
        add("r_0", "Ada", content=[Span(0, 3)])
    own = FERRY.statements[0]
    with pytest.raises(ConfigurationError, match=f"statement {own.id} has these words already"):
        add(FERRY.report.id, "Ada", source=own.source.spans, cue=own.cue.spans, content=own.content.spans)
    assert full.corrections.log() == []


@pytest.mark.parametrize(
    ("said", "days"),
    [("2031-02-28", ("2031-02-28", "2031-03-01")), ("2031-02", ("2031-02-01", "2031-03-01")),
     ("2030", ("2030-01-01", "2031-01-01"))],
)  # fmt: skip
def test_the_day_is_corrected(full: Store, said: str, days: tuple[str, str]) -> None:
    own = FERRY.statements[0]
    entry = full.corrections.edit(own.id, "Ada", said=said)
    assert entry.detail["id"] == own.id
    hit = full.statement(own.id)
    assert hit is not None and hit.statement.said == Said(said, *days, "human")
    assert hit.statement.made_by == "human@Ada"
    full.corrections.edit(own.id, "Ada", said="")
    hit = full.statement(own.id)
    assert hit is not None and hit.statement.said is None
    assert full.verify().faults == ()


def test_the_kind_the_venue_and_the_addressee_are_corrected(full: Store) -> None:
    own = FERRY.statements[0]
    council = find_words(TEXT, "the council").spans
    full.corrections.edit(own.id, "Ada", kind="indirect", venue=council, addressee=find_words(TEXT, "The crew").spans)
    hit = full.statement(own.id)
    assert hit is not None and hit.statement.venue is not None and hit.statement.addressee is not None
    assert (hit.statement.kind, hit.statement.venue.quote) == ("indirect", ("the council",))
    assert hit.statement.addressee.quote == ("The crew",)
    full.corrections.edit(own.id, "Ada", venue=[])
    hit = full.statement(own.id)
    assert hit is not None and hit.statement.venue is None
    assert full.verify().faults == ()


@pytest.mark.parametrize("said", ["Friday", "2031-13", "2031-01..2031-02"])
def test_what_is_no_day_is_refused(full: Store, said: str) -> None:
    with pytest.raises(ConfigurationError, match=r"2031|YYYY"):
        full.corrections.edit(FERRY.statements[0].id, "Ada", said=said)
    with pytest.raises(ConfigurationError, match="this is what the statement has"):
        full.corrections.edit(FERRY.statements[0].id, "Ada", kind="direct")


def test_notes_and_tags_change_nothing_and_are_searched(full: Store) -> None:
    own = FERRY.statements[0]
    entry = full.corrections.note(own.id, "Ada", "call the harbour", ["ferry", "check  again"])
    assert entry.detail["tags"] == ["ferry", "check again"]
    assert full.get(FERRY.report.id) == FERRY
    assert [hit.statement.id for hit in full.search(Query(tag="ferry"))] == [own.id]
    assert full.tags() == [("check again", 1), ("ferry", 1)]
    assert [note.detail["text"] for note in full.notes(FERRY.report.id)[own.id]] == ["call the harbour"]
    # A note follows its statement through corrections, and is undone by itself.
    edited = full.corrections.edit(own.id, "Ada", cue=find_words(TEXT, "said on").spans).detail["id"]
    assert [hit.statement.id for hit in full.search(Query(tag="ferry"))] == [edited]
    assert full.verify().faults == ()
    full.corrections.undo(entry.number, "Ada")
    assert not full.search(Query(tag="ferry")).hits
    assert full.tags() == []
    assert full.verify().faults == ()


@pytest.mark.parametrize(("text", "tags"), [("", []), ("  ", [" "]), ("", ["a,b"]), ("", ["x" * 61]), ("x" * 4001, [])])
def test_a_note_needs_words(full: Store, text: str, tags: list[str]) -> None:
    with pytest.raises(ConfigurationError):
        full.corrections.note(FERRY.statements[0].id, "Ada", text, tags)


def test_what_is_unsure_comes_first_and_what_a_person_saw_is_sure(full: Store) -> None:
    unresolved = added(full, source=find_words(TEXT, "The crew").spans)
    full.corrections.undo(1, "Ada")
    assert full.statement(unresolved) is None
    record = make_record(TEXT + " Again.", ("The crew", "told", "wants a new boat", None), confidence=0.95)
    speaker = record.statements[0].speaker
    assert speaker is not None
    record = replace(record, statements=(replace(record.statements[0], speaker=replace(speaker, status="unresolved")),))
    full.add([record])
    found = [hit.statement for hit in full.search(sort="unsure", limit=100)]
    assert found[0].id == record.statements[0].id
    assert [one.confidence for one in found[1:]] == sorted(one.confidence for one in found[1:])
    pages, cursor = [], None
    while True:
        page = full.search(sort="unsure", limit=2, cursor=cursor)
        pages += [hit.statement.id for hit in page]
        if (cursor := page.cursor) is None:
            break
    assert pages == [one.id for one in found]
    unsure = [one.id for one in found if one.confidence < 0.7 or one.id == record.statements[0].id]
    assert [hit.statement.id for hit in full.search(Query(doubt=0.3), sort="unsure", limit=100)] == unsure
    assert [hit.statement.id for hit in full.search(Query(doubt=1))] == [record.statements[0].id]
    full.corrections.accept(record.statements[0].id, "Ada")
    assert record.statements[0].id not in [hit.statement.id for hit in full.search(Query(doubt=0.01), limit=100)]
    assert full.verify().faults == ()


@pytest.mark.parametrize("cursor", ["unsure:1", "unsure:x:1", "unsure:1-:1", "unsure:2031-01-01:1", "date:0.5:1"])
def test_a_cursor_of_another_search_is_refused(full: Store, cursor: str) -> None:
    with pytest.raises(ConfigurationError, match="belongs to another search"):
        full.search(sort="unsure" if cursor.startswith("unsure") else "date", cursor=cursor)


def test_merging_takes_no_one_unasked(full: Store) -> None:
    with pytest.raises(ConfigurationError, match=r"no person has the name 'P\. Salme'; if you mean Piotr Salme"):
        full.corrections.merge("Nora Lund", "P. Salme", "Ada")
    assert full.corrections.log() == []


def test_searches_are_saved(
    full: Store,
) -> None:
    state = full.state()
    full.save_search("boats this year", "q=boat&said_from=2031")
    full.save_search("dams", "q=dam")
    assert full.state() != state
    assert full.saved_searches() == {"boats this year": "q=boat&said_from=2031", "dams": "q=dam"}
    full.save_search("dams", "q=dam*")
    full.delete_search("boats this year")
    assert full.saved_searches() == {"dams": "q=dam*"}
    with pytest.raises(NotInStoreError, match="no saved search"):
        full.delete_search("boats")
    with pytest.raises(ConfigurationError):
        full.save_search(" ", "q=dam")


def test_the_other_reports_are_untouched(full: Store) -> None:
    added(full)
    assert full.get(DAM.report.id) == DAM
