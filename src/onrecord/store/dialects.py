"""What differs between SQLite and PostgreSQL: the index of words, and how a writer keeps others out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Integer,
    MetaData,
    Table,
    Text,
    bindparam,
    func,
    literal_column,
)
from sqlalchemy import cast as sql_cast
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR

from onrecord.store.query import AnyOf, Node, Phrase
from onrecord.store.schema import Whole, insert_rows

BREAK = "§"
"""Stands between the parts of a content, so that no phrase is found across them."""
_MOST_PLACES = 16000


@dataclass(frozen=True, slots=True)
class WordRow:
    """The words of one statement.

    Attributes:
        key: The statement's.
        parts: Words of each part of the content, folded.
        role: Words of the speaker's roles and of the source, folded.
        person_key: The speaker's, or None.
    """

    key: int
    parts: Sequence[Sequence[str]]
    role: Sequence[str]
    person_key: int | None


class Words(Protocol):
    """The index of words of one kind of database."""

    table: Table
    key: ColumnElement[int]

    def insert(self, connection: Connection, rows: Iterable[WordRow]) -> None:
        """Add the words of statements."""

    def condition(self, content: Node | None, role: Node | None, person_keys: Sequence[int]) -> ColumnElement[bool]:
        """Give the condition that a statement has the words, and one of the speakers where there are any."""

    def rank(self, content: Node | None) -> ColumnElement[float]:
        """Give what to order by for the most relevant first."""


class SqliteWords:
    """FTS5: https://www.sqlite.org/fts5.html."""

    table = Table(
        "statement_words",
        MetaData(),
        Column("rowid", Integer, primary_key=True),
        Column("content", Text),
        Column("role", Text),
        Column("speaker", Text),
    )
    key: ColumnElement[int] = table.c.rowid

    def insert(self, connection: Connection, rows: Iterable[WordRow]) -> None:
        """Add the words of statements, smallest key first, since FTS5 writes to disk at every step back."""
        values = [
            (
                row.key,
                f" {BREAK} ".join([" ".join(part) for part in row.parts]),
                " ".join(row.role),
                "" if row.person_key is None else str(row.person_key),
            )
            for row in sorted(rows, key=lambda row: row.key)
        ]
        insert_rows(connection, self.table, values)

    def condition(self, content: Node | None, role: Node | None, person_keys: Sequence[int]) -> ColumnElement[bool]:
        """Give the condition as one MATCH, so that FTS5 intersects its own lists."""
        parts = [f"{name} : ({_fts5(node)})" for name, node in (("content", content), ("role", role)) if node]
        if person_keys:
            parts.append("speaker : (" + " OR ".join(f'"{key}"' for key in person_keys) + ")")
        return literal_column("statement_words").op("MATCH", is_comparison=True)(
            bindparam("words", " AND ".join(parts), unique=True)
        )

    def rank(self, content: Node | None) -> ColumnElement[float]:
        """BM25 over the content; smaller is better."""
        return func.bm25(literal_column("statement_words"), 1.0, 0.0, 0.0)


def _fts5(node: Node) -> str:
    if isinstance(node, Phrase):
        return '"' + " ".join(node.words) + '"' + ("*" if node.is_prefix else "")
    if isinstance(node, AnyOf):
        return "(" + " OR ".join(map(_fts5, node.nodes)) + ")"
    wanted = "(" + " AND ".join(map(_fts5, node.wanted)) + ")"
    if not node.unwanted:
        return wanted
    return f"({wanted} NOT (" + " OR ".join(map(_fts5, node.unwanted)) + "))"


class PostgresqlWords:
    """``tsvector``: content has weight D, the role weight A, the speaker is a lexeme that no word can be."""

    table = Table("statement_words", MetaData(), Column("key", Whole, primary_key=True), Column("words", TSVECTOR))
    key: ColumnElement[int] = table.c.key

    def insert(self, connection: Connection, rows: Iterable[WordRow]) -> None:
        """Add the words of statements."""
        insert_rows(connection, self.table, [(row.key, _tsvector(row)) for row in rows])

    def condition(self, content: Node | None, role: Node | None, person_keys: Sequence[int]) -> ColumnElement[bool]:
        """Give the condition as one ``@@``, so that the index intersects its own lists."""
        parts = [f"({_tsquery(node, weight)})" for node, weight in ((content, "D"), (role, "A")) if node]
        if person_keys:
            parts.append("(" + " | ".join(f"'@{key}'" for key in person_keys) + ")")
        return self.table.c.words.op("@@", is_comparison=True)(_as_tsquery(" & ".join(parts)))

    def rank(self, content: Node | None) -> ColumnElement[float]:
        """Rank by cover density of the content's words; smaller is better."""
        query = _as_tsquery(_tsquery(content, "D") if content else "")
        return -func.ts_rank(self.table.c.words, query)


def _as_tsquery(query: str) -> ColumnElement[Any]:
    return sql_cast(bindparam("words", query, unique=True, type_=Text), TSQUERY)


def _tsvector(row: WordRow) -> str:
    lexemes: list[str] = []
    place = 0
    for part in row.parts:
        for word in part:
            place = min(place + 1, _MOST_PLACES)
            lexemes.append(f"'{word}':{place}")
        place += 1
    lexemes += [f"'{word}':{at}A" for at, word in enumerate(row.role, 1)]
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
