"""Resolve the named entities of many reports to identities.

Two "John Smith" are one person unless their names or roles conflict. A bare surname joins a full name only if exactly
one known person fits and they share a role. A user's list of people, with aliases and Wikidata ids, has priority. An
alias that is only a surname matches people whose first name no report gives.
"""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, TypeVar

from onrecord import lexicon
from onrecord.errors import ConfigurationError
from onrecord.names.persons import PersonName, given_letters, may_be_same, name_keys, parse_name
from onrecord.names.roles import role_noun
from onrecord.record import AnnotatedReport, Entity, EntityKind
from onrecord.text.folding import fold_letters

_SPACE = re.compile(r"\s+")
_COLUMNS = ("name", "aliases", "wikidata")
_WIKIDATA = re.compile(r"Q[1-9][0-9]*")
_FIELDS = lexicon.values("field")
"""Field of work by role noun. Nouns that fit every field ("adviser", "president") have none."""


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A line of the user's list of people.

    Attributes:
        name: The displayed name.
        aliases: Other names of the same person.
        wikidata: Wikidata id, or None.
    """

    name: str
    aliases: tuple[str, ...] = ()
    wikidata: str | None = None


@dataclass
class Identity:
    """A person or other entity over all reports.

    Attributes:
        name: The name on the user's list, or else the fullest name in the reports.
        kind: person, organisation, place or group.
        names: Names as printed, with the number of reports that print each.
        roles: Roles as printed, each with the publication dates of its reports.
        statements: Number of statements.
        reports: Ids of the reports that name the entity.
        wikidata: Wikidata id from the user's list, or None.
    """

    name: str
    kind: EntityKind
    names: Counter[str] = field(default_factory=Counter)
    roles: dict[str, list[str]] = field(default_factory=dict)
    statements: int = 0
    reports: list[str] = field(default_factory=list)
    wikidata: str | None = None

    @property
    def latest_role(self) -> str | None:
        """The role in the latest report that gives one."""
        dated = [(max(dates, default=""), role) for role, dates in self.roles.items()]
        return max(dated)[1] if dated else None


@dataclass(frozen=True)
class _Appearance:
    """An entity in one report."""

    report: str
    published: str
    entity: Entity
    statements: int
    parsed: PersonName | None


def read_known_people(path: Path) -> list[KnownPerson]:
    """Read a user's list of people: CSV with the columns ``name``, ``aliases`` (separated by ``;``) and ``wikidata``.

    Args:
        path: The CSV file, in UTF-8.

    Raises:
        ConfigurationError: The file is not readable, has no column ``name``, or contains an invalid line.

    Example:
        >>> read_known_people(Path("people.csv"))[0]
        KnownPerson(name='Ilse Brandvold', aliases=('I. Brandvold',), wikidata='Q42')
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = csv.DictReader(lines)
            if "name" not in (rows.fieldnames or ()):
                raise ConfigurationError(
                    f"{path}: the first line has no column 'name'; write the columns {', '.join(_COLUMNS)}"
                )
            return [_known_person(path, number, row) for number, row in enumerate(rows, 2)]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ConfigurationError(f"{path}: cannot be read as CSV in UTF-8 ({error})") from error


def _known_person(path: Path, number: int, row: dict[str, str | None]) -> KnownPerson:
    name = (row.get("name") or "").strip()
    wikidata = (row.get("wikidata") or "").strip() or None
    if not name:
        raise ConfigurationError(f"{path}, line {number}: the name is missing; every line needs one")
    if wikidata and not _WIKIDATA.fullmatch(wikidata):
        raise ConfigurationError(f"{path}, line {number}: {wikidata!r} is not a Wikidata id; write it like Q42")
    aliases = tuple(alias.strip() for alias in (row.get("aliases") or "").split(";") if alias.strip())
    return KnownPerson(name, aliases, wikidata)


def find_people(records: Iterable[AnnotatedReport], known: Sequence[KnownPerson] = ()) -> list[Identity]:
    """Resolve the named entities of many records to identities.

    Args:
        records: The records.
        known: The user's list. A name on it, or a form of one, refers to that person. A bare surname on it matches
            people whose first name no report gives.

    Returns:
        The identities, those with the most statements first.

    Raises:
        ConfigurationError: Two people on the list share a name.

    Example:
        >>> [identity.name for identity in find_people(records)]
        ['Ilse Brandvold', 'Harbour Board']
    """
    aliases = index_known_people(known)
    listed = {person: _ListedPerson.from_known(person) for person in known}
    others: dict[tuple[str, str], Identity] = {}
    persons: list[_Appearance] = []
    for appearance in (appearance for record in records for appearance in _appearances(record)):
        name = appearance.entity.name or ""
        person = aliases.get(plain_name(name))
        if person is not None and not _is_bare(appearance.parsed):
            listed[person].add_appearance(appearance)
        elif appearance.parsed is None:
            kind = appearance.entity.kind
            _count_appearance(others.setdefault((kind, plain_name(name)), Identity(name, kind)), appearance)
        else:
            persons.append(appearance)
    joined = _join_persons(persons, {alias: listed[person] for alias, person in aliases.items()})
    found = [*(person.identity for person in listed.values() if person.identity.names), *others.values(), *joined]
    return sorted(found, key=lambda identity: (-identity.statements, -len(identity.reports), identity.name))


def index_known_people(known: Iterable[KnownPerson]) -> dict[str, KnownPerson]:
    """Map each normalised name of a list of people to its person.

    Args:
        known: The list.

    Raises:
        ConfigurationError: Two people on the list share a name.

    Example:
        >>> index_known_people([KnownPerson("Ada Quist")])["ada quist"].name
        'Ada Quist'
    """
    found: dict[str, KnownPerson] = {}
    for person in known:
        for alias in (person.name, *person.aliases):
            other = found.setdefault(plain_name(alias), person)
            if other != person:
                raise ConfigurationError(
                    f"the list of people has {alias!r} for {other.name} and for {person.name}; remove one"
                )
    return found


def is_bare_surname(name: str) -> bool:
    """Tell whether a name is only a surname, with or without a title.

    Example:
        >>> is_bare_surname("Mr Lund")
        True
    """
    return _is_bare(parse_name(name))


def _is_bare(parsed: PersonName | None) -> bool:
    return parsed is not None and not parsed.given


def _appearances(record: AnnotatedReport) -> list[_Appearance]:
    spoken = Counter(s.speaker.entity for s in record.statements if s.speaker and s.speaker.status == "resolved")
    published = record.report.published or ""
    return [
        _Appearance(
            record.report.id,
            published,
            entity,
            spoken[entity.id],
            parse_name(entity.name) if entity.kind == "person" else None,
        )
        for entity in record.entities
        if entity.name
    ]


class Candidate(Protocol):
    """A person with the names and roles known so far."""

    @property
    def letters(self) -> Set[str]:
        """First letters of all given names; empty if only the surname is known."""

    @property
    def nouns(self) -> Set[str]:
        """The nouns of the roles."""

    def parsed_names(self) -> Sequence[PersonName]:
        """Return the parsed names."""


AnyCandidate = TypeVar("AnyCandidate", bound=Candidate)


@dataclass
class _PersonCandidate:
    identity: Identity
    letters: set[str] = field(default_factory=set)
    nouns: set[str] = field(default_factory=set)
    parsed: list[PersonName] = field(default_factory=list)
    is_listed: bool = False

    def parsed_names(self) -> Sequence[PersonName]:
        return self.parsed

    def add_appearance(self, appearance: _Appearance, parsed: PersonName, nouns: Set[str]) -> None:
        """Add the name and roles of one report; a name of the user's list stays unchanged."""
        self.parsed.append(parsed)
        self.letters |= given_letters(parsed)
        self.nouns |= nouns
        _count_appearance(self.identity, appearance)
        is_fuller = parsed.given and (parsed.size, len(parsed.plain)) > name_fullness(self.identity.name)
        if is_fuller and not self.is_listed:
            self.identity.name = appearance.entity.name or ""


@dataclass
class _ListedPerson:
    """A person on the user's list, with one candidate for each of their surnames."""

    identity: Identity
    nouns: set[str]
    candidates: dict[str, _PersonCandidate]

    @classmethod
    def from_known(cls, known: KnownPerson) -> _ListedPerson:
        """Return a person of the list with their names, grouped by surname. Bare surnames are left out."""
        listed = cls(Identity(known.name, "person", wikidata=known.wikidata), set(), {})
        for name in (known.name, *known.aliases):
            parsed = parse_name(name)
            if parsed is None or not parsed.given:
                continue
            new = _PersonCandidate(listed.identity, nouns=listed.nouns, is_listed=True)
            candidate = listed.candidates.setdefault(name_keys(parsed)[0], new)
            if all(may_be_same(parsed, other) for other in candidate.parsed):
                candidate.parsed.append(parsed)
                candidate.letters |= given_letters(parsed)
        return listed

    def may_be(self, key: str, parsed: PersonName) -> bool:
        """Tell whether a name fits this person's names with the same surname: "Mr Lund" does not fit "Ada Lund"."""
        return key not in self.candidates or all(may_be_same(parsed, other) for other in self.candidates[key].parsed)

    def add_appearance(self, appearance: _Appearance) -> None:
        self.nouns |= role_nouns(appearance.entity.roles)
        _count_appearance(self.identity, appearance)


def _join_persons(appearances: Sequence[_Appearance], listed: Mapping[str, _ListedPerson]) -> list[Identity]:
    """Join appearances to persons: full names first, then bare surnames.

    Args:
        appearances: Persons whose names are not on the user's list, or are bare surnames.
        listed: Person by normalised name of the user's list. These have priority.

    Returns:
        The persons who are not on the list.
    """
    by_surname: dict[str, list[_PersonCandidate]] = defaultdict(list)
    for one in {id(person): person for person in listed.values()}.values():
        for key, candidate in one.candidates.items():
            by_surname[key].append(candidate)
    people: list[_PersonCandidate] = []
    for appearance in sorted(appearances, key=lambda a: _is_bare(a.parsed)):
        parsed = appearance.parsed
        if parsed is None:
            continue
        nouns = role_nouns(appearance.entity.roles)
        key = name_keys(parsed)[0]
        owner = find_owner(by_surname[key], parsed, nouns)
        # "Mayor Lund" refers to the same listed person as "Lund".
        on_list = listed.get(plain_name(appearance.entity.name or "")) or listed.get(plain_name(parsed.plain))
        if on_list and (owner is None or not owner.letters) and on_list.may_be(key, parsed):
            on_list.add_appearance(appearance)
            continue
        if owner is None:
            owner = _PersonCandidate(Identity(appearance.entity.name or "", "person"))
            by_surname[key].append(owner)
            people.append(owner)
        owner.add_appearance(appearance, parsed, nouns)
    return [person.identity for person in people]


def name_fullness(name: str) -> tuple[int, int]:
    """Return the sort key that finds the fullest name: words, then letters.

    A bare surname sorts below every full name.

    Example:
        >>> name_fullness("Ada Quist") > name_fullness("Quist")
        True
    """
    parsed = parse_name(name)
    return (parsed.size, len(parsed.plain)) if parsed and parsed.given else (0, 0)


def role_nouns(roles: Iterable[str]) -> set[str]:
    """Return the head nouns of roles.

    Example:
        >>> role_nouns(["the former mayor of Westmere"])
        {'mayor'}
    """
    return {noun for role in roles if (noun := role_noun(role))}


def find_owner(candidates: Sequence[AnyCandidate], parsed: PersonName, nouns: Set[str]) -> AnyCandidate | None:
    """Find the candidate that a name belongs to.

    Args:
        candidates: People with the same name key.
        parsed: The parsed name.
        nouns: Head nouns of the roles beside the name.

    Returns:
        The candidate, or None if the name belongs to a new person.

    Example:
        >>> find_owner([], parse_name("Ada Quist"), set()) is None
        True
    """
    if parsed.given:
        letters = given_letters(parsed)
        return next((one for one in candidates if letters & one.letters and _fits(one, parsed, nouns)), None)
    full = [one for one in candidates if one.letters and nouns & one.nouns and _fits(one, parsed, nouns)]
    if len(full) == 1:
        return full[0]
    return next((one for one in candidates if not one.letters and _fits(one, parsed, nouns)), None)


def _fits(candidate: Candidate, parsed: PersonName, nouns: Set[str]) -> bool:
    if _roles_conflict(nouns, candidate.nouns):
        return False
    return all(may_be_same(parsed, other) for other in candidate.parsed_names())


def _roles_conflict(one: Set[str], other: Set[str]) -> bool:
    """Tell whether roles conflict: both have known fields of work, and none in common."""
    fields = [{_FIELDS[noun] for noun in nouns if noun in _FIELDS} for nouns in (one, other)]
    return bool(fields[0]) and bool(fields[1]) and not fields[0] & fields[1]


def _count_appearance(identity: Identity, appearance: _Appearance) -> None:
    identity.names[appearance.entity.name or ""] += 1
    identity.statements += appearance.statements
    identity.reports.append(appearance.report)
    for role in appearance.entity.roles:
        dates = identity.roles.setdefault(role, [])
        if appearance.published:
            dates.append(appearance.published)


def plain_name(name: str) -> str:
    """Normalise a name for comparison: single spaces, straight apostrophes, plain letters in lower case.

    Example:
        >>> plain_name("Ilse  O’Brand")
        "ilse o'brand"
    """
    return _SPACE.sub(" ", fold_letters(name.replace("’", "'"))).strip()
