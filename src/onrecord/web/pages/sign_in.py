"""The sign-in page of a room that others can reach: the token once, then a cookie."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import HTMLResponse, Response

from onrecord.web.middleware.access import LONGEST_WAY_BACK, cookie_of, is_same
from onrecord.web.pages.requests import go_to
from onrecord.web.state import room_of
from onrecord.web.view.templates import render

router = APIRouter()


@router.get("/sign-in")
def sign_in_page(back: str = "") -> HTMLResponse:
    """Ask for the token."""
    return render("sign_in.html", is_wrong=False, back=back[:LONGEST_WAY_BACK])


@router.post("/sign-in")
def sign_in(
    request: Request,
    token: Annotated[str, Form(max_length=1000)],
    back: Annotated[str, Form(max_length=LONGEST_WAY_BACK)] = "",
) -> Response:
    """Take the token, and lead back to what was asked for."""
    wanted = room_of(request).options.token
    if wanted is None:
        return go_to(back)
    if not is_same(token.strip(), wanted):
        return render("sign_in.html", is_wrong=True, back=back, http_status=403)
    answer = go_to(back)
    # Lax, so that a link to a statement in a letter or on another site opens; what changes anything is guarded apart.
    answer.set_cookie(*cookie_of(wanted), httponly=True, samesite="lax", secure=request.url.scheme == "https")
    return answer
