"""The application: a store, its pages, its JSON interface, and the doorkeeper in front."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.staticfiles import StaticFiles

import onrecord
from onrecord.store import Store
from onrecord.web import api, pages
from onrecord.web.api.document import make_document
from onrecord.web.middleware.access import Guard
from onrecord.web.middleware.body_limits import BodyLimits
from onrecord.web.problems import Faults, add_handlers
from onrecord.web.state import Room, RoomOptions

STATIC = Path(__file__).parent / "static"
# FastAPI can keep traces of requests and send them where the environment says: a room tells nobody what is asked of it.
_NO_TELEMETRY: Any = dict.fromkeys(("tracing", "metrics", "logs", "operation_spans", "auto_configure"), False)


def create_app(store: Store, options: RoomOptions | None = None) -> FastAPI:
    """Make the application of a reading room.

    Use to serve a room with a server of one's own; :command:`onrecord serve` does all of it.

    Args:
        store: An open store; it stays the caller's to close.
        options: How the room is opened; by default for this machine alone.

    Returns:
        An ASGI application.
    """
    opened = options or RoomOptions()
    app = FastAPI(
        title="onrecord",
        summary="Who said what, when, about what, tied to the exact words.",
        version=onrecord.__version__,
        openapi_url="/api/v1/openapi.json",
        telemetry=_NO_TELEMETRY,
        docs_url=None,
        redoc_url=None,
        middleware=[
            Middleware(Guard, options=opened),
            Middleware(Faults),
            Middleware(BodyLimits),
        ],
    )
    app.state.room = Room(store, opened)
    # FastAPI asks for its document by this name.
    app.openapi = cache(lambda: make_document(app, needs_token=opened.token is not None))  # type: ignore[method-assign]
    add_handlers(app)
    app.include_router(api.router)
    app.include_router(pages.router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    return app
