"""Numbers over time: what is counted together, what is left out, and that nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html
from starlette.testclient import TestClient

from onrecord.record import AnnotatedReport
from onrecord.store import Store, open_store
from onrecord.web.app import create_app
from tests.making import make_record
from tests.web.material import ALL, MONTHLY


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(str(tmp_path / "onrecord.db")) as opened:
        yield opened


def said_on(day: str | None, number: int, name: str = "Ada Lund") -> AnnotatedReport:
    text = f"“It is number {number} of {day},” {name} said."
    return make_record(text, (name, "said", f"“It is number {number} of {day},”", name), published=day)


def table(store: Store, query: str = "") -> tuple[list[str], dict[str, list[int]], str]:
    """The names, the numbers by time, and the caption of a timeline page."""
    page = html.document_fromstring(TestClient(create_app(store), "http://127.0.0.1").get(f"/timeline{query}").text)
    names = [cell.text_content() for cell in page.xpath("//thead//th[@class='number']")]
    rows = {row.xpath("string(th)"): [int(cell.text) for cell in row.xpath("td")] for row in page.xpath("//tbody/tr")}
    return names, rows, page.xpath("string(//figcaption)")


@pytest.mark.parametrize(
    ("days", "shown"),
    [
        (["2031-03-01"], "2031-03-01"),
        (["2031-03-01", "2031-05-20"], "2031-03-01"),
        (["2031-03-01", "2031-09-20"], "2031-03"),
        (["2021-03-01", "2031-09-20"], "2021-03"),
        (["1960-03-01", "1990-05-05", "2031-09-20"], "1960"),
    ],
)
def test_what_is_counted_together_fits_the_stretch_of_time(days: list[str], shown: str, store: Store) -> None:
    store.add(said_on(day, number) for number, day in enumerate(days))
    _, rows, _ = table(store)
    assert next(iter(rows)) == shown and len(rows) == len(days)


def test_it_is_counted_as_asked(store: Store) -> None:
    store.add(ALL)
    for per, width in (("day", 10), ("month", 7), ("year", 4)):
        _, rows, caption = table(store, f"?per={per}")
        assert {len(time) for time in rows} == {width}
        assert sum(count for counts in rows.values() for count in counts) == sum(len(one.statements) for one in ALL)
        assert f"by {per}" in caption


def test_the_numbers_of_all_speakers_are_the_numbers_of_all(store: Store) -> None:
    store.add(ALL)
    store.add(said_on("2031-02-03", number, f"Person {chr(65 + number)}a{chr(97 + number)}son") for number in range(9))
    _, together, _ = table(store)
    names, by_speaker, _ = table(store, "?by=speaker")
    assert len(names) == 6 and names[-1] == "others" and names[:2] == ["Ilse K. Tamm", "Marguerite Eide"]
    assert {time: [sum(counts)] for time, counts in by_speaker.items()} == together
    assert sum(counts[0] for counts in by_speaker.values()) == len(MONTHLY)


def test_a_query_is_counted_alone(store: Store) -> None:
    store.add(ALL)
    names, rows, caption = table(store, "?q=boats&said_from=2031-03&said_to=2031-04&per=month")
    assert names == ["all"] and rows.keys() == {"2031-03", "2031-04"}
    assert sum(count for (count,) in rows.values()) == store.count("boats") - sum(
        count for (count,) in table(store, "?q=boats&said_to=2031-02&per=month")[1].values()
    ) - sum(count for (count,) in table(store, "?q=boats&said_from=2031-05&per=month")[1].values())
    assert caption.split()[0] == str(sum(count for (count,) in rows.values()))


def test_statements_without_a_day_are_told(store: Store) -> None:
    store.add([said_on("2031-02-03", 1), said_on(None, 2), said_on(None, 3)])
    _, rows, caption = table(store)
    assert rows == {"2031-02-03": [1]} and "1 statement by" in caption and "2 without a date" in caption


def test_a_few_far_from_all_others_are_left_out_and_told(store: Store) -> None:
    store.add([said_on("1931-01-01", 0), said_on("2090-01-01", 1)])
    store.add(said_on(f"2031-{1 + number % 12:02}-05", number) for number in range(2, 402))
    _, rows, caption = table(store)
    assert min(rows) == "2031-01" and max(rows) == "2031-12"
    assert sum(count for (count,) in rows.values()) == 400 and "2 outliers not shown" in caption
    _, whole, caption = table(store, "?whole=yes")
    assert min(whole) == "1931" and max(whole) == "2090" and "not shown" not in caption
    _, years, _ = table(store, "?per=year")
    assert years == {"2031": [400]}


def test_nothing_is_left_out_of_what_is_spread_evenly(store: Store) -> None:
    store.add(said_on(f"{2001 + number}-01-05", number) for number in range(20))
    _, rows, caption = table(store)
    assert len(rows) == 20 and "not shown" not in caption
