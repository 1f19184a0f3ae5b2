"""Who may ask: the doorkeeper in front of every page.

A room on the loopback address can be reached by every page that the visitor's browser has open. Two things keep these
out. The ``Host`` that a request names must be a name of this machine, so that no other site's name can be pointed here
(DNS rebinding). And a request that changes something must come from the room's own pages: browsers say with
``Sec-Fetch-Site``, and older ones with ``Origin``, where a request comes from, and programs that are no browsers send
neither (Valsorda, "Cross-Site Request Forgery", 2025; OWASP, "Cross-Site Request Forgery Prevention Cheat Sheet").

A room that others can reach wants a token: as ``Authorization: Bearer`` from programs, once on the sign-in page from
people, whose browser then keeps a cookie made from it that no script can read.
"""

from __future__ import annotations

import hashlib
import hmac
from urllib.parse import urlencode, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from onrecord.web.problems import API, refuse
from onrecord.web.state import RoomOptions

SIGN_IN = "/sign-in"
OPEN_TO_ALL = ("/static/", SIGN_IN)
"""What is shown before anybody has given the token: nothing of the store."""
LONGEST_WAY_BACK = 2000
"""Characters of an address to which somebody is led back who has given the token."""
_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


class Guard:
    """Lets in who may come in, and sends every answer out with the headers that browsers keep to.

    Args:
        app: What is served.
        options: How the room is opened.
    """

    def __init__(self, app: ASGIApp, options: RoomOptions) -> None:
        self.app = app
        self.options = options

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                if not scope["path"].startswith("/static/"):
                    headers.setdefault("cache-control", "private, no-cache")
            await send(message)

        refusal = self._refusal(scope)
        if scope["method"] == "HEAD" and not scope["path"].startswith("/static/"):
            # Whatever can be got can be asked for its headers alone (RFC 9110, 9.3.2); the server sends no body then.
            scope = {**scope, "method": "GET"}
        answer = self.app if refusal is None else _refuse(scope, *refusal)
        await answer(scope, receive, send_with_headers)

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        """Say why a request is not let in: a status and a reason; None where it is."""
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if self.options.hosts and _without_port(host) not in self.options.hosts:
            return 421, "this reading room is not called that; use the address that onrecord serve names"
        if scope["method"] not in _READING and not _is_from_here(headers, host):
            return 403, "another site's page may not change anything here"
        if self.options.token is None or scope["path"].startswith(OPEN_TO_ALL):
            return None
        return None if has_token(headers, self.options.token) else (401, "this reading room asks for its token")


def _refuse(scope: Scope, status: int, detail: str) -> Response:
    """Give the answer to who is not let in; people are led to where they give the token, and from there back."""
    if status != 401 or scope["path"].startswith(API):
        return refuse(scope["path"], status, detail)
    headers = Headers(scope=scope)
    if headers.get("hx-request") == "true":
        # A part of an open page would be put into it: the page as a whole is led there.
        try:
            shown = urlsplit(headers.get("hx-current-url", ""))
        except ValueError:
            shown = urlsplit("")
        return Response(status_code=401, headers={"hx-redirect": _sign_in(shown.path, shown.query)})
    is_page = scope["method"] in _READING
    path, query = scope.get("raw_path") or b"/", scope["query_string"]
    return RedirectResponse(_sign_in(path.decode("latin-1"), query.decode("latin-1")) if is_page else _sign_in(), 303)


def _sign_in(path: str = "", query: str = "") -> str:
    back = f"{path}?{query}" if query else path
    is_told = path not in ("", "/") or query
    return SIGN_IN + (f"?{urlencode({'back': back})}" if is_told and len(back) <= LONGEST_WAY_BACK else "")


def _without_port(host: str) -> str:
    name, colon, port = host.rpartition(":")
    return name.lower() if colon and port.isdecimal() else host.lower()


def _is_from_here(headers: Headers, host: str) -> bool:
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = headers.get("origin")
    if origin is None:
        return True
    try:
        return urlsplit(origin).netloc.lower() == host.lower()
    except ValueError:
        return False


def has_token(headers: Headers, token: str) -> bool:
    """Tell whether a request brings the token, or the cookie that stands for it."""
    scheme, _, given = headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        # Headers are read as Latin-1, and sent by those who know better in UTF-8.
        return is_same(given.strip().encode("latin-1", "replace").decode("utf-8", "replace"), token)
    # Other programs of this host may have left cookies of any form, as browsers tell no ports apart.
    name, wanted = cookie_of(token)
    return is_same(cookie_parser(headers.get("cookie", "")).get(name, ""), wanted)


def is_same(given: str, wanted: str) -> bool:
    """Compare secrets in a time that says nothing of where they differ."""
    return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), wanted.encode("utf-8", "surrogatepass"))


def cookie_of(token: str) -> tuple[str, str]:
    """Give what a browser keeps in the token's place, from which the token cannot be told: a name, and a value.

    The name is another for another token, so that two rooms on one host do not sign each other's visitors out.
    """
    value = hmac.new(token.encode("utf-8", "surrogatepass"), b"reading room", hashlib.sha256).hexdigest()
    name = hashlib.sha256(value.encode()).hexdigest()[:8]
    return f"onrecord-room-{name}", value
