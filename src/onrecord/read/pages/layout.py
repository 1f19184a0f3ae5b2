"""Brings the layout of a page to plain paragraphs before its body is extracted, so that no words are lost.

Extraction drops what articles seldom hold: lists, tables, folded parts, asides, the footers of quotations. Where these
hold prose of the article they become paragraphs. Marks of footnotes and notices about cookies are taken out.
"""

from __future__ import annotations

import re
from typing import Any

_NOTICE_NAMES = re.compile(r"cookie|consent|gdpr|onetrust|\bcmp\b|privacy-?(?:notice|banner|bar)")
_NOTICE_WORDS = re.compile(
    r"^(?:we|this (?:web)?site|our (?:web)?site|the .{1,40}) uses? cookies\b|"
    r"^by (?:pressing|clicking|continuing)\b.{0,80}\bcookies\b",
    re.IGNORECASE,
)
_LONGEST_NOTICE = 3_000
_OTHER_NAMES = re.compile(
    r"related|recommend|nav|menu|share|social|footer|footnote|references|breadcrumb|tags?\b|topics|comment|sidebar|promo|"
    r"newsletter|read-?more|more-|toc\b|contents"
)
_FOLDED_NAMES = re.compile(r"collaps|accordion|fold|expand|read-?more|more-?text|full-?text|toggle|hidden|truncat")
_FOOTNOTE_NAMES = re.compile(r"foot-?note|\bfn\b|fnref|note-?ref|\bref(?:erence)?\b|endnote|citation|\bsup-?note")
_FOOTNOTE_MARK = re.compile(r"\[?\(?(?:[0-9]{1,3}|[a-z]|[ivx]{1,4}|[*†‡§¶]{1,3}|note [0-9]{1,2})\)?\]?", re.IGNORECASE)
_BRACKETED = re.compile(
    r"\[(?:[0-9]{1,3}|[a-z]|[*†‡]|note [0-9]{1,2}|citation needed)\]|\([0-9]{1,3}\)|[*†‡§¶]{1,3}", re.IGNORECASE
)
_UNITS = frozenset(
    "m km cm mm dm ft in yd mi metre metres meter meters feet foot inch inches mile miles kilometre kilometres "
    "kilometer kilometers centimetre centimetres centimeter centimeters s sec second seconds per".split()
)
_SENTENCE_END = (".", "!", "?", "”", '"', "’", "…")
_QUOTED = re.compile('[“”„«»]|(?<!\\w)"\\w')
_OPENING = "“\"'‘«„"
_LONG = 80
_SHORTEST_ITEM = 20
_BLOCKS = ("p", "div", "section", "ul", "ol", "table", "h1", "h2", "h3", "h4", "blockquote", "dl")
_HEADS = ("nav", "header", "footer", "aside")


def prepare_body(tree: Any) -> list[str]:
    """Bring the layout of a page to plain paragraphs, in place.

    Args:
        tree: The parsed page.

    Returns:
        What is left out of the body, for a message; one item a kind, such as ``2 tables``.
    """
    _drop_notices(tree)
    _drop_footnote_marks(tree)
    _mark_quotations(tree)
    _open_asides(tree)
    _unfold(tree)
    for element in [*tree.iter("dl"), *tree.iter("ul", "ol")]:
        _flatten_list(element)
    tables = sum(not _flatten_table(table) for table in list(tree.iter("table")))
    return [f"{tables} table{'s' if tables > 1 else ''}"] if tables else []


def read_words(element: Any) -> str:
    """Give the words of an element with single spaces."""
    return " ".join("".join(element.itertext()).split())


def name_of(element: Any) -> str:
    """Give the class and id of an element, in lower case."""
    return f"{element.get('class') or ''} {element.get('id') or ''}".lower()


def _drop_notices(tree: Any) -> None:
    for element in list(tree.iter("div", "section", "aside", "form", "dialog", "p")):
        if element.getparent() is None or element.tag in ("html", "body"):
            continue
        is_named = element.tag != "p" and _NOTICE_NAMES.search(name_of(element)) and element.find(".//h1") is None
        is_loose = element.tag == "p" and not _is_in_article(element)
        if (is_named and len(read_words(element)) < _LONGEST_NOTICE) or (
            is_loose and _NOTICE_WORDS.search(read_words(element)[:300])
        ):
            element.drop_tree()


def _drop_footnote_marks(tree: Any) -> None:
    for mark in list(tree.iter("sup", "a", "span")):
        if mark.getparent() is None:
            continue
        words = read_words(mark)
        if not _FOOTNOTE_MARK.fullmatch(words) and not _BRACKETED.fullmatch(words):
            continue
        link = mark if mark.tag == "a" else mark.find(".//a")
        raised = mark.tag == "sup" or mark.find(".//sup") is not None
        leads_within = link is not None and (link.get("href") or "").startswith("#")
        named = any(_FOOTNOTE_NAMES.search(name_of(one)) for one in (mark, *mark.iterdescendants()))
        is_mark = leads_within or named or bool(_BRACKETED.fullmatch(words)) or _is_after_word(mark, words)
        is_linked_mark = leads_within and (named or _BRACKETED.fullmatch(words) is not None)
        if (raised and is_mark) or (mark.tag == "a" and is_linked_mark) or (mark.tag == "span" and named):
            _empty(mark)


def _is_after_word(mark: Any, words: str) -> bool:
    """Tell whether a raised number stands behind a word or punctuation, not behind a unit, number or symbol."""
    previous = mark.getprevious()
    before = ((previous.tail if previous is not None else mark.getparent().text) or "").rstrip("\n")[-40:]
    if not words.isdigit() or not before:
        return False
    last = re.search(r"[^\W\d_]+$", before)
    if last is None:
        return before[-1] in ".,;:!?”’\"')"
    return len(last[0]) >= 4 and last[0].lower() not in _UNITS


def _mark_quotations(tree: Any) -> None:
    """Write the quotation marks that a browser draws around ``<q>``."""
    for quotation in list(tree.iter("q")):
        depth = sum(parent.tag == "q" for parent in quotation.iterancestors())
        opening, closing = ("“", "”") if depth % 2 == 0 else ("‘", "’")
        words = read_words(quotation)
        previous = quotation.getprevious()
        before = (previous.tail if previous is not None else quotation.getparent().text) or ""
        if not words or words[0] in _OPENING or before.endswith(tuple('“"‘«„')):
            continue
        quotation.text = opening + (quotation.text or "").lstrip()
        if len(quotation):
            quotation[-1].tail = (quotation[-1].tail or "").rstrip() + closing
        else:
            quotation.text = quotation.text.rstrip() + closing
    for quotation in list(tree.iter("q")):
        quotation.tag = "span"


def _open_asides(tree: Any) -> None:
    """Make an ``<aside>`` that holds the article one: its headline, or most of the prose of the page."""
    whole = _count_prose(tree)
    for aside in list(tree.iter("aside")):
        if aside.find(".//h1") is not None or (whole and _count_prose(aside) * 2 > whole):
            aside.tag = "article"
            _clear(aside)


def _count_prose(element: Any) -> int:
    return sum(len(words) for paragraph in element.iter("p") if len(words := read_words(paragraph)) > _LONG)


def _unfold(tree: Any) -> None:
    for element in list(tree.iter("details")):
        element.tag = "div"
        _clear(element)
    for element in list(tree.iter("summary")):
        element.tag = "p"
    for element in list(tree.iter("div", "section", "p")):
        if element.get("hidden") is None and not _FOLDED_NAMES.search(name_of(element)):
            continue
        is_prose = _count_prose(element) > 0 or (element.tag == "p" and len(read_words(element)) > _LONG)
        if is_prose and _is_in_article(element):
            _clear(element)


def _is_in_article(element: Any) -> bool:
    return any(parent.tag in ("article", "main") for parent in element.iterancestors())


def _flatten_list(element: Any) -> None:
    if element.tag == "dl":
        element.tag = "div"
        for item in element.iterchildren("dt", "dd"):
            item.tag = "p" if item.find("p") is None else "div"
        return
    items = list(element.iterchildren("li"))
    prose = sum(map(_is_prose_item, items))
    if not items or prose * 2 < len(items) or _is_elsewhere(element):
        return
    element.tag = "div"
    _clear(element)
    for item in items:
        item.tag = "div" if any(item.find(tag) is not None for tag in _BLOCKS) else "p"
        _clear(item)


def _is_prose_item(item: Any) -> bool:
    words = read_words(item)
    linked = sum(len(read_words(link)) for link in item.iter("a"))
    return len(words) >= _SHORTEST_ITEM and words.endswith(_SENTENCE_END) and linked * 2 < len(words)


def _is_elsewhere(element: Any) -> bool:
    """Tell whether an element stands in a part of the page that is not its article."""
    if _OTHER_NAMES.search(name_of(element)):
        return True
    for parent in element.iterancestors():
        if parent.tag in ("article", "main", "body"):
            return False
        if parent.tag in _HEADS or _OTHER_NAMES.search(name_of(parent)):
            return True
    return False


def _flatten_table(table: Any) -> bool:
    """Write the rows of a table as paragraphs if they hold prose; tell whether they do."""
    if table.getparent() is None or _is_elsewhere(table):
        return True
    cells = list(table.iter("td", "th"))
    if any(cell.find(".//table") is not None or cell.find(".//h1") is not None for cell in cells):
        return _open_layout_table(table)
    if sum(len(cell.findall("p")) for cell in cells) > len(cells):
        return _open_layout_table(table)
    if not any(is_prose_cell(read_words(cell)) for cell in cells):
        return not cells
    rows = [[read_words(cell) for cell in row.iterchildren("td", "th")] for row in table.iter("tr")]
    heads = [all(cell.tag == "th" for cell in row) for row in table.iter("tr")]
    tail = table.tail
    table.clear()
    table.tag, table.tail = "div", tail
    for row, is_head in zip(rows, heads, strict=True):
        words = [cell for cell in row if cell]
        if words and not (is_head and len(rows) > 1):
            paragraph = table.makeelement("p")
            paragraph.text = join_cells(words)
            table.append(paragraph)
    return True


def _open_layout_table(table: Any) -> bool:
    for element in [table, *table.iter("tbody", "thead", "tr", "td", "th")]:
        element.tag = "div"
    return True


def is_prose_cell(words: str) -> bool:
    """Tell whether the words of a cell are quoted or a sentence."""
    return bool(_QUOTED.search(words)) or (len(words.split()) >= 6 and words.endswith(_SENTENCE_END))


def join_cells(cells: list[str]) -> str:
    """Join the cells of a row to a paragraph; a short first one labels the others."""
    first, *rest = cells
    is_label = rest and len(first.split()) <= 6 and not first.endswith((*_SENTENCE_END, ":"))
    return f"{first}: {' '.join(rest)}" if is_label else " ".join(cells)


def _empty(element: Any) -> None:
    """Drop what an element holds and leave an empty one: joining the texts around thousands of marks takes long."""
    tail = element.tail
    element.clear()
    element.tag, element.tail = "span", tail


def _clear(element: Any) -> None:
    """Drop the attributes by which extraction would take an element out."""
    for name in ("class", "id", "style", "hidden", "aria-hidden", "role"):
        element.attrib.pop(name, None)
