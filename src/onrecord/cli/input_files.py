"""Reports from the files and feeds that a command line names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from onrecord.cli.progress import ReadProgress
from onrecord.errors import ReadError
from onrecord.read import ReadOptions, read_reports
from onrecord.read.web.addresses import is_web_address
from onrecord.record import Report


def read_files(
    files: Sequence[str | ReadError], options: ReadOptions, progress: ReadProgress, allow_private: bool = False
) -> Iterator[Report | ReadError]:
    """Read the reports of files and pages, in order, and tell the progress bar when one is done."""
    pages = _PageReader(options, allow_private)
    for file in files:
        if isinstance(file, ReadError):
            yield file
        elif is_web_address(file):
            yield pages.read_page(file)
        else:
            yield from read_reports(file, options)
        progress.end_file()


class _PageReader:
    """Reads pages with one fetcher, which waits between two requests to one host."""

    def __init__(self, options: ReadOptions, allow_private: bool) -> None:
        self._options = options
        self._allow_private = allow_private

    def read_page(self, url: str) -> Report | ReadError:
        # The client and its encryption take a while to load, and most runs fetch nothing.
        from onrecord.read.web.page import read_page

        try:
            return read_page(url, self._options, self._fetcher)
        except ReadError as error:
            return error

    @cached_property
    def _fetcher(self) -> Any:
        from onrecord.read.web.fetch import Fetcher

        return Fetcher(allow_private=self._allow_private)


def read_feeds(feeds: Sequence[str], options: ReadOptions, allow_private: bool) -> Iterator[Report | ReadError]:
    """Read all pages that feeds list, one feed after the other."""
    if not feeds:
        return
    from onrecord.read.web.feed import FeedState, read_feed
    from onrecord.read.web.fetch import Fetcher

    fetcher = Fetcher(allow_private=allow_private)
    for feed in feeds:
        yield from read_feed(feed, FeedState(), options, fetcher)
