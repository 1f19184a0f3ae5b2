"""Verify the facts of a store: the seals of publications and annotations, and the chain of corrections."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, Select, select
from sqlalchemy.exc import SQLAlchemyError

from onrecord.errors import OnRecordError
from onrecord.record import Report
from onrecord.record.check import Fault
from onrecord.store.add import publication_digest
from onrecord.store.base.schema import annotation, correction, publication, report
from onrecord.store.base.seals import FIRST_LINK, is_sum, link_entry, read_link, seal_row, sum_seals
from onrecord.store.corrections.log import read_log

_CHUNK = 2000
RESTORE = "restore a backup"
_FOREIGN = "another program added or deleted one"


def guard(where: str, faults: Iterable[Fault]) -> Iterator[Fault]:
    """Yield faults; where damage ends the search for them, that is the last fault.

    Args:
        where: What is looked at.
        faults: The faults found in it.
    """
    try:
        yield from faults
    except (SQLAlchemyError, OnRecordError, ValueError, TypeError, LookupError, AttributeError) as error:
        words = " ".join(str(getattr(error, "orig", None) or error).split())[:200]
        yield Fault(where, f"cannot be read ({words}); {RESTORE}")


def verify_facts(connection: Connection) -> Iterator[Fault]:
    """Yield which facts are not those that were stored."""
    yield from guard("publications", _verify_sealed(connection, publication.name, _PUBLICATIONS, _check_publication))
    yield from guard("annotations", _verify_sealed(connection, annotation.name, _ANNOTATIONS, lambda _: None))
    yield from guard("corrections", _verify_corrections(connection))


_PUBLICATIONS = select(*[column for column in publication.columns if column.name != "seal"], publication.c.seal)
_ANNOTATIONS = (
    select(
        *[column for column in annotation.columns if column.name != "seal"],
        report.c.id,
        report.c.sha256,
        report.c.language,
        annotation.c.seal,
    )
    .select_from(annotation)
    .join(report, report.c.key == annotation.c.report_key)
)


def _verify_sealed(connection: Connection, table: str, chosen: Select[Any], check: Any) -> Iterator[Fault]:
    key = chosen.selected_columns[0]
    number = total = last = 0
    while rows := connection.execute(chosen.where(key > last).order_by(key).limit(_CHUNK)).all():
        last = rows[-1][0]
        for row in rows:
            if seal_row(map(_as_bytes, row[:-1])) != _as_bytes(row[-1]):
                yield Fault(f"{table} {row[0]}", f"is not what was stored: its seal differs; {RESTORE}")
            elif (wrong := check(row)) is not None:
                yield Fault(f"{table} {row[0]}", f"{wrong}; {RESTORE}")
        number += len(rows)
        total += sum_seals(_as_bytes(row[-1]) for row in rows if row[-1] is not None)
    if not is_sum(connection, table, number, total):
        yield Fault(f"{table}s", f"are not those that were stored: {_FOREIGN}; {RESTORE}")


def _as_bytes(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


def _check_publication(row: Any) -> str | None:
    found = Report("", publisher=row.publisher, title=row.title, url=row.url, published=row.published)
    return None if publication_digest(found) == bytes(row.digest) else "has another digest than what it says"


def _verify_corrections(connection: Connection) -> Iterator[Fault]:
    link = FIRST_LINK
    for row in connection.execute(select(correction).order_by(correction.c.key)):
        if link_entry(link, row[:-1]) != _as_bytes(row.link):
            yield Fault(
                f"correction {row.key}", f"is not what was stored, or one before it was altered or deleted; {RESTORE}"
            )
        link = _as_bytes(row.link) or FIRST_LINK
    if link != read_link(connection):
        yield Fault("corrections", f"do not end where they ended: {_FOREIGN}; {RESTORE}")
    read_log(connection)
