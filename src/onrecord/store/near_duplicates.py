"""Find the same statement in other reports: sketches find similar wordings, then their words are compared."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

from rapidfuzz.distance import LCSseq, Opcode
from sqlalchemy import Connection, select

from onrecord.errors import NotInStoreError, StoreError
from onrecord.store.base.keys import place_of
from onrecord.store.base.schema import SKETCHES, UNKNOWN, in_parts, read_setting, sketch, statement
from onrecord.store.base.sketches import ALGORITHM, FEWEST_WORDS, SketchTable, read_sketches, sketch_wordings
from onrecord.store.base.words import find_words, split_words
from onrecord.store.load import read_hits, read_state
from onrecord.store.values.hits import Hit
from onrecord.store.values.near_duplicates import Aligned, Difference, NearDuplicates, Variant

_CHUNK = 20_000
_MOST_KEPT = 2_000_000
"""Maximum number of sketches in memory (128 MB)."""
_LEAST_ESTIMATE = 0.2
"""Minimum share of word pairs in common. A wording with one changed word in five is above it."""
_MOST_COMPARED = 2000
_MOST_WORDS = 300
"""Maximum number of compared words. Alignment time grows with the square of the number."""
_LEAST_PART = 8
"""Minimum number of words that a shortened quotation has in common with the whole."""


class KnownSketches:
    """The sketches of a store, cached in memory until the store changes.

    Reading them takes most of the time that a question takes, and in a reading room one question follows another.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._state = ""
        self._tables: list[SketchTable] = []

    def iter_tables(self, connection: Connection) -> Iterator[SketchTable]:
        """Iterate over tables of all sketches, each of many thousand reports."""
        # Other threads wait for the first to read the sketches, which is faster than reading them twice.
        with self._lock:
            state = read_state(connection)
            tables = self._tables if state == self._state else []
            rest: Iterator[SketchTable] = iter(())
            if not tables:
                rest = _read_tables(connection)
                tables = list(_take_tables(rest, _MOST_KEPT))
                rest, is_whole = _look_ahead(rest)
                self._state, self._tables = (state, tables) if is_whole else ("", [])
        yield from tables
        yield from rest


def _take_tables(tables: Iterator[SketchTable], most: int) -> Iterator[SketchTable]:
    """Yield tables until they hold a number of sketches."""
    given = 0
    while given < most and (table := next(tables, None)) is not None:
        given += len(table.reports)
        yield table


def _look_ahead(tables: Iterator[SketchTable]) -> tuple[Iterator[SketchTable], bool]:
    """Tell whether no table is left, and return the rest."""
    following = next(tables, None)
    return (iter(()), True) if following is None else (chain([following], tables), False)


def find_near_duplicates(
    connection: Connection, statement_id: str, likeness: float, known: KnownSketches
) -> NearDuplicates:
    """Find the statements of other reports in equal or similar words.

    Args:
        connection: To the store.
        statement_id: The statement.
        likeness: The least share of words in common, in the same order, of the two wordings together; or of the
            shorter alone, where it has eight words or more, since outlets shorten what they quote.
        known: The sketches of the store.

    Raises:
        NotInStoreError: The store has no statement of this id now.
    """
    key = connection.execute(select(statement.c.key).where(statement.c.id == statement_id)).scalar()
    if key is None:
        raise NotInStoreError(f"the store has no statement {statement_id!r} now; find it with: onrecord search")
    if read_setting(connection, SKETCHES) != ALGORITHM:
        raise StoreError(
            "its sketches of wordings were made by another version of rensa; make them with: onrecord reindex"
        )
    (wanted,) = read_hits(connection, [key])
    words = _words(wanted)
    if len(words) < FEWEST_WORDS:
        return _group([wanted])
    hits = [
        hit
        for hit in read_hits(connection, _find_candidates(connection, words, known))
        if hit.statement.id != statement_id
    ]
    alike = [hit for hit in hits if _compare(words, _words(hit)) >= likeness]
    return _group([wanted, *_one_a_report(alike, wanted)])


def _find_candidates(connection: Connection, words: Sequence[str], known: KnownSketches) -> list[int]:
    """Find the statements with the most similar sketches."""
    _, (wanted,) = read_sketches(sketch_wordings([words]))
    found = [one for table in known.iter_tables(connection) for one in table.find_similar(wanted, _LEAST_ESTIMATE)]
    best = sorted((-likeness, report_key, place) for likeness, report_key, place in found)[:_MOST_COMPARED]
    return _find_keys(connection, {(report_key, place) for _, report_key, place in best})


def _read_tables(connection: Connection) -> Iterator[SketchTable]:
    last = 0
    while rows := connection.execute(_AFTER.where(sketch.c.report_key > last)).all():
        last = rows[-1].report_key
        yield SketchTable.from_entries([(row.report_key, bytes(row.sketches)) for row in rows])


_AFTER = select(sketch.c.report_key, sketch.c.sketches).order_by(sketch.c.report_key).limit(_CHUNK)


def _find_keys(connection: Connection, wanted: set[tuple[int, int]]) -> list[int]:
    reports = sorted({report_key for report_key, _ in wanted})
    keys = []
    for part in in_parts(reports):
        chosen = select(statement.c.key, statement.c.report_key).where(statement.c.report_key.in_(part))
        rows = connection.execute(chosen)
        keys += [key for key, report_key in rows if (report_key, place_of(key)) in wanted]
    return keys


def _words(hit: Hit) -> list[str]:
    return [word for quote in hit.statement.content.quote for word in split_words(quote)][:_MOST_WORDS]


def _compare(one: Sequence[str], other: Sequence[str]) -> float:
    """Compute the share of common words in both wordings or in the shorter one, whichever is larger."""
    common = LCSseq.similarity(one, other)
    whole = _likeness(one, other)
    return max(whole, common / min(len(one), len(other))) if common >= _LEAST_PART else whole


def _likeness(one: Sequence[str], other: Sequence[str]) -> float:
    """Compute the share of common words, in the same order, of both wordings (Dice)."""
    return 2 * LCSseq.similarity(one, other) / ((len(one) + len(other)) or 1)


def _align(one: Sequence[str], other: Sequence[str]) -> Iterator[Opcode]:
    """Align two wordings along their longest common subsequence. A deletion beside an insertion is one difference."""
    before: Opcode | None = None
    for code in LCSseq.opcodes(one, other):
        if before is not None and code.tag != "equal" and before.tag != "equal":
            before = Opcode("replace", before.src_start, code.src_end, before.dest_start, code.dest_end)
            continue
        if before is not None:
            yield before
        before = code
    if before is not None:
        yield before


def _one_a_report(hits: Sequence[Hit], wanted: Hit) -> list[Hit]:
    """Keep the most similar statement of each report, since a nested statement repeats words of the outer one."""
    best: dict[str, tuple[float, Hit]] = {}
    words = _words(wanted)
    for hit in hits:
        if hit.report.id == wanted.report.id:
            continue
        likeness = _likeness(words, _words(hit))
        if hit.report.id not in best or likeness > best[hit.report.id][0]:
            best[hit.report.id] = (likeness, hit)
    return [hit for _, hit in best.values()]


def _group(hits: Sequence[Hit]) -> NearDuplicates:
    ordered = sorted(hits, key=lambda hit: (hit.report.published or UNKNOWN, hit.report.id))
    by_wording: dict[tuple[str, ...], list[Hit]] = defaultdict(list)
    for hit in ordered:
        by_wording[tuple(_words(hit))].append(hit)
    earliest = ordered[0]
    return NearDuplicates(earliest, tuple(_variant(earliest, own) for own in by_wording.values()))


def _variant(earliest: Hit, hits: Sequence[Hit]) -> Variant:
    first, second = (_printed(hit) for hit in (earliest, hits[0]))
    folded = [word.folded for word in first], [word.folded for word in second]
    pairs = [
        (one, first[one.src_start : one.src_end], second[one.dest_start : one.dest_end]) for one in _align(*folded)
    ]
    differences = tuple(
        Difference(" ".join(word.printed for word in theirs), " ".join(word.printed for word in ours))
        for change, theirs, ours in pairs
        if change.tag != "equal"
    )
    alignment = tuple(
        Aligned("".join(w.whole for w in theirs), "".join(w.whole for w in ours), change.tag == "equal")
        for change, theirs, ours in pairs
    )
    return Variant(tuple(hits), _likeness(*folded), differences, alignment)


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a content: normalised, as printed, and with the following punctuation."""

    folded: str
    printed: str
    whole: str


def _printed(hit: Hit) -> list[_Word]:
    """Return the words of a content."""
    words: list[_Word] = []
    for number, quote in enumerate(hit.statement.content.quote):
        found = list(find_words(quote))
        starts = [0, *(start for _, start, _ in found[1:]), len(quote)]
        for (word, start, end), (begin, stop) in zip(found, pairwise(starts), strict=False):
            between = " … " if number and begin == 0 else ""
            words.append(_Word(word, quote[start:end], between + quote[begin:stop]))
    return words[:_MOST_WORDS]
