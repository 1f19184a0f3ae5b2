"""The pages of talks, without a browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from onrecord.store import Store, open_store
from tests.making_talks import ALL, OPENING, STALL, make_talks
from tests.web.rooms import visitor_of

HOSTILE = make_talks(
    "2031-03-06", "<script>alert(1)</script> talks of Chad and Mali stuck.", "underway:stuck",
    parties="Chad Mali", talks="<script>alert(1)</script> talks", publisher='"><script>alert(2)</script>',
)  # fmt: skip
BORDER = make_talks(
    "2031-06-20", "Georgia and Mali plan border talks.", parties="Georgia Mali", talks="border talks",
    agenda="ceasefire",
)  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "onrecord.db") as opened:
        opened.add([*ALL, HOSTILE], made_by="model@one")
        yield opened


@pytest.fixture
def visitor(store: Store) -> TestClient:
    return visitor_of(store)


def test_the_list_has_a_card_for_each_track_and_words_choose(visitor: TestClient) -> None:
    page = visitor.get("/talks").text
    assert page.count('<article class="card">') == 3 or page.count('<article class="card">') == 2
    assert "ceasefire talks" in page and "Georgia" in page
    assert "<script>alert" not in page
    chosen = visitor.get("/talks?q=georgia").text
    assert chosen.count('<article class="card">') == 1
    assert "No talks found" in visitor.get("/talks?q=nowhere").text
    assert visitor.get("/talks?day=soon").status_code == 400


def test_the_page_of_a_track_shows_the_state_on_a_day_with_its_words(visitor: TestClient, store: Store) -> None:
    (track,) = store.talks("georgia")
    page = visitor.get(f"/talks/{track.id}?day=2031-03-10").text
    assert "State on 2031-03-10" in page and "going on" in page
    assert "signed" not in page
    assert page.count("<circle") == 3
    assert f"/reports/{OPENING.report.id}" in page and f"/reports/{STALL.report.id}" in page
    assert visitor.get(f"/talks/{track.id}?day=2031-01-01").status_code == 400
    assert visitor.get("/talks/k_none").status_code == 404


def test_hostile_words_stay_words(visitor: TestClient, store: Store) -> None:
    for track in store.talks("chad"):
        assert "<script>alert" not in visitor.get(f"/talks/{track.id}").text


def test_two_buttons_decide_whether_talks_are_the_same(visitor: TestClient, store: Store) -> None:
    store.add([BORDER], made_by="model@one")
    border = store.talks("border")[0]
    assert "Perhaps the same talks" in visitor.get(f"/talks/{border.id}").text
    (other,) = border.perhaps
    answer = visitor.post(f"/talks/{border.id}/judge", data={"kind": "same", "other": other})
    assert answer.status_code == 200
    assert len(store.talks("border")[0].snapshots) == 5
    assert "talks: same" in visitor.get("/corrections").text
    reading = visitor_of(store, read_only=True)
    assert reading.post(f"/talks/{border.id}/judge", data={"kind": "same", "other": other}).status_code == 403
