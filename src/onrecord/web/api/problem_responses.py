"""What goes wrong, as the OpenAPI document declares it: problem details (RFC 9457)."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

_REASONS = {
    400: "What was asked for makes no sense: a query that does not parse, a range that ends before it starts, a span "
    "outside the text, a format for which a package is missing here. `detail` says what, and `position` where in a "
    "query.",
    401: "The room asks for its token.",
    403: "The room is open for reading only, or another site's page asks.",
    404: "The store has none of this id.",
    408: "The body stopped coming.",
    413: "What was sent is too long.",
    415: "What was sent is of a kind that is not read here.",
    421: "The room is not called that.",
    422: "A parameter or a value of the body is missing, not known or of the wrong kind; `errors` names each.",
    500: "Something went wrong in the program.",
    503: "The search takes too long, the store is being written to, or too many texts or exports are under way.",
}
_ALWAYS = (401, 403, 421, 500, 503)


class Fault(BaseModel):
    """One thing that is wrong with a parameter or a body."""

    model_config = ConfigDict(extra="forbid")

    place: str = Field(description="Where: `query.limit`, `body.text`.")
    reason: str = Field(description="What is wrong with it.")


class Problem(BaseModel):
    """What is wrong (RFC 9457, problem details)."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "type": "about:blank",
                    "title": "Bad Request",
                    "status": 400,
                    "detail": "the query '(grain' does not parse at character 1: the parenthesis opened here is not "
                    "closed",
                    "instance": "/api/v1/statements",
                    "position": 0,
                }
            ]
        },
    )

    type: str = Field(description="`about:blank`: the status says what kind of problem it is.")
    title: str = Field(description="The name of the status.")
    status: int = Field(description="The HTTP status.")
    detail: str = Field(description="What is wrong, and what to do.")
    instance: str = Field(description="What was asked for.")
    position: int | None = Field(None, description="Where in a query it is wrong, counted in characters from 0.")
    errors: list[Fault] | None = Field(None, description="Everything that is wrong with a request.")


def failures(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Declare what may go wrong at an endpoint, besides what may always.

    Args:
        statuses: HTTP statuses.
    """
    return {status: {"model": Problem, "description": _REASONS[status]} for status in sorted({*statuses, *_ALWAYS})}
