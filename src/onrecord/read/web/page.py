"""Pages and documents on the web whose addresses a person gives, as reports."""

from __future__ import annotations

from functools import cache

from onrecord.errors import UnsupportedFormatError
from onrecord.read.content import read_bytes
from onrecord.read.file_format import parser_errors
from onrecord.read.formats.html import LARGEST_PAGE, read_html
from onrecord.read.options import ReadOptions
from onrecord.read.web.exchange import Response
from onrecord.read.web.fetch import Fetcher
from onrecord.record import Report, replace

PAGE_TYPES = ("text/html", "application/xhtml+xml")
_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json")


def read_page(url: str, options: ReadOptions, fetcher: Fetcher | None = None) -> Report:
    """Read a page, or a document such as a PDF, from the web.

    Args:
        url: Its address, as a person gives it.
        options: What the caller knows about it.
        fetcher: Fetches it; unless given, one for the whole process, which connects only to the public internet.

    Raises:
        ReadError: It may not be fetched, cannot be fetched or cannot be read.
        MissingExtraError: A package is not installed.

    Example:
        >>> read_page("https://post.example/boats", ReadOptions()).title
        'Boats will sail soon'
    """
    fetcher = fetcher or _default_fetcher()
    fetcher.allow_port(url)
    response = fetcher.fetch(url, LARGEST_PAGE)
    kind = media_type(response)
    if kind in _FEED_TYPES:
        raise UnsupportedFormatError(url, "is a feed; read it with --feed")
    with parser_errors(url, "a page"):
        is_page = kind in PAGE_TYPES
        report = read_response(response, url, options) if is_page else read_bytes(response.body, url, options)
    return replace(report, url=report.url or response.url)


def read_response(response: Response, origin: str, options: ReadOptions) -> Report:
    """Read the page that a server answers with.

    Args:
        response: The answer.
        origin: The address that was asked for.
        options: What the caller knows about the page.
    """
    _, _, parameters = response.headers.get("content-type", "").partition(";")
    charset = parameters.lower().partition("charset=")[2].partition(";")[0].strip(" \"'") or None
    return read_html(response.body, origin, options, is_named=False, charset=charset)


def media_type(response: Response) -> str:
    """Give the media type of an answer, in lower case; that of a page where there is none."""
    return response.headers.get("content-type", PAGE_TYPES[0]).partition(";")[0].strip().lower()


@cache
def _default_fetcher() -> Fetcher:
    # One for all addresses: it waits between requests to one host, and keeps what robots.txt says.
    return Fetcher()
