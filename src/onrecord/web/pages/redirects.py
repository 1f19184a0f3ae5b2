"""Links to statements whose id changed: corrections give a statement a new id, or reject it."""

from __future__ import annotations

from starlette.responses import RedirectResponse

from onrecord.errors import NotInStoreError
from onrecord.record import AnnotatedReport
from onrecord.store import Store
from onrecord.web.pages.context import redirect_to


def statement_url(report_id: str, statement_id: str | None) -> str:
    """Return the path of a statement in its report; None gives the report's list of rejected statements."""
    if statement_id is None:
        return f"/reports/{report_id}#rejected"
    return f"/reports/{report_id}?statement={statement_id}#{statement_id}"


def contents_by_id(*records: AnnotatedReport | None) -> dict[str, str]:
    """Return the content of each statement by its id; None stands for a report that the store does not have."""
    return {one.id: " … ".join(one.content.quote) for record in records if record for one in record.statements}


def redirect_to_successor(store: Store, statement_id: str, subpath: str = "") -> RedirectResponse:
    """Redirect from an old id of a statement to what corrections made of it.

    Args:
        store: The store.
        statement_id: The old id.
        subpath: What follows the id in the path, such as ``/elsewhere``; empty for the statement in its report.

    Raises:
        NotInStoreError: No correction gives this statement another id.
    """
    found = store.corrections.find_successor(statement_id)
    if found is None or found[1] == statement_id:
        raise NotInStoreError(f"the store has no statement {statement_id!r}; find it with the search")
    report_id, successor = found
    return redirect_to(
        f"/statements/{successor}{subpath}" if successor and subpath else statement_url(report_id, successor)
    )
