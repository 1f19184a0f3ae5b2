"""Who is who over all reports of a store, kept up to date as reports are added.

The tests are those of :mod:`onrecord.identity.people`: a name joins a person whose names it does not contradict and
whose roles do not clash with its own; a bare surname joins a full name only where a role says the same and nobody
else fits.
Persons are looked up by a key of the surname, everybody else by the name itself.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from sqlalchemy import Connection, bindparam, func, select

from onrecord.identity.people import find_owner, name_fullness, plain_name, role_nouns
from onrecord.names.persons import PersonName, given_letters, name_keys, parse_name
from onrecord.record import EntityKind
from onrecord.store.base.schema import PEOPLE, in_parts, insert_rows, person, person_name, read_setting, write_setting

_MOST_KEPT = 50_000
"""Names and buckets kept in memory; more are looked up again."""
_MOST_PARSED = 16_384
"""Names kept taken apart: more than those of one batch that were not known."""
LONGEST_NAME = 300
"""Letters of a name that are kept; PostgreSQL indexes no key of more than 2.7 kB."""


@dataclass(slots=True)
class _Stored:
    """A person of the store; names are taken apart only when they are compared.

    Tens of thousands are kept in memory: letters and nouns are sets that equal ones share.
    """

    key: int
    name: str
    letters: frozenset[str] = frozenset()
    nouns: frozenset[str] = frozenset()
    names: dict[str, PersonName | None] = field(default_factory=dict)

    def parsed_names(self) -> Sequence[PersonName]:
        for name, parsed in self.names.items():
            if parsed is None:
                self.names[name] = parse_name(name)
        return [parsed for parsed in self.names.values() if parsed]


@lru_cache(maxsize=_MOST_PARSED)
def _nouns(roles: tuple[str, ...]) -> frozenset[str]:
    return _shared(frozenset(role_nouns(roles)))


@lru_cache(maxsize=_MOST_PARSED)
def _shared(letters_or_nouns: frozenset[str]) -> frozenset[str]:
    """Give one and the same set for equal ones."""
    return letters_or_nouns


@lru_cache(maxsize=_MOST_PARSED)
def bucket_of(name: str, kind: EntityKind) -> tuple[str, PersonName | None]:
    """Give the bucket in which to look for somebody of this name, and the name taken apart where it is a person's."""
    parsed = parse_name(name) if kind == "person" else None
    bucket = f"person:{name_keys(parsed)[0]}" if parsed else f"{kind}={plain_name(name)}"
    return bucket[:LONGEST_NAME], parsed


class People:
    """Gives every named speaker a person, old or new."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, EntityKind, frozenset[str]], int] = {}
        self._buckets: dict[str, list[_Stored]] = {}
        self._new: list[tuple[object, ...]] = []
        self._new_names: list[tuple[int, str]] = []
        self._changed: dict[int, _Stored] = {}
        self._last = 0
        self._changes = 0

    def begin(self, connection: Connection) -> None:
        """Start a transaction: what another writer did since the last one is seen."""
        changes = int(read_setting(connection, PEOPLE) or 0)
        if changes != self._changes or len(self._known) > _MOST_KEPT or len(self._buckets) > _MOST_KEPT:
            self.forget()
        self._changes = changes
        self._last = connection.execute(select(func.max(person.c.key))).scalar() or 0

    def forget(self) -> None:
        """Forget everything that is kept in memory, also what was not written."""
        for kept in (self._known, self._buckets, self._new, self._new_names, self._changed):
            kept.clear()

    def look_up(self, connection: Connection, named: Iterable[tuple[str, EntityKind, tuple[str, ...]]]) -> None:
        """Load at once what :meth:`find` will be asked for: names with their kinds and roles."""
        unknown = {(name, kind) for name, kind, roles in named if (name, kind, _nouns(roles)) not in self._known}
        buckets = list({bucket_of(name, kind)[0] for name, kind in unknown} - self._buckets.keys())
        for part in in_parts(buckets):
            self._load(connection, part)

    def find(self, connection: Connection, name: str, kind: EntityKind, roles: tuple[str, ...]) -> int:
        """Give the key of the person of this name; a new one where nobody fits."""
        name = name[:LONGEST_NAME]
        asked = (name, kind, _nouns(roles))
        key = self._known.get(asked)
        if key is None:
            key = self._known[asked] = self._find(connection, *asked)
        return key

    def _find(self, connection: Connection, name: str, kind: EntityKind, nouns: frozenset[str]) -> int:
        bucket, parsed = bucket_of(name, kind)
        if bucket not in self._buckets:
            self._load(connection, [bucket])
        bearers = self._buckets[bucket]
        owner = find_owner(bearers, parsed, nouns) if parsed else next(iter(bearers), None)
        if owner is None:
            owner = self._make(name, kind, bucket)
            bearers.append(owner)
        self._learn(owner, name, parsed, nouns)
        return owner.key

    def _load(self, connection: Connection, buckets: Sequence[str]) -> None:
        found: dict[int, _Stored] = {}
        self._buckets.update({bucket: [] for bucket in buckets})
        for row in connection.execute(_IN_BUCKETS, {"buckets": buckets}):
            letters, nouns = _shared(frozenset(row.letters)), _shared(frozenset(json.loads(row.nouns)))
            found[row.key] = _Stored(row.key, row.name, letters, nouns)
            self._buckets[row.bucket].append(found[row.key])
        for key, name in connection.execute(_NAMES_IN_BUCKETS, {"buckets": buckets}):
            found[key].names[name] = None

    def _make(self, name: str, kind: EntityKind, bucket: str) -> _Stored:
        self._last += 1
        identity = (
            "p_" + hashlib.sha256(f"{kind}|{name}|{self._last}".encode("utf-8", "surrogatepass")).hexdigest()[:16]
        )
        self._new.append((self._last, identity, kind, name, bucket, "", "[]", None))
        return _Stored(self._last, name)

    def _learn(self, owner: _Stored, name: str, parsed: PersonName | None, nouns: frozenset[str]) -> None:
        if name not in owner.names:
            owner.names[name] = parsed
            self._new_names.append((owner.key, name))
            if parsed and parsed.given:
                owner.letters = _shared(owner.letters | given_letters(parsed))
                self._changed[owner.key] = owner
                if (parsed.size, len(parsed.plain)) > name_fullness(owner.name):
                    owner.name = name
        if not nouns <= owner.nouns:
            owner.nouns = _shared(owner.nouns | nouns)
            self._changed[owner.key] = owner

    def write(self, connection: Connection) -> None:
        """Write the persons found since the last time, and what was learned about others."""
        if self._new or self._new_names or self._changed:
            self._changes += 1
            write_setting(connection, PEOPLE, str(self._changes))
        insert_rows(connection, person, self._new)
        insert_rows(connection, person_name, self._new_names)
        if self._changed:
            rows = [
                {
                    "changed": one.key,
                    "new_name": one.name,
                    "new_letters": "".join(sorted(one.letters)),
                    "new_nouns": json.dumps(sorted(one.nouns)),
                }
                for one in self._changed.values()
            ]
            connection.execute(_CHANGE, rows)
        for kept in (self._new, self._new_names, self._changed):
            kept.clear()


_IN_BUCKETS = (
    select(person.c.key, person.c.name, person.c.letters, person.c.nouns, person.c.bucket)
    .where(person.c.bucket.in_(bindparam("buckets", expanding=True)))
    .order_by(person.c.key)
)
_NAMES_IN_BUCKETS = (
    select(person_name.c.person_key, person_name.c.name)
    .join(person, person.c.key == person_name.c.person_key)
    .where(person.c.bucket.in_(bindparam("buckets", expanding=True)))
    .order_by(person_name.c.person_key, person_name.c.name)
)
_CHANGE = (
    person.update()
    .where(person.c.key == bindparam("changed"))
    .values(name=bindparam("new_name"), letters=bindparam("new_letters"), nouns=bindparam("new_nouns"))
)
