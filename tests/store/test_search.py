"""Searching, the same on either database."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

import pytest

from onrecord.errors import ConfigurationError
from onrecord.export.rows import COLUMNS
from onrecord.record import replace
from onrecord.store import DateRange, Query, Store
from onrecord.store.values.hits import CountBy, Sort
from tests.making import make_record
from tests.store.records import ALL, BUDGET, DAM, OLD, UNDATED

HOLD, SLUICE = (statement.id for statement in DAM.statements)
MONEY, LEAFLET = (statement.id for statement in BUDGET.statements)
(BUILD,), (CERTAIN,) = ([statement.id for statement in record.statements] for record in (OLD, UNDATED))


@pytest.fixture
def full(store: Store) -> Store:
    store.add(ALL)
    return store


def ids(results: Iterable[object]) -> list[str]:
    return [hit.statement.id for hit in results]  # type: ignore[attr-defined]


def test_glosses_can_be_left_out(store: Store) -> None:
    gloss = replace(DAM, statements=tuple(replace(one, gloss=one.id == SLUICE) for one in DAM.statements))
    store.add([gloss])
    assert ids(store.search(Query(gloss=False))) == [HOLD]
    assert ids(store.search(Query(gloss=True))) == [SLUICE]
    assert ids(store.search(Query())) == [HOLD, SLUICE]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (Query(), [BUILD, HOLD, SLUICE, MONEY, LEAFLET, CERTAIN]),
        (Query("dam"), [HOLD, MONEY]),
        (Query("DAM hold"), [HOLD]),
        (Query('"dam will hold"'), [HOLD]),
        (Query('"hold it"'), []),
        (Query('"will hold it must"'), []),
        (Query("spr*"), [HOLD]),
        (Query("budget OR sluice"), [SLUICE, LEAFLET]),
        (Query("dam -money"), [HOLD]),
        (Query("lund"), []),
        (Query(speaker=("Ada Lund",)), [BUILD, HOLD, MONEY]),
        (Query(speaker=("Mayor Lund",)), [BUILD, HOLD, MONEY, CERTAIN]),
        (Query(speaker=("Ms Ada M. Lund",)), [BUILD, HOLD, MONEY]),
        (Query("dam", speaker=("Ada Lund",)), [HOLD, MONEY]),
        (Query("dam", speaker=("Piotr Salme",)), []),
        (Query(speaker=("Nora Lund", "Piotr Salme")), [LEAFLET, CERTAIN]),
        (Query(speaker=("Nobody Atall",)), []),
        (Query("dam", speaker=("Nobody Atall",)), []),
        (Query(role="mayor"), [HOLD, MONEY]),
        (Query(role="officials"), [SLUICE]),
        (Query(role='"lunde line"'), [LEAFLET]),
        (Query("money", role="mayor"), [MONEY]),
        (Query(kind="indirect"), [MONEY, LEAFLET]),
        (Query(publisher="Radio Westmere"), [MONEY, LEAFLET]),
        (Query(publisher="radio WESTMERE"), [MONEY, LEAFLET]),
        (Query(publisher="Radio"), []),
        (Query(said=DateRange.parse("2031-03")), [HOLD, SLUICE]),
        (Query(said=DateRange.parse("2029")), [BUILD]),
        (Query(said=DateRange.parse("2029-01..2029-06")), []),
        (Query(said=DateRange.parse("..2031-03-09")), [BUILD, HOLD, SLUICE]),
        (Query(said=DateRange.parse("2031-03-10..")), [MONEY, LEAFLET]),
        (Query("dam", said=DateRange.parse("2031-04-02..2031-04-02")), [MONEY]),
        (Query(published=DateRange.parse("2031-05")), [BUILD]),
        (Query(published=DateRange.parse("..2031-03")), [HOLD, SLUICE]),
        (Query(published=DateRange.parse("2031-04..")), [MONEY, LEAFLET, BUILD]),
        (Query("dam OR build", published=DateRange.parse("2031-04..")), [BUILD, MONEY]),
        (Query(confidence=0.7), [BUILD, HOLD, SLUICE, CERTAIN]),
        (Query(report=DAM.report.id), [HOLD, SLUICE]),
    ],
)
def test_queries_find_what_they_ask_for_in_order_of_days(full: Store, query: Query, found: list[str]) -> None:
    assert ids(full.search(query)) == found
    assert full.count(query) == len(found)
    records = list(full.iter_records(query))
    assert sorted(s.id for record in records for s in record.statements) == sorted(found)


@pytest.mark.parametrize(
    ("sort", "found"),
    [
        ("date", [BUILD, HOLD, SLUICE, MONEY, LEAFLET, CERTAIN]),
        ("newest", [LEAFLET, MONEY, SLUICE, HOLD, BUILD, CERTAIN]),
        ("published", [HOLD, SLUICE, MONEY, LEAFLET, BUILD, CERTAIN]),
    ],
)
@pytest.mark.parametrize("limit", [1, 2, 3, 6])
def test_pages_follow_one_another(full: Store, sort: Sort, found: list[str], limit: int) -> None:
    seen: list[str] = []
    cursor = None
    while True:
        page = full.search(Query(), sort=sort, limit=limit, cursor=cursor)
        assert len(page) <= limit
        seen += ids(page)
        cursor = page.cursor
        if cursor is None:
            break
    assert seen == found


def test_relevance_puts_what_is_about_it_first(store: Store) -> None:
    filler = "and many other things that were talked about for hours that evening in the hall"
    store.add(
        [
            make_record(f"“A dam, {filler},” Ada Lund said.", ("Ada Lund", "said", f"“A dam, {filler},”", "Ada Lund")),
            make_record(
                "“The dam, the dam!” Piotr Salme said.", ("Piotr Salme", "said", "“The dam, the dam!”", "Piotr Salme")
            ),
        ]
    )
    assert [hit.speaker for hit in store.search("dam", sort="relevance")] == ["Piotr Salme", "Ada Lund"]
    first = store.search("dam", sort="relevance", limit=1)
    assert [hit.speaker for hit in store.search("dam", sort="relevance", cursor=first.cursor)] == ["Ada Lund"]
    with pytest.raises(ConfigurationError, match="sorting by relevance needs words"):
        store.search(Query(), sort="relevance")


@pytest.mark.parametrize("cursor", ["", "date", "date:x", "newest:3", "date:1:2", "date:" + "9" * 30, "date:²"])
def test_a_cursor_of_another_search_is_refused(full: Store, cursor: str) -> None:
    with pytest.raises(ConfigurationError, match="cursor"):
        full.search(Query(), cursor=cursor)


def test_who_was_meant_is_said(full: Store) -> None:
    results = full.search(Query(speaker=("Lund",)))
    assert [(person.name, person.statements) for person in results.speakers] == [("Ada Lund", 3), ("Nora Lund", 1)]
    (ada, _) = results.speakers
    assert ids(full.search(Query(speaker=(ada.id,)))) == [BUILD, HOLD, MONEY]


def test_a_bare_surname_is_not_taken_for_a_full_name(full: Store) -> None:
    full.add([make_record("“No,” said Salme.", ("Salme", "said", "“No,”", "Salme"))])
    results = full.search(Query(speaker=("Piotr Salme",)))
    assert ids(results) == [LEAFLET]
    assert [person.name for person in results.perhaps] == ["Salme"]


def test_matches_and_the_words_around_them(full: Store) -> None:
    (hit, _) = full.search("dam")
    words, marks = hit.snippet(around=12)
    assert words == "“The dam will hold,” Mayor Ada Lund said on Sunday. “It must hold until the spring.” Two …"
    assert [words[start:end] for start, end in marks] == ["dam"]
    assert hit.role == "Mayor"
    assert hit.report == DAM.report
    (hit,) = full.search("sluice")
    words, marks = hit.snippet(around=12)
    assert words == "… spring.” Two officials said that the old sluice would fail."
    assert [words[start:end] for start, end in marks] == ["sluice"]


def test_only_what_was_cut_is_marked_as_cut(store: Store) -> None:
    text = "The harbour.\n\n“The ice is thin,” Ada Lund said.\n\nA fine day."
    store.add([make_record(text, ("Ada Lund", "said", "“The ice is thin,”", "Ada Lund"))])
    (hit,) = store.search("ice")
    assert hit.snippet()[0] == "“The ice is thin,” Ada Lund said."


def test_accents_that_stand_by_themselves_part_no_word(store: Store) -> None:
    quote = unicodedata.normalize("NFD", "“The naïve café,”")
    store.add([make_record(f"{quote} Ada Lund said.", ("Ada Lund", "said", quote, "Ada Lund"))])
    for words in ("naive", "café", "nai*", '"naïve cafe"'):
        (hit,) = store.search(words)
        assert hit.matches
    assert len(store.search("ve")) == 0


def test_a_lone_dash_excludes_nothing(full: Store) -> None:
    assert ids(full.search("dam - hold")) == ids(full.search("dam hold")) == [HOLD]
    assert ids(full.search("dam -hold")) == [MONEY]


def test_the_outlet_that_was_asked_for_is_shown(full: Store) -> None:
    """The same words are one report, whoever carried them; a hit names the outlet that the query does."""
    copy = replace(
        DAM.report, publisher="The Echo", title="It holds", url="https://echo.example/1", published="2031-03-11"
    )
    assert full.add_publication(copy)
    for query in (Query(publisher="the echo"), Query(publisher="The Echo", published=DateRange.parse("2031-03-11"))):
        for hit in full.search(query):
            assert (hit.report, hit.speaker) == (copy, "Ada Lund" if hit.statement.id == HOLD else None)
    assert ids(full.search(Query(publisher="The Echo"))) == [HOLD, SLUICE]
    assert ids(full.search(Query(publisher="The Echo", published=DateRange.parse("..2031-03-10")))) == []
    assert ids(full.search(Query(publisher="The Westmere Post", published=DateRange.parse("2031-03-11..")))) == [BUILD]
    assert {hit.report.publisher for hit in full.search("dam")} == {"The Westmere Post", "Radio Westmere"}
    assert full.count_by("publisher", Query(publisher="The Echo")) == [("The Echo", 2)]


@pytest.mark.parametrize(
    ("by", "counts"),
    [
        ("month", [("2029-01", 1), ("2031-03", 2), ("2031-04", 2), (None, 1)]),
        ("year", [("2029", 1), ("2031", 4), (None, 1)]),
        ("kind", [("direct", 4), ("indirect", 2)]),
        ("publisher", [("The Westmere Post", 3), ("Radio Westmere", 2), (None, 1)]),
    ],
)
def test_counts(full: Store, by: CountBy, counts: list[tuple[str | None, int]]) -> None:
    assert full.count_by(by) == counts


def test_counts_by_speaker(full: Store) -> None:
    names = {person.id: person.name for person in full.people()}
    counted = {names.get(str(who)): number for who, number in full.count_by("speaker")}
    assert counted == {"Ada Lund": 3, "Nora Lund": 1, "Piotr Salme": 1, None: 1}
    assert full.count_by("speaker", Query(speaker=("Nobody Atall",))) == []


@pytest.mark.parametrize(
    "words",
    [
        "';DROP TABLE statement;--",
        '") OR 1=1 --',
        "a:b^2 NEAR/3 {content}:x",
        "'a' <-> !b | c:*",
        "100% _ \\",
        "\0 \ud800",
    ],
)
def test_a_query_never_steers_the_database(full: Store, words: str) -> None:
    for query in (lambda: Query(words), lambda: Query(role=words), lambda: Query(speaker=(words,), publisher=words)):
        try:
            asked = query()
        except ConfigurationError:
            continue
        assert len(full.search(asked)) == 0
    assert full.size() == (4, 6)


def test_results_as_frames(full: Store) -> None:
    pandas = pytest.importorskip("pandas")
    polars = pytest.importorskip("polars")
    results = full.search("dam")
    for frame in (results.to_pandas(), results.to_polars()):
        assert list(frame["speaker"]) == ["Ada Lund", "Ada Lund"]
        assert list(frame["statement_id"]) == [HOLD, MONEY]
        assert list(frame.columns) == [*COLUMNS, "person_id"]
        assert list(frame["speaker_kind"]) == ["person", "person"]
        assert list(frame["speaker_roles"]) == ["Mayor", "mayor"]
    frame = results.to_pandas()
    assert [day.isoformat()[:10] for day in frame["published"]] == ["2031-03-09", "2031-04-02"]
    assert frame["said_start"].dtype == frame["published"].dtype == "datetime64[s]"
    assert {"venue", "addressee", "within", "speaker_how"} <= set(frame.columns)
    undated = full.search("certain").to_pandas()
    assert undated["said_start"].isna().all()
    empty = full.search("nowhere")
    assert isinstance(empty.to_pandas(), pandas.DataFrame) and len(empty.to_pandas()) == 0
    assert isinstance(empty.to_polars(), polars.DataFrame) and empty.to_polars().columns == list(
        empty.to_pandas().columns
    )


def test_without_a_limit_results_go_over_all_pages(store: Store) -> None:
    store.add(
        make_record(f"“Pier {n} is shut,” Ada Lund said.", ("Ada Lund", "said", f"“Pier {n} is shut,”", "Ada Lund"))
        for n in range(120)
    )
    results = store.search("shut")
    assert (len(results), len(list(results)), len(results.hits)) == (120, 120, 50)
    assert len({hit.statement.id for hit in results}) == len(results.to_dicts()) == 120
    limited = store.search("shut", limit=20)
    assert (len(limited), len(list(limited))) == (20, 20)
    assert "<p>120 statements</p>" in results._repr_html_() and "… and more" in results._repr_html_()
    pytest.importorskip("pandas")
    assert len(results.to_pandas()) == 120
    assert len(limited.to_pandas()) == 20


def test_a_misspelled_speaker_has_suggestions(full: Store) -> None:
    assert [one.name for one in full.search(Query(speaker="Piotr Salmi")).suggestions] == ["Piotr Salme"]
    assert full.search(Query(speaker="Nobody Atall")).suggestions == ()
    assert full.search(Query(speaker="Piotr Salme")).suggestions == ()


def test_words_find_their_forms_only_if_asked(full: Store) -> None:
    assert ids(full.search(Query("dams holding"))) == []
    assert ids(full.search(Query("dams holding", forms=True))) == [HOLD]


def test_strokes_fold_in_words_and_names(store: Store) -> None:
    store.add(
        [
            make_record(
                "“Łódź is closed,” said Łukasz Nowak.", ("Łukasz Nowak", "said", "“Łódź is closed,”", "Łukasz Nowak")
            )
        ]
    )
    assert len(store.search(Query("lodz", speaker="Lukasz Nowak"))) == 1
