"""The events page, and events on the page of a report."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tests.event_records import BOTH, CLAIM, PORT
from tests.store.records import ALL
from tests.web.rooms import filled_store, visiting, visitor_of


@pytest.fixture
def visitor(tmp_path: Path) -> Iterator[TestClient]:
    with visiting(tmp_path, *ALL, *BOTH) as one:
        yield one


def test_the_page_lists_events_with_facets_voices_and_a_timeline(visitor: TestClient) -> None:
    page = visitor.get("/events").text
    assert page.count('<article class="card event') == 7
    assert "7 events" in page and "6 without a day of their own" in page
    assert "jets <mark>struck</mark> the port" in page and "killed at most 2" in page
    assert '<th scope="row">2031-03-07</th>' in page
    assert 'href="/events?status=contested"' in page and 'href="/events?country=NOR"' in page
    assert '<span class="tag stance denied">denied</span> by Holm militia' in page


def test_contested_events_have_their_voices_side_by_side(visitor: TestClient) -> None:
    page = visitor.get("/events?contested=1").text
    assert page.count('<article class="card event disputed"') == 2
    assert "CONSULT" not in page.partition('id="results"')[2]


def test_each_facet_leads_to_its_events(visitor: TestClient) -> None:
    page = visitor.get("/events").text
    for part in page.partition('aria-label="Narrow down"')[2].partition("</aside>")[0].split("<li>")[1:]:
        address = part.partition('href="')[2].partition('"')[0].replace("&amp;", "&")
        many = int(part.partition('number">')[2].partition("<")[0])
        found = visitor.get(address).text.count('<article class="card event')
        # The words of a name also find names that hold them.
        assert found >= many if "%22" in address else found == many, address


def test_days_that_no_words_give_are_said(visitor: TestClient) -> None:
    page = visitor.get("/events?since=2031-03-01&until=2031-03").text
    assert page.count('<article class="card event') == 1
    assert "6 more events would match" in page


def test_mistakes_and_empty_pages_say_what_to_do(visitor: TestClient) -> None:
    wrong = visitor.get("/events?killed=many")
    assert wrong.status_code == 400 and "is no number" in wrong.text
    assert "No event found" in visitor.get("/events?type=AID").text
    assert visitor.get("/events/v_0").status_code == 404


def test_an_event_leads_to_its_report_which_shows_it(visitor: TestClient) -> None:
    answer = visitor.get(f"/events/{CLAIM.events[0].id}", follow_redirects=False)
    assert answer.headers["location"] == f"/reports/{CLAIM.report.id}#event-{CLAIM.events[0].id}"
    page = visitor.get(f"/reports/{PORT.report.id}").text
    assert f'data-event="{PORT.events[0].id}"' in page and 'id="show-event"' in page
    assert f'id="event-{PORT.events[1].id}"' in page and "who did it: alleged" in page
    assert "ASSAULT, contested (the report: asserted; Tor Vik: asserted)" in page


def test_corrections_of_events_lead_to_their_report(tmp_path: Path) -> None:
    with filled_store(tmp_path / "onrecord.db", *BOTH) as store:
        store.event_corrections.set_view(CLAIM.events[0].id, "Ada Quist", 1, "alleged")
        page = visitor_of(store).get("/corrections")
    assert page.status_code == 200 and "view 1: alleged" in page.text
    assert f'href="/reports/{CLAIM.report.id}#event-{CLAIM.events[0].id}"' in page.text
