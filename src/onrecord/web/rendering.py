"""Pages from templates. Everything that comes from a report, a store or a visitor is escaped, wherever it stands."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

from onrecord.store import Hit
from onrecord.text.visible import visible
from onrecord.web.marking import mark_text


def _link(url: str | None) -> str | None:
    """Give an address that is safe to follow, or None: a report may name a script as its own."""
    if not url:
        return None
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    return url.strip() if parts.scheme in ("http", "https") and parts.netloc else None


def _words(text: str | None) -> str:
    """Give words on one line, with nothing in them that steers what shows them."""
    return visible(" ".join((text or "").split()))


def _marked(hit: Hit, around: int = 120) -> list[tuple[str, bool]]:
    """Give the words around a statement in pieces, each with whether it was looked for."""
    words, marks = hit.snippet(around)
    pieces: list[tuple[str, bool]] = []
    at = 0
    for start, end in marks:
        if start < at:
            continue
        pieces += [(visible(words[at:start]), False), (visible(words[start:end]), True)]
        at = end
    return [*pieces, (visible(words[at:]), False)]


def _make_environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("onrecord.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters.update(
        link=_link,
        words=_words,
        visible=visible,
        marked=_marked,
        marked_text=mark_text,
        segment=lambda part: quote(str(part), safe=""),
    )
    return environment


environment = _make_environment()


def render(template: str, *, http_status: int = 200, **values: Any) -> HTMLResponse:
    """Make a page.

    Args:
        template: Name of the template.
        http_status: HTTP status of the answer.
        values: What the template shows.
    """
    return HTMLResponse(render_text(template, **values), http_status)


def render_text(template: str, **values: Any) -> str:
    """Give the HTML of a template."""
    # A lone surrogate has no UTF-8 form; where one slipped through, it is shown as what it is.
    return environment.get_template(template).render(**values).encode("utf-8", "replace").decode()
