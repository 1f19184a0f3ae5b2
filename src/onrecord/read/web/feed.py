"""Feeds: the pages that an RSS, Atom or JSON feed lists, as reports.

A feed is read again and again. The caller keeps a :class:`FeedState` between two readings, so that the server does not
send an unchanged feed and no page is fetched twice.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from onrecord.errors import MalformedReportError, ReadError
from onrecord.read.file_format import parser_errors
from onrecord.read.files import open_file
from onrecord.read.formats.html import LARGEST_PAGE
from onrecord.read.options import ReadOptions
from onrecord.read.web.feed_entries import FeedEntry, read_entries
from onrecord.read.web.fetch import NOT_MODIFIED, Fetcher
from onrecord.read.web.page import PAGE_TYPES, media_type, read_response
from onrecord.record import Report, replace

LARGEST_FEED = 5 * 2**20
MOST_ENTRIES = 1_000

_LOGGER = logging.getLogger("onrecord")


@dataclass
class FeedState:
    """What to remember of a feed until it is read again.

    Attributes:
        etag: The version that the server gave, or None.
        modified: The time of the last change that the server gave, or None.
        read: Addresses of the pages that were read and that the feed still lists.
    """

    etag: str | None = None
    modified: str | None = None
    read: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Give the state as JSON values."""
        return {"etag": self.etag, "modified": self.modified, "read": list(self.read)}

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> FeedState:
        """Make a state from the JSON values of :meth:`to_dict`."""
        return cls(values["etag"], values["modified"], tuple(values["read"]))


def read_feed(source: str, state: FeedState, options: ReadOptions, fetcher: Fetcher) -> Iterator[Report | ReadError]:
    """Read the new pages that a feed lists.

    Args:
        source: The address of the feed, or a file that holds it; ``-`` for standard input.
        state: The state after the last reading; updated as you take reports.
        options: What the caller knows about the pages.
        fetcher: Fetches the feed and its pages.

    Yields:
        A report for each page, or the error in its place. A page counts as read once you ask for the next.

    Raises:
        MissingExtraError: A package for feeds is not installed.

    Example:
        >>> state = FeedState()
        >>> for item in read_feed("https://post.example/feed", state, ReadOptions(), Fetcher()):
        ...     print(item)
    """
    try:
        listed = _read_entries(source, state, fetcher)
    except ReadError as error:
        yield error
        return
    if listed is None:
        return
    entries, etag, modified = listed
    before = set(state.read)
    state.read = tuple(entry.url for entry in entries if entry.url in before)
    failed = False
    for entry in entries:
        if entry.url in before:
            continue
        try:
            with parser_errors(entry.url, "a page"):
                report = _read_entry(entry, options, fetcher)
            yield report
        except ReadError as error:
            failed = True
            yield error
        else:
            state.read = (*state.read, entry.url)
    # If a page failed, the whole feed is asked for again; "unchanged" would hide that page.
    state.etag, state.modified = (None, None) if failed else (etag, modified)


def _read_entries(
    source: str, state: FeedState, fetcher: Fetcher
) -> tuple[list[FeedEntry], str | None, str | None] | None:
    """Read the entries of a feed and its version; None if it is unchanged."""
    if not source.lower().startswith(("http:", "https:")):
        with open_file(source) as (_, stream):
            raw = stream.read(LARGEST_FEED + 1)
        if len(raw) > LARGEST_FEED:
            raise ReadError(source, f"is larger than {LARGEST_FEED // 2**20} MB, which no feed is; check the file")
        return _limit_entries(read_entries(raw, source, ""), source), None, None
    fetcher.allow_port(source)
    asked = {"If-None-Match": state.etag, "If-Modified-Since": state.modified}
    response = fetcher.fetch(source, LARGEST_FEED, {name: value for name, value in asked.items() if value})
    if response.status == NOT_MODIFIED:
        return None
    entries = read_entries(response.body, source, response.url, response.headers.get("content-type"))
    return _limit_entries(entries, source), response.headers.get("etag"), response.headers.get("last-modified")


def _limit_entries(entries: list[FeedEntry], source: str) -> list[FeedEntry]:
    if len(entries) > MOST_ENTRIES:
        _LOGGER.warning("%s lists %d pages; onrecord reads the first %d", source, len(entries), MOST_ENTRIES)
    return entries[:MOST_ENTRIES]


def _read_entry(entry: FeedEntry, options: ReadOptions, fetcher: Fetcher) -> Report:
    response = fetcher.fetch(entry.url, LARGEST_PAGE)
    kind = media_type(response)
    if kind not in PAGE_TYPES:
        raise MalformedReportError(entry.url, f"is no page but {kind[:50]}; onrecord reads only HTML pages of a feed")
    page = read_response(response, entry.url, options)
    if entry.published is not None and page.published_from in ("dateline", "none"):
        page = replace(page, published=entry.published, published_from="feed")
    return replace(
        page,
        title=page.title or entry.title,
        authors=page.authors or entry.authors,
        url=page.url or response.url,
    )
