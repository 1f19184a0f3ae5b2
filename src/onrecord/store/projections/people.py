"""People and organisations over all reports of a store, kept up to date as reports are added.

The rules are those of :mod:`onrecord.identity.people`. A name joins a person whose names it does not contradict and
whose roles do not clash with its own. A bare surname joins a full name only if a role says the same and exactly one
person fits. Persons are looked up by a key of the surname, all others by the name itself.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, func, select, update

from onrecord.identity.people import find_owner, name_fullness, plain_name, role_nouns
from onrecord.names.persons import PersonName, given_letters, name_keys, parse_name
from onrecord.record import Entity, EntityKind, Statement
from onrecord.record.check import Fault
from onrecord.store.base.schema import PEOPLE, in_parts, insert_rows, person, person_name, read_setting, write_setting
from onrecord.store.corrections.merges import find_roots, read_merges
from onrecord.store.corrections.overlay import CorrectedRecord
from onrecord.store.projections.base import Projection

_MOST_KEPT = 50_000
"""Names and buckets kept in memory; more are looked up again."""
_MOST_PARSED = 16_384
"""Names kept taken apart: more than those of one batch that were not known."""
LONGEST_NAME = 300
"""Letters of a name that are kept; PostgreSQL indexes no key of more than 2.7 kB."""


class NamedSpeaker(NamedTuple):
    """A speaker as one report names them: what a person is looked up by."""

    name: str
    kind: EntityKind
    roles: tuple[str, ...]


def name_speaker(found: Statement, entity: Entity | None) -> NamedSpeaker | None:
    """Take what a person is looked up by from a statement, or None where its speaker is not resolved."""
    speaker = found.speaker
    if speaker is None or speaker.status != "resolved" or not speaker.name:
        return None
    return NamedSpeaker(speaker.name, entity.kind if entity else "person", entity.roles if entity else ())


@dataclass(slots=True)
class _Candidate:
    """A person of the store; names are parsed only when they are compared.

    Tens of thousands are kept in memory, so equal sets of letters and nouns are shared.
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
    """Return one and the same set for equal ones."""
    return letters_or_nouns


@lru_cache(maxsize=_MOST_PARSED)
def bucket_of(name: str, kind: EntityKind) -> tuple[str, PersonName | None]:
    """Find the bucket in which people of this name are looked up, and parse the name if it is a person's."""
    parsed = parse_name(name) if kind == "person" else None
    bucket = f"person:{name_keys(parsed)[0]}" if parsed else f"{kind}={plain_name(name)}"
    return bucket[:LONGEST_NAME], parsed


class People(Projection[list[NamedSpeaker]]):
    """Resolves every named speaker to a person of the store, known or new.

    People are never deleted: their ids stay when reports are read again.
    """

    name = "people"

    def __init__(self) -> None:
        self._known: dict[tuple[str, EntityKind, frozenset[str]], int] = {}
        self._buckets: dict[str, list[_Candidate]] = {}
        self._new: list[tuple[object, ...]] = []
        self._new_names: list[tuple[int, str]] = []
        self._changed: dict[int, _Candidate] = {}
        self._last = 0
        self._changes = 0

    def prepare(self, corrected: CorrectedRecord) -> list[NamedSpeaker]:
        """List the named speakers of a report, except those whom a correction gives a person."""
        entities = {entity.id: entity for entity in corrected.record.entities}
        named = []
        for found in corrected.record.statements:
            if found.speaker and found.id not in corrected.persons:
                named.append(name_speaker(found, entities.get(found.speaker.entity or "")))
        return [one for one in named if one]

    def add(self, connection: Connection, reports: Sequence[tuple[int, list[NamedSpeaker]]]) -> None:
        """Resolve the speakers of reports, and write the people that are new or named in a new way."""
        named = [one for _, own in reports for one in own]
        self._load_all(connection, named)
        for one in named:
            self.resolve(connection, one)
        self.flush(connection)

    def remove(self, connection: Connection, report_keys: Sequence[int]) -> None:
        """Do nothing: a person keeps their id, whatever becomes of the reports that name them."""

    def count(self, connection: Connection) -> int:
        """Count people and organisations; merged ones count as one."""
        return connection.execute(select(func.count()).where(person.c.merged_into.is_(None))).scalar_one()

    def reset(self, connection: Connection) -> None:
        """Apply the merges of the log again."""
        self.apply_merges(connection)

    def verify(self, connection: Connection) -> Iterator[Fault]:
        """Check that every person has a name, and that exactly those are merged whom the log merges."""
        nameless = select(person.c.id).where(person.c.key.not_in(select(person_name.c.person_key)))
        for identity in connection.execute(nameless).scalars():
            yield Fault(identity, "has no name")
        yield from self._verify_ids(connection)
        roots = find_roots(read_merges(connection))
        merged = _read_merged(connection)
        for identity in sorted({*roots, *merged}):
            if roots.get(identity) != merged.get(identity):
                yield Fault(identity, "not merged as the corrections say; repair it with: onrecord reindex")

    def _verify_ids(self, connection: Connection) -> Iterator[Fault]:
        """Check that each id is that of the kind, the key and one of the names, and the bucket that of the names."""
        rows = connection.execute(_PEOPLE_WITH_NAMES)
        for key, group in groupby(rows, key=itemgetter(0)):
            own = list(group)
            _, identity, kind, shown, bucket = own[0][:5]
            names = [row.named for row in own]
            is_sound = (
                shown in names
                and any(_identify(kind, name, key) == identity for name in names)
                and all(bucket_of(name, kind)[0] == bucket for name in names)
            )
            if not is_sound:
                yield Fault(identity, "is not the person that was stored; restore a backup")

    def begin(self, connection: Connection) -> None:
        """Start a transaction: see what other writers changed since the last one."""
        changes = int(read_setting(connection, PEOPLE) or 0)
        if changes != self._changes or len(self._known) > _MOST_KEPT or len(self._buckets) > _MOST_KEPT:
            self.forget()
        self._changes = changes
        self._last = connection.execute(select(func.max(person.c.key))).scalar() or 0

    def forget(self) -> None:
        """Forget everything that is kept in memory, also what was not written."""
        for kept in (self._known, self._buckets, self._new, self._new_names, self._changed):
            kept.clear()

    def _load_all(self, connection: Connection, named: Iterable[NamedSpeaker]) -> None:
        """Load at once what :meth:`resolve` will need."""
        unknown = {(name, kind) for name, kind, roles in named if (name, kind, _nouns(roles)) not in self._known}
        buckets = list({bucket_of(name, kind)[0] for name, kind in unknown} - self._buckets.keys())
        for part in in_parts(buckets):
            self._load(connection, part)

    def resolve(self, connection: Connection, named: NamedSpeaker) -> int:
        """Find the key of the person of this name; make a new person if no known one fits."""
        asked = (named.name[:LONGEST_NAME], named.kind, _nouns(named.roles))
        key = self._known.get(asked)
        if key is None:
            key = self._known[asked] = self._find(connection, *asked)
        return key

    def apply_merges(self, connection: Connection) -> None:
        """Point every merged person at the one whose name is shown."""
        roots = find_roots(read_merges(connection))
        connection.execute(update(person).where(person.c.merged_into.is_not(None)).values(merged_into=None))
        rows = connection.execute(select(person.c.id, person.c.key).where(person.c.id.in_({*roots, *roots.values()})))
        keys = {row.id: row.key for row in rows}
        for one, root in roots.items():
            if one in keys and root in keys:
                connection.execute(update(person).where(person.c.key == keys[one]).values(merged_into=keys[root]))

    def _find(self, connection: Connection, name: str, kind: EntityKind, nouns: frozenset[str]) -> int:
        bucket, parsed = bucket_of(name, kind)
        if bucket not in self._buckets:
            self._load(connection, [bucket])
        candidates = self._buckets[bucket]
        owner = find_owner(candidates, parsed, nouns) if parsed else next(iter(candidates), None)
        if owner is None:
            owner = self._make(name, kind, bucket)
            candidates.append(owner)
        self._learn(owner, name, parsed, nouns)
        return owner.key

    def _load(self, connection: Connection, buckets: Sequence[str]) -> None:
        found: dict[int, _Candidate] = {}
        self._buckets.update({bucket: [] for bucket in buckets})
        for row in connection.execute(_IN_BUCKETS, {"buckets": buckets}):
            letters, nouns = _shared(frozenset(row.letters)), _shared(frozenset(json.loads(row.nouns)))
            found[row.key] = _Candidate(row.key, row.name, letters, nouns)
            self._buckets[row.bucket].append(found[row.key])
        for key, name in connection.execute(_NAMES_IN_BUCKETS, {"buckets": buckets}):
            found[key].names[name] = None

    def _make(self, name: str, kind: EntityKind, bucket: str) -> _Candidate:
        self._last += 1
        identity = _identify(kind, name, self._last)
        self._new.append((self._last, identity, kind, name, bucket, "", "[]", None))
        return _Candidate(self._last, name)

    def _learn(self, owner: _Candidate, name: str, parsed: PersonName | None, nouns: frozenset[str]) -> None:
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

    def flush(self, connection: Connection) -> None:
        """Write the people resolved since the last time, and what was learned about others."""
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


def _identify(kind: str, name: str, key: int) -> str:
    """Give the id of a person from the name under which the store met them first."""
    return "p_" + hashlib.sha256(f"{kind}|{name}|{key}".encode("utf-8", "surrogatepass")).hexdigest()[:16]


_PEOPLE_WITH_NAMES = (
    select(person.c.key, person.c.id, person.c.kind, person.c.name, person.c.bucket, person_name.c.name.label("named"))
    .join(person_name, person_name.c.person_key == person.c.key)
    .order_by(person.c.key)
)


def _read_merged(connection: Connection) -> dict[str, str]:
    """Map merged people to those they are merged into."""
    root = person.alias("root")
    rows = connection.execute(select(person.c.id, root.c.id).join(root, root.c.key == person.c.merged_into))
    return dict(rows.all())


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
