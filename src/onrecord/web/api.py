"""The JSON interface, version 1: the same records, searches and corrections as the pages show."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request

from onrecord.web.room import room_of

router = APIRouter(prefix="/api/v1")


@router.get("/size")
def size(request: Request) -> dict[str, Any]:
    """Count the reports and the statements."""
    reports, statements = room_of(request).store.size()
    return {"reports": reports, "statements": statements}
