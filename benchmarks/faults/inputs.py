"""Read mutated inputs with every reader: ``python -m benchmarks.faults.inputs --inputs 1000000``.

Prints the time of each reader's slowest input, and every error that is no OnRecordError. ``--out`` keeps the inputs of
such errors. The exit code is 1 if there is one.
"""

from __future__ import annotations

import argparse
import logging
import sys
import time
import warnings
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

from benchmarks.faults.mutations import mutate
from benchmarks.faults.readers import Reader, find_readers
from onrecord.errors import OnRecordError

_STRETCH = 500


class Fault(NamedTuple):
    """An input after which something else than an OnRecordError came out."""

    reader: str
    content: bytes
    error: str


class Stretch(NamedTuple):
    """What came of a stretch of inputs: how many there were, the faults, and the seconds and bytes of the slowest."""

    inputs: int
    faults: list[Fault]
    slowest: tuple[float, int]


def read_mutated(reader: Reader, number: int, seed: int) -> Stretch:
    """Read mutated inputs with one reader.

    Args:
        reader: The reader.
        number: How many inputs.
        seed: Chooses them.
    """
    faults, slowest = [], (0.0, 0)
    for content in mutate(reader.seeds, number, seed):
        begun = time.process_time()
        try:
            reader.read(content)
        except OnRecordError:
            pass
        except Exception as error:
            faults.append(Fault(reader.name, content, f"{type(error).__name__}: {error}"))
        slowest = max(slowest, (time.process_time() - begun, len(content)))
    return Stretch(number, faults, slowest)


def divide(inputs: int, readers: tuple[Reader, ...]) -> dict[str, int]:
    """Divide a number of inputs among readers by their shares."""
    whole = sum(reader.share for reader in readers)
    return {reader.name: max(1, round(inputs * reader.share / whole)) for reader in readers}


def _read_stretch(name: str, number: int, seed: int) -> Stretch:
    logging.getLogger().addHandler(logging.NullHandler())
    logging.getLogger("onrecord").setLevel(logging.CRITICAL)
    warnings.simplefilter("ignore")
    reader = next(one for one in find_readers() if one.name == name)
    return read_mutated(reader, number, seed)


def _cut(numbers: dict[str, int], seed: int) -> Iterator[tuple[str, int, int]]:
    for name, number in numbers.items():
        for index, start in enumerate(range(0, number, _STRETCH)):
            yield name, min(_STRETCH, number - start), seed * 1_000_003 + index


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.faults.inputs", description=__doc__)
    parser.add_argument("--inputs", type=int, default=10_000, help="number of inputs over all readers")
    parser.add_argument("--seed", type=int, default=0, help="chooses the inputs")
    parser.add_argument("--workers", type=int, default=1, help="number of processes")
    parser.add_argument("--out", type=Path, help="folder for inputs after which something else came out")
    options = parser.parse_args()
    jobs = list(_cut(divide(options.inputs, find_readers()), options.seed))
    faults: list[Fault] = []
    slowest: dict[str, tuple[float, int]] = {}
    counts: dict[str, int] = {}
    with ProcessPoolExecutor(options.workers, mp_context=get_context("spawn")) as pool:
        for (name, _, _), stretch in zip(jobs, pool.map(_read_stretch, *zip(*jobs, strict=True)), strict=True):
            counts[name] = counts.get(name, 0) + stretch.inputs
            slowest[name] = max(slowest.get(name, (0.0, 0)), stretch.slowest)
            faults += stretch.faults
    for name, number in counts.items():
        print(f"{name:10} {number:8} inputs, slowest {slowest[name][0]:6.2f} s for {slowest[name][1]} bytes")
    for index, fault in enumerate(faults):
        print(f"{fault.reader}: {fault.error}")
        if options.out is not None:
            options.out.mkdir(parents=True, exist_ok=True)
            (options.out / f"{fault.reader}-{index}").write_bytes(fault.content)
    print(f"{sum(counts.values())} inputs, {len(faults)} faults")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
