"""The segments of a report's text as HTML: a few thousand small elements, too many for a template's macros."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from markupsafe import Markup, escape

from onrecord.text.display import visible
from onrecord.web.view.highlight import Segment


def render_text_html(paragraphs: Sequence[Sequence[Segment]], chosen: str = "") -> Markup:
    """Render a report's text as HTML, with nothing between the words but what the report has there.

    Attributes of a segment's element: ``data-start`` is its offset, ``data-s`` its statements, ``data-roles`` its roles
    in them, and ``data-LAYER`` its finding in another layer. A cue is a link to its statement beside the text.

    Args:
        paragraphs: Segments from :func:`onrecord.web.view.highlight.split_text`.
        chosen: Id of the statement to select, or empty.
    """
    return Markup("".join(_render(paragraphs, chosen)))  # noqa: S704 - every part below is escaped


def _render(paragraphs: Iterable[Sequence[Segment]], chosen: str) -> Iterator[str]:
    for segments in paragraphs:
        if not segments:
            continue
        yield "<p>"
        for segment in segments:
            yield from _render_segment(segment, chosen)
        yield "</p>"


def _render_segment(segment: Segment, chosen: str) -> Iterator[str]:
    for statement in segment.begins:
        yield f'<a class="anchor" id="{escape(statement)}"></a>'
    cue = None if segment.is_gap else next((one for one in reversed(segment.roles) if one.role == "cue"), None)
    name, link = ("a", f' href="#card-{escape(cue.statement)}"') if cue else ("span", "")
    yield f'<{name} class="{" ".join(_iter_classes(segment, chosen))}"{link} data-start="{segment.start}"'
    if segment.roles:
        statements = dict.fromkeys(one.statement for one in segment.roles)
        roles = " ".join(f"{one.statement}:{one.role}" for one in segment.roles)
        yield f' data-s="{escape(" ".join(statements))}" data-roles="{escape(roles)}"'
    for mark in segment.marks:
        yield f' data-{mark.layer}="{escape(mark.id)}"'
    if segment.marks:
        yield f' title="{escape(visible(segment.marks[0].title))}"'
    yield f">{escape(segment.text)}</{name}>"


def _iter_classes(segment: Segment, chosen: str) -> Iterator[str]:
    yield "gap" if segment.is_gap else "w"
    yield from dict.fromkeys(one.role for one in segment.roles)
    if segment.roles and segment.roles[-1].depth:
        yield "deep"
    for mark in segment.marks:
        yield mark.layer
    if chosen and any(one.statement == chosen for one in segment.roles):
        yield "on"
