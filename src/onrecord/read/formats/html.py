"""A news page as a report: its body in paragraphs, and its metadata.

trafilatura finds the body. Its paragraphs are written out here with a blank line between two, without the list marks
that the text output of trafilatura adds. Tables, comments of readers, paragraphs that are only a link (menus, "read
more") and a headline that the body repeats are left out; the record has the headline as ``title``.

The date comes from the metadata, the by-line and the address of the page. It is never searched for in the prose, where
any date may stand, and does not depend on the clock of the computer.
"""

from __future__ import annotations

import logging
import re
from typing import Any, NamedTuple

from onrecord.errors import MalformedReportError, ReadError
from onrecord.read.character_encoding import decode
from onrecord.read.datelines import find_dateline
from onrecord.read.dates import choose_date, find_date_in_name
from onrecord.read.file_format import FileFormat, Opening, parser_errors
from onrecord.read.formats.page_blocks import Block, drop_long_metadata, find_blocks, find_headline, join_split_body
from onrecord.read.language import detect_language
from onrecord.read.markup import limit_attributes
from onrecord.read.options import ReadOptions
from onrecord.read.pages.block_quotations import BlockQuotation, locate_quotations, open_block_quotations
from onrecord.read.pages.layout import prepare_body
from onrecord.read.pages.live_posts import LivePost, locate_posts, open_live_posts
from onrecord.read.pages.publication_date import PublicationDate, find_publication_date
from onrecord.record import LaidOutReport

LARGEST_PAGE = 20 * 2**20

_LOGGER = logging.getLogger("onrecord")

_CHARSET = re.compile(rb"(?:charset|encoding)\s{0,9}=\s{0,9}[\"']?([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_DECLARED_WITHIN = 4_096
_OPENING_TAG = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_OPENING_WITHIN = 2_048
_LINK_SHARE = 0.8
_HEADLINE_WORDS = 3
_SITE_MARKS = (" | ", " - ", " – ", " — ")
_HEADLINE_WITHIN = 3
_DATES = {"original_date": True, "extensive_search": False, "max_date": "2100-12-31"}
_NO_BODY = "the page has no body text; check that it is an article and was saved whole"
_NOT_WORDS = re.compile(r"[\W_]+")


def read_html(
    raw: bytes, path: str, options: ReadOptions, *, is_named: bool = True, charset: str | None = None
) -> LaidOutReport:
    """Read an HTML page as one report.

    Args:
        raw: The whole page.
        path: The file, as given; ``-`` for standard input.
        options: What the caller knows about the page.
        is_named: Whether the path is the name of this page alone, so that a date in it may date the page.
        charset: The encoding in the HTTP headers; it comes before the one that the page declares.

    Raises:
        ReadError: The page is larger than any news page.
        UnsupportedFormatError: The content is no text.
        MalformedReportError: The page has no body text, or cannot be parsed.

    Example:
        >>> read_html(page, "boats.html", ReadOptions()).title
        'Boats will sail soon'
    """
    if len(raw) > LARGEST_PAGE:
        limit = f"{LARGEST_PAGE // 2**20} MB"
        raise ReadError(path, f"is larger than {limit}, which no news page is; save its text instead")
    page = _extract_page(decode(raw, path, charset or find_declared_charset(raw)), path)
    title = _choose_title(page.document, page.headline)
    text = _join_blocks(page.blocks, title)
    if not text:
        raise MalformedReportError(path, _NO_BODY)
    document = page.document
    name = path if is_named else None
    dated = _settle_date(page.dated, name, text)
    own = dated.day.isoformat() if dated else None
    published, published_from = choose_date(own, "metadata", options, name, text, document.url)
    if dated is not None and not dated.is_certain and published_from == "metadata":
        others = ", ".join(sorted(day.isoformat() for day in dated.others - {dated.day}))
        reason = f"the page gives {others} too" if others else "the page gives only the day of a change"
        _LOGGER.warning("%s: the date %s is uncertain: %s; --date sets it", path, published, reason)
    if page.left_out:
        _LOGGER.warning("%s: not read: %s", path, ", ".join(page.left_out))
    return LaidOutReport(
        text=text,
        origin=path,
        publisher=_clean_publisher(document.sitename) or options.publisher,
        title=title,
        authors=split_authors(document.author),
        url=document.url or None,
        language=detect_language(text),
        published=published,
        published_from=published_from,
        published_certain=dated is None or dated.is_certain or published_from != "metadata",
        quotations=locate_quotations(text, page.quotations),
        posts=locate_posts(text, page.posts),
    )


def find_declared_charset(raw: bytes) -> str | None:
    """Find the encoding that a page declares in its first lines, or None.

    Example:
        >>> find_declared_charset(b'<meta charset="Shift_JIS">')
        'Shift_JIS'
    """
    declared = _CHARSET.search(raw, 0, _DECLARED_WITHIN)
    return declared[1].decode("ascii") if declared is not None else None


def split_authors(names: str | None) -> tuple[str, ...]:
    """Split the by-line in the metadata of a page into names, each once, without addresses.

    Args:
        names: Names with semicolons between them, or None.

    Example:
        >>> split_authors("Al Vane; Jo Lind; https://quay.example/al")
        ('Al Vane', 'Jo Lind')
    """
    authors: dict[str, str] = {}
    for name in (names or "").split(";"):
        plain = _simplify(name)
        if plain and not plain.startswith("www ") and "http" not in plain:
            authors.setdefault(plain, name.strip())
    return tuple(authors.values())


class _Page(NamedTuple):
    document: Any
    headline: str | None
    blocks: list[Block]
    dated: PublicationDate | None
    quotations: list[BlockQuotation]
    posts: list[LivePost]
    left_out: list[str]


def _extract_page(content: str, path: str) -> _Page:
    import trafilatura

    # Their messages about single pages are for their own developers.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    with parser_errors(path, FORMAT.title):
        tree = trafilatura.load_html(limit_attributes(content))
        if tree is None:
            raise MalformedReportError(path, _NO_BODY)
        drop_long_metadata(tree)
        # Extraction takes the tree apart.
        dated = find_publication_date(tree)
        posts = open_live_posts(tree)
        left_out = prepare_body(tree)
        quotations = open_block_quotations(tree)
        document = _find_body(tree)
        if document is None:
            raise MalformedReportError(path, _NO_BODY)
        blocks = find_blocks(document.body)
        if join_split_body(tree, "\n\n".join(block.text for block in blocks)):
            document = _find_body(tree) or document
            blocks = find_blocks(document.body)
        return _Page(document, find_headline(tree), blocks, dated, quotations, posts, left_out)


def _find_body(tree: Any) -> Any:
    import trafilatura

    return trafilatura.bare_extraction(
        tree,
        include_comments=False,
        include_tables=False,
        include_links=True,
        with_metadata=True,
        date_extraction_params=dict(_DATES),
    )


def _settle_date(dated: PublicationDate | None, name: str | None, text: str) -> PublicationDate | None:
    """Let the name of the file or the dateline decide between the days of an uncertain date."""
    if dated is None or dated.is_certain:
        return dated
    hints = (find_date_in_name(name) if name else None, find_dateline(text, dated.day.year))
    settled = next((day for hint in hints for day in dated.others if day.isoformat() == hint), None)
    return PublicationDate(settled, is_certain=True) if settled else dated


def _choose_title(document: Any, headline: str | None) -> str | None:
    """Prefer the headline that readers see; the declared title is often made for search engines."""
    site = _simplify(document.sitename or "")
    if headline is not None and len(headline.split()) >= _HEADLINE_WORDS and _simplify(headline) != site:
        return headline
    title = document.title or headline
    if title is None:
        return None
    words, mark, ending = max((title.rpartition(mark) for mark in _SITE_MARKS), key=lambda parts: len(parts[0]))
    return words if mark and site and _simplify(ending) == site else title


def _join_blocks(blocks: list[Block], title: str | None) -> str:
    prose = [block for block in blocks if block.link_share < _LINK_SHARE]
    headline = _simplify(title or "")
    kept = [
        block.text
        for index, block in enumerate(prose)
        if index >= _HEADLINE_WITHIN or not headline or _simplify(block.text) != headline
    ]
    return "\n\n".join(kept)


def _clean_publisher(name: str | None) -> str | None:
    # Some pages give an address at a social network as their publisher.
    return None if not name or "://" in name else name


def _simplify(words: str) -> str:
    return _NOT_WORDS.sub(" ", words).strip().lower()


def _is_page_opening(opening: Opening) -> bool:
    return opening.text.startswith("<") and _OPENING_TAG.search(opening.text, 0, _OPENING_WITHIN) is not None


FORMAT = FileFormat("html", "HTML", (".html", ".htm", ".xhtml"), read_report=read_html, is_opening=_is_page_opening)
