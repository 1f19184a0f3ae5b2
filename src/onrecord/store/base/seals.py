"""Seals: hashes by which a changed, added or deleted row of facts is noticed.

Every publication and annotation has a seal, a hash of its columns. The store keeps the number of seals of each table
and their sum, so that a deleted row shows too (a sum of hashes, as in Bellare and Micciancio 1997, changes with each
row and costs the same however many there are). Corrections are never changed or deleted, so each is chained to the one
before it: its link is a hash of that one's link and its own columns.

Whoever can write to the store and knows this code can make new seals. Seals show damage and edits by other programs.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection

from onrecord.store.base.schema import read_setting, write_setting

_SIZE = 16
_MODULUS = 1 << (8 * _SIZE)
_SETTING = "seals "
FIRST_LINK = b""
"""What the first correction is chained to."""


def seal_row(values: Iterable[object]) -> bytes:
    """Hash the columns of a row.

    Example:
        >>> seal_row([1, "dam", None]) == seal_row([1, "dam", None])
        True
    """
    plain = [value.hex() if isinstance(value, bytes) else value for value in values]
    return hashlib.sha256(json.dumps(plain).encode()).digest()[:_SIZE]


def link_entry(before: bytes, values: Iterable[object]) -> bytes:
    """Chain a row to the link of the row before it."""
    return hashlib.sha256(before + json.dumps(list(values)).encode()).digest()


def sum_seals(seals: Iterable[bytes]) -> int:
    """Sum seals; their order does not matter."""
    return sum(int.from_bytes(seal) for seal in seals) % _MODULUS


def note_seals(connection: Connection, table: str, added: Sequence[bytes], removed: Sequence[bytes] = ()) -> None:
    """Count the rows that a transaction adds to a table of facts and removes from it."""
    if not added and not removed:
        return
    number, total = read_seals(connection, table)
    total = (total + sum_seals(added) - sum_seals(removed)) % _MODULUS
    write_setting(connection, _SETTING + table, f"{number + len(added) - len(removed)} {total:x}")


def read_seals(connection: Connection, table: str) -> tuple[int, int]:
    """Read the number and the sum of the seals of a table."""
    number, _, total = (read_setting(connection, _SETTING + table) or "0 0").partition(" ")
    return int(number), int(total, 16)


def is_sum(connection: Connection, table: str, number: int, total: int) -> bool:
    """Tell whether a table still has as many rows as were stored, and their seals this sum."""
    return (number, total % _MODULUS) == read_seals(connection, table)


def note_link(connection: Connection, link: bytes) -> None:
    """Note the link of the last correction."""
    write_setting(connection, _SETTING + "correction", link.hex())


def read_link(connection: Connection) -> bytes:
    """Read the link of the last correction."""
    return bytes.fromhex(read_setting(connection, _SETTING + "correction") or "")
