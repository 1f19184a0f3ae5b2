"""The parts of a parsed page: its headline, its body across advertisements, and its blocks of text."""

from __future__ import annotations

from collections import defaultdict
from itertools import islice
from typing import Any, NamedTuple

_BLOCK_TAGS = frozenset(("p", "head", "item", "quote", "list", "table", "row", "cell", "code", "div", "body", "lb"))
_LONG_PARAGRAPH, _FEWEST_PARAGRAPHS = 80, 3
_LONGEST_METADATA = 2_000
_NEAR = 4  # levels up to the element that parts of one body share


class Block(NamedTuple):
    """A paragraph, subheading or list item.

    Attributes:
        text: Its words, with single spaces between them.
        link_share: The share of its characters inside links, from 0 to 1.
    """

    text: str
    link_share: float


def find_headline(tree: Any) -> str | None:
    """Find the headline that a page shows: the text of its only ``<h1>``, or None."""
    headings = tree.findall(".//h1")
    words = " ".join("".join(headings[0].itertext()).split()) if len(headings) == 1 else ""
    return words or None


def drop_long_metadata(tree: Any) -> None:
    """Drop absurdly long metadata, in place: the time of trafilatura grows with the square of its length."""
    for element in tree.iter("meta"):
        if len(element.get("content", "")) > _LONGEST_METADATA:
            element.attrib.pop("content")


def join_split_body(tree: Any, text: str) -> bool:
    """Join a body that advertisements split into boxes of the same class, in place.

    Extraction chooses one box of a page and loses the rest of the article. Boxes are parts of one body if each holds
    several long paragraphs directly, they have one class and stand near one another, and the extracted text holds one
    of them but not another.

    Args:
        tree: The parsed page.
        text: The extracted text, in blocks as ``find_blocks`` gives them.

    Returns:
        Whether anything was joined, so that another extraction is worth its time.
    """
    groups: dict[tuple[Any, str, str], list[Any]] = defaultdict(list)
    for box in tree.iter("div", "section"):
        if box.get("class") and len(_find_prose(box)) >= _FEWEST_PARAGRAPHS:
            above = next(islice(box.iterancestors(), _NEAR - 1, None), None)
            groups[above, box.tag, box.get("class")].append(box)
    joined = False
    for first, *others in groups.values():
        if len({_find_prose(box)[0] in text for box in (first, *others)}) == 2:
            for box in others:
                first.extend(list(box))
            joined = True
    return joined


def find_blocks(body: Any) -> list[Block]:
    """Find the blocks of an extracted body, in order.

    Args:
        body: The element that trafilatura gives as the body of a page.

    Returns:
        The blocks that hold more than white space.
    """
    blocks: list[Block] = []
    pieces: list[tuple[str, bool]] = []
    for words, linked, breaks in _walk(body):
        if breaks:
            _close_block(pieces, blocks)
        if words:
            pieces.append((words, linked))
    _close_block(pieces, blocks)
    return blocks


def _walk(body: Any) -> list[tuple[str, bool, bool]]:
    """List the pieces of text of an element: words, whether in a link, whether a block begins before them.

    The stack is a list, because pages may nest deeper than calls may.
    """
    found: list[tuple[str, bool, bool]] = []
    stack: list[tuple[Any, bool, bool]] = [(body, False, False)]
    while stack:
        element, linked, leaving = stack.pop()
        is_block = element.tag in _BLOCK_TAGS
        if leaving:
            found.append((element.tail or "" if element is not body else "", linked, is_block))
            continue
        stack.append((element, linked, True))
        if not isinstance(element.tag, str):
            continue
        within = linked or element.tag == "ref"
        found.append((element.text or "", within, is_block))
        stack.extend((child, within, False) for child in reversed(element))
    return found


def _close_block(pieces: list[tuple[str, bool]], blocks: list[Block]) -> None:
    text = " ".join("".join(words for words, _ in pieces).split())
    if text:
        linked = sum(len(" ".join(words.split())) for words, linked in pieces if linked)
        blocks.append(Block(text, linked / len(text)))
    pieces.clear()


def _find_prose(box: Any) -> list[str]:
    """List the long paragraphs directly in a box."""
    paragraphs = (" ".join("".join(paragraph.itertext()).split()) for paragraph in box.iterchildren("p"))
    return [words for words in paragraphs if len(words) > _LONG_PARAGRAPH]
