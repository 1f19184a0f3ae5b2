"""Unexpected errors as responses."""

from __future__ import annotations

import logging

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from onrecord.web.problems import make_error_response

_LOG = logging.getLogger("onrecord.web")
_DETAIL = "an error in the program, not in your request; please report it with the address of this page"


class UnexpectedErrorMiddleware:
    """Answers unexpected errors with a page or problem details.

    It runs inside the access middleware, so that these responses have the same security headers as all others.

    Args:
        app: The application.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request."""
        is_started = False

        async def note_start(message: Message) -> None:
            nonlocal is_started
            is_started = True
            await send(message)

        try:
            await self.app(scope, receive, note_start)
        except Exception as error:  # the one place that turns errors of the program into responses
            if scope["type"] != "http" or is_started:
                # A response that has started can only be cut off.
                raise
            _LOG.error("%s %s failed", scope["method"], scope["path"], exc_info=error)
            await make_error_response(scope["path"], 500, _DETAIL)(scope, receive, send)
