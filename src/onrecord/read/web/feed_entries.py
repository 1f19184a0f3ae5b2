"""The entries of a feed: RSS and Atom by feedparser, JSON Feed (jsonfeed.org, versions 1 and 1.1) by this module.

An entry gives the address of a page, and what the feed says about it. The text comes from the page.
"""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from email.utils import parsedate
from typing import Any, NamedTuple

from onrecord.errors import MalformedReportError
from onrecord.extras import import_extra
from onrecord.read.file_format import parser_errors
from onrecord.read.markup import limit_attributes_of_bytes
from onrecord.read.options import parse_iso_date
from onrecord.read.web.addresses import join_url

_JSON_FEED = "https://jsonfeed.org/version/"
_ISO_DAY = re.compile(r"\s*([0-9]{4}-[0-9]{2}-[0-9]{2})(?![0-9])")
_REFERENCE = re.compile(rb"&#([xX][0-9a-fA-F]++|[0-9]++);")
_REFERENCES = re.compile(rb"(?:&#(?:[xX][0-9a-fA-F]++|[0-9]++);)++")
_LONGEST_CODE = len("1114111") + 1
_NO_FEED = "is no RSS, Atom or JSON feed; check the address"


class FeedEntry(NamedTuple):
    """An entry of a feed.

    Attributes:
        url: The absolute address of its page; unchanged if the feed gives no valid address.
        title: Its headline, or None.
        authors: Names of its authors.
        published: ISO date as written (a time zone does not shift it), or None.
    """

    url: str
    title: str | None
    authors: tuple[str, ...]
    published: str | None


def read_entries(raw: bytes, path: str, base: str, content_type: str | None = None) -> list[FeedEntry]:
    """Read the entries of a feed.

    Args:
        raw: The whole feed.
        path: The feed, as given.
        base: The address that relative links start from; empty if unknown.
        content_type: The Content-Type header of the server, which may name an encoding, or None.

    Returns:
        The entries that have a link, each link once, in the order of the feed.

    Raises:
        MalformedReportError: The content is no feed.
        MissingExtraError: feedparser is not installed.

    Example:
        >>> raw = b'{"version": "https://jsonfeed.org/version/1", "items": [{"url": "/boats"}]}'
        >>> read_entries(raw, "feed", "https://post.example/feed")[0].url
        'https://post.example/boats'
    """
    is_json = raw.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")
    entries = _read_json(raw, path) if is_json else _read_xml(raw, path, content_type)
    found: dict[str, FeedEntry] = {}
    with parser_errors(path, "a feed"):
        for entry in entries:
            if entry.url.strip():
                url = join_url(base, entry.url.strip())
                found.setdefault(url, entry._replace(url=url))
    return list(found.values())


def _read_xml(raw: bytes, path: str, content_type: str | None) -> Iterator[FeedEntry]:
    feedparser = import_extra("feedparser", "feed")
    raw = _mend(raw)
    # A stream, because feedparser takes a string for an address or the name of a file. The texts of entries are not
    # used, so they need not be sanitised.
    headers = {"content-type": content_type} if content_type else {}
    stream = io.BytesIO(raw)
    feed = feedparser.parse(stream, response_headers=headers, sanitize_html=False, resolve_relative_uris=False)
    if not feed.get("version") and not feed.entries:
        raise MalformedReportError(path, _NO_FEED)
    for entry in feed.entries:
        with suppress(Exception):  # whatever is wrong with one entry costs only that entry
            yield _read_entry(entry)


def _read_entry(entry: Any) -> FeedEntry:
    names = tuple(dict.fromkeys((author.get("name") or "").strip() for author in entry.get("authors") or ()))
    day = entry.get("published") or entry.get("updated")
    title = " ".join((entry.get("title") or "").split())
    return FeedEntry(entry.get("link") or "", title or None, tuple(filter(None, names)), parse_feed_date(day))


def _mend(raw: bytes) -> bytes:
    """Mend what feedparser fails on, so that it costs no more than itself.

    References to characters that do not exist become U+FFFD, and those to the two surrogates of a character become that
    character. Of a tag with very many attributes only the first are kept, because the time of parsers grows with the
    square of their number.
    """
    return limit_attributes_of_bytes(_REFERENCES.sub(_mend_references, raw))


def _mend_references(found: re.Match[bytes]) -> bytes:
    units = "".join(map(_read_reference, _REFERENCE.findall(found[0])))
    words = units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return "".join(f"&#{ord(character)};" for character in words).encode("ascii")


def _read_reference(number: bytes) -> str:
    digits, base = (number[1:], 16) if number[:1] in b"xX" else (number, 10)
    digits = digits.lstrip(b"0")
    code = int(digits or b"0", base) if len(digits) < _LONGEST_CODE else 0
    return chr(code) if 0 < code <= sys.maxunicode else "\ufffd"


def _read_json(raw: bytes, path: str) -> Iterator[FeedEntry]:
    try:
        feed = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise MalformedReportError(
            path, f"is not JSON ({error}), and no RSS or Atom feed; check the address"
        ) from error
    if not isinstance(feed, dict) or not str(feed.get("version", "")).startswith(_JSON_FEED):
        raise MalformedReportError(path, _NO_FEED)
    for item in _dicts(feed.get("items")):
        authors = [*_dicts(item.get("authors")), *_dicts([item.get("author")])]
        names = tuple(dict.fromkeys(filter(None, (_words(author, "name") for author in authors))))
        day = _words(item, "date_published") or _words(item, "date_modified")
        yield FeedEntry(_words(item, "url") or "", _words(item, "title"), names, parse_feed_date(day))


def parse_feed_date(words: str | None) -> str | None:
    """Parse the date of an entry.

    Args:
        words: ISO 8601 or RFC 822, the two forms that feeds use.

    Returns:
        The ISO date as written (a time zone does not shift it), or None if the words are no date.

    Example:
        >>> parse_feed_date("Sun, 09 Mar 2031 23:30:00 -0500")
        '2031-03-09'
    """
    iso = _ISO_DAY.match(words or "")
    if iso:
        found = parse_iso_date(iso[1])
    else:
        parts = parsedate(words or "")
        found = parse_iso_date("{:04}-{:02}-{:02}".format(*parts[:3])) if parts else None
    return found.isoformat() if found else None


def _dicts(values: Any) -> list[dict[str, Any]]:
    return [value for value in values if isinstance(value, dict)] if isinstance(values, list) else []


def _words(item: dict[str, Any], key: str) -> str | None:
    value = item.get(key)
    return " ".join(value.split()) or None if isinstance(value, str) else None
