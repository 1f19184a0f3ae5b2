"""JSON responses: any text that a report may hold, and no character that a terminal would act on."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from onrecord.record import dump_json


class JsonResponse(Response):
    """Plain values as JSON. A lone surrogate, which has no UTF-8 form, is sent as its escape."""

    media_type = "application/json"

    def render(self, content: Any) -> bytes:
        """Return the body."""
        return dump_json(content).encode()


class ProblemResponse(JsonResponse):
    """Problem details (RFC 9457)."""

    media_type = "application/problem+json"
