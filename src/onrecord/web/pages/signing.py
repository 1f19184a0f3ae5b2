"""The sign-in page of a room that others can reach: the token once, then a cookie."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from onrecord.web.guard import COOKIE, cookie_of, is_same
from onrecord.web.rendering import render
from onrecord.web.room import room_of

router = APIRouter()


@router.get("/sign-in")
def sign_in_page() -> HTMLResponse:
    """Ask for the token."""
    return render("sign_in.html", is_wrong=False)


@router.post("/sign-in")
def sign_in(request: Request, token: Annotated[str, Form(max_length=1000)]) -> Response:
    """Take the token."""
    wanted = room_of(request).options.token
    if wanted is None:
        return RedirectResponse("/", 303)
    if not is_same(token.strip(), wanted):
        return render("sign_in.html", is_wrong=True, http_status=403)
    answer = RedirectResponse("/", 303)
    answer.set_cookie(COOKIE, cookie_of(wanted), httponly=True, samesite="strict", secure=request.url.scheme == "https")
    return answer
