"""What differs between SQLite and PostgreSQL: the index of words, and how a writer keeps others out."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Integer,
    MetaData,
    Table,
    Text,
    bindparam,
    delete,
    false,
    func,
    literal_column,
    select,
)
from sqlalchemy import cast as sql_cast
from sqlalchemy import text as sql_text
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR

from onrecord.store.base.keys import report_of
from onrecord.store.base.query import AnyOf, Node, Phrase
from onrecord.store.base.schema import Whole, event, event_word_pack, insert_rows, statement, word_pack

BREAK = "§"
"""Stands between the parts of a content, so that no phrase is found across them."""


class WordOwner(NamedTuple):
    """What has words that are searched.

    Attributes:
        table_name: Name of the index of words.
        rows: The table of the owners, with their keys and those of their reports.
        pack: Of SQLite alone: the table of the words by report.
    """

    table_name: str
    rows: Table
    pack: Table


STATEMENTS = WordOwner("statement_words", statement, word_pack)
EVENTS = WordOwner("event_words", event, event_word_pack)
WORD_OWNERS = (STATEMENTS, EVENTS)
"""All owners; each has an index in every store."""


class WordRow(NamedTuple):
    """The words of one statement or event.

    Attributes:
        key: The owner's.
        content: Words of the content, folded, a break between its parts.
        calling: Words of the speaker's roles and of the source, folded.
        person_key: The speaker's, or None.
    """

    key: int
    content: str
    calling: str
    person_key: int | None


class WordIndex(Protocol):
    """The index of words of one kind of owner in one kind of database."""

    table: Table
    key: ColumnElement[int]

    def of_owner(self, owner: WordOwner) -> WordIndex:
        """Return the index of another owner in the same database."""

    def insert(self, connection: Connection, rows: Sequence[WordRow]) -> None:
        """Add the words of whole reports."""

    def remove(self, connection: Connection, report_keys: Sequence[int]) -> None:
        """Take the words of reports out."""

    def clear(self, connection: Connection) -> None:
        """Take all words out."""

    def count(self, connection: Connection) -> int:
        """Count the owners that have words."""

    def compare(self, connection: Connection, report_keys: Sequence[int], rows: Sequence[WordRow]) -> list[int]:
        """Compare with the words of whole reports; give the keys of reports that differ."""

    def finish_comparison(self, connection: Connection) -> int:
        """Give the number of words at which the index differs from all rows compared."""

    def condition(self, content: Node | None, role: Node | None, person_keys: Sequence[int]) -> ColumnElement[bool]:
        """Return the condition that a statement has the words, and one of the speakers where there are any."""

    def rank(self, content: Node | None) -> ColumnElement[float]:
        """Return the column to sort by relevance, most relevant first."""


class SqliteWordIndex:
    """FTS5, https://www.sqlite.org/fts5.html, as an index alone.

    It keeps no copy of the words by statement, which would be written all over the file. But to take words out it must
    be told them; they lie packed by report, in ``word_pack``.
    """

    def __init__(self, owner: WordOwner = STATEMENTS) -> None:
        self._name, _, self._pack = owner
        columns = Column("rowid", Integer, primary_key=True), Column("content", Text), Column("role", Text)
        self.table = Table(owner.table_name, MetaData(), *columns, Column("speaker", Text))
        self.key: ColumnElement[int] = self.table.c.rowid
        self._expected: dict[str, int] = {}

    def of_owner(self, owner: WordOwner) -> SqliteWordIndex:
        """Return the index of another owner."""
        return SqliteWordIndex(owner)

    def insert(self, connection: Connection, rows: Sequence[WordRow]) -> None:
        """Add the words of whole reports, smallest key first, since FTS5 writes to disk at every step back."""
        values = [_fts5_row(row) for row in rows]
        packs: dict[int, list[tuple[int, str, str, str]]] = {}
        for value in values:
            packs.setdefault(report_of(value[0]), []).append(value)
        packed = [(report_key, zlib.compress(json.dumps(own).encode(), 1)) for report_key, own in packs.items()]
        insert_rows(connection, self._pack, packed)
        insert_rows(connection, self.table, sorted(values))

    def remove(self, connection: Connection, report_keys: Sequence[int]) -> None:
        """Take the words of reports out."""
        own = self._pack.c.report_key.in_(report_keys)
        packs = connection.execute(select(self._pack.c.packed).where(own)).scalars()
        values = [value for packed in packs for value in json.loads(zlib.decompress(packed))]
        if values:
            command = f"INSERT INTO {self._name} ({self._name}, rowid, content, role, speaker) VALUES "  # noqa: S608
            connection.exec_driver_sql(command + "('delete', ?, ?, ?, ?)", sorted(map(tuple, values)))
        connection.execute(delete(self._pack).where(own))

    def clear(self, connection: Connection) -> None:
        """Take all words out."""
        connection.exec_driver_sql(f"INSERT INTO {self._name} ({self._name}) VALUES ('delete-all')")  # noqa: S608
        connection.execute(delete(self._pack))

    def count(self, connection: Connection) -> int:
        """Count the owners that have words."""
        counted = connection.exec_driver_sql(f"SELECT count(*) FROM {self._name}_docsize")  # noqa: S608
        number: int = counted.scalar_one()
        return number

    def compare(self, connection: Connection, report_keys: Sequence[int], rows: Sequence[WordRow]) -> list[int]:
        """Compare the packed words, and sum the places of each word for :meth:`finish_comparison`."""
        expected: dict[int, list[list[object]]] = {key: [] for key in report_keys}
        for row in map(_fts5_row, rows):
            expected[report_of(row[0])].append(list(row))
            for column, words in enumerate(row[1:]):
                for place, word in enumerate(words.split()):
                    self._expected[word] = self._expected.get(word, 0) + _mix(row[0], column, place)
        between = self._pack.c.report_key.between(min(report_keys), max(report_keys)) if report_keys else false()
        packed = {row[0]: bytes(row[1]) for row in connection.execute(select(self._pack).where(between))}
        return [key for key, own in expected.items() if _unpack_words(packed.get(key)) != sorted(own)]

    def finish_comparison(self, connection: Connection) -> int:
        """Compare the places of each word, as the index itself lists them."""
        try:
            connection.exec_driver_sql(_VOCABULARY.format(self._name))
            found: dict[str, int] = {row[0]: row[1] for row in connection.exec_driver_sql(_SUMS)}
        finally:
            connection.exec_driver_sql("DROP TABLE IF EXISTS temp.word_vocabulary")
        expected, self._expected = self._expected, {}
        return sum(expected.get(word) != found.get(word) for word in expected.keys() | found.keys())

    def condition(self, content: Node | None, role: Node | None, person_keys: Sequence[int]) -> ColumnElement[bool]:
        """Return the condition as one MATCH, so that FTS5 intersects its own lists."""
        parts = [f"{name} : ({_fts5(node)})" for name, node in (("content", content), ("role", role)) if node]
        if person_keys:
            parts.append("speaker : (" + " OR ".join(f'"{key}"' for key in person_keys) + ")")
        return literal_column(self._name).op("MATCH", is_comparison=True)(
            bindparam("words", " AND ".join(parts), unique=True)
        )

    def rank(self, content: Node | None) -> ColumnElement[float]:
        """BM25 over the content; smaller is better."""
        return func.bm25(literal_column(self._name), 1.0, 0.0, 0.0)


_PRIME = 2_147_483_629
_VOCABULARY = "CREATE VIRTUAL TABLE temp.word_vocabulary USING fts5vocab('main', '{}', 'instance')"
_COLUMN = "CASE col WHEN 'content' THEN 0 WHEN 'role' THEN 1 ELSE 2 END"
_PLACE = f'(((doc % {_PRIME}) * 31 + "offset" * 7 + {_COLUMN}) % {_PRIME})'
_SUMS = f"SELECT term, sum({_PLACE} * {_PLACE} % {_PRIME}) FROM temp.word_vocabulary GROUP BY term"  # noqa: S608


def _mix(key: int, column: int, place: int) -> int:
    """Make one number of where a word stands, as ``_SUMS`` does."""
    number = ((key % _PRIME) * 31 + place * 7 + column) % _PRIME
    return number * number % _PRIME


def _unpack_words(packed: bytes | None) -> list[list[object]] | None:
    """Unpack the words of a report, or give None where they are damaged."""
    try:
        return [] if packed is None else sorted(json.loads(zlib.decompress(packed)))
    except (ValueError, TypeError, zlib.error):
        return None


def _fts5_row(row: WordRow) -> tuple[int, str, str, str]:
    return row.key, row.content, row.calling, "" if row.person_key is None else str(row.person_key)


def _fts5(node: Node) -> str:
    if isinstance(node, Phrase):
        return '"' + " ".join(node.words) + '"' + ("*" if node.is_prefix else "")
    if isinstance(node, AnyOf):
        return "(" + " OR ".join(map(_fts5, node.nodes)) + ")"
    wanted = "(" + " AND ".join(map(_fts5, node.wanted)) + ")"
    if not node.unwanted:
        return wanted
    return f"({wanted} NOT (" + " OR ".join(map(_fts5, node.unwanted)) + "))"


class PostgresqlWordIndex:
    """``tsvector``: content has weight D, the role weight A, the speaker is a lexeme that no word can be."""

    def __init__(self, owner: WordOwner = STATEMENTS) -> None:
        columns = Column("key", Whole, primary_key=True), Column("words", TSVECTOR)
        self.table = Table(owner.table_name, MetaData(), *columns)
        self.key: ColumnElement[int] = self.table.c.key
        self._rows = owner.rows
        self._different = sql_text(_DIFFERENT.format(owner.table_name))

    def of_owner(self, owner: WordOwner) -> PostgresqlWordIndex:
        """Return the index of another owner."""
        return PostgresqlWordIndex(owner)

    def insert(self, connection: Connection, rows: Sequence[WordRow]) -> None:
        """Add the words of whole reports."""
        insert_rows(connection, self.table, [(row.key, _tsvector(row)) for row in rows])

    def remove(self, connection: Connection, report_keys: Sequence[int]) -> None:
        """Take the words of reports out."""
        own = select(self._rows.c.key).where(self._rows.c.report_key.in_(report_keys))
        connection.execute(delete(self.table).where(self.key.in_(own)))

    def clear(self, connection: Connection) -> None:
        """Take all words out."""
        connection.execute(delete(self.table))

    def count(self, connection: Connection) -> int:
        """Count the owners that have words."""
        return connection.execute(select(func.count()).select_from(self.table)).scalar_one()

    def compare(self, connection: Connection, report_keys: Sequence[int], rows: Sequence[WordRow]) -> list[int]:
        """Compare each row; the server normalises what is expected as it did what is stored."""
        values = {"keys": [row.key for row in rows], "words": [_tsvector(row) for row in rows]}
        return sorted({report_of(key) for key in connection.execute(self._different, values).scalars()})

    def finish_comparison(self, connection: Connection) -> int:
        """Find nothing: all rows are compared already."""
        return 0

    def condition(self, content: Node | None, role: Node | None, person_keys: Sequence[int]) -> ColumnElement[bool]:
        """Return the condition as one ``@@``, so that the index intersects its own lists."""
        parts = [f"({_tsquery(node, weight)})" for node, weight in ((content, "D"), (role, "A")) if node]
        if person_keys:
            parts.append("(" + " | ".join(f"'@{key}'" for key in person_keys) + ")")
        return self.table.c.words.op("@@", is_comparison=True)(_as_tsquery(" & ".join(parts)))

    def rank(self, content: Node | None) -> ColumnElement[float]:
        """Rank by cover density of the content's words; smaller is better."""
        query = _as_tsquery(_tsquery(content, "D") if content else "")
        return -func.ts_rank(self.table.c.words, query)


_DIFFERENT = (
    "SELECT expected.key FROM unnest(CAST(:keys AS bigint[]), CAST(:words AS text[])) AS expected (key, words) "
    "LEFT JOIN {} AS stored ON stored.key = expected.key "
    "WHERE stored.words IS DISTINCT FROM CAST(expected.words AS tsvector)"
)


def _as_tsquery(query: str) -> ColumnElement[Any]:
    return sql_cast(bindparam("words", query, unique=True, type_=Text), TSQUERY)


def _tsvector(row: WordRow) -> str:
    lexemes: list[str] = []
    for place, word in enumerate(row.content.split(" ") if row.content else (), 1):
        if word != BREAK:
            lexemes.append(f"'{word}':{place}")
    lexemes += [f"'{word}':{at}A" for at, word in enumerate(row.calling.split(), 1)]
    if row.person_key is not None:
        lexemes.append(f"'@{row.person_key}'")
    return " ".join(lexemes)


def _tsquery(node: Node, weight: str) -> str:
    if isinstance(node, Phrase):
        labels = [weight] * (len(node.words) - 1) + [("*" if node.is_prefix else "") + weight]
        return "(" + " <-> ".join(f"'{word}':{label}" for word, label in zip(node.words, labels, strict=True)) + ")"
    if isinstance(node, AnyOf):
        return "(" + " | ".join(_tsquery(inner, weight) for inner in node.nodes) + ")"
    wanted = [_tsquery(inner, weight) for inner in node.wanted]
    unwanted = [f"!{_tsquery(inner, weight)}" for inner in node.unwanted]
    return "(" + " & ".join([*wanted, *unwanted]) + ")"
