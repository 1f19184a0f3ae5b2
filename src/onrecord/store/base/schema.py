"""The tables of a store, the same on SQLite and PostgreSQL.

*Facts* are only ever added: ``report`` (the words, once), ``publication`` (which outlet carried them, and when),
``annotation`` (which version of the model read them), ``layer`` (what it found, one row a layer) and ``correction``
(what people say about that). The rest is derived from facts and can be derived again: ``statement``, ``person``,
``sketch`` and ``event`` with its parts hold the newest annotation with its corrections applied, in the form in which it
is searched.

A statement's key begins with the day on which it was said, an event's with the day on which it happened, so that the
order of keys is the order of days: both databases then list a range of days, or the newest statements with a word,
without sorting.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    delete,
    false,
    insert,
    select,
    true,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

UNKNOWN = "unknown"
"""Stands for a day that is not known; after every ISO date in the order of letters."""

PEOPLE, SKETCHES = "changes of people", "sketches"
"""Settings: how often people were written, by which a writer sees that another was here; what makes sketches."""

UPKEEP = "upkeep"
"""Setting: how often the store changed without a new row: pruned, re-indexed, or a publication read again."""

_MARK = "json:"
_MOST_NAMED = 512
_Value = TypeVar("_Value")


class AnyText(TypeDecorator[str]):
    """Text with any character in it: also those that databases refuse, NUL and lone surrogates."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Write what a database would refuse as the JSON string that it is."""
        return None if value is None else encode_text(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        """Read such a string back."""
        return None if value is None else decode_text(value)


def encode_text(value: str) -> str:
    """Write a text so that every database takes it."""
    if value.isascii() and value.isprintable() and not value.startswith(_MARK):
        return value
    is_plain = "\0" not in value and not any("\ud800" <= sign <= "\udfff" for sign in value)
    return value if is_plain and not value.startswith(_MARK) else _MARK + json.dumps(value)


def decode_text(value: str) -> str:
    """Read what :func:`encode_text` wrote."""
    return str(json.loads(value[len(_MARK) :])) if value.startswith(_MARK) else value


def read_setting(connection: Connection, name: str) -> str | None:
    """Read a setting of the store."""
    return connection.execute(select(setting.c.value).where(setting.c.name == name)).scalar()


def write_setting(connection: Connection, name: str, value: str) -> None:
    """Write a setting of the store."""
    connection.execute(delete(setting).where(setting.c.name == name))
    connection.execute(insert(setting).values(name=name, value=value))


def delete_setting(connection: Connection, name: str) -> None:
    """Delete a setting of the store."""
    connection.execute(delete(setting).where(setting.c.name == name))


SAVED_SEARCH = "search "
"""Prefix of the settings that keep saved searches, before the name."""


def read_settings(connection: Connection, prefix: str) -> dict[str, str]:
    """Read the settings whose names have a prefix, by the rest of the name, in alphabetical order."""
    named = select(setting.c.name, setting.c.value).where(setting.c.name.startswith(prefix, autoescape=True))
    return {decode_text(name[len(prefix) :]): value for name, value in sorted(connection.execute(named).all())}


def note_upkeep(connection: Connection) -> None:
    """Change the state of the store although no row of facts is added."""
    write_setting(connection, UPKEEP, str(int(read_setting(connection, UPKEEP) or 0) + 1))


def in_parts(values: Sequence[_Value]) -> Iterator[list[_Value]]:
    """Cut the values that a query names into parts of few lengths, the powers of two; the last value fills a part up.

    To a database a query with another number of values is another query, and its driver keeps those it has seen: of
    ten lengths that is nothing, of four thousand it is most of the memory.
    """
    for start in range(0, len(values), _MOST_NAMED):
        part = list(values[start : start + _MOST_NAMED])
        yield part + part[-1:] * ((1 << (len(part) - 1).bit_length()) - len(part))


def insert_rows(connection: Connection, table: Table, rows: Sequence[Sequence[object]]) -> None:
    """Insert many rows, each the values of all columns in their order.

    The driver is asked directly, since building parameters row by row takes longer than the insertion itself.
    """
    if not rows:
        return
    columns = list(table.columns)
    texts = [place for place, column in enumerate(columns) if isinstance(column.type, AnyText)]
    mark = "?" if connection.dialect.paramstyle == "qmark" else "%s"
    names = ", ".join(f'"{column.name}"' for column in columns)
    marks = ", ".join([mark] * len(columns))
    values = [_encode_row(row, texts) for row in rows] if texts else list(map(tuple, rows))
    connection.exec_driver_sql(f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})', values)  # noqa: S608


def _encode_row(row: Sequence[object], texts: Sequence[int]) -> tuple[object, ...]:
    values = list(row)
    for place in texts:
        value = values[place]
        if isinstance(value, str):
            values[place] = encode_text(value)
    return tuple(values)


def _key() -> Column[int]:
    # SQLite counts rows by itself only where the type is INTEGER.
    return Column("key", Whole, primary_key=True, autoincrement=False)


def _part_of_event(name: str, *columns: Column[Any] | Index) -> Table:
    """Make the table of an event's parts, each with its place in the event."""
    return Table(
        name,
        metadata,
        Column("event_key", Whole, ForeignKey("event.key"), primary_key=True, autoincrement=False),
        Column("place", Integer, primary_key=True, autoincrement=False),
        *columns,
        sqlite_with_rowid=False,
    )


Whole = BigInteger().with_variant(Integer, "sqlite")
Day = String(10, collation="C").with_variant(String(10), "sqlite")
metadata = MetaData()

report = Table(
    "report",
    metadata,
    _key(),
    Column("id", AnyText, nullable=False, unique=True),
    Column("sha256", LargeBinary, nullable=False),
    Column("text", LargeBinary, nullable=False),
    Column("language", AnyText),
)
publication = Table(
    "publication",
    metadata,
    _key(),
    Column("report_key", Whole, ForeignKey("report.key"), nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("origin", AnyText, nullable=False),
    Column("publisher", AnyText),
    Column("title", AnyText),
    Column("authors", Text, nullable=False),
    Column("url", AnyText),
    Column("published", AnyText),
    Column("published_from", Text, nullable=False),
    Column("added", Text, nullable=False),
    Column("published_certain", Boolean, nullable=False, server_default=true()),
    Column("pages", Text),
    Column("seal", LargeBinary),
    UniqueConstraint("report_key", "digest", name="publication_once"),
    # A page may have a name of any length, which only a hash index accepts.
    Index("publication_publisher", "publisher", postgresql_using="hash"),
)
annotation = Table(
    "annotation",
    metadata,
    _key(),
    Column("report_key", Whole, ForeignKey("report.key"), nullable=False),
    Column("publication_key", Whole, ForeignKey("publication.key"), nullable=False),
    Column("made_by", AnyText, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("added", Text, nullable=False),
    Column("seal", LargeBinary),
    Index("annotation_report", "report_key"),
)
layer = Table(
    "layer",
    metadata,
    Column("annotation_key", Whole, ForeignKey("annotation.key"), primary_key=True, autoincrement=False),
    Column("name", Text, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("packed", LargeBinary, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
correction = Table(
    "correction",
    metadata,
    _key(),
    Column("at", Text, nullable=False),
    Column("by", AnyText, nullable=False),
    Column("action", Text, nullable=False),
    Column("report_id", AnyText),
    Column("statement_id", AnyText),
    Column("detail", Text, nullable=False),
    Column("undoes", Whole, ForeignKey("correction.key")),
    Column("link", LargeBinary),
    Index("correction_report", "report_id"),
)
person = Table(
    "person",
    metadata,
    _key(),
    Column("id", AnyText, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("name", AnyText, nullable=False),
    Column("bucket", AnyText, nullable=False),
    Column("letters", AnyText, nullable=False),
    Column("nouns", Text, nullable=False),
    Column("merged_into", Whole, ForeignKey("person.key")),
    Index("person_bucket", "bucket"),
    Index("person_merged", "merged_into"),
)
person_name = Table(
    "person_name",
    metadata,
    Column("person_key", Whole, ForeignKey("person.key"), primary_key=True),
    Column("name", AnyText, primary_key=True),
)
statement = Table(
    "statement",
    metadata,
    _key(),
    Column("report_key", Whole, ForeignKey("report.key"), nullable=False),
    Column("id", AnyText, nullable=False),
    Column("kind", Text, nullable=False),
    Column("person_key", Whole, ForeignKey("person.key")),
    Column("role", AnyText),
    Column("said_start", Day, nullable=False),
    Column("said_end", Day, nullable=False),
    Column("published", Day, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("human", Boolean, nullable=False),
    Column("gloss", Boolean, nullable=False, server_default=false()),
    Column("doubt", Float, nullable=False, server_default="0"),
    Index("statement_report", "report_key"),
    Index("statement_id", "id"),
    Index("statement_person", "person_key", "key"),
    Index("statement_published", "published", "key"),
    Index("statement_doubt", "doubt", "key"),
)
statement_tag = Table(
    "statement_tag",
    metadata,
    Column("statement_key", Whole, primary_key=True, autoincrement=False),
    Column("tag", AnyText, primary_key=True),
    Column("report_key", Whole, nullable=False),
    Index("statement_tag_tag", "tag"),
    Index("statement_tag_report", "report_key"),
)
event = Table(
    "event",
    metadata,
    _key(),
    Column("report_key", Whole, ForeignKey("report.key"), nullable=False),
    Column("id", AnyText, nullable=False),
    Column("type", Text, nullable=False),
    Column("mode", AnyText),
    Column("status", Text, nullable=False),
    Column("actor_status", Text, nullable=False),
    Column("start", Day, nullable=False),
    Column("end", Day, nullable=False),
    Column("published", Day, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("human", Boolean, nullable=False),
    Index("event_report", "report_key"),
    Index("event_id", "id"),
    Index("event_type", "type", "key"),
    Index("event_published", "published", "key"),
)
event_side = _part_of_event(
    "event_side",
    Column("role", Text, nullable=False),
    Column("name", AnyText, nullable=False),
    Column("words", Text, nullable=False),
    Column("country", AnyText),
    Column("sectors", AnyText, nullable=False),
    Column("disputed", Boolean, nullable=False),
    Index("event_side_country", "country", "event_key"),
)
event_view = _part_of_event(
    "event_view",
    Column("kind", Text, nullable=False),
    Column("by", AnyText, nullable=False),
    Column("name", AnyText, nullable=False),
    Column("words", Text, nullable=False),
    Column("stance", Text, nullable=False),
    Index("event_view_stance", "stance", "event_key"),
)
event_number = _part_of_event(
    "event_number",
    Column("kind", Text, nullable=False),
    Column("least", BigInteger, nullable=False),
    Column("most", BigInteger, nullable=False),
)
statement_about = Table(
    "statement_about",
    metadata,
    Column("statement_key", Whole, ForeignKey("statement.key"), primary_key=True, autoincrement=False),
    Column("subject", AnyText, primary_key=True),
    Index("statement_about_subject", "subject"),
    sqlite_with_rowid=False,
)
sketch = Table(
    "sketch",
    metadata,
    Column("report_key", Whole, ForeignKey("report.key"), primary_key=True, autoincrement=False),
    Column("sketches", LargeBinary, nullable=False),
)


def _word_pack(name: str) -> Table:
    return Table(
        name,
        MetaData(),
        Column("report_key", Integer, primary_key=True),
        Column("packed", LargeBinary, nullable=False),
    )


word_pack = _word_pack("word_pack")
"""Of SQLite alone: the words of a report's statements as its index holds them."""
event_word_pack = _word_pack("event_word_pack")
"""Of SQLite alone: the words of a report's events as their index holds them."""
setting = Table(
    "setting",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
