"""Find people of the store by name, and read their profiles."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from rapidfuzz import fuzz, process
from sqlalchemy import ColumnElement, Connection, Row, Select, func, or_, select

from onrecord.errors import NotInStoreError
from onrecord.names.persons import given_letters, may_be_same, parse_name
from onrecord.record import EntityKind
from onrecord.store.base.schema import UNKNOWN, encode_text, in_parts, person, person_name, statement
from onrecord.store.projections.people import LONGEST_NAME, bucket_of
from onrecord.store.values.people import Person, PersonName, RoleSeen
from onrecord.text.folding import fold_letters

_MOST_ROLES = 100
_SIMILAR, _MOST_SUGGESTED, _MOST_COMPARED = 75, 3, 200_000
"""Lowest similarity of a name that is suggested, of 100; most names suggested, and compared."""
_root_key: ColumnElement[int] = func.coalesce(person.c.merged_into, person.c.key)


@dataclass(frozen=True, slots=True)
class Speakers:
    """People that names refer to.

    Attributes:
        keys: Their keys, including those of merged people.
        taken: The people.
        perhaps: People who share only a surname with a name.
    """

    keys: tuple[int, ...]
    taken: tuple[PersonName, ...]
    perhaps: tuple[PersonName, ...]


def find_speakers(connection: Connection, names: Sequence[str]) -> Speakers:
    """Find the people that names or ids refer to. A bare surname refers to everyone with that surname."""
    taken: set[int] = set()
    perhaps: set[int] = set()
    for name in names:
        sure, unsure = _match_name(connection, name)
        taken |= sure
        perhaps |= unsure
    perhaps -= taken
    keys = whole_groups(connection, taken)
    return Speakers(tuple(sorted(keys)), _name_all(connection, taken), _name_all(connection, perhaps))


def suggest_speakers(connection: Connection, names: Sequence[str]) -> tuple[PersonName, ...]:
    """Find the people whose names are spelled most like names that no one has; the most similar first."""
    if not names:
        return ()
    rows = connection.execute(
        select(_root_key.label("root"), person_name.c.name)
        .join(person, person.c.key == person_name.c.person_key)
        .limit(_MOST_COMPARED)
    ).all()
    spelled = [(fold_letters(row.name), row.root) for row in rows]
    spelled += [(name.split()[-1], root) for name, root in spelled if " " in name]
    found: dict[int, float] = {}
    for name in names:
        similar = process.extract(
            fold_letters(name), [words for words, _ in spelled], scorer=fuzz.ratio, score_cutoff=_SIMILAR, limit=10
        )
        for _, score, place in similar:
            root = spelled[place][1]
            found[root] = max(score, found.get(root, 0))
    named = {one.id: one for one in _name_all(connection, found)}
    ids = dict(connection.execute(select(person.c.key, person.c.id).where(person.c.key.in_(found))).all())
    best = sorted(found, key=lambda root: (-found[root], ids[root]))[:_MOST_SUGGESTED]
    return tuple(named[ids[root]] for root in best)


def _match_name(connection: Connection, name: str) -> tuple[set[int], set[int]]:
    by_id = connection.execute(select(_root_key).where(person.c.id == name)).scalars().all()
    if by_id:
        return set(by_id), set()
    name = name[:LONGEST_NAME]
    buckets = {bucket_of(name, kind)[0] for kind in get_args(EntityKind)}
    rows = connection.execute(
        select(person.c.key, person.c.kind, person.c.letters, _root_key.label("root")).where(
            person.c.bucket.in_(buckets)
        )
    ).all()
    asked = parse_name(name)
    letters = given_letters(asked) if asked else frozenset()
    # A person whose given names share no first letter with the query does not match.
    near = [row for row in rows if not letters or not row.letters or letters & set(row.letters)]
    names = _read_names(connection, [row.key for row in near])
    taken: set[int] = set()
    perhaps: set[int] = set()
    for row in near:
        parsed = [found for words in names.get(row.key, ()) if row.kind == "person" and (found := parse_name(words))]
        if not parsed:
            taken.add(row.root)
        elif asked and all(may_be_same(asked, other) for other in parsed):
            (taken if row.letters or not asked.given else perhaps).add(row.root)
    return taken, perhaps


def _read_names(connection: Connection, keys: Sequence[int]) -> dict[int, list[str]]:
    names: dict[int, list[str]] = {}
    for part in in_parts(keys):
        rows = connection.execute(
            select(person_name.c.person_key, person_name.c.name).where(person_name.c.person_key.in_(part))
        )
        for key, name in rows:
            names.setdefault(key, []).append(name)
    return names


def whole_groups(connection: Connection, roots: Collection[int]) -> set[int]:
    """Return the keys of people and of everyone merged into them."""
    if not roots:
        return set()
    keys = select(person.c.key).where(or_(person.c.key.in_(roots), person.c.merged_into.in_(roots)))
    return set(connection.execute(keys).scalars())


def select_people() -> Select[Any]:
    """Select people with their number of statements, merged people as one."""
    counted = (
        select(_root_key.label("root"), func.count().label("statements"))
        .select_from(statement)
        .join(person, person.c.key == statement.c.person_key)
        .group_by(_root_key)
        .subquery()
    )
    return select(person.c.key, person.c.id, person.c.name, person.c.kind, counted.c.statements).join(
        counted, counted.c.root == person.c.key
    )


def _name_all(connection: Connection, roots: Collection[int]) -> tuple[PersonName, ...]:
    if not roots:
        return ()
    members = connection.execute(
        select(person.c.key, _root_key.label("root")).where(
            or_(person.c.key.in_(roots), person.c.merged_into.in_(roots))
        )
    ).all()
    counts: dict[int | None, int] = dict(
        connection.execute(
            select(statement.c.person_key, func.count())
            .where(statement.c.person_key.in_([row.key for row in members]))
            .group_by(statement.c.person_key)
        ).all()
    )
    rows = connection.execute(select(person).where(person.c.key.in_(roots))).all()
    named = [
        PersonName(row.id, row.name, row.kind, sum(counts.get(m.key, 0) for m in members if m.root == row.key))
        for row in rows
    ]
    return tuple(sorted(named, key=lambda one: (-one.statements, one.name)))


def list_people(connection: Connection, words: str, limit: int, offset: int) -> list[PersonName]:
    """List people, those with the most statements first.

    Args:
        connection: To the store.
        words: Part of one of the names, in any letter case. An empty string lists everyone.
        limit: Maximum number of people.
        offset: Number of people to skip.
    """
    chosen = select_people()
    if words.strip():
        holds = person_name.c.name.icontains(encode_text(words.strip()), autoescape=True)
        roots = select(_root_key).join(person_name, person_name.c.person_key == person.c.key).where(holds)
        chosen = chosen.where(person.c.key.in_(roots))
    columns = chosen.selected_columns
    rows = connection.execute(
        chosen.order_by(columns.statements.desc(), columns.name, columns.key).limit(limit).offset(offset)
    )
    return [PersonName(row.id, row.name, row.kind, row.statements) for row in rows]


def read_names(connection: Connection, identities: Collection[str]) -> dict[str, str]:
    """Read the fullest name of each person, by id. Unknown ids are left out."""
    names: dict[str, str] = {}
    for part in in_parts(list(identities)):
        names.update(connection.execute(select(person.c.id, person.c.name).where(person.c.id.in_(part))).all())
    return names


def read_person(connection: Connection, identity: str) -> Person:
    """Read the profile of a person.

    Raises:
        NotInStoreError: The store has no person of this id.
    """
    row = find_person(connection, identity)
    keys = whole_groups(connection, [row.key])
    names = connection.execute(
        select(person_name.c.name).where(person_name.c.person_key.in_(keys)).distinct().order_by(person_name.c.name)
    )
    own = statement.c.person_key.in_(keys)
    dated = statement.c.said_start != UNKNOWN
    count = connection.execute(select(func.count()).where(own)).scalar_one()
    first, last = connection.execute(
        select(func.min(statement.c.said_start), func.max(statement.c.said_start)).where(own, dated)
    ).one()
    merged = connection.execute(select(person.c.id).where(person.c.merged_into == row.key).order_by(person.c.key))
    return Person(
        row.id,
        row.name,
        row.kind,
        tuple(names.scalars()),
        _read_roles(connection, own),
        count,
        first,
        last,
        tuple(merged.scalars()),
    )


def find_person(connection: Connection, identity: str) -> Row[Any]:
    """Find the row of a person, or of the person they are merged into.

    Raises:
        NotInStoreError: The store has no person of this id.
    """
    root = select(_root_key).where(person.c.id == identity).scalar_subquery()
    row = connection.execute(select(person).where(person.c.key == root)).one_or_none()
    if row is None:
        raise NotInStoreError(f"the store has no person {identity!r}; find people with: onrecord people --store FILE")
    return row


def _read_roles(connection: Connection, own: ColumnElement[bool]) -> tuple[RoleSeen, ...]:
    last = func.max(statement.c.published)
    rows = connection.execute(
        select(statement.c.role, func.min(statement.c.published), last, func.count())
        .where(own, statement.c.role.is_not(None))
        .group_by(statement.c.role)
        .order_by(last.desc(), statement.c.role)
        .limit(_MOST_ROLES)
    )
    return tuple(RoleSeen(role, _known(first), _known(latest), count) for role, first, latest, count in rows)


def _known(day: str) -> str | None:
    return None if day == UNKNOWN else day
