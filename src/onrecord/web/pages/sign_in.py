"""The sign-in page: visitors give the token once, and the browser keeps a cookie."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import HTMLResponse, Response

from onrecord.web.middleware.access import MAX_RETURN_URL, secrets_match, token_cookie
from onrecord.web.pages.context import redirect_to
from onrecord.web.state import get_room
from onrecord.web.view.templates import render

router = APIRouter()


@router.get("/sign-in")
def sign_in_page(back: str = "") -> HTMLResponse:
    """Ask for the token."""
    return render("sign_in.html", is_wrong=False, back=back[:MAX_RETURN_URL])


@router.post("/sign-in")
def sign_in(
    request: Request,
    token: Annotated[str, Form(max_length=1000)],
    back: Annotated[str, Form(max_length=MAX_RETURN_URL)] = "",
) -> Response:
    """Check the token and redirect to the page that needed it."""
    wanted = get_room(request).options.token
    if wanted is None:
        return redirect_to(back)
    if not secrets_match(token.strip(), wanted):
        return render("sign_in.html", is_wrong=True, back=back, http_status=403)
    response = redirect_to(back)
    # Lax, so that a link to a statement in a mail or on another site opens. Changes have a check of their own.
    response.set_cookie(*token_cookie(wanted), httponly=True, samesite="lax", secure=request.url.scheme == "https")
    return response
