"""One identity for one person over many reports.

Names are joined with care: two reports' "John Smith" are one person only if nothing in their names and roles speaks
against it; a bare surname joins a full name only if one such person is known and a role says the same. A list of people
that the user keeps, with aliases and Wikidata ids, wins over everything; but an alias that is only a
surname matches people whose first name no report gives, and whom no role gives another full name.
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

_SPACE = re.compile(r"\s+")
_COLUMNS = ("name", "aliases", "wikidata")
_WIKIDATA = re.compile(r"Q[1-9][0-9]*")
_FIELDS = lexicon.values("field")
"""Fields of work that seldom go together; roles that fit in any field ("adviser", "president") are in none."""


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A line of the user's list of people.

    Attributes:
        name: The name to show.
        aliases: Other names of the same person.
        wikidata: Wikidata id, or None.
    """

    name: str
    aliases: tuple[str, ...] = ()
    wikidata: str | None = None


@dataclass
class Identity:
    """Somebody who is named in one report or more.

    Attributes:
        name: The fullest name, or that of the user's list.
        kind: person, organisation, place or group.
        names: Names as the reports give them, with the number of reports.
        roles: Roles as printed, each with the dates of the reports that print it.
        statements: How many statements are theirs.
        reports: Ids of the reports that name them.
        wikidata: From the user's list, or None.
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

    Raises:
        ConfigurationError: The file cannot be read, or lacks a column, or a line is wrong.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = csv.DictReader(lines)
            if "name" not in (rows.fieldnames or ()):
                raise ConfigurationError(
                    f"{path}: no column 'name' in its first line; it must name the columns {', '.join(_COLUMNS)}"
                )
            return [_known_person(path, number, row) for number, row in enumerate(rows, 2)]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ConfigurationError(f"{path}: cannot be read as CSV in UTF-8 ({error})") from error


def _known_person(path: Path, number: int, row: dict[str, str | None]) -> KnownPerson:
    name = (row.get("name") or "").strip()
    wikidata = (row.get("wikidata") or "").strip() or None
    if not name:
        raise ConfigurationError(f"{path}, line {number}: no name; every line needs one")
    if wikidata and not _WIKIDATA.fullmatch(wikidata):
        raise ConfigurationError(f"{path}, line {number}: {wikidata!r} is no Wikidata id; write it like Q42")
    aliases = tuple(alias.strip() for alias in (row.get("aliases") or "").split(";") if alias.strip())
    return KnownPerson(name, aliases, wikidata)


def find_people(records: Iterable[AnnotatedReport], known: Sequence[KnownPerson] = ()) -> list[Identity]:
    """Gather the named entities of many records into identities, those who speak most first.

    Args:
        records: The records.
        known: The user's list; whoever bears a name on it, or a form of one, is that person. A bare surname on it
            matches people whose first name no report gives.

    Raises:
        ConfigurationError: Two persons of the list have one name.
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
    """Give whose each name of a list of people is, by the plain name.

    Raises:
        ConfigurationError: Two persons of the list have one name.
    """
    found: dict[str, KnownPerson] = {}
    for person in known:
        for alias in (person.name, *person.aliases):
            other = found.setdefault(plain_name(alias), person)
            if other != person:
                raise ConfigurationError(
                    f"the list of people has {alias!r} for {other.name} and for {person.name}; take it from one of them"
                )
    return found


def is_bare_surname(name: str) -> bool:
    """Tell whether a name is a surname alone, with or without a title."""
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
    """A person by the names and callings known so far."""

    @property
    def letters(self) -> Set[str]:
        """First letters of all given names; none of one who is known by a bare surname alone."""

    @property
    def nouns(self) -> Set[str]:
        """The nouns of the roles."""

    def parsed_names(self) -> Sequence[PersonName]:
        """Give the names, taken apart."""


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
        """Take in what one report says; a name of the user's list stays as it is."""
        self.parsed.append(parsed)
        self.letters |= given_letters(parsed)
        self.nouns |= nouns
        _count_appearance(self.identity, appearance)
        is_fuller = parsed.given and (parsed.size, len(parsed.plain)) > name_fullness(self.identity.name)
        if is_fuller and not self.is_listed:
            self.identity.name = appearance.entity.name or ""


@dataclass
class _ListedPerson:
    """Somebody of the user's list, with a candidate for each surname that they have."""

    identity: Identity
    nouns: set[str]
    candidates: dict[str, _PersonCandidate]

    @classmethod
    def from_known(cls, known: KnownPerson) -> _ListedPerson:
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
        """Tell whether a name contradicts none of this person's with the same surname: "Mr Lund" is no Ada."""
        return key not in self.candidates or all(may_be_same(parsed, other) for other in self.candidates[key].parsed)

    def add_appearance(self, appearance: _Appearance) -> None:
        self.nouns |= role_nouns(appearance.entity.roles)
        _count_appearance(self.identity, appearance)


def _join_persons(appearances: Sequence[_Appearance], listed: Mapping[str, _ListedPerson]) -> list[Identity]:
    """Join full names first, then bare ones.

    Args:
        appearances: Of persons, by names that the user's list does not have, or bare surnames.
        listed: Whose each plain name of the user's list is; these go before all others.

    Returns:
        The persons that are not on the list.
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
        # "Mayor Lund" is whose "Lund" is.
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
    """Give what names are compared by to find the fullest; a bare surname is less full than any full name."""
    parsed = parse_name(name)
    return (parsed.size, len(parsed.plain)) if parsed and parsed.given else (0, 0)


def role_nouns(roles: Iterable[str]) -> set[str]:
    """Give the nouns that roles come down to: "mayor" of "the former mayor of Westmere"."""
    return {noun for role in roles if (noun := role_noun(role))}


def find_owner(candidates: Sequence[AnyCandidate], parsed: PersonName, nouns: Set[str]) -> AnyCandidate | None:
    """Find who of several a name belongs to.

    Args:
        candidates: People with a name of the same key.
        parsed: The name.
        nouns: The nouns of the roles that come with it.

    Returns:
        The one it belongs to, or None where it is a new person's as far as anything tells.
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
    """Tell whether roles speak for two persons: both work in known fields, and in no common one."""
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
    """Give a name by which equal ones are told: one space between words, straight apostrophes, no capitals."""
    return _SPACE.sub(" ", name.replace("’", "'")).strip().lower()
