"""The pages of the reading room, one module a kind."""

from __future__ import annotations

from fastapi import APIRouter, Depends

from onrecord.web.pages import (
    add,
    correct,
    events,
    near_duplicates,
    people,
    reference,
    reports,
    review,
    search,
    sign_in,
    talks,
    timeline,
)
from onrecord.web.pages.context import hold_page_slot

router = APIRouter(include_in_schema=False)
for _part in (search, reports, review, people, events, talks, timeline, near_duplicates, correct):
    router.include_router(_part.router, dependencies=[Depends(hold_page_slot)])
# A text that is being read must not hold up pages; the other two pages do not query the store.
for _part in (add, reference, sign_in):
    router.include_router(_part.router)
