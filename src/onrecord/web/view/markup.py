"""The pieces of a report's text as HTML: a few thousand small elements, too many for a template's macros."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from markupsafe import Markup, escape

from onrecord.text.display import visible
from onrecord.web.view.highlight import Piece


def mark_text(paragraphs: Sequence[Sequence[Piece]], chosen: str = "") -> Markup:
    """Write the paragraphs of a report as HTML, with nothing between the words but what the report has there.

    Every piece says in ``data-start`` where it begins, in ``data-s`` to which statements it belongs, and in
    ``data-roles`` in which roles. A cue is a link to its statement beside the text.

    Args:
        paragraphs: What :func:`onrecord.web.view.highlight.cut_text` gives.
        chosen: Id of a statement that is lit from the start, or empty.
    """
    return Markup("".join(_write(paragraphs, chosen)))  # noqa: S704 - every part below is escaped


def _write(paragraphs: Iterable[Sequence[Piece]], chosen: str) -> Iterator[str]:
    for pieces in paragraphs:
        if not pieces:
            continue
        yield "<p>"
        for piece in pieces:
            yield from _write_piece(piece, chosen)
        yield "</p>"


def _write_piece(piece: Piece, chosen: str) -> Iterator[str]:
    for statement in piece.begins:
        yield f'<a class="anchor" id="{escape(statement)}"></a>'
    cue = None if piece.is_gap else next((part for part in reversed(piece.parts) if part.role == "cue"), None)
    name, link = ("a", f' href="#card-{escape(cue.statement)}"') if cue else ("span", "")
    yield f'<{name} class="{" ".join(_classes(piece, chosen))}"{link} data-start="{piece.start}"'
    if piece.parts:
        statements = dict.fromkeys(part.statement for part in piece.parts)
        roles = " ".join(f"{part.statement}:{part.role}" for part in piece.parts)
        yield f' data-s="{escape(" ".join(statements))}" data-roles="{escape(roles)}"'
    if piece.time is not None:
        time = piece.time
        title = f"{time.value} ({time.rule})" if time.start else time.value
        yield f' data-time="{escape(time.id)}" title="{escape(visible(title))}"'
    elif piece.entity is not None:
        title = piece.entity.name or piece.entity.kind
        yield f' data-entity="{escape(piece.entity.id)}" title="{escape(visible(title))}"'
    yield f">{escape(piece.text)}</{name}>"


def _classes(piece: Piece, chosen: str) -> Iterator[str]:
    yield "gap" if piece.is_gap else "w"
    yield from dict.fromkeys(part.role for part in piece.parts)
    if piece.parts and piece.parts[-1].depth:
        yield "deep"
    if piece.time is not None:
        yield "time"
    if piece.entity is not None:
        yield "person"
    if chosen and any(part.statement == chosen for part in piece.parts):
        yield "on"
