"""What every searched thing can do: the interface of a projection."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Generic, TypeVar

from sqlalchemy import Connection

from onrecord.record.check import Fault
from onrecord.store.corrections.overlay import CorrectedRecord

Prepared = TypeVar("Prepared")


@dataclass(frozen=True, slots=True)
class CurrentReport:
    """A report as searches must see it, for verifying.

    Attributes:
        key: The report's key.
        id: The report's id.
        ids: Ids of what the newest annotation holds, with corrections applied, by layer.
    """

    key: int
    id: str
    ids: Mapping[str, Sequence[str]]


class Projection(ABC, Generic[Prepared]):
    """A searched thing, such as statements or people, derived from the facts and corrections of reports.

    Subclass it to make something new searchable, and add the class to
    :func:`~onrecord.store.projections.registry.make_projections`. Adding, re-indexing, verifying and counting then
    include it.
    """

    name: ClassVar[str]
    """Plural noun, for counts and messages."""

    @abstractmethod
    def prepare(self, corrected: CorrectedRecord) -> Prepared:
        """Derive what is searched of one report. Runs outside the transaction; keep only plain values."""

    @abstractmethod
    def add(self, connection: Connection, reports: Sequence[tuple[int, Prepared]]) -> None:
        """Write what was prepared, each with its report's key. None of the reports is in the projection."""

    @abstractmethod
    def remove(self, connection: Connection, report_keys: Sequence[int]) -> None:
        """Delete what reports contributed."""

    @abstractmethod
    def count(self, connection: Connection) -> int:
        """Count the searched things."""

    @abstractmethod
    def verify(self, connection: Connection) -> Iterator[Fault]:
        """Yield what is wrong with the projection as a whole."""

    def verify_reports(self, connection: Connection, reports: Sequence[CurrentReport]) -> Iterator[Fault]:
        """Yield where the projection differs from what neighbouring reports hold, in the order of their keys."""
        yield from ()

    def compare(self, connection: Connection, reports: Sequence[tuple[int, str, Prepared]]) -> Iterator[Fault]:
        """Yield where the projection differs from what was prepared of neighbouring reports, each with key and id."""
        yield from ()

    def finish_comparison(self, connection: Connection) -> Iterator[Fault]:
        """Yield what only shows once all reports are compared."""
        yield from ()

    def begin(self, connection: Connection) -> None:
        """Start a transaction: refresh what is kept in memory."""

    def forget(self) -> None:
        """Drop what is kept in memory, after a transaction that failed."""

    def reset(self, connection: Connection) -> None:
        """Prepare for re-indexing the whole store."""
