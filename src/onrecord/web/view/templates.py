"""Pages from templates. Everything that comes from a report, a store or a visitor is escaped, wherever it stands."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Any
from urllib.parse import quote, urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

from onrecord.record import Report
from onrecord.store import Hit
from onrecord.text.display import visible
from onrecord.text.spans import Span
from onrecord.web.view.markup import mark_text
from onrecord.web.view.timex import day_in_words


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


def _headline(report: Report) -> str:
    """Give what a report is called: its title, or the name of the file or page that it was read from."""
    return report.title or report.origin.rstrip("/\\").replace("\\", "/").rpartition("/")[2] or report.origin


def _marked(hit: Hit, around: int = 120) -> list[tuple[str, bool, bool]]:
    """Give a statement in its context in pieces, each with whether it is the statement's and whether it was sought."""
    start, end = hit.context(around)
    found = hit.statement
    own = [*found.source.spans, *found.cue.spans, *found.content.spans]
    cuts = {start, end, *(place for span in [*own, *hit.matches] for place in span if start < place < end)}
    return [
        (visible(hit.report.text[one:other]), _holds(own, one), _holds(hit.matches, one))
        for one, other in pairwise(sorted(cuts))
    ]


def _holds(spans: Iterable[Span], place: int) -> bool:
    return any(span.start <= place < span.end for span in spans)


def _counted(number: int, thing: str) -> str:
    """Give a number of things in words, such as ``1 report`` and ``1,200 reports``."""
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"


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
        headline=_headline,
        day=day_in_words,
        visible=visible,
        marked=_marked,
        marked_text=mark_text,
        counted=_counted,
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
