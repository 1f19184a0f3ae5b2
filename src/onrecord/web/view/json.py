"""JSON as it is sent: any text that a report may hold, and nothing in it that a terminal would act on."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from onrecord.record import dump_json


class Json(Response):
    """Plain values as JSON; half a surrogate pair, which has no UTF-8 form, is sent as its escape."""

    media_type = "application/json"

    def render(self, content: Any) -> bytes:
        """Give the bytes."""
        return dump_json(content).encode()


class ProblemJson(Json):
    """Problem details."""

    media_type = "application/problem+json"
