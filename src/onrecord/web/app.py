"""The ASGI application: pages, the JSON API, static files and middleware."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.staticfiles import StaticFiles

import onrecord
from onrecord.store import Store
from onrecord.web import api, pages
from onrecord.web.api.openapi import make_openapi
from onrecord.web.middleware.access import AccessMiddleware
from onrecord.web.middleware.body_limits import BodyLimitMiddleware
from onrecord.web.middleware.errors import UnexpectedErrorMiddleware
from onrecord.web.problems import add_error_handlers
from onrecord.web.state import Room, RoomOptions

Result = TypeVar("Result")
STATIC = Path(__file__).parent / "static"
# FastAPI can send traces of requests to wherever the environment says. Searches are the visitors' own business.
_NO_TELEMETRY: Any = dict.fromkeys(("tracing", "metrics", "logs", "operation_spans", "auto_configure"), False)


def create_app(store: Store, options: RoomOptions | None = None) -> FastAPI:
    """Make the ASGI application of a reading room.

    Use it to serve a room with your own server; :command:`onrecord serve` does everything for you.

    Args:
        store: An open store. You close it.
        options: Access and labels; by default the room answers only this machine.

    Returns:
        An ASGI application.

    Example:
        >>> from onrecord.store import open_store
        >>> app = create_app(open_store("archive.db"))  # doctest: +SKIP
    """
    room_options = options or RoomOptions()
    app = FastAPI(
        title="onrecord",
        summary="Who said what, when, about what, tied to the exact words.",
        version=onrecord.__version__,
        openapi_url="/api/v1/openapi.json",
        telemetry=_NO_TELEMETRY,
        docs_url=None,
        redoc_url=None,
        middleware=[
            Middleware(AccessMiddleware, options=room_options),
            Middleware(UnexpectedErrorMiddleware),
            Middleware(BodyLimitMiddleware),
        ],
    )
    app.state.room = Room(store.without_folders(), room_options)
    # FastAPI calls this method for the OpenAPI document.
    describe = _compute_once(lambda: make_openapi(app, needs_token=room_options.token is not None))
    app.openapi = describe  # type: ignore[method-assign]
    add_error_handlers(app)
    app.include_router(api.router)
    app.include_router(pages.router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    return app


def _compute_once(compute: Callable[[], Result]) -> Callable[[], Result]:
    """Compute a result at its first use, once, however many threads ask at that moment."""
    lock = threading.Lock()
    results: list[Result] = []

    def get() -> Result:
        with lock:
            if not results:
                results.append(compute())
        return results[0]

    return get
