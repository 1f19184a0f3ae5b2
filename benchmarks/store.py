"""Measure the store: ``python -m benchmarks.store CORPORA``.

Fills a store with records made of real articles (``benchmarks.records``), on SQLite and on a PostgreSQL started for
the purpose, and measures adding, size, memory, searching and verifying. ``--kills N`` kills a writer with SIGKILL at
random moments and looks after each whether anything is lost, doubled or broken.
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from benchmarks.records import make_records, read_articles
from corpora.articles import Article
from onrecord.record import AnnotatedReport
from onrecord.store import DateRange, Query, Store, open_store
from onrecord.store.base.words import split_words
from tests.store.cluster import find_binaries, run_cluster

_SAMPLES = 2000
_QUERIES = 200


@dataclass(frozen=True)
class Sample:
    """What is known of a statement in the store, to make queries of."""

    words: list[str]
    speaker: str
    published: date


def main() -> None:
    """Run the measurements that are asked for and print them."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.store", description=__doc__)
    parser.add_argument("corpora", type=Path, help="folder with articles/articles.jsonl.gz in it")
    parser.add_argument("--reports", type=int, default=100_000, help="how many reports to store")
    parser.add_argument("--databases", default="sqlite,postgresql", help="which databases to measure")
    parser.add_argument("--kills", type=int, default=0, help="how many times to kill a writer, in place of measuring")
    parser.add_argument("--folder", type=Path, help="folder to make the SQLite file in, and keep it")
    options = parser.parse_args()
    for database in options.databases.split(","):
        with _open_place(database, options.folder) as place:
            print(f"\n{database}")
            if options.kills:
                _kill(place, options.corpora, options.kills)
            else:
                _measure(place, read_articles(options.corpora), options.reports)


@contextmanager
def _open_place(database: str, folder: Path | None) -> Iterator[str]:
    if database == "sqlite" and folder is not None:
        yield str(folder / "onrecord.db")
        return
    if database == "sqlite":
        with tempfile.TemporaryDirectory() as made:
            yield str(Path(made) / "onrecord.db")
        return
    binaries = find_binaries()
    if binaries is None:
        sys.exit("PostgreSQL is not installed (apt-get install postgresql)")
    with run_cluster(binaries, ["shared_buffers=256MB"]) as cluster:
        yield cluster.make_database()


def _measure(place: str, articles: list[Article], reports: int) -> None:
    with open_store(place) as store:
        samples, text_bytes = _fill(store, articles, reports)
        size = _size(store)
        print(f"size          {size / 2**20:8.0f} MB, {size / text_bytes:.2f} times the text")
        rng = random.Random(7)  # noqa: S311
        chosen = [rng.choice(samples) for _ in range(_QUERIES)]
        words = [rng.choice([w for w in one.words if len(w) > 3] or one.words) for one in chosen]
        both = [Query(word, speaker=(one.speaker,)) for word, one in zip(words, chosen, strict=True)]
        _time("word and speaker", [_search(store, query) for query in both])
        _time("word", [_search(store, Query(word)) for word in words])
        _time("two words, by relevance", [_by_relevance(store, one, rng) for one in chosen])
        _time("speaker", [_search(store, Query(speaker=(one.speaker,))) for one in chosen])
        _time("days said", [_search(store, Query(said=_days(one, rng))) for one in chosen])
        _time("days published", [_search(store, Query(published=_days(one, rng))) for one in chosen])
        some = [store.search(query).hits for query in both[:30]]
        ids = [hits[0].statement.id for hits in some if hits]
        _time("same statement elsewhere", [partial(store.near_duplicates, one) for one in ids])
        begun = time.perf_counter()
        checked = store.verify()
        rate = checked.reports / (time.perf_counter() - begun)
        print(f"verify        {rate:8.0f} reports/s, {len(checked.faults)} faults")


class _Source:
    """Makes records one at a time, as a program that annotates would hand them over, and counts what that takes."""

    def __init__(self, articles: list[Article], reports: int) -> None:
        self._articles = articles
        self._reports = reports
        self.seconds = self.working = 0.0
        self.text_bytes = 0
        self.samples: list[Sample] = []
        self._rng = random.Random(3)  # noqa: S311

    def __iter__(self) -> Iterator[AnnotatedReport]:
        made = make_records(self._articles, 0, self._reports)
        while True:
            begun, began_working = time.perf_counter(), time.process_time()
            record = next(made, None)
            if record is None:
                return
            self.text_bytes += len(record.report.text.encode())
            if self._rng.random() < _SAMPLES / self._reports and (sample := _sample(record)):
                self.samples.append(sample)
            self.seconds += time.perf_counter() - begun
            self.working += time.process_time() - began_working
            yield record


def _fill(store: Store, articles: list[Article], reports: int) -> tuple[list[Sample], int]:
    """Add the records; what making them takes is taken off."""
    source = _Source(articles, reports)
    memory: list[float] = []
    # What the benchmark itself holds is no part of what a collection should walk through.
    gc.collect()
    gc.freeze()
    begun, began_working = time.perf_counter(), time.process_time()
    added = store.add(source, after_batch=lambda _: memory.append(_resident()))
    seconds = time.perf_counter() - begun - source.seconds
    working = time.process_time() - began_working - source.working
    print(f"add           {reports / seconds:8.0f} reports/s ({reports / working:.0f} a second of processor time)")
    print(f"              {reports} reports, {added.statements} statements, {source.text_bytes / 2**20:.0f} MB of text")
    early = memory[len(memory) // 10]
    print(f"memory        {early:8.0f} MB after a tenth, {memory[-1]:.0f} MB at the end")
    return source.samples, source.text_bytes


def _sample(record: AnnotatedReport) -> Sample | None:
    for statement in record.statements:
        if statement.speaker and statement.speaker.name:
            words = split_words(" ".join(statement.content.quote))
            return Sample(words, statement.speaker.name, date.fromisoformat(str(record.report.published)))
    return None


def _search(store: Store, query: Query) -> Callable[[], object]:
    return lambda: store.search(query)


def _by_relevance(store: Store, one: Sample, rng: random.Random) -> Callable[[], object]:
    query = Query(" ".join(rng.sample([w for w in one.words if len(w) > 3] or one.words, 1) + rng.sample(one.words, 1)))
    return lambda: store.search(query, sort="relevance")


def _days(one: Sample, rng: random.Random) -> DateRange:
    length = rng.choice([0, 6, 30, 90, 365])
    return DateRange(one.published.isoformat(), (one.published + timedelta(days=length)).isoformat())


def _time(name: str, calls: Sequence[Callable[[], object]]) -> None:
    calls[0]()
    seconds = []
    for call in calls:
        begun = time.perf_counter()
        call()
        seconds.append(time.perf_counter() - begun)
    seconds.sort()
    late = seconds[int(len(seconds) * 0.95)]
    print(f"{name:<24} median {statistics.median(seconds) * 1000:7.1f} ms, 95% under {late * 1000:7.1f} ms")


def _resident() -> float:
    """Memory that this process holds, in MB."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


def _size(store: Store) -> int:
    database = store._database
    if database.is_sqlite:
        return sum(path.stat().st_size for path in Path(database.name).parent.glob("onrecord.db*"))
    with database.read() as connection:
        size: int = connection.exec_driver_sql("SELECT pg_database_size(current_database())").scalar_one()
        return size


_ADD = """
import sys
from pathlib import Path
from benchmarks.records import make_records, read_articles
from onrecord.store import add, open_store
# Small batches, so that many moments are moments of writing.
add.BATCH = 50
articles = read_articles(Path(sys.argv[2]))[:200]
start = int(sys.argv[4])
with open_store(sys.argv[1]) as store:
    print("ready", flush=True)
    store.add(make_records(articles, start, int(sys.argv[3]) - start))
"""


def _kill(place: str, corpora: Path, kills: int) -> None:
    """Kill a writer again and again while it adds the same records, each time going on where the last one was."""
    count = 1_000_000
    rng = random.Random(11)  # noqa: S311
    before = 0
    for number in range(1, kills + 1):
        # A little of what is stored comes again each time, as when the same folder is added.
        start = max(0, before - 100)
        command = [sys.executable, "-c", _ADD, place, str(corpora), str(count), str(start)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE)  # noqa: S603 - this program with values made here
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(rng.uniform(0, 3))
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()
        with open_store(place) as store:
            checked = store.verify()
            if checked.faults or checked.reports < before or store.size()[0] != checked.reports:
                sys.exit(f"after kill {number}: {checked.reports} reports, {list(checked.faults)[:5]}")
            before = checked.reports
    count = before + 500
    with open_store(place) as store:
        store.add(make_records(read_articles(corpora)[:200], max(0, before - 100), count - max(0, before - 100)))
        pairs = zip(store.iter_records(), make_records(read_articles(corpora)[:200], 0, count), strict=True)
        right = all(found == wanted for found, wanted in pairs) and not store.verify().faults
    print(f"{kills} kills, {before} reports stored until the last; all {count} are there, whole and once: {right}")
    sys.exit(0 if right else 1)


if __name__ == "__main__":
    main()
