"""A progress bar for long runs, shown only where standard error is a terminal."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Any, Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn


class _Bar:
    """A bar with counts and the time left, shown while a ``with`` block runs.

    Args:
        what: What is counted.
        total: How many there are, or None if that is unknown.
        is_shown: Whether to show it if standard error is a terminal.
    """

    def __init__(self, what: str, total: int | None, is_shown: bool = True) -> None:
        console = Console(stderr=True)
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
            console=console,
            transient=True,
            disable=not (is_shown and console.is_terminal),
            redirect_stdout=False,
        )
        self._task = self._progress.add_task(what, total=total, rate="")

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()


class CountProgress(_Bar):
    """Shows progress through a known number of things.

    Args:
        what: What is counted.
        total: How many there are.
    """

    def advance(self, number: int) -> None:
        """Count more as done."""
        self._progress.advance(self._task, number)


class ReadProgress(_Bar):
    """Shows files done, the rate and the time left while reports are read.

    Args:
        files: How many files there are; how many reports they hold is not known beforehand.
    """

    def __init__(self, files: int) -> None:
        # If records went to the same terminal, the bar would appear between them.
        super().__init__("files", files if files > 1 else None, is_shown=not sys.stdout.isatty())
        self._begun = time.monotonic()
        self._words = 0
        self._reports = 0

    def advance(self, words: int) -> None:
        """Count a report of so many words that is done."""
        if self._progress.disable:
            return
        self._reports += 1
        self._words += words
        elapsed = max(time.monotonic() - self._begun, 1e-3)
        rate = f"{self._reports / elapsed:.1f} reports/s, {self._words / elapsed:,.0f} words/s"
        self._progress.update(self._task, rate=rate)

    def end_file(self) -> None:
        """Count a file whose last report has been read."""
        self._progress.advance(self._task)


class ShardProgress(_Bar):
    """Shows shards done, the rate and the time left while an archive is read."""

    def __init__(self) -> None:
        super().__init__("shards", None)
        self._begun = time.monotonic()
        self._words = 0
        self._reports = 0

    def start(self, done: int, total: int) -> None:
        """Say how many shards are done already, and how many there are."""
        self._begun = time.monotonic()
        self._progress.update(self._task, completed=done, total=total)

    def advance(self, row: dict[str, Any]) -> None:
        """Count a shard that is done, by its row of the manifest."""
        self._reports += row["annotated"]
        self._words += row["words"]
        elapsed = max(time.monotonic() - self._begun, 1e-3)
        rate = f"{self._reports / elapsed:.1f} reports/s, {self._words / elapsed:,.0f} words/s"
        self._progress.update(self._task, advance=1, rate=rate)
