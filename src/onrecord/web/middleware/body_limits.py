"""How much a visitor may send, and how slowly: bodies are cut off where they grow too large or stall."""

from __future__ import annotations

import asyncio

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST_BODY = 2_000_000
"""Bytes of a request: a report of any length that a newspaper prints, many times over."""
_SLOWEST_PART = 30.0
"""Seconds between two parts of a body."""
_SLOWEST_BODY = 120.0
"""Seconds for a whole one: whoever sends a letter now and then must not keep a place for hours."""


class BodyLimits:
    """Refuses bodies that are too large (413) or that stop coming (408).

    Args:
        app: What is served.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        received = 0
        end = asyncio.get_running_loop().time() + _SLOWEST_BODY
        is_whole = False

        async def limited() -> Message:
            nonlocal received, is_whole
            if is_whole:
                return await receive()
            try:
                left = end - asyncio.get_running_loop().time()
                message = await asyncio.wait_for(receive(), min(_SLOWEST_PART, left))
            except TimeoutError:
                raise HTTPException(408, "the request stopped coming; send it again") from None
            received += len(message.get("body", b""))
            if received > LARGEST_BODY:
                raise HTTPException(
                    413, f"more than {LARGEST_BODY:,} bytes are not taken here; add large files with: onrecord add"
                )
            is_whole = message["type"] != "http.request" or not message.get("more_body", False)
            return message

        await self.app(scope, limited, send)
