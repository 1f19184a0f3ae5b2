from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from fastapi.testclient import TestClient

from onrecord.web.middleware.access import token_cookie
from tests.store.records import DAM
from tests.web.rooms import problem_of, visiting

SIZE, CORRECTIONS = "/api/v1/size", "/api/v1/corrections"
ACCEPT = {"action": "accept", "statement": DAM.statements[0].id}
TOKEN = "sesame öffne dich"
AUTHORIZED = {"authorization": f"Bearer {TOKEN}".encode()}
COOKIE, VALUE = token_cookie(TOKEN)
KEPT = f"{COOKIE}={VALUE}"


@pytest.fixture
def visitor(tmp_path: Path) -> Iterator[TestClient]:
    with visiting(tmp_path, DAM) as opened:
        yield opened


@pytest.fixture
def stranger(tmp_path: Path) -> Iterator[TestClient]:
    """Somebody at a room that asks for its token."""
    with visiting(tmp_path, DAM, token=TOKEN, hosts=()) as opened:
        yield opened


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:8000", "LOCALHOST:8000", "127.0.0.1:80", "[::1]:9000", "[::1]"]
)
def test_a_room_of_this_machine_goes_by_its_names(visitor: TestClient, host: str) -> None:
    assert visitor.get(SIZE, headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:8000", "localhost.evil.example", "evil.example#localhost", "127.0.0.1.nip.io", "",
     "localhost:8000@evil.example", "0.0.0.0:8000", "localhost, evil.example", "\xff"],
)  # fmt: skip
def test_a_name_that_another_site_points_here_is_refused(visitor: TestClient, host: str) -> None:
    problem_of(visitor.get(SIZE, headers={"host": host.encode("latin-1")}), 421)
    assert visitor.get("/", headers={"host": host.encode("latin-1")}).status_code == 421
    assert visitor.post(CORRECTIONS, json=ACCEPT, headers={"host": host.encode("latin-1")}).status_code == 421


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"sec-fetch-site": "same-origin"},
        {"sec-fetch-site": "none"},
        {"origin": "http://localhost:8000"},
        {"origin": "http://LOCALHOST:8000"},
    ],
)
def test_the_rooms_own_pages_and_programs_may_write(visitor: TestClient, headers: dict[str, str]) -> None:
    answer = visitor.post(CORRECTIONS, json=ACCEPT, headers={"host": "localhost:8000", **headers})
    assert answer.status_code == 201


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": ""},
        {"sec-fetch-site": "cross-site", "origin": "http://localhost:8000"},
        {"origin": "http://evil.example"},
        {"origin": "http://localhost:9000"},
        {"origin": "null"},
        {"origin": ""},
        {"origin": "http://["},
        {"origin": "http://localhost:8000.evil.example"},
    ],
)
def test_other_sites_may_not_write(visitor: TestClient, headers: dict[str, str]) -> None:
    sent = {"host": "localhost:8000", **headers}
    problem_of(visitor.post(CORRECTIONS, json=ACCEPT, headers=sent), 403)
    for method in ("PUT", "PATCH", "DELETE", "INVENTED"):
        problem_of(visitor.request(method, CORRECTIONS, headers=sent), 403)
    assert visitor.get(CORRECTIONS, headers={"host": "localhost:8000"}).json()["corrections"] == []


def test_reading_is_open_to_a_link_on_another_site(visitor: TestClient) -> None:
    assert visitor.get(SIZE, headers={"sec-fetch-site": "cross-site"}).status_code == 200


@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS", "HEAD"])
@pytest.mark.parametrize("path", [SIZE, CORRECTIONS, "/api/v1/openapi.json", "/api/v1/export", "/api/v1/nothing"])
def test_without_the_token_nothing_of_the_interface_is_shown(stranger: TestClient, method: str, path: str) -> None:
    answer = stranger.request(method, path)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    if method != "HEAD":
        problem_of(answer, 401)


@pytest.mark.parametrize("path", ["/", "/api", "/reports", "/%2e%2e/", "//sign-in", "/Sign-in"])
def test_without_the_token_pages_lead_to_where_it_is_given(stranger: TestClient, path: str) -> None:
    answer = stranger.get(path, follow_redirects=False)
    # What begins with two strokes is another host to whoever is asked for it, and its path is the first page.
    way_back = "" if path == "/" or path.startswith("//") else "?" + urlencode({"back": path})
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in" + way_back)


def test_where_one_is_led_back_to_is_whole_or_nothing(stranger: TestClient) -> None:
    asked = stranger.get("/?q=a%26b&sort=newest", follow_redirects=False).headers["location"]
    assert parse_qs(urlsplit(asked).query) == {"back": ["/?q=a%26b&sort=newest"]}
    assert stranger.get("/?q=" + "a" * 2000, follow_redirects=False).headers["location"] == "/sign-in"
    assert stranger.post("/name", data={"by": "Åse"}, follow_redirects=False).headers["location"] == "/sign-in"


def test_a_part_of_an_open_page_is_not_answered_with_the_page_to_sign_in_on(stranger: TestClient) -> None:
    """It would be put in place of what the visitor sees."""
    shown = {"hx-request": "true", "hx-current-url": "http://localhost/reports/r_1?statement=s_1"}
    answer = stranger.post("/statements/s_1/accept", headers=shown, follow_redirects=False)
    back = urlencode({"back": "/reports/r_1?statement=s_1"})
    assert (answer.status_code, answer.headers["hx-redirect"]) == (401, f"/sign-in?{back}")
    assert answer.text == ""
    strange = {"hx-request": "true", "hx-current-url": "http://["}
    assert stranger.post("/statements/s_1/accept", headers=strange).headers["hx-redirect"] == "/sign-in"


@pytest.mark.parametrize("other", ['seen={"a": [1, 2]}', "a b=c", "=", 'a="b', "[x]=1", f"{COOKIE}-by=Åse"])
def test_the_cookie_opens_beside_any_other_that_this_host_has(stranger: TestClient, other: str) -> None:
    both = f"{other}; {KEPT}"
    assert stranger.get(SIZE, headers={"cookie": both.encode("latin-1")}).status_code == 200


def test_the_token_opens(stranger: TestClient) -> None:
    assert stranger.get(SIZE, headers=AUTHORIZED).json() == {"reports": 1, "statements": 2}
    assert stranger.get(SIZE, headers={"authorization": f"bearer  {TOKEN} ".encode()}).status_code == 200
    assert stranger.post(CORRECTIONS, json=ACCEPT, headers=AUTHORIZED).status_code == 201


def test_the_cookie_opens_and_is_not_the_token(stranger: TestClient) -> None:
    assert TOKEN not in KEPT
    assert stranger.get(SIZE, headers={"cookie": f"other=1; {KEPT}"}).status_code == 200
    assert stranger.get(SIZE, headers={"authorization": f"Bearer {VALUE}"}).status_code == 401


def test_rooms_of_one_host_leave_cookies_of_their_own() -> None:
    assert token_cookie(TOKEN)[0] != token_cookie("another token of a room")[0]


@pytest.mark.parametrize(
    "headers",
    [
        {"authorization": "Bearer"},
        {"authorization": "Bearer "},
        {"authorization": "Bearer sesame"},
        {"authorization": TOKEN.encode()},
        {"authorization": b"Basic " + TOKEN.encode()},
        {"authorization": b"Bearer \xff\xfe"},
        {"cookie": f"{COOKIE}=".encode()},
        {"cookie": f"{COOKIE}={TOKEN}".encode()},
        {"cookie": f"{COOKIE}={token_cookie('sesame')[1]}"},
        {"cookie": b"\xff;=;;" + COOKIE.encode()},
        {"cookie": "a" * 5000},
    ],
)
def test_what_is_no_token_does_not_open(stranger: TestClient, headers: dict[str, str]) -> None:
    problem_of(stranger.get(SIZE, headers=headers), 401)


def test_another_site_may_not_write_even_with_the_cookie(stranger: TestClient) -> None:
    headers = {"cookie": KEPT, "sec-fetch-site": "cross-site"}
    problem_of(stranger.post(CORRECTIONS, json=ACCEPT, headers=headers), 403)


def test_a_room_with_a_token_goes_by_any_name(stranger: TestClient) -> None:
    assert stranger.get(SIZE, headers={"host": "archive.example", **AUTHORIZED}).status_code == 200


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        (SIZE, {}, 200),
        ("/api", {}, 200),
        ("/", {}, 200),
        ("/api/v1/export", {}, 200),
        ("/static/room.css", {}, 200),
        ("/static/nothing.css", {}, 404),
        ("/nothing", {}, 404),
        ("/api/v1/nothing", {}, 404),
        ("/api/v1/statements?q=(", {}, 400),
        ("/api/v1/statements?limit=x", {}, 422),
        (SIZE, {"host": "evil.example"}, 421),
        ("/", {"host": "evil.example"}, 421),
    ],
)
def test_every_answer_tells_browsers_what_to_keep_to(
    visitor: TestClient, path: str, headers: dict[str, str], status: int
) -> None:
    answer = visitor.get(path, headers=headers)
    assert answer.status_code == status
    _check_headers(dict(answer.headers), is_static=path.startswith("/static/"))


def test_faults_of_the_program_do_too(visitor: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("a secret of the program")

    monkeypatch.setattr("onrecord.store.Store.size", fail)
    monkeypatch.setattr("onrecord.store.Store.reports", fail)
    for path in (SIZE, "/reports"):
        answer = visitor.get(path)
        assert answer.status_code == 500
        assert "secret" not in answer.text
        _check_headers(dict(answer.headers))


def test_a_refused_stranger_gets_them_too(stranger: TestClient) -> None:
    _check_headers(dict(stranger.get(SIZE).headers))
    _check_headers(dict(stranger.get("/", follow_redirects=False).headers))


def _check_headers(headers: dict[str, str], is_static: bool = False) -> None:
    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == headers["cross-origin-resource-policy"] == "same-origin"
    assert is_static or headers["cache-control"] == "private, no-cache"
    assert "access-control-allow-origin" not in headers
