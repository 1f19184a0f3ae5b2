"""Reports into a store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

import onrecord
from onrecord import AnnotatedReport, AnnotationError, IngestCounts, Ingestion, IngestOptions, ReadError, Report, Store
from onrecord.batch.shard import AnnotationSettings, ReportList, Shard, checked_record, process_shard
from onrecord.errors import RecordError
from onrecord.ingest import Progress, drop_lost_pages, ingest_annotated, note_known_report
from onrecord.read.web import fetch
from onrecord.record import replace
from onrecord.store import Added
from tests.store.records import ALL, DAM

HOLD = Report("“The dam will hold,” said Ada Lund, the mayor.", "hold.txt", "Post", published="2031-03-09")
HELD = Report("Ada Lund said that the dam had held.", "held.txt", "Post", published="2031-04-01")
GERMAN = Report("Der Damm wird halten, sagte die Bürgermeisterin.", "damm.txt", language="de")
EMPTY = Report(" \n", "empty.txt")
BAD = ReadError("bad.txt", "is broken")


class Reply(NamedTuple):
    """A page as a fetcher returns it."""

    url: str
    body: bytes
    status: int = 200
    headers: dict[str, str] = {"content-type": "text/html"}  # noqa: RUF012


class Pages(dict[str, bytes]):
    """A fetcher of pages in memory, which notes what it is asked for."""

    asked: tuple[str, ...] = ()

    def allow_port(self, url: str) -> None:
        """Allow every port: these pages have none."""

    def fetch(self, url: str, limit: int, headers: dict[str, str] | None = None) -> Reply:
        self.asked += (url,)
        return Reply(url, self[url])


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with onrecord.open_store(tmp_path / "onrecord.db") as opened:
        yield opened


def test_new_reports_are_annotated_and_known_ones_are_not(store: Store) -> None:
    counts = onrecord.ingest_reports(store, [HOLD, HELD])
    assert counts == IngestCounts(Added(2, 2, 2, 0, 0))
    done: list[Progress] = []
    again = onrecord.ingest_reports(store, [HOLD, Report("“No,” said Ada Lund.", "no.txt")], on_progress=done.append)
    assert (again.added.reports, again.known) == (1, 1)
    assert [(one.origin, one.words, one.status) for one in done] == [
        ("hold.txt", 9, "known"),
        ("no.txt", 4, "annotated"),
    ]


def test_where_a_known_report_was_published_is_noted(store: Store) -> None:
    onrecord.ingest_reports(store, [HOLD])
    onrecord.ingest_reports(store, [replace(HOLD, publisher="Echo", published="2031-03-10")])
    assert [one.publisher for one in store.publications(HOLD.id)] == ["Post", "Echo"]


def test_known_reports_are_annotated_again_on_request(store: Store) -> None:
    onrecord.ingest_reports(store, [HOLD])
    done: list[Progress] = []
    counts = onrecord.ingest_reports(store, [HOLD], IngestOptions(again=True), on_progress=done.append)
    assert [one.status for one in done] == ["annotated"]
    assert counts == IngestCounts(Added(known=1), known=1)


@pytest.mark.parametrize("workers", [1, 2])
def test_errors_are_passed_on_and_the_rest_is_added(store: Store, workers: int) -> None:
    errors: list[onrecord.OnRecordError] = []
    done: list[Progress] = []
    counts = onrecord.ingest_reports(
        store,
        [HOLD, BAD, GERMAN, EMPTY, HELD],
        IngestOptions(workers=workers),
        on_error=errors.append,
        on_progress=done.append,
    )
    assert errors == [BAD]
    assert [one.status for one in done] == ["annotated", "language", "empty", "annotated"]
    assert counts == IngestCounts(Added(3, 3, 2, 0, 1), other_language=1, empty=1, first_empty="empty.txt", failed=1)


def test_without_a_handler_the_first_error_is_raised_and_what_came_before_is_stored(store: Store) -> None:
    with pytest.raises(ReadError, match="is broken"):
        onrecord.ingest_reports(store, [HOLD, BAD, HELD])
    assert [record.report.origin for record in store.iter_records()] == ["hold.txt"]
    ingestion = Ingestion(store)
    with pytest.raises(ReadError, match="is broken"):
        ingestion.add_reports([HOLD, GERMAN, EMPTY, BAD, HELD])
    assert ingestion.counts == IngestCounts(
        Added(1, 1, 0, 0, 1), known=1, other_language=1, empty=1, first_empty="empty.txt"
    )


def test_what_is_stored_before_a_record_that_contradicts_its_text_is_counted(store: Store) -> None:
    ingestion = Ingestion(store)
    with pytest.raises(RecordError, match="not stored"):
        ingestion.add_records([ALL[0], replace(DAM, report=HELD), ALL[1]])
    assert (ingestion.counts.added.reports, store.size()[0]) == (1, 1)


def test_settings_reach_the_annotation(store: Store) -> None:
    report = Report("“The dam held on 03/04/2031,” said Ada Lund.", published="2031-05-01")
    onrecord.ingest_reports(store, [report], IngestOptions(AnnotationSettings(day_first=True)))
    (record,) = store.iter_records()
    assert [time.value for time in record.times] == ["2031-04-03"]


def test_records_are_added_as_they_are(store: Store) -> None:
    errors: list[onrecord.OnRecordError] = []
    ingestion = Ingestion(store, on_error=errors.append)
    ingestion.add_records([ALL[0], BAD, *ALL[1:]])
    ingestion.add_records([ALL[0], AnnotatedReport(EMPTY)])
    assert tuple(store.iter_records()) == ALL
    assert errors == [BAD]
    assert ingestion.counts == IngestCounts(Added(4, 4, 6, 1, 1), known=1, empty=1, first_empty="empty.txt", failed=1)


def test_a_shard_that_was_processed_elsewhere_is_added(store: Store) -> None:
    result = process_shard(Shard(ReportList((HOLD, GERMAN))), checked_record)
    ingestion = Ingestion(store)
    ingestion.add_shard(result)
    assert (ingestion.counts.added.reports, ingestion.counts.other_language) == (2, 1)
    # As if it had been annotated here.
    ingestion.add_reports([HOLD, GERMAN])
    assert ingestion.counts.known == 2


def test_a_report_that_the_caller_annotates(store: Store) -> None:
    assert not note_known_report(store, HOLD)
    ingest_annotated(store, onrecord.annotate(HOLD))
    assert note_known_report(store, replace(HOLD, publisher="Echo"))
    assert len(store.publications(HOLD.id)) == 2
    with pytest.raises(AnnotationError, match=r"statements\[0\]"):
        ingest_annotated(store, replace(DAM, report=HELD))


def test_a_feed_is_asked_only_for_new_pages(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    page = "<html><head><title>Boats</title></head><body><article>{}</article></body></html>"
    words = "<p>“The {} will sail before the week is out,” said Ilse Brandvold, the harbour master of Varna.</p>"
    item = "<item><link>http://a.example/{}</link></item>"
    pages = Pages()
    monkeypatch.setattr(fetch, "Fetcher", lambda allow_private: pages)

    def publish(*names: str) -> None:
        pages.update({f"http://a.example/{name}": page.format(3 * words.format(name)).encode() for name in names})
        feed = "".join(item.format(name) for name in names)
        pages["http://a.example/feed"] = f'<rss version="2.0"><channel>{feed}</channel></rss>'.encode()

    ingestion = Ingestion(store)
    publish("boats")
    ingestion.add_feed("http://a.example/feed")
    publish("boats", "sledges")
    pages.asked = ()
    ingestion.add_feed("http://a.example/feed")
    assert pages.asked == ("http://a.example/feed", "http://a.example/sledges")
    assert ingestion.counts.added.reports == 2


def test_a_page_that_was_not_stored_is_asked_for_again() -> None:
    state = {"etag": "7", "modified": None, "read": ["http://a.example/1", "http://a.example/2"]}
    assert drop_lost_pages(state, set()) == state
    assert drop_lost_pages(state, {"http://a.example/1"}) == {
        "etag": None,
        "modified": None,
        "read": ["http://a.example/2"],
    }
