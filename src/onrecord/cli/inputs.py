"""What the commands that annotate take in: files and feeds, and how reading them went."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from onrecord.cli.progress import ReadProgress
from onrecord.cli.terminal import say
from onrecord.errors import OnRecordError, ReadError
from onrecord.read import ReadOptions, read_reports
from onrecord.record import AnnotatedReport, Report


@dataclass
class Tally:
    """How a run went: what was read, what could not be, and what was passed over for its language."""

    reports: int = 0
    failed: int = 0
    passed_over: int = 0

    def fail(self, error: OnRecordError) -> None:
        """Say what could not be read or annotated, and count it."""
        self.failed += 1
        say(str(error))


def read_all(
    files: list[str | ReadError], options: ReadOptions, progress: ReadProgress
) -> Iterator[Report | ReadError]:
    """Read the reports of files, in order, and say to the progress bar when a file is done."""
    for path in files:
        if isinstance(path, ReadError):
            yield path
        else:
            yield from read_reports(path, options)
        progress.end_file()


def read_feeds(
    feeds: Sequence[str],
    options: ReadOptions,
    allow_private: bool,
    known: Callable[[str], dict[str, Any] | None] = lambda feed: None,
) -> Iterator[tuple[str, Callable[[], dict[str, Any]], Iterator[Report | ReadError]]]:
    """Read the pages that feeds list, one feed after the other.

    Args:
        feeds: Their addresses.
        options: What the caller knows of the pages.
        allow_private: Whether to fetch from addresses outside the public internet.
        known: Gives what was kept of a feed when it was last read, or None.

    Yields:
        For each feed its address, what gives its state once its pages are taken, and the pages.
    """
    if not feeds:
        return
    # The client and its encryption take a while to load, and most runs fetch nothing.
    from onrecord.read.web.feed import FeedState, read_feed
    from onrecord.read.web.fetch import Fetcher

    fetcher = Fetcher(allow_private=allow_private)
    for feed in feeds:
        kept = known(feed)
        state = FeedState() if kept is None else FeedState.from_dict(kept)
        yield feed, state.to_dict, read_feed(feed, state, options, fetcher)


def keep_record(record: AnnotatedReport) -> AnnotatedReport:
    """Make nothing else of a record; a function of its own, since it has to reach the workers."""
    return record
