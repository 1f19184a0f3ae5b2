"""The JSON API, version 1: the same records, searches and corrections as the pages.

The endpoints declare paths, parameters, bodies and responses; FastAPI makes the OpenAPI document
(``/api/v1/openapi.json``) from them.
"""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.routing import APIRoute

from onrecord.web.api import corrections, export, people, reports, statements


def _operation_id(route: APIRoute) -> str:
    """Name an operation after its function; generated clients use these names."""
    return route.name


router = APIRouter(prefix="/api/v1", generate_unique_id_function=_operation_id)
for part in (statements, reports, people, corrections, export):
    router.include_router(part.router)
