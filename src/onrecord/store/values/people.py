"""People and other speakers over all reports of a store."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from onrecord.record import EntityKind


@dataclass(frozen=True, slots=True)
class PersonName:
    """Short form of a person or another speaker in the store.

    Attributes:
        id: ``p_`` and a hash. It is stable when you add reports.
        name: The fullest name.
        kind: person, organisation, place or group.
        statements: Number of statements.
    """

    id: str
    name: str
    kind: EntityKind
    statements: int

    def to_dict(self) -> dict[str, Any]:
        """Return the person as plain JSON values."""
        return {"id": self.id, "name": self.name, "kind": self.kind, "statements": self.statements}


@dataclass(frozen=True, slots=True)
class NamedSpeaker:
    """The speaker of a statement, resolved over all reports.

    Attributes:
        person: Id of the person, or None for an unresolved speaker.
        name: The fullest name in the store, or None.
        role: Roles in the report, as printed, or None.
    """

    person: str | None
    name: str | None
    role: str | None


@dataclass(frozen=True, slots=True)
class RoleSeen:
    """A role of a person, as printed.

    Attributes:
        role: The role.
        first: Day of the first report that prints it, or None.
        last: Day of the last report that prints it, or None.
        statements: Number of statements with this role.
    """

    role: str
    first: str | None
    last: str | None
    statements: int


@dataclass(frozen=True, slots=True)
class Person:
    """A person or another speaker over all reports of the store.

    Attributes:
        id: ``p_`` and a hash. It is stable when you add reports.
        name: The fullest name.
        kind: person, organisation, place or group.
        names: All names, including those of merged people.
        roles: Roles as printed, latest first.
        statements: Number of statements.
        first: Day of the first statement, or None.
        last: Day of the last statement, or None.
        merged: Ids of people who were merged into this one.
    """

    id: str
    name: str
    kind: EntityKind
    names: tuple[str, ...]
    roles: tuple[RoleSeen, ...]
    statements: int
    first: str | None
    last: str | None
    merged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject that a person mentions more than others do.

    Attributes:
        words: The subject, as printed.
        statements: Number of the person's latest statements with these words.
    """

    words: str
    statements: int


@dataclass(frozen=True, slots=True)
class QuotedTogether:
    """A person who is quoted in the same reports as another.

    Attributes:
        id: ``p_`` and a hash.
        name: The fullest name.
        kind: person, organisation, place or group.
        reports: Number of reports that quote both.
    """

    id: str
    name: str
    kind: EntityKind
    reports: int
