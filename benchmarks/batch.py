"""Measure reading an archive: ``python -m benchmarks.batch CORPORA --measure reading,replay,efficiency,kills,add``.

The archive is made of the saved pages of ``CORPORA/html``, repeated and altered. ``reading`` compares readers of
archives in bytes a second of computation. ``replay`` runs an archive with annotation stubbed, and prints the memory of
the worker and the rate of every shard. ``efficiency`` alternates one local worker, two, and Ray. ``kills`` kills
workers and drivers at random moments and compares the bytes. ``add`` compares adding JSON Lines and parts to a store.
"""

from __future__ import annotations

import argparse
import gzip
import io
import logging
import os
import random
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from benchmarks.records import make_records, read_articles
from onrecord.batch.engines import Engine, LocalEngine
from onrecord.batch.parts import PART_FORMATS
from onrecord.batch.ray_engine import RayEngine
from onrecord.batch.run import BatchOptions, run_batch
from onrecord.batch.shard import AnnotationSettings
from onrecord.batch.tasks import encode_row
from onrecord.extras import import_extra
from onrecord.ingest import Ingestion, IngestOptions
from onrecord.read import ReadOptions, read_reports
from onrecord.read.archives.warc import _ArchiveReader
from onrecord.read.formats.parts import MANIFEST
from onrecord.read.formats.records import read_records
from onrecord.read.window import ReadWindow
from onrecord.record import AnnotatedReport, Report, plain_report
from onrecord.store import open_store


@dataclass(frozen=True, slots=True)
class StubbedSettings(AnnotationSettings):
    """Annotates nothing, so that all the rest is measured."""

    def annotate(self, report: Report) -> AnnotatedReport:
        """Give an empty record."""
        return AnnotatedReport(plain_report(report))

    def made_by(self) -> str:
        """Name no model."""
        return "model@stub"


def main() -> None:
    """Run the measurements that are asked for and print them."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.batch", description=__doc__)
    parser.add_argument("corpora", type=Path, help="folder with html/ and articles/ in it")
    parser.add_argument("--measure", default="reading,replay", help="what to measure, with commas")
    parser.add_argument("--pages", type=int, default=2000, help="pages of the archive")
    parser.add_argument("--repeat", type=int, default=3, help="how often to measure")
    parser.add_argument("--kills", type=int, default=50, help="how often to kill, for each engine")
    parser.add_argument("--engines", default="local", help="local, or local,ray")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for name in options.measure.split(","):
            print(f"\n{name}", flush=True)
            _MEASURES[name](options, folder / name)


def _measure_reading(options: argparse.Namespace, folder: Path) -> None:
    archive = _make_archive(options.corpora, folder, options.pages)
    damaged = _damage(archive)
    for path in (archive, damaged):
        size = path.stat().st_size / 2**20
        print(f"{path.name}: {size:.1f} MB, {options.pages} pages")
        for name, read in _READERS.items():
            seconds, counts = [], 0
            for _ in range(options.repeat):
                begun = time.process_time()
                counts = _count(read, path)
                seconds.append(time.process_time() - begun)
            rate = size / statistics.median(seconds)
            print(f"  {name:<28} {rate:7.1f} MB/s of computation, {counts} items", flush=True)


def _count(read: Callable[[Path], Iterator[object]], path: Path) -> int:
    try:
        return sum(1 for _ in read(path))
    except ImportError:
        return 0


def _read_records(path: Path) -> Iterator[object]:
    """Read every record with its digest checked, and no page."""
    with path.open("rb") as raw:
        yield from _ArchiveReader(raw, str(path), ReadWindow())


def _read_fastwarc(path: Path) -> Iterator[object]:
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    with path.open("rb") as raw:
        try:
            for record in ArchiveIterator(raw, record_types=WarcRecordType.response, verify_digests=True):
                yield record.reader.read()
        except OSError as error:
            print(f"  fastwarc stops: {error}")


def _read_pages(path: Path) -> Iterator[object]:
    yield from read_reports(str(path), ReadOptions())


_READERS: dict[str, Callable[[Path], Iterator[object]]] = {
    "records, digests checked": _read_records,
    "fastwarc, digests checked": _read_fastwarc,
    "news pages": _read_pages,
}


def _make_archive(corpora: Path, folder: Path, pages: int) -> Path:
    """Write an archive of saved pages; each page is altered, so that no two are equal."""
    # Damage is said for each stretch.
    logging.getLogger("onrecord").setLevel(logging.ERROR)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "replay.warc.gz"
    saved = [gzip.decompress(page.read_bytes()) for page in sorted((corpora / "html").glob("*.html.gz"))]
    with path.open("wb") as stream:
        for number in range(pages):
            page = saved[number % len(saved)].replace(b"</p>", b" (edition %d)</p>" % number, 1)
            _write_page(stream, f"https://news.example/{number}/story.html", page)
    return path


def _write_page(stream: BinaryIO, url: str, page: bytes) -> None:
    headers = import_extra("warcio.statusandheaders", "warc").StatusAndHeaders
    writer = import_extra("warcio.warcwriter", "warc").WARCWriter(stream, gzip=True)
    http = headers("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
    writer.write_record(writer.create_warc_record(url, "response", payload=io.BytesIO(page), http_headers=http))


def _damage(archive: Path) -> Path:
    """Write the archive again with a byte in a hundred thousand changed."""
    content = bytearray(archive.read_bytes())
    rng = random.Random(3)  # noqa: S311
    for _ in range(len(content) // 100_000):
        content[rng.randrange(len(content))] ^= 0xFF
    path = archive.with_name("damaged.warc.gz")
    path.write_bytes(content)
    return path


def _measure_replay(options: argparse.Namespace, folder: Path) -> None:
    archive = _make_archive(options.corpora, folder, options.pages)
    peak: list[float] = []
    begun = time.perf_counter()
    pages = 0

    def note(row: dict[str, Any]) -> None:
        nonlocal pages
        pages += row["read"]
        peak.append(max(_memory_of(child) for child in _children()))
        rate = pages / (time.perf_counter() - begun)
        print(f"  {pages:9} pages {peak[-1]:6.0f} MB {rate:7.1f} pages/s", flush=True)

    batch = BatchOptions(str(folder / "out"), settings=StubbedSettings(), shard_bytes=4 * 2**20)
    run_batch([str(archive)], batch, LocalEngine(1), on_error=print, on_shard=note)
    print(f"  memory of the worker: {min(peak):.0f} to {max(peak):.0f} MB")


def _measure_efficiency(options: argparse.Namespace, folder: Path) -> None:
    archive = _make_archive(options.corpora, folder, options.pages)
    engines: dict[str, Callable[[], Engine]] = {"one": lambda: LocalEngine(1), "two": lambda: LocalEngine(2)}
    if "ray" in options.engines:
        ray = import_extra("ray", "ray")
        begun = time.perf_counter()
        ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
        print(f"  start of Ray {time.perf_counter() - begun:.1f} s")
        engines["ray"] = lambda: RayEngine(None, 2)
    seconds: dict[str, list[float]] = {name: [] for name in engines}
    for number in range(options.repeat):
        for name, make in engines.items():
            out = folder / f"{name}-{number}"
            begun = time.perf_counter()
            batch = BatchOptions(str(out), settings=AnnotationSettings(model="small"), shard_bytes=2**20)
            run_batch([str(archive)], batch, make(), on_error=lambda error: None)
            seconds[name].append(time.perf_counter() - begun)
    one = statistics.median(seconds["one"])
    for name, found in seconds.items():
        print(f"  {name}: {statistics.median(found):.1f} s, {one / statistics.median(found):.2f} times one worker")


def _measure_kills(options: argparse.Namespace, folder: Path) -> None:
    archive = _make_archive(options.corpora, folder, options.pages)
    whole = folder / "undisturbed"
    run_batch([str(archive)], kill_options(whole), LocalEngine(1), on_error=lambda error: None)
    for engine in options.engines.split(","):
        killed = folder / engine
        starts, kills = _kill_until_done(archive, killed, engine, options.kills)
        is_equal = _content_of(killed) == _content_of(whole)
        print(f"  {engine}: {kills} kills, {starts} starts, parts and manifest equal: {is_equal}", flush=True)


def kill_options(out: Path) -> BatchOptions:
    """Give the options of a run that is killed: small shards, and no model."""
    return BatchOptions(str(out), settings=StubbedSettings(), shard_bytes=2**18)


def _kill_until_done(archive: Path, out: Path, engine: str, most: int) -> tuple[int, int]:
    """Start a run again and again; kill it or one of its workers at random moments until so many kills are done."""
    rng = random.Random(11)  # noqa: S311
    command = [sys.executable, "-m", "benchmarks.batch_run", str(archive), str(out), engine]
    starts = kills = 0
    while True:
        starts += 1
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as driver:  # noqa: S603 - the project's own command
            while driver.poll() is None and kills < most:
                time.sleep(rng.uniform(0.5, 6.0))
                targets = [driver.pid, *_descendants(driver.pid)]
                with_worker = [pid for pid in targets if b"page_worker" in _command_of(pid)]
                target = rng.choice(with_worker) if with_worker and rng.random() < 0.7 else driver.pid
                try:
                    os.kill(target, signal.SIGKILL)
                    kills += 1
                except ProcessLookupError:
                    continue
            if driver.wait() == 0:
                if kills >= most:
                    return starts, kills
                shutil.rmtree(out)


def _measure_add(options: argparse.Namespace, folder: Path) -> None:
    folder.mkdir(parents=True)
    records = list(make_records(read_articles(options.corpora), 0, options.pages))
    lines, parts = folder / "records.jsonl", folder / "parts"
    parts.mkdir()
    with lines.open("wb") as stream:
        PART_FORMATS["jsonl"].write((PART_FORMATS["jsonl"].encode(record, False) for record in records), stream)
    with (parts / "part-0.parquet").open("wb") as stream:
        PART_FORMATS["parquet"].write((PART_FORMATS["parquet"].encode(record, False) for record in records), stream)
    (parts / MANIFEST).write_bytes(encode_row({"part": "part-0.parquet", "made_by": "model@00000000beef"}))
    del records
    ways: dict[str, Callable[[Ingestion], object]] = {
        "JSON Lines": lambda ingestion: ingestion.add_records(read_records(str(lines))),
        "parts": lambda ingestion: ingestion.add_folder(str(parts)),
    }
    for number in range(options.repeat):
        for name, add in ways.items():
            for workers in (1, 2) if name == "parts" else (1,):
                with open_store(str(folder / f"{name}-{workers}-{number}.db")) as store:
                    begun, used = time.perf_counter(), time.process_time()
                    add(Ingestion(store, IngestOptions(workers=workers)))
                    spent = time.process_time() - used
                    rate = options.pages / (time.perf_counter() - begun)
                print(f"  {name}, {workers}: {rate:6.0f} reports/s, {spent:.2f} s of computation in this process")


def _children() -> list[int]:
    return _descendants(os.getpid())


def _descendants(pid: int) -> list[int]:
    parents: dict[int, list[int]] = {}
    for place in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((place / "stat").read_text().rpartition(")")[2].split()[1])
            parents.setdefault(parent, []).append(int(place.name))
        except OSError:
            continue
    found, waiting = [], list(parents.get(pid, ()))
    while waiting:
        found.append(waiting.pop())
        waiting += parents.get(found[-1], ())
    return found


def _command_of(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def _memory_of(pid: int) -> float:
    try:
        lines = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
        return int(lines["VmRSS"].split()[0]) / 1024
    except (OSError, KeyError):
        return 0.0


def _content_of(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in out.iterdir() if path.is_file() and path.name != ".lock"}


_MEASURES: dict[str, Callable[[argparse.Namespace, Path], None]] = {
    "reading": _measure_reading,
    "replay": _measure_replay,
    "efficiency": _measure_efficiency,
    "kills": _measure_kills,
    "add": _measure_add,
}

if __name__ == "__main__":
    main()
