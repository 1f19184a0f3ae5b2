"""The pages of the reading room, one module a kind."""

from __future__ import annotations

from fastapi import APIRouter

from onrecord.web.pages import adding, correcting, elsewhere, people, reference, reports, searching, signing, timeline

router = APIRouter(include_in_schema=False)
for _part in (searching, reports, people, timeline, elsewhere, adding, correcting, reference, signing):
    router.include_router(_part.router)
