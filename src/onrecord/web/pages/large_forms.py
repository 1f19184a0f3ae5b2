"""Forms with fields as large as a request may be.

The parser of forms refuses fields of more than 1 MB with a message of its own. Here the limits of the room decide, and
their messages say what to do.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute

from onrecord.web.middleware.body_limits import MAX_BODY_BYTES


class LargeFormRoute(APIRoute):
    """A route whose form fields may fill the request."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the handler; it finds the form parsed."""
        handle = super().get_route_handler()

        async def handle_form(request: Request) -> Response:
            if request.method == "POST":
                await request.form(max_part_size=MAX_BODY_BYTES)
            return await handle(request)

        return handle_form
