"""Group corrections by statement and check that an undo leaves them consistent.

The corrections of one statement form its *history*. The first entry keeps the statement that a model found. Every later
entry keeps the number of the first, because an edit or newer weights may give the statement's id to another statement.

A correction builds on the earlier corrections of its statement. You undo corrections newest first and restore them
oldest first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onrecord.errors import ConfigurationError
from onrecord.store.values.corrections import Correction

FIRST = "first"
"""Key in an entry's detail for the number of the first entry of its history."""


@dataclass(frozen=True, slots=True)
class StatementHistory:
    """The corrections of one statement, oldest first, including undone ones."""

    entries: tuple[Correction, ...]

    @property
    def first(self) -> int:
        """The number of the first entry, which identifies the history."""
        return self.entries[0].number

    @property
    def standing(self) -> list[Correction]:
        """The entries that are not undone."""
        return [entry for entry in self.entries if not entry.undone]

    @property
    def notes(self) -> tuple[Correction, ...]:
        """The notes that are not undone."""
        return tuple(entry for entry in self.standing if entry.action == "note")

    @property
    def changes(self) -> list[Correction]:
        """The entries that are not undone and say something of the statement itself."""
        return [entry for entry in self.standing if entry.action != "note"]

    @property
    def is_addition(self) -> bool:
        """Whether a person added the statement, which no model had found."""
        return self.entries[0].action == "add"

    @property
    def is_rejected(self) -> bool:
        """Whether a person rejected the statement."""
        return any(entry.action == "reject" for entry in self.standing)


def find_histories(corrections: Sequence[Correction]) -> list[StatementHistory]:
    """Group the corrections of a report by statement.

    Args:
        corrections: Entries of the report, oldest first. Undo entries are ignored.

    Returns:
        One history for each corrected statement, in the order of their first entries.
    """
    entries: dict[int, list[Correction]] = {}
    left_by: dict[str | None, int] = {}
    for entry in corrections:
        if entry.action == "undo":
            continue
        # Entries without the number of the first belong to the history whose last entry set this statement id.
        first = entry.detail.get(FIRST) or left_by.get(entry.statement, entry.number)
        entries.setdefault(first, []).append(entry)
        left_by[entry.detail.get("id", entry.statement)] = first
    return [StatementHistory(tuple(own)) for own in entries.values()]


def check_fit(before: Sequence[Correction], after: Sequence[Correction]) -> None:
    """Check that an undo leaves every remaining correction on the statement that it corrects.

    Args:
        before: The log of a report.
        after: The same log with one more undo entry at its end.

    Raises:
        ConfigurationError: A correction would lose the corrections it builds on, or build on others. The message says
            what to undo first.
    """
    known = {misfit.entry for misfit in _find_misfits(before)}
    undoing = after[-1].detail["undoes"]
    stood = {entry.number for entry in before if not entry.undone}
    for misfit in _find_misfits(after):
        if misfit.entry in known:
            continue
        if misfit.entry in stood:
            raise ConfigurationError(
                f"correction {misfit.entry} builds on correction {undoing}; undo {misfit.entry} first"
            )
        what = f"undo {_list(misfit.added)}" if misfit.added else f"restore {_list(misfit.missing)}"
        raise ConfigurationError(f"correction {misfit.entry} builds on an earlier form of the statement; {what} first")


@dataclass(frozen=True, slots=True)
class _Misfit:
    """A standing entry, with the undone entries it builds on and the standing ones it does not build on."""

    entry: int
    missing: frozenset[int]
    added: frozenset[int]


def _find_misfits(log: Sequence[Correction]) -> Iterator[_Misfit]:
    undoings = [(entry.number, int(entry.detail["undoes"])) for entry in log if entry.action == "undo"]
    for history in find_histories(log):
        altering = [entry for entry in history.entries if entry.action not in ("accept", "note")]
        for entry in history.changes:
            undone = undone_by([one for one in undoings if one[0] < entry.number])
            earlier = [one for one in altering if one.number < entry.number]
            then = frozenset(one.number for one in earlier if one.number not in undone)
            now = frozenset(one.number for one in earlier if not one.undone)
            if then != now:
                yield _Misfit(entry.number, then - now, now - then)


def undone_by(undoings: Sequence[tuple[int, int]]) -> set[int]:
    """Return the numbers of the undone entries. Undoing an undo restores the entry.

    Args:
        undoings: Pairs of the undo entry's number and the number it undoes, oldest first.

    Example:
        >>> undone_by([(2, 1), (3, 2)])
        {2}
    """
    undone: set[int] = set()
    for number, undoes in reversed(undoings):
        if number not in undone:
            undone.add(undoes)
    return undone


def _list(numbers: frozenset[int]) -> str:
    return " and ".join(map(str, sorted(numbers)))
