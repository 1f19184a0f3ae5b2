"""The context of a page: the request, the room and the visitor."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse

from onrecord.store import Store
from onrecord.web.state import Room, check_writable, get_room
from onrecord.web.view.templates import render

NAME_COOKIE = "onrecord-by"
_MAX_PUBLISHERS = 500
_YEAR_SECONDS = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class PageContext:
    """What a page knows of its request.

    Attributes:
        request: The request.
        room: The room.
    """

    request: Request
    room: Room

    @classmethod
    def from_request(cls, request: Request) -> PageContext:
        """Make the context of a request."""
        return cls(request, get_room(request))

    @property
    def store(self) -> Store:
        """The room's store."""
        return self.room.store

    @property
    def corrector(self) -> str:
        """Name on the visitor's corrections."""
        return unquote(self.request.cookies.get(NAME_COOKIE, "")) or self.room.options.corrector

    @property
    def is_writable(self) -> bool:
        """Whether the visitor may add and correct."""
        return not self.room.options.read_only

    @property
    def path(self) -> str:
        """Path and query of the request."""
        url = self.request.url
        return f"{url.path}?{url.query}" if url.query else url.path

    @property
    def is_fragment(self) -> bool:
        """Whether an open page asks for a part of itself."""
        return self.request.headers.get("hx-request") == "true"

    def list_publishers(self) -> list[str]:
        """Return the outlets that the filter suggests."""
        return self.room.get_cached("publishers", self.store.publishers)[:_MAX_PUBLISHERS]

    def render(self, template: str, *, http_status: int = 200, **values: Any) -> HTMLResponse:
        """Make the page from a template."""
        return render(template, http_status=http_status, context=self, **values)

    def check_writable(self) -> None:
        """Refuse a change in a read-only room.

        Raises:
            HTTPException: The room is read-only (403).
        """
        check_writable(self.request)


async def hold_page_slot(request: Request) -> AsyncIterator[None]:
    """Make a page only while it holds a slot."""
    async with get_room(request).page_slots.hold_slot():
        yield


def redirect_to(path: str) -> RedirectResponse:
    """Redirect to another page of the room; anything else redirects to the first page.

    Args:
        path: Path of the page; it may come from a form.
    """
    # A path that begins with two slashes, or with a slash and a backslash, names another host.
    is_local = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return RedirectResponse(path if is_local else "/", 303)


def set_name_cookie(response: RedirectResponse, name: str) -> None:
    """Let the browser remember the visitor's name."""
    response.set_cookie(
        NAME_COOKIE, quote(name, errors="replace"), max_age=_YEAR_SECONDS, httponly=True, samesite="strict"
    )
