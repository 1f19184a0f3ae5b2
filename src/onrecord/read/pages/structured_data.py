"""The structured data of a page: its JSON-LD objects, and which of them is the article of the page.

A page lists much besides its own article: related articles, videos, comments, breadcrumbs. Only places that hold what
the page itself is are searched (schema.org, https://schema.org/NewsArticle).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from rapidfuzz import fuzz

_COMMAS = re.compile(r",(?=\s{0,99}[}\]])")
_FRAME = re.compile(r"^\s*(?:<!--|/\*<!\[CDATA\[\*/|//<!\[CDATA\[|<!\[CDATA\[)|(?:-->|/\*\]\]>\*/|//\]\]>|\]\]>|;)\s*$")
_HOLDERS = ("@graph", "mainEntity", "mainEntityOfPage")
_ARTICLE_ENDINGS = ("article", "blogposting", "newsposting", "report", "review")
_PAGE_ENDINGS = ("webpage", "creativework")
_LIVE_BLOG = "liveblogposting"
_MOST_NODES = 2_000
_LARGEST = 4 * 2**20
_SAME_HEADLINE = 85.0
_NOT_LETTERS = re.compile(r"[\W_]+")


class PageIdentity(NamedTuple):
    """What a page says of itself, to tell its own article from others.

    Attributes:
        headlines: Its headline as shown and as declared.
        urls: The addresses that it gives itself.
    """

    headlines: tuple[str, ...]
    urls: tuple[str, ...]


class ArticleData(NamedTuple):
    """An object of structured data that may be the article of the page.

    Attributes:
        values: Its values.
        is_own: Whether its headline or address is that of the page.
        is_article: Whether its type is that of an article; else it is that of a page.
    """

    values: dict[str, Any]
    is_own: bool
    is_article: bool


def find_identity(tree: Any) -> PageIdentity:
    """Find how a page names itself.

    Args:
        tree: The parsed page.
    """
    headlines = [" ".join(heading.itertext()) for heading in tree.findall(".//h1")[:3]]
    headlines += [element.text or "" for element in tree.findall(".//title")[:1]]
    headlines += [meta.get("content", "") for meta in tree.iter("meta") if _name_of(meta) in _TITLE_NAMES]
    urls = [meta.get("content", "") for meta in tree.iter("meta") if _name_of(meta) == "og:url"]
    urls += [link.get("href", "") for link in tree.iter("link") if link.get("rel") == "canonical"]
    return PageIdentity(
        tuple(dict.fromkeys(words for line in headlines if (words := simplify(line)))),
        tuple(dict.fromkeys(address for url in urls if (address := _strip_address(url)))),
    )


def find_article_data(tree: Any, identity: PageIdentity) -> list[ArticleData]:
    """Find the structured data that may describe the article of a page, the likeliest first.

    Args:
        tree: The parsed page.
        identity: How it names itself.

    Returns:
        The page's own objects where some name it; else all articles at the places of the main thing.
    """
    nodes = [(node, kinds) for value in _load_scripts(tree) for node in _walk(value) if (kinds := list_types(node))]
    found = []
    for node, kinds in nodes:
        is_article = any(kind.endswith(_ARTICLE_ENDINGS) or kind == _LIVE_BLOG for kind in kinds)
        if is_article or any(kind.endswith(_PAGE_ENDINGS) for kind in kinds):
            match = _match_page(node, identity)
            if match is not False or is_article:
                found.append((match, is_article, node))
    ranked = sorted(found, key=lambda one: (one[0] is not True, not one[1]))
    own = [ArticleData(node, True, is_article) for match, is_article, node in ranked if match]
    # An article with another headline and another address is one that the page only lists.
    others = [ArticleData(node, False, is_article) for match, is_article, node in ranked if match is None]
    return own or others


def list_types(node: dict[str, Any]) -> list[str]:
    """List the types of an object, in lower case and without their vocabulary.

    Example:
        >>> list_types({"@type": ["http://schema.org/NewsArticle"]})
        ['newsarticle']
    """
    kinds = node.get("@type")
    listed = kinds if isinstance(kinds, list) else [kinds]
    return [re.split(r"[/#:]", str(kind))[-1].lower() for kind in listed if _is_text(kind)]


def simplify(words: str) -> str:
    """Give words in lower case without marks, for comparing."""
    return _NOT_LETTERS.sub(" ", words[:500]).strip().lower()


_TITLE_NAMES = frozenset(("og:title", "twitter:title", "title", "headline", "parsely-title", "dc.title"))


def _name_of(meta: Any) -> str:
    return (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _load_scripts(tree: Any) -> Iterator[Any]:
    for script in tree.iter("script"):
        content = (script.text or "") if "ld+json" in (script.get("type") or "").lower() else ""
        if not content or len(content) > _LARGEST:
            continue
        content = _FRAME.sub("", content)
        for attempt in (content, _COMMAS.sub("", content)):
            try:
                yield json.loads(attempt, strict=False)
                break
            except (ValueError, RecursionError):
                continue


def _walk(value: Any) -> Iterator[dict[str, Any]]:
    """Walk the places where the main thing of a page stands."""
    waiting, seen = [value], 0
    while waiting and seen < _MOST_NODES:
        node = waiting.pop(0)
        seen += 1
        if isinstance(node, list):
            waiting[:0] = node[:_MOST_NODES]
        elif isinstance(node, dict):
            yield node
            waiting += [node[key] for key in _HOLDERS if isinstance(node.get(key), dict | list)]


def _match_page(node: dict[str, Any], identity: PageIdentity) -> bool | None:
    """Tell whether an object names the page (True), another (False), or neither."""
    headline = next((simplify(node[key]) for key in ("headline", "name") if _is_text(node.get(key))), "")
    urls = {_strip_address(url) for key in ("url", "@id", "mainEntityOfPage") for url in _list_addresses(node.get(key))}
    urls.discard("")
    same_url = bool(urls & set(identity.urls))
    same_headline = any(_is_same(headline, other) for other in identity.headlines) if headline else False
    if same_url or same_headline:
        return True
    is_other = bool(headline and identity.headlines) or bool(urls and identity.urls)
    return False if is_other and not _is_alike(headline, identity.headlines) else None


def _is_same(headline: str, other: str) -> bool:
    return headline == other or other.startswith(headline + " ") or fuzz.ratio(headline, other) >= _SAME_HEADLINE


def _is_alike(headline: str, others: tuple[str, ...]) -> bool:
    """Tell whether headlines share most of their words, as one for search engines and the one shown do."""
    return any(fuzz.token_set_ratio(headline, other) >= 60 for other in others) if headline else False


def _list_addresses(value: Any) -> list[str]:
    if isinstance(value, dict):
        value = [value.get("@id"), value.get("url")]
    return [one for one in (value if isinstance(value, list) else [value]) if _is_text(one)]


def _strip_address(url: str) -> str:
    """An address without what varies between two spellings of it."""
    address = re.sub(r"^https?://(?:www\.)?", "", url.strip(), flags=re.IGNORECASE)
    return re.split(r"[?#]", address)[0].rstrip("/").lower()
