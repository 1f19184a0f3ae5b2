"""What the statements of a person say about them, lists of reports and outlets, and when answers stay."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from onrecord.errors import ConfigurationError, NotInStoreError
from onrecord.record import AnnotatedReport
from onrecord.store import ListedReport, Query, Store
from onrecord.store.values.people import Subject
from tests.making import make_record, remade_by
from tests.store.records import ALL, BUDGET, DAM, OLD, UNDATED

NEWER = "model@000000000002"


def says(number: int, who: str, words: str, *others: str, **report: str | None) -> AnnotatedReport:
    """A report in which somebody says something, and others say that they heard it."""
    heard = [(f"{other} heard it", other) for other in others]
    text = " ".join(
        [f"“{words},” {who} said in speech {number}.", *(f"{words}, said {other}." for words, other in heard)]
    )
    return make_record(
        text,
        (who, "said", f"“{words},”", who),
        *((f"said {other}", "said", words, other) for words, other in heard),
        origin=f"reports/{number}.txt",
        **{"published": f"2031-05-{number % 28 + 1:02}", **report},
    )


FILLER = [says(number, "Nora Quill", f"The weather of day {number} was fair") for number in range(100, 130)]


def person(store: Store, name: str) -> str:
    (found,) = store.people(name)
    return found.id


def test_subjects_are_what_somebody_speaks_of_more_than_others(store: Store) -> None:
    store.add([*FILLER, *(says(n, "Piotr Salme", f"The Winter Boat and its fares number {n}") for n in range(1, 7))])
    subjects = store.subjects(person(store, "Salme"))
    # The words of a pair do not stand beside it, and what everybody says is none.
    assert set(subjects) == {Subject("Winter Boat", 6), Subject("fares number", 6)}
    assert {one.words for one in store.subjects(person(store, "Quill"))} == {"weather", "fair"}
    assert store.subjects(person(store, "Salme"), limit=1) == subjects[:1]


def test_one_statement_makes_no_subject(store: Store) -> None:
    store.add([*FILLER, says(1, "Piotr Salme", "Lighthouse, lighthouse, lighthouse")])
    assert store.subjects(person(store, "Salme")) == []


def test_subjects_come_from_the_latest_statements(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.store.profiles._LATEST", 3)
    speeches = [says(n, "Piotr Salme", "The ferry must sail", published=f"2030-01-{n:02}") for n in range(1, 6)]
    speeches += [says(n, "Piotr Salme", "The harbour must close", published=f"2031-01-{n:02}") for n in range(6, 9)]
    undated = [says(n, "Piotr Salme", "The lighthouse must shine", published=None) for n in range(9, 14)]
    store.add([*FILLER, *undated, *speeches])
    words = " ".join(one.words for one in store.subjects(person(store, "Salme")))
    assert "harbour" in words
    assert "ferry" not in words
    assert "lighthouse" not in words


def test_company_is_who_is_quoted_in_the_same_reports(store: Store) -> None:
    store.add(
        [
            says(1, "Piotr Salme", "One", "Ada Lund", "Nora Quill"),
            says(2, "Piotr Salme", "Two", "Ada Lund"),
            says(3, "Piotr Salme", "Three"),
            says(4, "Ada Lund", "Four", "Ruben Achterberg"),
        ]
    )
    company = store.quoted_together(person(store, "Salme"))
    assert [(one.name, one.kind, one.reports) for one in company] == [
        ("Ada Lund", "person", 2),
        ("Nora Quill", "person", 1),
    ]
    assert store.quoted_together(person(store, "Salme"), limit=1) == company[:1]
    assert company[0].id == person(store, "Ada Lund")


def test_company_of_the_merged_is_that_of_both_and_not_themselves(store: Store) -> None:
    store.add(
        [
            says(1, "Piotr Salme", "One", "Ada Lund"),
            says(2, "Mirko Dahl", "Two", "Ada Lund", "Piotr Salme"),
            says(3, "Ada Lund", "Three", "Nora Quill", "Berta Quill"),
        ]
    )
    store.corrections.merge("Mirko Dahl", "Piotr Salme", by="Ada Quist")
    store.corrections.merge("Berta Quill", "Nora Quill", by="Ada Quist")
    assert [(one.name, one.reports) for one in store.quoted_together(person(store, "Salme"))] == [("Ada Lund", 2)]
    # One report counts once for somebody, whatever names it has for them.
    assert [(one.name, one.reports) for one in store.quoted_together(person(store, "Ada Lund"))] == [
        ("Piotr Salme", 2),
        ("Nora Quill", 1),
    ]


def test_company_over_more_reports_than_are_asked_for_at_once(store: Store) -> None:
    store.add(says(n, "Piotr Salme", f"Speech {n}", "Ada Lund") for n in range(1, 603))
    assert [(one.name, one.reports) for one in store.quoted_together(person(store, "Salme"))] == [("Ada Lund", 602)]


def test_nobody_has_neither_subjects_nor_company(store: Store) -> None:
    for ask in (store.subjects, store.quoted_together):
        with pytest.raises(NotInStoreError, match="p_0"):
            ask("p_0")


def walk(store: Store, limit: int) -> list[ListedReport]:
    found: list[ListedReport] = []
    cursor = None
    while True:
        page = store.reports(limit=limit, cursor=cursor)
        assert len(page.reports) <= limit
        found += page.reports
        cursor = page.cursor
        if cursor is None:
            return found


@pytest.mark.parametrize("limit", [1, 2, 3, 4, 5])
def test_reports_are_listed_newest_first_to_the_end(store: Store, limit: int) -> None:
    store.add(ALL)
    assert [one.id for one in walk(store, limit)] == [record.report.id for record in reversed(ALL)]


def test_a_listed_report_says_what_the_report_does_but_its_text(store: Store) -> None:
    store.add([DAM])
    (listed,) = store.reports().reports
    assert (listed.report.title, listed.report.publisher, listed.report.language) == (
        "Dam will hold",
        "The Westmere Post",
        "en",
    )
    assert (listed.report.text, listed.statements) == ("", 2)


def test_rejected_statements_do_not_count(store: Store) -> None:
    store.add([DAM])
    for found in DAM.statements:
        store.corrections.reject(found.id, by="Ada Quist")
    (listed,) = store.reports().reports
    assert listed.statements == 0


def test_reports_that_come_in_between_disturb_no_list(store: Store) -> None:
    store.add([DAM, BUDGET, OLD])
    first = store.reports(limit=2)
    store.add([UNDATED])
    (last,) = store.reports(limit=2, cursor=first.cursor).reports
    assert last.id == DAM.report.id


@pytest.mark.parametrize(
    "cursor", ["", "reports", "reports:", "reports:x", "date:1", "reports:-1", "reports:" + "9" * 30, "reports:²"]
)
def test_a_cursor_of_another_list_is_refused(store: Store, cursor: str) -> None:
    with pytest.raises(ConfigurationError, match="cursor"):
        store.reports(cursor=cursor)


def test_an_empty_store_lists_nothing(store: Store) -> None:
    assert (store.reports().reports, store.reports().cursor, store.publishers(), store.person_names([])) == (
        (),
        None,
        [],
        {},
    )


def test_publishers_are_listed_once_in_the_order_of_letters(store: Store) -> None:
    store.add(
        [*ALL, make_record("“Yes,” Ada Lund said.", publisher="evening Quay"), make_record("“No.”", publisher="Äther")]
    )
    assert store.publishers() == ["evening Quay", "Radio Westmere", "The Westmere Post", "Äther"]


def test_names_of_persons(store: Store) -> None:
    store.add(ALL)
    groups = dict(store.count_by("speaker"))
    names = store.person_names([*filter(None, groups), "p_0", "\0"])
    assert set(names.values()) == {"Ada Lund", "Piotr Salme", "Nora Lund"}
    assert set(names) == {group for group in groups if group}
    assert len(store.person_names([f"p_{number}" for number in range(2000)])) == 0


def test_the_state_changes_with_whatever_the_store_holds(store: Store) -> None:
    seen = {store.state()}

    def changed(change: Callable[[], object]) -> None:
        change()
        assert store.state() == store.state()
        assert store.state() not in seen
        seen.add(store.state())

    changed(lambda: store.add([DAM]))
    changed(lambda: store.add([remade_by(DAM, NEWER)]))
    changed(lambda: store.add_publication(make_record(DAM.report.text, publisher="Late Edition").report))
    changed(lambda: store.corrections.accept(DAM.statements[0].id, by="Ada Quist"))
    changed(lambda: store.corrections.undo(1, by="Ada Quist"))
    changed(store.prune)
    changed(store.reindex)


def test_the_state_stays_while_nothing_changes(store: Store, reopen: Callable[[], Store]) -> None:
    store.add([DAM])
    before = store.state()
    store.add([DAM])
    store.search(Query("dam"))
    assert store.state() == before
    with reopen() as other:
        assert other.state() == before


def test_the_log_of_one_report(store: Store) -> None:
    store.add(ALL)
    log = store.corrections
    entries = [
        log.accept(DAM.statements[0].id, by="Ada Quist"),
        log.accept(BUDGET.statements[0].id, by="Ada Quist"),
        log.reject(DAM.statements[1].id, by="Ada Quist"),
        log.merge("Piotr Salme", "Nora Lund", by="Ada Quist"),
        log.undo(3, by="Ada Quist"),
    ]
    assert [entry.number for entry in log.log()] == [1, 2, 3, 4, 5]
    of_dam = log.log(DAM.report.id)
    assert [(entry.number, entry.action, entry.undone) for entry in of_dam] == [
        (1, "accept", False),
        (3, "reject", True),
        (5, "undo", False),
    ]
    assert log.log(OLD.report.id) == log.log("r_0") == []
    assert [entry.number for entry in log.latest()] == [5, 4, 3, 2, 1]
    assert log.latest(limit=2) == [entries[4], entries[3]]
    assert [entry.number for entry in log.latest(limit=2, before=4)] == [3, 2]
    assert log.latest(before=1) == []
    assert log.latest(DAM.report.id) == of_dam[::-1]
    assert "target" not in entries[0].to_dict()["detail"]


def test_pages_of_statements_without_a_day_follow_one_another(store: Store) -> None:
    records = [*ALL, *(says(n, "Nora Quill", f"Speech {n}", published=None) for n in range(5))]
    store.add(records)
    for sort in ("date", "newest", "published"):
        seen: list[str] = []
        cursor = None
        while True:
            page = store.search(Query(), sort=sort, limit=2, cursor=cursor)
            seen += [hit.statement.id for hit in page]
            cursor = page.cursor
            if cursor is None:
                break
        assert sorted(seen) == sorted(found.id for record in records for found in record.statements)
