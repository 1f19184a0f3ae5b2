"""The pages of the reading room, one module a kind."""

from __future__ import annotations

from fastapi import APIRouter, Depends

from onrecord.web.pages import add, correct, near_duplicates, people, reference, reports, search, sign_in, timeline
from onrecord.web.pages.requests import take_turn

router = APIRouter(include_in_schema=False)
for _part in (search, reports, people, timeline, near_duplicates, correct):
    router.include_router(_part.router, dependencies=[Depends(take_turn)])
# Who waits at the desk for a text to be read keeps nobody else from a page; the others ask the store for nothing.
for _part in (add, reference, sign_in):
    router.include_router(_part.router)
