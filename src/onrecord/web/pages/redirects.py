"""Statements that corrections gave another id, or rejected: links to them go on leading to what they became."""

from __future__ import annotations

from starlette.responses import RedirectResponse

from onrecord.errors import NotInStoreError
from onrecord.record import AnnotatedReport
from onrecord.store import Store
from onrecord.web.pages.requests import go_to


def place_of(report_id: str, statement_id: str | None) -> str:
    """Give the address of a statement in its report; of a rejected one, of those that were."""
    if statement_id is None:
        return f"/reports/{report_id}#rejected"
    return f"/reports/{report_id}?statement={statement_id}#{statement_id}"


def contents_of(*records: AnnotatedReport | None) -> dict[str, str]:
    """Give what the statements of records say, by their ids; of a record that the store does not have, nothing."""
    return {one.id: " … ".join(one.content.quote) for record in records if record for one in record.statements}


def follow(store: Store, statement_id: str, part: str = "") -> RedirectResponse:
    """Lead to what became of a statement that the store has under its id no more.

    Args:
        store: The store.
        statement_id: The id.
        part: What was asked for of it, such as ``/elsewhere``; empty for its place in the report.

    Raises:
        NotInStoreError: No correction is of such a statement.
    """
    found = store.corrections.find_successor(statement_id)
    if found is None or found[1] == statement_id:
        raise NotInStoreError(f"the store has no statement {statement_id!r} now; find it by searching")
    report_id, now = found
    return go_to(f"/statements/{now}{part}" if now and part else place_of(report_id, now))
