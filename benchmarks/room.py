"""Measure the reading room: ``python -m benchmarks.room STORE``.

Opens a room over a store, such as the one that ``python -m benchmarks.store CORPORA --folder FOLDER`` leaves. For a
minute, twenty visitors request pages without pauses: searches, reports, people, timelines and near-duplicates of
statements in the store, chosen at random. Prints the time of each kind of page, and every failed request.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import re
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from onrecord.store import Query, Store, open_store
from onrecord.store.base.words import split_words

_SAMPLES = 2000
_OPENING_SECONDS = 4
"""For each further process: it is ready a little after the address is printed."""
_SHARES = {
    "front": 3,
    "search: word": 15,
    "search: word and speaker": 12,
    "search: speaker and days": 8,
    "report": 30,
    "person": 10,
    "person: subjects": 5,
    "person: company": 5,
    "timeline: word": 5,
    "timeline: speaker": 3,
    "reports": 2,
    "near-duplicates": 2,
}
"""Percentage of requests of each kind."""


@dataclass(frozen=True)
class Sample:
    """A statement in the store, to make addresses from."""

    word: str
    person: str | None
    report: str
    statement: str
    day: str


def main() -> None:
    """Run the measurement and print it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.room", description=__doc__)
    parser.add_argument("store", help="the store to open a room over")
    parser.add_argument("--seconds", type=float, default=60, help="duration of the measurement")
    parser.add_argument("--visitors", type=int, default=20, help="number of visitors")
    parser.add_argument("--workers", type=int, default=2, help="number of server processes")
    options = parser.parse_args()
    with open_store(options.store, read_only=True) as store:
        samples = list(_sample(store))
    with open_room(options.store, options.workers) as address:
        load = _Load(address, samples)
        asyncio.run(load.run(options.visitors, options.seconds))
    load.show(options.seconds)


def _sample(store: Store) -> Iterator[Sample]:
    rng = random.Random(7)  # noqa: S311
    reports = store.size()[0]
    listed = [one.id for one in store.reports(limit=min(reports, 50_000)).reports]
    for report in rng.sample(listed, min(_SAMPLES, len(listed))):
        hits = store.search(Query(report=report), limit=50).hits
        if not hits:
            continue
        hit = rng.choice(hits)
        words = [word for part in hit.statement.content.quote for word in split_words(part) if len(word) > 3]
        day = hit.statement.said.start if hit.statement.said else None
        yield Sample(rng.choice(words or ["said"]), hit.person, report, hit.statement.id, day or "2015-01-01")


@contextmanager
def open_room(store: str, workers: int) -> Iterator[str]:
    """Serve a store with the command and return the room's address."""
    command = [sys.executable, "-m", "onrecord", "serve", store, "--port", "0", "--workers", str(workers)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as room:  # noqa: S603
        assert room.stderr is not None
        try:
            line = next(iter(room.stderr))
            found = re.search(r"http://\S+/", line)
            assert found, line
            time.sleep(_OPENING_SECONDS * (workers - 1))
            yield found[0]
        finally:
            room.terminate()


class _Load:
    """The requests of visitors and their times."""

    def __init__(self, address: str, samples: list[Sample]) -> None:
        parts = urlsplit(address)
        self._host, self._port = parts.hostname or "127.0.0.1", parts.port or 80
        self._samples = samples
        self._rng = random.Random(11)  # noqa: S311
        self._seconds: dict[str, list[float]] = defaultdict(list)
        self._failed: list[str] = []
        self._kinds: dict[str, Callable[[Sample], str]] = {
            "front": lambda _: "/",
            "search: word": lambda one: f"/?q={quote(one.word)}",
            "search: word and speaker": lambda one: f"/?q={quote(one.word)}&speaker={one.person or ''}",
            "search: speaker and days": lambda one: f"/?speaker={one.person or ''}&said_from={one.day[:4]}&sort=newest",
            "report": lambda one: f"/reports/{one.report}?statement={one.statement}",
            "person": lambda one: f"/people/{one.person}" if one.person else "/people",
            "person: subjects": lambda one: f"/people/{one.person}/subjects" if one.person else "/people",
            "person: company": lambda one: f"/people/{one.person}/company" if one.person else "/people",
            "timeline: word": lambda one: f"/timeline?q={quote(one.word)}",
            "timeline: speaker": lambda one: f"/timeline?speaker={one.person or ''}",
            "reports": lambda _: "/reports",
            "near-duplicates": lambda one: f"/statements/{one.statement}/elsewhere",
        }
        assert self._kinds.keys() == _SHARES.keys()

    async def run(self, visitors: int, seconds: float) -> None:
        """Let several visitors request pages for a time."""
        end = time.perf_counter() + seconds
        await asyncio.gather(*(self._request_pages(end) for _ in range(visitors)))

    async def _request_pages(self, end: float) -> None:
        reader, writer = await asyncio.open_connection(self._host, self._port)
        kinds, shares = list(_SHARES), list(_SHARES.values())
        while time.perf_counter() < end:
            kind = self._rng.choices(kinds, shares)[0]
            path = self._kinds[kind](self._rng.choice(self._samples))
            start = time.perf_counter()
            writer.write(f"GET {path} HTTP/1.1\r\nHost: {self._host}:{self._port}\r\n\r\n".encode())
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
            length = re.search(r"content-length: ([0-9]+)", head)
            await reader.readexactly(int(length[1]) if length else 0)
            self._seconds[kind].append(time.perf_counter() - start)
            if not head.startswith("http/1.1 200"):
                self._failed.append(f"{head.split(chr(13))[0]} {path}")
        writer.close()

    def show(self, seconds: float) -> None:
        """Print the times by kind of page and in total, and failed requests."""
        every = [one for times in self._seconds.values() for one in times]
        for kind, times in [*self._seconds.items(), ("all", every)]:
            ordered = sorted(times)
            late = ordered[int(0.95 * (len(ordered) - 1))]
            print(
                f"{kind:28} {len(times):6}  median {1000 * statistics.median(times):6.0f} ms  95% {1000 * late:6.0f} ms"
            )
        print(f"{len(every) / seconds:.0f} pages a second, {len(self._failed)} failed {self._failed[:5]}")


if __name__ == "__main__":
    main()
