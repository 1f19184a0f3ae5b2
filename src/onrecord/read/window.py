"""Which part of a file is read: a window over its items, with counts of what is passed over.

An item is what a reader can pass over whole: a record of a web archive, a line of JSON Lines, a row of a Parquet table,
or a file that is one report. Readers ask the window before they parse an item, so items outside it cost little.
"""

from __future__ import annotations

from collections import Counter


class ReadWindow:
    """A stretch of a file.

    Readers call :meth:`admit` once for each item, in order, and parse those that it admits.

    Args:
        start: Where the first item may begin: an offset in bytes, or the number of a row in a Parquet table.
        stop: Where the first item begins that is read no more; None reads to the end.

    Attributes:
        item: Number of the item that was admitted last, from 0; -1 before the first.
        skipped: Admitted items that are no reports, counted by reason.

    Example:
        >>> window = ReadWindow(start=10, stop=30)
        >>> [window.admit(offset) for offset in (0, 12, 30)]
        [False, True, False]
    """

    def __init__(self, start: int = 0, stop: int | None = None) -> None:
        self.item = -1
        self.skipped: Counter[str] = Counter()
        self._start = start
        self._stop = stop

    def admit(self, offset: int) -> bool:
        """Tell whether to parse the item that begins at an offset."""
        if offset < self._start or self.is_past(offset):
            return False
        self.item += 1
        return True

    def is_past(self, offset: int) -> bool:
        """Tell whether no item at this offset or behind it is read."""
        return self._stop is not None and offset >= self._stop

    def skip(self, reason: str) -> None:
        """Count the item that was admitted last as no report."""
        self.skipped[reason] += 1
