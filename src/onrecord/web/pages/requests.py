"""A visitor's request: the room, who they are, and how to answer them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse

from onrecord.store import Store
from onrecord.web.state import Room, check_may_write, room_of
from onrecord.web.view.templates import render

NAME_COOKIE = "onrecord-by"
_MOST_PUBLISHERS = 500
_YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Visit:
    """A request to a page.

    Attributes:
        request: The request.
        room: The room.
    """

    request: Request
    room: Room

    @classmethod
    def of(cls, request: Request) -> Visit:
        """Take a request."""
        return cls(request, room_of(request))

    @property
    def store(self) -> Store:
        """The room's store."""
        return self.room.store

    @property
    def by(self) -> str:
        """The name under which the visitor corrects."""
        return unquote(self.request.cookies.get(NAME_COOKIE, "")) or self.room.options.corrector

    @property
    def may_write(self) -> bool:
        """Whether the visitor may add and correct."""
        return not self.room.options.read_only

    @property
    def path(self) -> str:
        """What was asked for, with its query."""
        url = self.request.url
        return f"{url.path}?{url.query}" if url.query else url.path

    @property
    def is_partial(self) -> bool:
        """Whether a page that is open asks for a part of itself."""
        return self.request.headers.get("hx-request") == "true"

    def publishers(self) -> list[str]:
        """Give the outlets to choose from."""
        return self.room.remember("publishers", self.store.publishers)[:_MOST_PUBLISHERS]

    def show(self, template: str, *, http_status: int = 200, **values: Any) -> HTMLResponse:
        """Answer with a page."""
        return render(template, http_status=http_status, visit=self, **values)

    def check_writing(self) -> None:
        """Refuse to change anything in a room that is for reading only.

        Raises:
            HTTPException: It is.
        """
        check_may_write(self.request)


async def hold_page_slot(request: Request) -> AsyncIterator[None]:
    """Make a page only while it holds a slot."""
    async with room_of(request).page_slots.hold_slot():
        yield


def go_to(place: str) -> RedirectResponse:
    """Send the visitor to another page of the room; any other address becomes the first page.

    Args:
        place: Its path, as a form may have named it.
    """
    # What begins with two strokes, or with one of either kind after the first, names another host.
    is_here = place.startswith("/") and not place.startswith(("//", "/\\")) and place.isprintable()
    return RedirectResponse(place if is_here else "/", 303)


def keep_name(answer: RedirectResponse, name: str) -> None:
    """Let the visitor's browser remember under which name they correct."""
    answer.set_cookie(NAME_COOKIE, quote(name, errors="replace"), max_age=_YEAR, httponly=True, samesite="strict")
