"""The short lines at the headline of a page, where its by-line and date stand.

Lines count from just above the headline to the first long paragraph below it. Below that, only a line with a label
such as "Published" counts. Sidebars, lists of teasers, comments and embedded posts do not count anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

_BLOCKS = frozenset(
    "p div section article main header footer aside nav ul ol li dl dt dd h1 h2 h3 h4 h5 h6 table tr td th figure "
    "figcaption blockquote address details summary form body".split()
)
_OTHER_PLACES = frozenset(("aside", "nav", "blockquote", "form", "figure", "figcaption", "script", "style", "noscript"))
_OTHER_NAMES = re.compile(
    r"(?:^|[\s_-])(?:comments?|repl(?:y|ies)|related|sidebar|recommend\w*|teasers?|promos?|popular|trending|latest|newsletter|"
    r"widget|read-?more|more-?(?:news|stories|from)|most-?\w+|ticker|weather|today|clock|masthead|copyright|cookie\w*|carousel|"
    r"up-?next|advert\w*|ads?|sponsor\w*|breadcrumbs?|tweet|embed|events?|calendar|archive|listing|live-?feed|video|player)(?:$|[\s_-])"
)
_SKIPPED = frozenset(("script", "style", "noscript", "template"))
_LONG_PARAGRAPH, _SHORT_WORDS = 100, 14
_ABOVE, _BELOW = 8, 40
_NEAR = 5  # levels up to the element that a headline shares with a line above it
_MOST_LINES, _MOST_HEADINGS = 20_000, 50
_WORD = re.compile(r"[^\W\d_]+")


class TimedElement(NamedTuple):
    """An element that holds a date for programs.

    Attributes:
        value: The date, as its attribute gives it.
        names: Its class and properties.
        is_other_item: Whether it belongs to something else than an article, such as a comment.
        start: Where its words begin in the line.
        end: Where they end.
    """

    value: str
    names: str
    is_other_item: bool
    start: int
    end: int


class Line(NamedTuple):
    """A line of a page.

    Attributes:
        text: Its words.
        elements: Its elements with dates, in order.
        is_short: Whether it is so short that a date in it is no part of a sentence.
        is_labelled_only: Whether it stands so far from the headline that only a labelled date counts.
    """

    text: str
    elements: tuple[TimedElement, ...]
    is_short: bool
    is_labelled_only: bool


def find_head_lines(tree: Any) -> Iterator[Line]:
    """Find the lines in which a page may date its article.

    Args:
        tree: The parsed page.
    """
    body = tree.find(".//body")
    body = tree if body is None else body
    heading = _find_heading(body, " ".join(" ".join(tree.xpath(".//title[1]//text()")).split()))
    drafts = list_lines(body)
    at = -1 if heading is None else next((i for i, draft in enumerate(drafts) if draft.is_within(heading)), len(drafts))
    below = range(at + 1, min(_find_prose(drafts, at + 1), at + _BELOW))
    shared = set() if heading is None else set(list(heading.iterancestors())[:_NEAR])
    for index, draft in enumerate(drafts):
        is_above = at - _ABOVE <= index < at and draft.shares_part(shared)
        if (index < at and not is_above) or not draft.may_hold_date:
            continue
        if not draft.is_within(heading) and not is_elsewhere(draft.element, heading):
            yield draft.as_line(is_labelled_only=not (is_above or index in below))


def _find_heading(body: Any, title: str) -> Any:
    """The heading of the article: the one that the title of the page repeats, or else the first one."""
    texts = [(" ".join(" ".join(heading.itertext()).split()), heading) for heading in body.iter("h1")]
    headings = [(text, heading) for text, heading in texts[:_MOST_HEADINGS] if text]
    repeated = [heading for text, heading in headings if title.startswith(text)]
    shown = [heading for _, heading in headings if not is_elsewhere(heading, None)]
    return next(iter((*repeated, *shown, *(heading for _, heading in headings))), None)


def _find_prose(drafts: list[_Draft], start: int) -> int:
    """The place of the first long paragraph."""
    return next((i for i in range(start, len(drafts)) if drafts[i].is_prose), len(drafts))


class _Draft:
    """A line while it is gathered."""

    def __init__(self, element: Any) -> None:
        self.element = element
        self.pieces: list[str] = []
        self.length = 0
        self.elements: list[TimedElement] = []

    @property
    def text(self) -> str:
        return "".join(self.pieces)

    @property
    def is_prose(self) -> bool:
        return self.length > _LONG_PARAGRAPH and self.element.tag not in ("nav", "li", "h1", "h2", "h3")

    @property
    def may_hold_date(self) -> bool:
        return bool(self.elements) or (self.length < 400 and any(c.isdigit() for c in self.text))

    def add(self, words: str | None) -> None:
        spaced = re.sub(r"\s+", " ", words or "")
        self.pieces.append(spaced)
        self.length += len(spaced)

    def shares_part(self, parents: set[Any]) -> bool:
        return any(one in parents and one.tag not in ("body", "html") for one in self.element.iterancestors())

    def is_within(self, element: Any) -> bool:
        return self.element is element or any(parent is element for parent in self.element.iterancestors())

    def as_line(self, is_labelled_only: bool) -> Line:
        text = self.text
        words = len(_WORD.findall(text))
        is_short = words <= _SHORT_WORDS and not text.rstrip().endswith((".", "?", "!", "”"))
        return Line(text, tuple(self.elements), is_short, is_labelled_only)


def list_lines(body: Any) -> list[_Draft]:
    """List the lines of a page. The stack is a list, because pages may nest deeper than calls may."""
    lines: list[_Draft] = []
    current = _Draft(body)
    stack: list[tuple[Any, bool, tuple[_Draft, int] | None]] = [(body, False, None)]
    while stack and len(lines) < _MOST_LINES:
        element, leaving, timed = stack.pop()
        is_block = element.tag in _BLOCKS
        if leaving:
            if timed is not None:
                draft, start = timed
                draft.elements.append(_make_element(element, start, draft.length))
            if is_block or element.tag == "br":
                lines.append(current)
                parent = element.getparent()
                current = _Draft(element if parent is None or element is body else parent)
            if element is not body:
                current.add(element.tail)
            continue
        if not isinstance(element.tag, str) or element.tag in _SKIPPED:
            current.add(element.tail)
            continue
        if is_block:
            lines.append(current)
            current = _Draft(element)
        own = (current, current.length) if _date_value(element) else None
        stack.append((element, True, own))
        current.add(element.text)
        stack.extend((child, False, None) for child in reversed(element))
    lines.append(current)
    return [line for line in lines if line.elements or line.text.strip()]


def _date_value(element: Any) -> str | None:
    if element.tag == "meta":
        return None
    value: str | None
    if element.tag == "time" or "date" in (element.get("itemprop") or "").lower():
        value = element.get("datetime") or element.get("content") or " ".join("".join(element.itertext()).split())
    else:
        value = element.get("data-published") or element.get("data-datetime") or element.get("data-timestamp")
    return value or None


def _make_element(element: Any, start: int, end: int) -> TimedElement:
    parent = element.getparent()
    own = [element.get(key) or "" for key in ("itemprop", "class", "data-testid", "id", "property")]
    own += [
        "pubdate" if element.get("pubdate") is not None else "",
        "published" if element.get("data-published") else "",
    ]
    above = (parent.get("class") or "") if parent is not None and len(parent) == 1 else ""
    kind = next((p.get("itemtype") for p in element.iterancestors() if p.get("itemtype")), "").lower().rstrip("/")
    is_other = bool(kind) and not kind.endswith(("article", "posting", "webpage", "report", "review"))
    return TimedElement(_date_value(element) or "", " ".join((*own, above)), is_other, start, end)


def is_elsewhere(element: Any, heading: Any) -> bool:
    """Tell whether an element stands in a part of the page that is not its article."""
    above = set() if heading is None else set(heading.iterancestors())
    in_item = False
    for parent in (element, *element.iterancestors()):
        if parent in above or parent.tag in ("body", "html"):
            return False
        names = f"{parent.get('class') or ''} {parent.get('id') or ''}".lower()
        if parent.tag in _OTHER_PLACES or _OTHER_NAMES.search(names):
            return True
        # Another article beside that of the headline is a teaser or a comment; a list item with a link is a teaser.
        if heading is not None and parent.tag == "article":
            return True
        if parent.tag == "li" and not in_item and _is_teaser(parent):
            return True
        in_item = in_item or parent.tag == "li"
        if parent.tag == "footer" and parent.getparent() is not None and parent.getparent().tag == "body":
            return True
    return False


def _is_teaser(item: Any) -> bool:
    """Tell whether a list item is mainly a link to another page."""
    linked = sum(len("".join(link.itertext()).strip()) for link in item.iter("a"))
    return linked * 2 > len("".join(item.itertext()).strip())
