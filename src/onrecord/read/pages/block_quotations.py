"""Quotations that a page marks by layout: block quotations and embedded posts, with their signatures.

Each becomes paragraphs before the body is extracted. Afterwards its paragraphs are found in the text, so that the
report says where it stands. A pull quote repeats words of the article and is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from onrecord.read.pages.layout import name_of, read_words
from onrecord.read.pages.visible_lines import list_lines
from onrecord.record import MarkedQuotation
from onrecord.text.spans import Span

_SIGNATURE_NAMES = re.compile(r"attribution|author|by-?line|\bsource|\bcite|quotee|speaker|\bname\b|caption|credit")
_DASH = re.compile(r"^\s*[—–―-]{1,2}\s*")
_SIGNED_LINE = re.compile(r"^\s*[—–―]{1,2}\s*\S")
_POST = re.compile(r"A post shared by\s+")
_LONGEST_SIGNATURE = 160
_MOST_SHARE = 0.6
_FEWEST_WORDS = 2
_PULL_WORDS = 5
_MOST_QUOTATIONS = 500
_MARK = "— "


class BlockQuotation(NamedTuple):
    """A quotation that the page marks by layout.

    Attributes:
        lines: Its paragraphs.
        signature: The words that sign it, or None.
    """

    lines: tuple[str, ...]
    signature: str | None


def open_block_quotations(tree: Any) -> list[BlockQuotation]:
    """Write the block quotations of a page as paragraphs, in place.

    Args:
        tree: The parsed page.

    Returns:
        The quotations in order.
    """
    body = tree.find(".//body")
    body = tree if body is None else body
    outer = [q for q in body.iter("blockquote") if not any(p.tag == "blockquote" for p in q.iterancestors())]
    if not outer:
        return []
    whole = read_words(body)
    found = []
    for element in outer[:_MOST_QUOTATIONS]:
        if len(read_words(element)) > _MOST_SHARE * len(whole) or element.find(".//h1") is not None:
            continue
        signature = _take_signature(element)
        lines = [line for draft in list_lines(element) if (line := " ".join(draft.text.split()))]
        if signature is None and len(lines) > 1 and _is_signed(lines[-1]):
            signature = _DASH.sub("", lines.pop())
        if signature is None and len(lines) > 1 and _POST.match(lines[-1]):
            signature = _POST.sub("", lines.pop())
        quotation = BlockQuotation(tuple(lines), signature)
        words = " ".join(lines)
        if len(words.split()) >= _PULL_WORDS and whole.count(words) > 1:
            element.drop_tree()
        elif len(words.split()) >= _FEWEST_WORDS:
            _write(element, quotation)
            found.append(quotation)
    return found


def locate_quotations(text: str, quotations: Iterable[BlockQuotation]) -> tuple[MarkedQuotation, ...]:
    """Find where quotations stand in the text of a report.

    Args:
        text: The text: paragraphs with a blank line between two.
        quotations: The quotations, in order; those that are not in the text are left out.
    """
    found = []
    begin = 0
    for quotation in quotations:
        lines = _list_written(quotation)
        start = _find_lines(text, "\n\n".join(lines), begin)
        if start is None:
            continue
        spans = []
        for line in lines:
            spans.append(Span(start, start + len(line)))
            start += len(line) + 2
        begin = spans[-1].end
        signature = Span(spans[-1].start + len(_MARK), spans[-1].end) if quotation.signature else None
        found.append(MarkedQuotation(tuple(spans[: len(quotation.lines)]), signature))
    return tuple(found)


def _find_lines(text: str, words: str, begin: int) -> int | None:
    start = text.find(words, begin)
    while start >= 0:
        if (start == 0 or text[start - 1] == "\n") and text[start + len(words) : start + len(words) + 1] in ("", "\n"):
            return start
        start = text.find(words, start + 1)
    return None


def _is_signed(line: str) -> bool:
    return len(line) <= _LONGEST_SIGNATURE and _SIGNED_LINE.match(line) is not None


def _take_signature(element: Any) -> str | None:
    """Take the signature of a quotation out of the page."""
    for holder in _list_holders(element):
        words = _DASH.sub("", read_words(holder))
        if words and len(words) <= _LONGEST_SIGNATURE:
            holder.drop_tree()
            return words
    return None


def _list_holders(element: Any) -> list[Any]:
    inner = [one for tag in ("footer", "cite", "figcaption", "small") for one in element.iter(tag)]
    inner += [
        one for one in element.iterdescendants() if isinstance(one.tag, str) and _SIGNATURE_NAMES.search(name_of(one))
    ]
    figure = next((parent for parent in element.iterancestors("figure")), None)
    around = list(figure.iter("figcaption")) if figure is not None else []
    following = element.getnext()
    if following is not None and not (element.tail or "").strip():
        is_named = following.tag in ("cite", "footer") or _SIGNATURE_NAMES.search(name_of(following))
        if is_named or (following.tag == "p" and _is_signed(read_words(following))):
            around.append(following)
    whole = read_words(element)
    return [*(one for one in inner if read_words(one) != whole), *around]


def _write(element: Any, quotation: BlockQuotation) -> None:
    """Write a quotation as paragraphs in the place of its element."""
    figure = next((parent for parent in element.iterancestors("figure")), None)
    place = element if figure is None else figure
    tail = place.tail
    place.clear()
    place.tag, place.tail = "div", tail
    for line in _list_written(quotation):
        paragraph = place.makeelement("p")
        paragraph.text = line
        place.append(paragraph)


def _list_written(quotation: BlockQuotation) -> Sequence[str]:
    return (*quotation.lines, *([_MARK + quotation.signature] if quotation.signature else []))
