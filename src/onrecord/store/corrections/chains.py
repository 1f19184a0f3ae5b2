"""Which corrections are of one statement, and whether they still fit together.

The corrections of one statement are a *chain*. Its first entry says which statement a model had found; every later one
names the first, so that what an entry is of never has to be told from ids that an edit or newer weights may have given
to something else.

An entry was made of the statement as the entries before it had left it. It stands only together with them: one that
others build on is undone after these, and comes back before them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onrecord.errors import ConfigurationError
from onrecord.store.values import Correction

FIRST = "first"
"""Names, in what an entry says, the number of the first entry of its chain."""


@dataclass(frozen=True, slots=True)
class Chain:
    """The corrections of one statement, oldest first, undone ones too."""

    entries: tuple[Correction, ...]

    @property
    def first(self) -> int:
        """The number of the first, by which the chain is named."""
        return self.entries[0].number

    @property
    def standing(self) -> list[Correction]:
        """Those that are not undone."""
        return [entry for entry in self.entries if not entry.undone]

    @property
    def is_rejected(self) -> bool:
        """Whether the statement is none."""
        return any(entry.action == "reject" for entry in self.standing)


def find_chains(corrections: Sequence[Correction]) -> list[Chain]:
    """Gather the corrections of a report into chains, in the order of their first entries.

    Args:
        corrections: Entries of the report, oldest first; undoings among them are left out.
    """
    entries: dict[int, list[Correction]] = {}
    left_by: dict[str | None, int] = {}
    for entry in corrections:
        if entry.action == "undo":
            continue
        # Entries of stores that were made before the first was written down go by the id that the last one left.
        first = entry.detail.get(FIRST) or left_by.get(entry.statement, entry.number)
        entries.setdefault(first, []).append(entry)
        left_by[entry.detail.get("id", entry.statement)] = first
    return [Chain(tuple(own)) for own in entries.values()]


def check_fit(before: Sequence[Correction], after: Sequence[Correction]) -> None:
    """Check that undoing leaves no correction on a statement other than it was made of.

    Args:
        before: The log of a report.
        after: The same with one undoing more.

    Raises:
        ConfigurationError: Some correction would stand without what it builds on, or on something else; the message
            says what to undo first.
    """
    known = {misfit.entry for misfit in _find_misfits(before)}
    undoing = after[-1].detail["undoes"]
    stood = {entry.number for entry in before if not entry.undone}
    for misfit in _find_misfits(after):
        if misfit.entry in known:
            continue
        if misfit.entry in stood:
            raise ConfigurationError(
                f"correction {misfit.entry} was made of the statement as it stands with {undoing} in place; undo "
                f"{misfit.entry} first"
            )
        what = f"undo {_list(misfit.added)}" if misfit.added else f"bring back {_list(misfit.missing)}"
        raise ConfigurationError(f"correction {misfit.entry} was made of the statement as it stood then; {what} first")


@dataclass(frozen=True, slots=True)
class _Misfit:
    """An entry, what it builds on and is undone, and what stands before it and did not then."""

    entry: int
    missing: frozenset[int]
    added: frozenset[int]


def _find_misfits(log: Sequence[Correction]) -> Iterator[_Misfit]:
    undoings = [(entry.number, int(entry.detail["undoes"])) for entry in log if entry.action == "undo"]
    for chain in find_chains(log):
        altering = [entry for entry in chain.entries if entry.action != "accept"]
        for entry in chain.standing:
            undone = undone_by([one for one in undoings if one[0] < entry.number])
            earlier = [one for one in altering if one.number < entry.number]
            then = frozenset(one.number for one in earlier if one.number not in undone)
            now = frozenset(one.number for one in earlier if not one.undone)
            if then != now:
                yield _Misfit(entry.number, then - now, now - then)


def undone_by(undoings: Sequence[tuple[int, int]]) -> set[int]:
    """Give the entries that are undone; the undoing of an undoing brings the entry back.

    Args:
        undoings: Each with its number and that of the entry it undoes, oldest first.
    """
    undone: set[int] = set()
    for number, undoes in reversed(undoings):
        if number not in undone:
            undone.add(undoes)
    return undone


def _list(numbers: frozenset[int]) -> str:
    return " and ".join(map(str, sorted(numbers)))
