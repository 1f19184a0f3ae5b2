"""A person's profile: their subjects, and who is quoted with them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from onrecord import lexicon
from onrecord.record import Statement
from onrecord.store.base.keys import FIRST_UNKNOWN, report_of
from onrecord.store.base.schema import in_parts, person, report, statement
from onrecord.store.base.words import find_words
from onrecord.store.load import read_hits
from onrecord.store.people import find_person, whole_groups
from onrecord.store.values.people import QuotedTogether, Subject

_LATEST = 300
"""Number of a person's latest statements to search for subjects."""
_OTHERS = 100
"""Number of sample reports from the whole store for comparison."""
_FEWEST = 2
"""Minimum number of statements with a subject."""
_LATEST_REPORTS = 1000
"""Number of a person's latest reports to search for other speakers."""
_SHORTEST = 3
_PRIOR = 0.5
_MOSTLY = 0.6
"""Minimum share of a word's statements that contain a pair for the pair to replace the word."""
_SURE = 1.0
"""Minimum score of a subject, in standard deviations above the background."""

_COMMON = lexicon.words("uninformative")
"""Words that are not informative as subjects."""


@dataclass(frozen=True, slots=True)
class Background:
    """Background counts: statements of all speakers by word or pair of words, and their total."""

    counts: Counter[str]
    statements: int


def read_background(connection: Connection) -> Background:
    """Count words and pairs in the statements of a sample of reports."""
    others = _contents(connection, _spread(connection))
    counts = Counter[str]()
    for found in others:
        counts.update(dict(_terms(found)).keys())
    return Background(counts, len(others))


def read_subjects(connection: Connection, identity: str, background: Background, limit: int) -> list[Subject]:
    """Find the subjects that a person mentions more than others do.

    Words and pairs of words are scored by how far their share of this person's statements lies above their share of
    anybody's, in standard deviations of the log-odds ratio with a prior (Monroe, Colaresi and Quinn, "Fightin' Words",
    Political Analysis 2008), and counted once a statement.

    Raises:
        NotInStoreError: The store has no person of this id.
    """
    keys = whole_groups(connection, [find_person(connection, identity).key])
    return _choose(_contents(connection, _latest(connection, keys, _LATEST)), background, limit)


def _latest(connection: Connection, persons: Collection[int], limit: int) -> list[int]:
    """Select the keys of people's latest statements, undated ones last."""
    key = statement.c.key
    own = select(key).where(statement.c.person_key.in_(persons)).order_by(key.desc())
    dated = list(connection.execute(own.where(key < FIRST_UNKNOWN).limit(limit)).scalars())
    undated = own.where(key >= FIRST_UNKNOWN).limit(limit - len(dated))
    return [*dated, *connection.execute(undated).scalars()] if len(dated) < limit else dated


def _contents(connection: Connection, keys: Sequence[int]) -> list[Statement]:
    return [hit.statement for hit in read_hits(connection, keys)]


def _spread(connection: Connection) -> list[int]:
    """Select the keys of the statements of reports sampled evenly from the store."""
    last = connection.execute(select(func.max(report.c.key))).scalar() or 0
    reports = range(1, last + 1, max(1, last // _OTHERS))
    return list(connection.execute(select(statement.c.key).where(statement.c.report_key.in_(reports))).scalars())


def _choose(theirs: Sequence[Statement], background: Background, limit: int) -> list[Subject]:
    printed: dict[str, Counter[str]] = {}
    own = Counter[str]()
    for found in theirs:
        terms = dict(_terms(found))
        own.update(terms.keys())
        for term, words in terms.items():
            printed.setdefault(term, Counter())[words] += 1
    scores = {
        term: _score(count, len(theirs), background.counts[term], background.statements)
        for term, count in own.items()
        if count >= _FEWEST
    }
    ranked = sorted((term for term, score in scores.items() if score >= _SURE), key=lambda term: (-scores[term], term))
    return [Subject(printed[term].most_common(1)[0][0], own[term]) for term in _without_parts(ranked, own)[:limit]]


def _score(count: int, total: int, count_of_others: int, total_of_others: int) -> float:
    odds = (count + _PRIOR) / (total - count + _PRIOR)
    odds_of_others = (count_of_others + _PRIOR) / (total_of_others - count_of_others + _PRIOR)
    variance = 1 / (count + _PRIOR) + 1 / (count_of_others + _PRIOR)
    return math.log(odds / odds_of_others) / math.sqrt(variance)


def _terms(found: Statement) -> Iterator[tuple[str, str]]:
    """Return the possible subjects of a content, words and pairs, normalised and as printed."""
    for quote in found.content.quote:
        before: tuple[str, int, int] | None = None
        for word, start, end in find_words(quote):
            if not _is_subject(word):
                before = None
                continue
            yield word, quote[start:end]
            if before is not None and quote[before[2] : start] == " ":
                yield f"{before[0]} {word}", quote[before[1] : end]
            before = word, start, end


def _is_subject(word: str) -> bool:
    return len(word) >= _SHORTEST and word not in _COMMON and not word.isdecimal()


def _without_parts(ranked: Iterable[str], own: Counter[str]) -> list[str]:
    """Drop words that occur mostly in a kept pair, and pairs that overlap a kept pair."""
    terms = list(ranked)
    kept: list[str] = []
    pairs = [term for term in terms if " " in term]
    for term in terms:
        parts = set(term.split())
        is_part = any(parts < set(pair.split()) and own[pair] >= _MOSTLY * own[term] for pair in pairs)
        overlaps = " " in term and any(" " in other and parts & set(other.split()) for other in kept)
        if not is_part and not overlaps:
            kept.append(term)
    return kept


def read_quoted_together(connection: Connection, identity: str, limit: int) -> list[QuotedTogether]:
    """Find who is quoted in the same reports as a person, most shared reports first.

    Raises:
        NotInStoreError: The store has no person of this id.
    """
    keys = whole_groups(connection, [find_person(connection, identity).key])
    latest = _latest(connection, keys, 2 * _LATEST_REPORTS)
    reports = list(dict.fromkeys(map(report_of, latest)))[:_LATEST_REPORTS]
    root = func.coalesce(person.c.merged_into, person.c.key).label("root")
    shared: Counter[int] = Counter()
    for part in in_parts(reports):
        pairs = (
            select(root, func.count(statement.c.report_key.distinct()))
            .select_from(statement)
            .join(person, person.c.key == statement.c.person_key)
            .where(statement.c.report_key.in_(part), person.c.key.not_in(keys))
            .group_by(root)
        )
        for key, count in connection.execute(pairs):
            shared[key] += count
    best = sorted(shared.items(), key=lambda item: (-item[1], item[0]))[:limit]
    rows = {
        row.key: row
        for row in connection.execute(select(person).where(person.c.key.in_([key for key, _ in best]))).all()
    }
    return [QuotedTogether(rows[key].id, rows[key].name, rows[key].kind, count) for key, count in best]
