"""Measure speed and memory: ``python -m benchmarks CORPORA``.

Runs ``onrecord read`` over real articles, with JSON Lines as output. Runs with one worker on one core alternate with
runs with two workers, so that noise of the machine affects both, and medians are printed.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from onrecord.errors import OnRecordError
from onrecord.models import choose_model, load_model

SHORT_REPORT = "date 2031-03-09\n“The boats will sail,” said Ilse Brandvold, the harbour master.\n"


@dataclass(frozen=True)
class Run:
    """One run of a command.

    Attributes:
        seconds: Wall-clock time.
        peak_mb: Peak memory of the process, in MB.
    """

    seconds: float
    peak_mb: float


def main() -> None:
    """Run all measurements and print them."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("corpora", type=Path, help="folder with articles/articles.jsonl.gz in it")
    parser.add_argument("--articles", type=int, default=400, help="how many articles to read")
    parser.add_argument("--repeat", type=int, default=3, help="how many times to measure")
    parser.add_argument("--model", metavar="NAME", help="an installed model, or a folder of weights, such as ./weights")
    options = parser.parse_args()
    try:
        weights = load_model(options.model)
    except OnRecordError as error:
        parser.error(str(error))
    model = ["--model", choose_model(options.model)]
    with tempfile.TemporaryDirectory() as folder:
        articles, short = Path(folder) / "articles.jsonl", Path(folder) / "short.txt"
        words = _write_articles(options.corpora / "articles" / "articles.jsonl.gz", articles, options.articles)
        short.write_text(SHORT_REPORT, encoding="utf-8")
        one, two, cold = [], [], []
        for _ in range(options.repeat):
            one.append(_run([str(articles), "--output", "jsonl", *model], cores={0}))
            two.append(_run([str(articles), "--output", "jsonl", "--workers", "2", *model], cores=None))
            cold.append(_run([str(short), *model], cores=None))
    slow, fast = (statistics.median(run.seconds for run in runs) for runs in (one, two))
    print(f"model {weights.name}, version {weights.version}")
    print(f"{options.articles} articles, {words} words, median of {options.repeat}, start-up included")
    print(f"one process on one core    {words / slow:8.0f} words/s")
    print(f"two processes              {words / fast:8.0f} words/s, {slow / fast:.2f} times one")
    print(f"peak memory of a process   {max(run.peak_mb for run in [*one, *two]):8.0f} MB")
    print(f"one short report, cold     {statistics.median(run.seconds for run in cold):8.2f} s")


def _write_articles(source: Path, target: Path, count: int) -> int:
    """Write the first articles to a JSON Lines file, and return the number of their words."""
    words = 0
    with gzip.open(source, "rt", encoding="utf-8") as lines, target.open("w", encoding="utf-8") as out:
        for line, _ in zip(lines, range(count), strict=False):
            words += len(json.loads(line)["text"].split())
            out.write(line)
    return words


def _run(arguments: list[str], cores: set[int] | None) -> Run:
    """Run ``onrecord read`` on the given cores, and measure its time and the memory of its largest process."""
    command = [str(Path(sys.executable).parent / "onrecord"), "read", *arguments]
    begun = time.perf_counter()
    with subprocess.Popen(  # noqa: S603 - the project's own command with arguments made here
        command,
        stdout=subprocess.DEVNULL,
        preexec_fn=(lambda: os.sched_setaffinity(0, cores)) if cores else None,
    ) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - begun
    if process.returncode:
        sys.exit(f"{' '.join(command)} failed with {process.returncode}")
    return Run(seconds, usage.ru_maxrss / 1024)


if __name__ == "__main__":
    main()
