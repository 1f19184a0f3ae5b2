"""Parts of HTML that notebooks show. Everything from a report is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from onrecord.text.display import visible

_MOST_ROWS = 20
_MOST_CHARACTERS = 400


def render_head(title: str | None, facts: Iterable[str | None]) -> str:
    """Render the headline of a report, and facts below it."""
    words = " · ".join(filter(None, facts))
    return f"<p><strong>{_escape(title or 'Report without a headline')}</strong><br>{_escape(words)}</p>"


def render_beginning(text: str) -> str:
    """Render how a text begins."""
    shown = text[:_MOST_CHARACTERS] + ("…" if len(text) > _MOST_CHARACTERS else "")
    return f"<p style='white-space: pre-line'>{_escape(shown)}</p>"


def render_table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Render rows as a table, at most the first twenty."""
    head = "".join(f"<th style='text-align: left'>{_escape(name)}</th>" for name in columns)
    body = []
    for number, row in enumerate(rows):
        if number == _MOST_ROWS:
            body.append(f"<tr><td colspan='{len(columns)}'>… and more</td></tr>")
            break
        body.append("<tr>" + "".join(f"<td style='text-align: left'>{_escape(cell)}</td>" for cell in row) + "</tr>")
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table>"


def _escape(value: object) -> str:
    words = f"{value:.2f}" if isinstance(value, float) else str("" if value is None else value)
    return escape(visible(words))
