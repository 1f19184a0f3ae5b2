"""The JSON interface, version 1: the same records, searches and corrections as the pages show.

Addresses, parameters, bodies and answers are those of the OpenAPI document (``/api/v1/openapi.json``), which is made
from the code here. Bodies are read into the models of :mod:`onrecord.web.api.schemas`; answers are written as they come
from the store, since a model would refuse what a report may hold (half a surrogate pair), and tests hold them against
the models.
"""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.routing import APIRoute

from onrecord.web.api import corrections, export, people, reports, statements


def _name(route: APIRoute) -> str:
    """Give the id of an operation, from which clients are made: that of its function."""
    return route.name


router = APIRouter(prefix="/api/v1", generate_unique_id_function=_name)
for part in (statements, reports, people, corrections, export):
    router.include_router(part.router)
