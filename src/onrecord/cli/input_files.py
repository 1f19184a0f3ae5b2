"""Reports from the files and feeds that a command line names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from onrecord.cli.progress import ReadProgress
from onrecord.errors import ReadError
from onrecord.read import ReadOptions, read_reports
from onrecord.record import Report


def read_files(
    files: Iterable[str | ReadError], options: ReadOptions, progress: ReadProgress
) -> Iterator[Report | ReadError]:
    """Read the reports of files, in order, and tell the progress bar when a file is done."""
    for file in files:
        if isinstance(file, ReadError):
            yield file
        else:
            yield from read_reports(file, options)
        progress.end_file()


def read_feeds(feeds: Sequence[str], options: ReadOptions, allow_private: bool) -> Iterator[Report | ReadError]:
    """Read all pages that feeds list, one feed after the other."""
    if not feeds:
        return
    # The client and its encryption take a while to load, and most runs fetch nothing.
    from onrecord.read.web.feed import FeedState, read_feed
    from onrecord.read.web.fetch import Fetcher

    fetcher = Fetcher(allow_private=allow_private)
    for feed in feeds:
        yield from read_feed(feed, FeedState(), options, fetcher)
