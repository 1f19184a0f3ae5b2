"""Limits on the size and the duration of request bodies."""

from __future__ import annotations

import asyncio

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MAX_BODY_BYTES = 2_000_000
"""Bytes of a request: many times the longest report that a newspaper prints."""
_PART_SECONDS = 30.0
"""Longest wait for the next part of a body."""
_BODY_SECONDS = 120.0
"""Longest wait for a whole body: a client that sends a byte now and then must not hold a connection for hours."""


class BodyLimitMiddleware:
    """Refuses bodies that are too large (413) or stop arriving (408).

    Args:
        app: The application.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        received = 0
        end = asyncio.get_running_loop().time() + _BODY_SECONDS
        is_complete = False

        async def receive_limited() -> Message:
            nonlocal received, is_complete
            if is_complete:
                return await receive()
            try:
                left = end - asyncio.get_running_loop().time()
                message = await asyncio.wait_for(receive(), min(_PART_SECONDS, left))
            except TimeoutError:
                raise HTTPException(408, "the request stopped arriving; send it again") from None
            received += len(message.get("body", b""))
            if received > MAX_BODY_BYTES:
                raise HTTPException(
                    413, f"the request has more than {MAX_BODY_BYTES:,} bytes; add large files with: onrecord add"
                )
            is_complete = message["type"] != "http.request" or not message.get("more_body", False)
            return message

        await self.app(scope, receive_limited, send)
