"""Access: which requests the room answers.

Every page that is open in a browser can reach a room on the loopback address. Two checks keep other sites out. The
``Host`` of a request must be a name of this machine, so that no other site's name can point here (DNS rebinding). And a
request that changes something must come from the room's own pages: browsers say where a request comes from with ``Sec-
Fetch-Site``, older ones with ``Origin``; other programs send neither (Valsorda, "Cross-Site Request Forgery", 2025;
OWASP, "Cross-Site Request Forgery Prevention Cheat Sheet").

A room that others can reach needs a token. Programs send it as ``Authorization: Bearer``. People give it once on the
sign-in page; their browser then keeps a cookie derived from it, which no script can read.
"""

from __future__ import annotations

import hashlib
import hmac
from urllib.parse import urlencode, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from onrecord.web.problems import API, make_error_response
from onrecord.web.state import RoomOptions

SIGN_IN = "/sign-in"
PUBLIC_PATHS = ("/static/", SIGN_IN)
"""Paths that need no token. They show nothing of the store."""
MAX_RETURN_URL = 2000
"""Longest path, in characters, that the sign-in page redirects to."""
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


class AccessMiddleware:
    """Refuses requests without access, and adds security headers to every response.

    Args:
        app: The application.
        options: Options of the room.
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
            # HEAD is allowed wherever GET is (RFC 9110, 9.3.2); the server then sends no body.
            scope = {**scope, "method": "GET"}
        respond = self.app if refusal is None else _refuse(scope, *refusal)
        await respond(scope, receive, send_with_headers)

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        """Return the status and the reason of a refusal, or None."""
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if self.options.hosts and _without_port(host) not in self.options.hosts:
            return (
                421,
                "this reading room has another host name; use the address that onrecord serve printed",
            )
        if scope["method"] not in _READING and not _is_from_here(headers, host):
            return 403, "pages of other sites cannot change anything here"
        if self.options.token is None or scope["path"].startswith(PUBLIC_PATHS):
            return None
        return None if has_token(headers, self.options.token) else (401, "this reading room needs its token")


def _refuse(scope: Scope, status: int, detail: str) -> Response:
    """Make the response to a refused request: people without the token are sent to the sign-in page."""
    if status != 401 or scope["path"].startswith(API):
        return make_error_response(scope["path"], status, detail)
    headers = Headers(scope=scope)
    if headers.get("hx-request") == "true":
        # htmx would put the response into the open page; this header makes the whole page go to the sign-in page.
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
    is_needed = path not in ("", "/") or query
    return SIGN_IN + (f"?{urlencode({'back': back})}" if is_needed and len(back) <= MAX_RETURN_URL else "")


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
    """Return whether a request has the token, or the cookie derived from it."""
    scheme, _, given = headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        # Headers are decoded as Latin-1, but most clients send UTF-8.
        return secrets_match(given.strip().encode("latin-1", "replace").decode("utf-8", "replace"), token)
    # Browsers share cookies between ports, so other programs on this host may have set cookies of any form.
    name, wanted = token_cookie(token)
    return secrets_match(cookie_parser(headers.get("cookie", "")).get(name, ""), wanted)


def secrets_match(given: str, wanted: str) -> bool:
    """Compare secrets in constant time."""
    return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), wanted.encode("utf-8", "surrogatepass"))


def token_cookie(token: str) -> tuple[str, str]:
    """Return the name and the value of the cookie for a token. The token cannot be computed from them.

    The name depends on the token, so that two rooms on one host do not sign out each other's visitors.
    """
    value = hmac.new(token.encode("utf-8", "surrogatepass"), b"reading room", hashlib.sha256).hexdigest()
    name = hashlib.sha256(value.encode()).hexdigest()[:8]
    return f"onrecord-room-{name}", value
