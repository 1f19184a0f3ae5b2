"""Feeds: the pages that an RSS, Atom or JSON feed lists, as reports.

A feed is read again and again, so what it said last is kept by the caller in a :class:`FeedState`: an unchanged feed
is then not sent again, and a page that was read is not fetched again.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from onrecord.errors import MalformedReportError, ReadError
from onrecord.read.files import open_file
from onrecord.read.formats.html import LARGEST_PAGE, read_html
from onrecord.read.options import ReadOptions
from onrecord.read.web.feed_entries import Entry, read_entries
from onrecord.read.web.fetch import NOT_MODIFIED, Fetcher
from onrecord.record import Report

LARGEST_FEED = 5 * 2**20
MOST_ENTRIES = 1_000

_LOGGER = logging.getLogger("onrecord")
_PAGES = ("text/html", "application/xhtml+xml")


@dataclass
class FeedState:
    """What is known of a feed from the last time it was read.

    Attributes:
        etag: The version that the server named, or None.
        modified: When the server said it was changed, or None.
        read: Addresses of the pages that were read and that the feed still lists.
    """

    etag: str | None = None
    modified: str | None = None
    read: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The state as plain JSON values."""
        return {"etag": self.etag, "modified": self.modified, "read": list(self.read)}

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> FeedState:
        """Take a state from what :meth:`to_dict` gave."""
        return cls(values["etag"], values["modified"], tuple(values["read"]))


def read_feed(source: str, state: FeedState, options: ReadOptions, fetcher: Fetcher) -> Iterator[Report | ReadError]:
    """Read the pages that a feed lists and that were not read before.

    Args:
        source: Address of the feed, or a file with it, ``-`` for standard input.
        state: What is known from the last time; brought up to date as reports are taken.
        options: What the caller knows of the pages.
        fetcher: What fetches them.

    Yields:
        A report for each page, an error for each that cannot be read. A page counts as read when the next is asked for.

    Raises:
        MissingExtraError: A package for feeds is not installed.
    """
    try:
        listed = _read_list(source, state, fetcher)
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
            yield _read_entry(entry, options, fetcher)
        except ReadError as error:
            failed = True
            yield error
        else:
            state.read = (*state.read, entry.url)
    # A feed with a page that failed is asked for whole again: "unchanged" would hide that page.
    state.etag, state.modified = (None, None) if failed else (etag, modified)


def _read_list(source: str, state: FeedState, fetcher: Fetcher) -> tuple[list[Entry], str | None, str | None] | None:
    """Read what a feed lists; None where it is unchanged."""
    if not source.lower().startswith(("http:", "https:")):
        with open_file(source) as (_, stream):
            raw = stream.read(LARGEST_FEED + 1)
        if len(raw) > LARGEST_FEED:
            raise ReadError(source, f"is larger than {LARGEST_FEED // 2**20} MB, which no feed is")
        return _cut(read_entries(raw, source, ""), source), None, None
    asked = {"If-None-Match": state.etag, "If-Modified-Since": state.modified}
    response = fetcher.fetch(source, LARGEST_FEED, {name: value for name, value in asked.items() if value})
    if response.status == NOT_MODIFIED:
        return None
    entries = read_entries(response.body, source, response.url, response.headers.get("content-type"))
    return _cut(entries, source), response.headers.get("etag"), response.headers.get("last-modified")


def _cut(entries: list[Entry], source: str) -> list[Entry]:
    if len(entries) > MOST_ENTRIES:
        _LOGGER.warning("%s lists %d pages; the first %d are read", source, len(entries), MOST_ENTRIES)
    return entries[:MOST_ENTRIES]


def _read_entry(entry: Entry, options: ReadOptions, fetcher: Fetcher) -> Report:
    response = fetcher.fetch(entry.url, LARGEST_PAGE)
    kind, _, parameters = response.headers.get("content-type", "text/html").partition(";")
    if kind.strip().lower() not in _PAGES:
        raise MalformedReportError(entry.url, f"is no page but {kind.strip()[:50]}")
    charset = parameters.lower().partition("charset=")[2].partition(";")[0].strip(" \"'") or None
    page = read_html(response.body, entry.url, options, is_named=False, charset=charset)
    if entry.published is not None and page.published_from in ("dateline", "none"):
        page = replace(page, published=entry.published, published_from="feed")
    return replace(
        page,
        title=page.title or entry.title,
        authors=page.authors or entry.authors,
        url=page.url or response.url,
    )
