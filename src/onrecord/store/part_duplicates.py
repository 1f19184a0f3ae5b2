"""The same statement elsewhere, over the parts of an archive, in memory that does not grow with it.

Wordings are sketched as in a store (:mod:`onrecord.store.base.sketches`). A store compares a sketch with all others; an
archive has too many pairs for that. So each sketch is cut into bands of four bytes, and only statements with an equal
band are compared (locality-sensitive hashing: Indyk and Motwani 1998; Leskovec et al., Mining of Massive Datasets,
chapter 3). Two wordings that share two thirds of their word pairs have an equal band in 97 of 100 cases, those that
share half in 64 of 100.

Bands, sketches and groups lie in files. In memory are one of ``BUCKETS`` shares of the bands at a time, and one group
of rows of a part.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import numpy as np
from numpy.typing import NDArray

from onrecord.errors import ReadError
from onrecord.extras import import_extra
from onrecord.read.files import open_file
from onrecord.read.formats.records import read_records
from onrecord.store.base.sketches import SIZE, read_sketches, sketch_wordings
from onrecord.store.base.words import split_words
from onrecord.store.parts import Part, list_parts

BUCKETS = 256
"""Files of bands. A month of CC-NEWS, 17 million pages, has 170 MB in each."""
_BAND = 4
_BANDS = SIZE // _BAND
_MOST_COMPARED = 8
"""With so many members of its bucket a statement is compared; boilerplate would be compared with millions."""
_ENTRY = np.dtype([("band", "<u8"), ("number", "<i8")])
_ROWS = 500
_COLUMNS = ("id", "published", "publisher", "url", "origin")


class WordedStatement(NamedTuple):
    """A statement of a part, with what is known of its report.

    Attributes:
        report: The columns of its report.
        values: The columns of the statement.
    """

    report: dict[str, Any]
    values: dict[str, Any]

    def split_words(self) -> list[str]:
        """Give the words of the content, folded."""
        return [word for quote in self.values["content"] for word in split_words(quote)]


class DuplicateCounts(NamedTuple):
    """What was found.

    Attributes:
        statements: Statements of all parts.
        groups: Groups of statements in equal or similar words.
        members: Statements in these groups.
    """

    statements: int
    groups: int
    members: int


def find_part_duplicates(folder: str, out: BinaryIO, likeness: float = 0.5) -> DuplicateCounts:
    """Find the statements of a folder of parts that stand in several reports in equal or similar words.

    Args:
        folder: A folder that ``onrecord batch`` wrote.
        out: Gets JSON Lines, a line for each statement that is in a group: the group, which is the number of its first
            statement, the ids of statement and report, and what is known of the report. Lines come in the order of the
            parts.
        likeness: The least share of word pairs in common, as the sketches estimate it.

    Raises:
        ReadError: The manifest or a part cannot be read.
        MissingExtraError: pyarrow is not installed.

    Example:
        >>> with open("duplicates.jsonl", "wb") as out:
        ...     find_part_duplicates("records/", out).groups
        31
    """
    parts = list_parts(folder)
    with tempfile.TemporaryDirectory(prefix="onrecord-") as place:
        bands = _BandFiles(Path(place))
        total = bands.fill(parts)
        if not total:
            return DuplicateCounts(0, 0, 0)
        roots = np.memmap(Path(place) / "roots", np.int64, "w+", shape=(total,))
        roots[:] = np.arange(total)
        sketches = np.memmap(bands.sketches, np.uint8, "r", shape=(total, SIZE))
        for entries in bands.iter_buckets():
            for one, other in _find_pairs(entries, sketches, likeness):
                _join(roots, one, other)
        return _write_groups(parts, roots, out)


class _BandFiles:
    """The bands of all statements, spread over files, and their sketches in one file, in the order of the parts."""

    def __init__(self, place: Path) -> None:
        self.sketches = place / "sketches"
        self._buckets = [place / f"bands-{number}" for number in range(BUCKETS)]

    def fill(self, parts: list[Part]) -> int:
        """Sketch all statements, and give their number."""
        total = 0
        with ExitStack() as open_files:
            sketches = open_files.enter_context(self.sketches.open("wb"))
            buckets = [open_files.enter_context(path.open("wb")) for path in self._buckets]
            for group in _iter_groups(parts):
                places, found = read_sketches(sketch_wordings([one.split_words() for one in group]))
                rows = np.zeros((len(group), SIZE), np.uint8)
                rows[places] = found
                sketches.write(rows.tobytes())
                _spread(found, places.astype(np.int64) + total, buckets)
                total += len(group)
        return total

    def iter_buckets(self) -> Iterator[NDArray[np.void]]:
        """Give the bands of one bucket after the other, sorted."""
        for path in self._buckets:
            yield np.sort(np.fromfile(path, _ENTRY), order=["band", "number"])


def _spread(sketches: NDArray[np.uint8], numbers: NDArray[np.int64], buckets: Sequence[BinaryIO]) -> None:
    """Write the bands of sketches into the files of their buckets."""
    if not len(sketches):
        return
    bands = np.ascontiguousarray(sketches).view("<u4").astype(np.uint64)
    entries = np.empty((len(sketches), _BANDS), _ENTRY)
    entries["band"] = bands + (np.arange(_BANDS, dtype=np.uint64) << np.uint64(32))
    entries["number"] = numbers[:, None]
    flat = entries.ravel()
    # Multiplying spreads bands that differ in few bits (Knuth, The Art of Computer Programming 3, 6.4).
    chosen = (flat["band"] * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(56)
    order = np.argsort(chosen, kind="stable")
    bounds = np.searchsorted(chosen[order], np.arange(BUCKETS + 1))
    for number, (start, stop) in enumerate(pairwise(bounds)):
        if stop > start:
            buckets[number].write(flat[order[start:stop]].tobytes())


def _find_pairs(entries: NDArray[np.void], sketches: NDArray[np.uint8], likeness: float) -> Iterator[tuple[int, int]]:
    """Find pairs of statements with an equal band whose sketches are alike."""
    bands = entries["band"]
    starts = np.flatnonzero(np.r_[True, bands[1:] != bands[:-1]]) if len(bands) else np.empty(0, np.int64)
    lengths = np.diff(np.r_[starts, len(bands)])
    fewest = SIZE * likeness
    for start, length in zip(starts[lengths > 1], lengths[lengths > 1], strict=True):
        numbers = entries["number"][start : start + length]
        for behind in range(1, min(int(length), _MOST_COMPARED + 1)):
            first, second = numbers[:-behind], numbers[behind:]
            alike = (sketches[first] == sketches[second]).sum(axis=1) >= fewest
            yield from zip(first[alike].tolist(), second[alike].tolist(), strict=True)


def _join(roots: NDArray[np.int64], one: int, other: int) -> None:
    """Put two statements into one group, named by its first statement."""
    low, high = sorted((_find_root(roots, one), _find_root(roots, other)))
    roots[high] = low


def _find_root(roots: NDArray[np.int64], number: int) -> int:
    while (above := int(roots[number])) != number:
        roots[number] = roots[above]
        number = above
    return number


def _write_groups(parts: list[Part], roots: NDArray[np.int64], out: BinaryIO) -> DuplicateCounts:
    """Write the members of groups that several reports are in."""
    total, groups, members = len(roots), 0, 0
    is_shared = np.zeros(total, np.bool_)
    for number in range(total):
        root = _find_root(roots, number)
        if root != number:
            is_shared[root] = is_shared[number] = True
    number = 0
    for group in _iter_groups(parts):
        for one in group:
            if is_shared[number]:
                root = int(roots[number])
                groups += root == number
                members += 1
                line = {"group": root, "statement_id": one.values["statement_id"], **one.report}
                line.update(speaker=one.values["speaker"], content=list(one.values["content"]))
                out.write(json.dumps(line, default=str).encode() + b"\n")
            number += 1
    return DuplicateCounts(total, groups, members)


def _iter_groups(parts: list[Part]) -> Iterator[list[WordedStatement]]:
    """Read the statements of parts, those of some hundred reports at a time."""
    for part in parts:
        rows: list[WordedStatement] = []
        for count, row in enumerate(_iter_rows(part.path), 1):
            report = {"report_id": row["id"], **{name: row[name] for name in _COLUMNS[1:]}}
            rows += [WordedStatement(report, values) for values in row["statements"]]
            if count % _ROWS == 0:
                yield rows
                rows = []
        if rows:
            yield rows


def _iter_rows(path: str) -> Iterator[dict[str, Any]]:
    if not path.endswith(".parquet"):
        yield from _iter_lines(path)
        return
    pyarrow, parquet = import_extra("pyarrow", "parquet"), import_extra("pyarrow.parquet", "parquet")
    wanted = [*_COLUMNS, *(f"statements.list.element.{name}" for name in ("statement_id", "speaker"))]
    wanted.append("statements.list.element.content")
    try:
        with open_file(path) as (_, stream):
            for batch in parquet.ParquetFile(stream).iter_batches(_ROWS, columns=wanted):
                yield from batch.to_pylist()
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        raise ReadError(path, f"is no part, or is damaged ({type(error).__name__}); write it again") from error


def _iter_lines(path: str) -> Iterator[dict[str, Any]]:
    for found in read_records(path):
        if isinstance(found, ReadError):
            raise found
        statements = [
            {
                "statement_id": one.id,
                "speaker": one.speaker.name if one.speaker else None,
                "content": one.content.quote,
            }
            for one in found.statements
        ]
        report = {name: getattr(found.report, name) for name in _COLUMNS}
        yield {**report, "statements": statements}
