"""HTML from templates. Everything from a report, the store or a visitor is escaped."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import pairwise
from typing import Any
from urllib.parse import quote, urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

from onrecord.record import Report, Statement
from onrecord.record.layers.statements import ALL_ROLES
from onrecord.store import Hit
from onrecord.text.display import visible
from onrecord.text.spans import Span
from onrecord.text.timex_words import describe_timex
from onrecord.web.view.layers import LAYERS
from onrecord.web.view.markup import render_text_html


def _link(url: str | None) -> str | None:
    """Return an address that is safe as a link, or None; the address of a report may be a script."""
    if not url:
        return None
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    return url.strip() if parts.scheme in ("http", "https") and parts.netloc else None


def _words(text: str | None) -> str:
    """Return words on one line without control characters."""
    return visible(" ".join((text or "").split()))


def find_headline(report: Report) -> str:
    """Return the title of a report, or the name of its file or page."""
    return report.title or report.origin.rstrip("/\\").replace("\\", "/").rpartition("/")[2] or report.origin


def _split_hit(hit: Hit, around: int = 120) -> list[tuple[str, bool, bool]]:
    """Split a statement in its context into pieces: words, whether the statement has them, whether the query does."""
    start, end = hit.context(around)
    found = hit.statement
    own = [*found.source.spans, *found.cue.spans, *found.content.spans]
    cuts = {start, end, *(place for span in [*own, *hit.matches] for place in span if start < place < end)}
    return [
        (visible(hit.report.text[one:other]), _covers(own, one), _covers(hit.matches, one))
        for one, other in pairwise(sorted(cuts))
    ]


def _covers(spans: Iterable[Span], offset: int) -> bool:
    return any(span.start <= offset < span.end for span in spans)


def _edit_values(statement: Statement) -> str:
    """Return what the editor starts from, as JSON: offsets of roles, the speaker, the kind and the day."""
    roles = {name: getattr(statement, name) for name in ALL_ROLES}
    values = {name: " ".join(f"{a}-{b}" for a, b in role.spans) if role else "" for name, role in roles.items()}
    speaker = statement.speaker.name if statement.speaker else None
    said = statement.said.value if statement.said else ""
    return json.dumps(values | {"who": speaker or "", "kind": statement.kind, "said": said})


def _counted(number: int, thing: str) -> str:
    """Format a number of things, such as ``1 report`` and ``1,200 reports``."""
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
        headline=find_headline,
        timex=describe_timex,
        visible=visible,
        pieces=_split_hit,
        edit_values=_edit_values,
        text_html=render_text_html,
        counted=_counted,
        urlsegment=lambda part: quote(str(part), safe=""),
    )
    environment.globals["layers"] = LAYERS
    return environment


environment = _make_environment()


def render(template: str, *, http_status: int = 200, **values: Any) -> HTMLResponse:
    """Make a page from a template.

    Args:
        template: File name of the template.
        http_status: HTTP status.
        values: Variables of the template.
    """
    return HTMLResponse(render_text(template, **values), http_status)


def render_text(template: str, **values: Any) -> str:
    """Return the HTML of a template."""
    # A lone surrogate has no UTF-8 form.
    return environment.get_template(template).render(**values).encode("utf-8", "replace").decode()
