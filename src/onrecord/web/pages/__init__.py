"""The pages of the reading room, one module a kind."""

from __future__ import annotations

from fastapi import APIRouter, Depends

from onrecord.web.pages import adding, correcting, elsewhere, people, reference, reports, searching, signing, timeline
from onrecord.web.pages.visits import take_turn

router = APIRouter(include_in_schema=False)
for _part in (searching, reports, people, timeline, elsewhere, correcting):
    router.include_router(_part.router, dependencies=[Depends(take_turn)])
# Who waits at the desk for a text to be read keeps nobody else from a page; the others ask the store for nothing.
for _part in (adding, reference, signing):
    router.include_router(_part.router)
