"""What a store does, the same on either database."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import update

from onrecord.errors import NotInStoreError, RecordError, StoreError
from onrecord.record import AnnotatedReport, PageSpan, Report, RoleSpans, replace
from onrecord.store import Added, Query, Store, add, open_store
from onrecord.store.add import Writer
from onrecord.store.base.database import Database
from onrecord.store.base.layers import hash_layers, pack_record
from onrecord.store.base.schema import SKETCHES, annotation, layer, write_setting
from onrecord.store.projections import people
from onrecord.text.spans import Span
from tests.making import MODEL, make_record, remade_by
from tests.store.records import ALL, BUDGET, DAM, OLD, UNDATED

NEWER = "model@000000000002"


def test_what_is_added_comes_back_as_it_was(store: Store) -> None:
    assert store.add(ALL) == Added(reports=4, annotations=4, statements=6)
    for record in ALL:
        assert store.get(record.report.id) == record
    assert tuple(store.iter_records()) == ALL
    assert store.get("r_0") is None
    assert store.size() == (4, 6)


def test_a_report_without_a_word_is_not_stored(store: Store) -> None:
    empty = [AnnotatedReport(Report(text, origin=origin)) for text, origin in (("", "a.txt"), (" \n", "b.txt"))]
    assert store.add([empty[0], DAM, empty[1]]) == Added(reports=1, annotations=1, statements=2, empty=2)
    assert tuple(store.iter_records()) == (DAM,)


def test_adding_twice_adds_nothing(store: Store, reopen: Callable[[], Store]) -> None:
    store.add(ALL)
    assert store.add(ALL) == Added(known=4)
    with reopen() as again:
        assert again.add([*ALL, *ALL]) == Added(known=8)
        assert again.size() == (4, 6)
        assert len(again.search("dam")) == 2


def test_a_report_twice_in_one_batch_is_stored_once(store: Store) -> None:
    assert store.add([DAM, DAM]) == Added(1, 1, 2, 1)
    assert store.size() == (1, 2)
    assert store.verify().faults == ()


def test_what_is_remembered_of_persons_changes_nobody(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ["Ada Lund", "Lund", "A. Lund", "Ada Maria Lund", "Piotr Salme", "Salme", "the Harbour Board", "Ada Lund"]
    roles = ["mayor", "mayor", "", "singer", "engineer", "", "", "mayor"]
    made = [
        make_record(f"“No {number},” {name} said.", (name, "said", f"“No {number},”", name), roles={name: role})
        for number, (name, role) in enumerate(zip(names, roles, strict=True))
    ]
    store.add(made)
    persons = [(one.id, one.name, one.statements) for one in store.people()]
    # As if there were no room: everything is looked up again for every batch of one.
    monkeypatch.setattr(add, "BATCH", 1)
    monkeypatch.setattr(people, "_MOST_KEPT", 0)
    with open_store(tmp_path / "bare.db") as bare:
        bare.add(made)
        assert [(one.id, one.name, one.statements) for one in bare.people()] == persons


@pytest.mark.parametrize(
    "text", ["Half \ud83d of a sign", "NUL \0 and \x01", "json:x", "\\ud800", "👍 Ünïcödé ’“”", "it's 'quoted'"]
)
def test_any_text_is_kept_exactly(store: Store, text: str) -> None:
    record = make_record(
        f"{text}. “No,” {text} said.",
        (text, "said", "“No,”", text),
        origin=text,
        publisher=text,
        title=text,
        url=text,
        published="2031-01-01",
    )
    store.add([record])
    assert store.get(record.report.id) == record
    assert [hit.speaker for hit in store.search(Query("no", publisher=text))] == [text]


def test_newer_weights_are_searched_and_older_ones_kept(store: Store) -> None:
    store.add([DAM, BUDGET])
    fewer = replace(remade_by(DAM, NEWER), statements=remade_by(DAM, NEWER).statements[:1])
    assert store.add([fewer]) == Added(0, 1, 1, 0)
    assert store.get(DAM.report.id) == fewer
    assert len(store.search("sluice")) == 0
    assert len(store.search("hold")) == 1
    assert [(a.made_by, a.statements, a.is_current) for a in store.annotations(DAM.report.id)] == [
        (MODEL, 2, False),
        (NEWER, 1, True),
    ]
    # What the older weights said is known already, and does not come back by itself.
    assert store.add([DAM]) == Added(known=1)
    assert store.get(DAM.report.id) == fewer
    assert store.verify().faults == ()


def test_which_reports_are_known(store: Store) -> None:
    empty = AnnotatedReport(Report("Nothing was said.", published="2031-01-01"))
    store.add([DAM])
    store.add([empty], made_by=MODEL)
    assert store.is_known(DAM.report, MODEL)
    assert store.is_known(empty.report, MODEL)
    assert not store.is_known(DAM.report, NEWER)
    assert not store.is_known(BUDGET.report, MODEL)


def test_the_same_words_in_another_outlet_are_one_report_with_two_publications(store: Store) -> None:
    store.add([DAM])
    later = replace(DAM, report=replace(DAM.report, publisher="Radio Westmere", published="2031-03-11"))
    assert store.is_known(later.report, MODEL)
    assert store.add([later]) == Added(known=1)
    assert store.add_publication(replace(later.report, publisher="Third")) is True
    assert store.add_publication(replace(later.report, publisher="Third", origin="other.txt")) is False
    assert [p.publisher for p in store.publications(DAM.report.id)] == ["The Westmere Post", "Radio Westmere", "Third"]
    assert len(store.search(Query("sluice", publisher="radio westmere"))) == 1
    assert store.get(DAM.report.id) == DAM, "the first publication is the one that dates what was said"


REREAD = replace(
    DAM.report,
    published_from="url",
    published_certain=False,
    pages=(PageSpan("1", 0, 20), PageSpan("2", 20, len(DAM.report.text))),
)


def _add_as_publication(store: Store) -> None:
    assert store.add_publication(REREAD) is False


def _add_as_record(store: Store) -> None:
    assert store.add([replace(DAM, report=REREAD)]) == Added(known=1)


@pytest.mark.parametrize("add_again", [_add_as_publication, _add_as_record])
def test_a_publication_that_is_read_again_says_what_the_later_reading_says(
    store: Store, add_again: Callable[[Store], None]
) -> None:
    store.add([DAM])
    before = store.state()
    add_again(store)
    assert store.get(DAM.report.id) == replace(DAM, report=REREAD)
    assert store.publications(DAM.report.id) == [replace(REREAD, text="", language=None)]
    assert store.state() != before, "pages that show the report are written again"
    before = store.state()
    add_again(store)
    store.add_publication(replace(REREAD, pages=None))
    assert store.state() == before, "a reading without pages takes none away"
    assert store.verify().faults == ()


def test_a_publication_twice_in_one_batch_says_what_the_later_reading_says(store: Store) -> None:
    assert store.add([DAM, replace(DAM, report=REREAD)]) == Added(1, 1, 2, 1)
    assert store.get(DAM.report.id) == replace(DAM, report=REREAD)


@pytest.mark.parametrize("first", [None, "2031-03-12"])
def test_an_earlier_publication_becomes_the_one_that_dates(store: Store, first: str | None) -> None:
    undated = replace(DAM, report=replace(DAM.report, published=first, publisher="Archive"))
    undated = replace(undated, statements=tuple(replace(s, said=None) for s in undated.statements))
    store.add([undated])
    assert not store.is_known(DAM.report, MODEL)
    assert store.add([DAM]).annotations == 1
    assert store.get(DAM.report.id) == DAM


def test_an_earlier_publication_dates_also_where_nothing_else_differs(store: Store) -> None:
    bare = replace(DAM, statements=tuple(replace(found, said=None) for found in DAM.statements))
    store.add([replace(bare, report=replace(bare.report, published="2031-03-12", publisher="Echo")), bare])
    assert store.get(DAM.report.id) == bare
    assert store.count_by("day") == [("2031-03-09", 2)]
    assert store.add([bare]) == Added(known=1)


def test_records_that_contradict_their_text_are_refused_and_those_before_are_kept(store: Store) -> None:
    statement = DAM.statements[0]
    wrong = replace(statement, content=RoleSpans(statement.content.spans, ("“The dam will fall,”", "“No.”")))
    with pytest.raises(RecordError, match="not stored"):
        store.add([BUDGET, replace(DAM, statements=(wrong,)), OLD])
    assert tuple(store.iter_records()) == (BUDGET,)


@pytest.mark.parametrize(
    "change",
    [
        {"id": "s_0"},
        {"within": "s_0"},
        {"venue": RoleSpans((Span(0, 10_000),), ("",))},
        {"cue": RoleSpans((Span(5, 5),), ("",))},
    ],
)
def test_no_wrong_offset_or_id_is_stored(store: Store, change: dict[str, object]) -> None:
    wrong = replace(DAM.statements[0], **change)  # type: ignore[arg-type]
    with pytest.raises(RecordError):
        store.add([replace(DAM, statements=(wrong,))])
    assert store.size() == (0, 0)


def test_what_was_read_before_the_input_failed_is_kept(store: Store) -> None:
    def records() -> Iterator[AnnotatedReport]:
        yield DAM
        raise OSError("the disk was pulled out")

    with pytest.raises(OSError, match="pulled"):
        store.add(records())
    assert tuple(store.iter_records()) == (DAM,)


def test_a_reader_sees_one_state_while_a_writer_adds(store: Store, reopen: Callable[[], Store]) -> None:
    store.add([DAM])
    reading = store.iter_records()
    first = next(reading)
    with reopen() as writer:
        writer.add([BUDGET])
        assert writer.size() == (2, 4)
    assert first == DAM
    assert store.size() == (2, 4)


def test_batches_are_reported_as_they_are_stored(store: Store, reopen: Callable[[], Store]) -> None:
    seen = []
    with reopen() as other:
        store.add(ALL, after_batch=lambda added: seen.append((added.reports, other.size()[0])))
    assert seen == [(4, 4)]


def test_statements_by_id(store: Store) -> None:
    store.add(ALL)
    wanted = OLD.statements[0]
    hit = store.statement(wanted.id)
    assert hit is not None
    assert (hit.statement, hit.report, hit.speaker) == (wanted, OLD.report, "Ada Lund")
    assert store.statement("s_0") is None


def test_people_are_one_under_all_their_names(store: Store) -> None:
    store.add(ALL)
    people = {person.name: person for person in store.people()}
    assert {name: person.statements for name, person in people.items()} == {
        "Ada Lund": 3,
        "Nora Lund": 1,
        "Piotr Salme": 1,
    }
    lund = store.person(people["Ada Lund"].id)
    assert lund.names == ("A. Lund", "Ada Lund")
    assert [(seen.role, seen.first, seen.last) for seen in lund.roles] == [
        ("mayor", "2031-04-02", "2031-04-02"),
        ("Mayor", "2031-03-09", "2031-03-09"),
    ]
    assert (lund.first, lund.last, lund.statements) == ("2029-01-01", "2031-04-02", 3)
    assert [person.name for person in store.people("lund", limit=1)] == ["Ada Lund"]
    assert [person.name for person in store.people("LUND", offset=1)] == ["Nora Lund"]
    assert store.people("%") == []
    with pytest.raises(NotInStoreError):
        store.person("p_0")


def test_a_person_keeps_their_id_when_more_is_added(store: Store, reopen: Callable[[], Store]) -> None:
    store.add([DAM])
    (before,) = store.people()
    with reopen() as again:
        again.add([BUDGET, OLD])
        assert before.id in {person.id for person in again.people()}
        assert again.person(before.id).statements == 3


def test_a_store_for_reading_only_is_not_written_to(store: Store, place: str) -> None:
    store.add([DAM])
    with open_store(place, read_only=True) as reader:
        assert reader.get(DAM.report.id) == DAM
        with pytest.raises(StoreError, match="reading only"):
            reader.add([BUDGET])


def test_a_store_that_is_not_there_is_not_made_for_reading(bare_place: str) -> None:
    with pytest.raises(StoreError, match="onrecord add"):
        open_store(bare_place, create=False)


def test_two_writers_taking_turns_keep_people_together(store: Store, reopen: Callable[[], Store]) -> None:
    """Each remembers who is who between its batches, and sees that the other was there."""
    names = ("Ada Lund", "A. Lund", "Ada M. Lund", "Nora Lund", "Piotr Salme", "P. Salme")
    writers = [Writer(opened._database) for opened in (store, reopen())]
    for number in range(24):
        name = names[(number * 5) % len(names)]
        record = make_record(f"“No. {number},” {name} said.", (name, "said", f"“No. {number},”", name))
        writer = writers[number % 2]
        writer.write([writer.prepare(record, None)])
    assert {person.name: person.statements for person in store.people()} == {
        "Ada M. Lund": 12,
        "Piotr Salme": 8,
        "Nora Lund": 4,
    }
    assert store.verify().faults == ()


def test_what_is_searched_is_made_anew(store: Store, place: str) -> None:
    store.add(ALL)
    store.corrections.reject(DAM.statements[1].id, "Ada")
    before = [hit.to_dict() for hit in store.search()]
    database = Database(place)
    with database.write() as connection:
        database.words.clear(connection)
        connection.exec_driver_sql("DELETE FROM statement WHERE report_key < 3")
        connection.exec_driver_sql("DELETE FROM sketch")
    database.close()
    quick, full = store.verify(is_quick=True).faults, store.verify().faults
    assert len(quick) == 3 and set(quick) < set(full)
    done: list[int] = []
    store.reindex(after_chunk=done.append)
    assert sum(done) == 4
    assert store.verify().faults == ()
    assert [hit.to_dict() for hit in store.search()] == before
    assert len(store.search("dam")) == 2


def test_an_id_that_two_statements_have_is_found(store: Store, place: str) -> None:
    double = replace(DAM, statements=(*DAM.statements, DAM.statements[0]))
    with pytest.raises(RecordError, match=r"is that of statements\[0\] too"):
        store.add([double])
    store.add([DAM])
    layers = pack_record(double)
    database = Database(place)
    with database.write() as connection:
        connection.execute(update(annotation).values(digest=hash_layers(layers)))
        for one in layers:
            connection.execute(update(layer).where(layer.c.name == one.name).values(one._asdict()))
    database.close()
    store.reindex()
    sealed, fault = store.verify().faults
    assert "seal" in sealed.what
    assert fault.where == "statements[2].id"
    assert f"'{DAM.statements[0].id}' is that of statements[0] too (report {DAM.report.id})" in fault.what


def test_sketches_of_another_version_are_not_compared(store: Store, place: str) -> None:
    store.add(ALL)
    database = Database(place)
    with database.write() as connection:
        write_setting(connection, SKETCHES, "another")
    database.close()
    with pytest.raises(StoreError, match="reindex"):
        store.near_duplicates(DAM.statements[0].id)
    store.reindex()
    assert store.near_duplicates(DAM.statements[0].id).reports == 1


def test_no_length_is_too_long(store: Store) -> None:
    rng = random.Random(5)
    long = " ".join(f"{rng.getrandbits(64):x}é" for _ in range(20_000))
    quote = f"“Once {long} upon a time,”"
    name = f"Ada {'L' + 'undbergson' * 1000}"
    record = make_record(
        f"{quote} {name} said.", (name, "said", quote, name), roles={name: long}, publisher=long, title=long, url=long
    )
    store.add([record])
    assert store.get(record.report.id) == record
    assert len(store.search(Query("once", publisher=long))) == 1
    assert len(store.search(Query(speaker=name))) == 1
    assert store.near_duplicates(record.statements[0].id).reports == 1
    assert store.verify().faults == ()


def test_undated_statements_are_kept(store: Store) -> None:
    store.add([UNDATED])
    (hit,) = store.search("certain")
    assert hit.report.published is None


@pytest.mark.parametrize("identity", ["\0", "s_\0", "\ud800"])
def test_ids_that_no_database_takes_are_not_in_the_store(store: Store, identity: str) -> None:
    store.add([DAM])
    assert store.statement(identity) is None
    assert store.get(identity) is None
    with pytest.raises(NotInStoreError):
        store.near_duplicates(identity)
    with pytest.raises(NotInStoreError):
        store.corrections.accept(identity, by="Ada")
    assert store.corrections.find_successor(identity) is None


def test_origins_can_leave_out_the_folders(store: Store) -> None:
    origins = (
        "/srv/a/dam.txt",
        "C:\\a\\b.txt",
        "../x/a.warc.gz#<urn:1>",
        "https://post.example/a",
        "reports/a.txt",
        "-",
    )
    shown = ("dam.txt", "b.txt", "a.warc.gz#<urn:1>", "https://post.example/a", "reports/a.txt", "-")
    for origin, expected in zip(origins, shown, strict=True):
        record = make_record(f"“At {origin},” Ada said.", ("Ada", "said", f"“At {origin},”", "Ada"), origin=origin)
        store.add([record])
        assert store.without_folders().get(record.report.id).report.origin == expected  # type: ignore[union-attr]
        assert store.get(record.report.id) == record
