from __future__ import annotations

import socket
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import ReadError
from onrecord.read.web.addresses import check_url, find_addresses, is_public


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://post.example", "https://post.example/"),
        (" https://post.example/a b?q=ü#part ", "https://post.example/a%20b?q=%C3%BC"),
        ("http://post.example:80/x", "http://post.example/x"),
        ("http://post.example:8080/%20x", "http://post.example:8080/%20x"),
        ("https://müller.example/", "https://xn--mller-kva.example/"),
        ("http://user:secret@post.example/", "http://post.example/"),
        ("http://[2001:db8::1]/", "http://[2001:db8::1]/"),
        ("HTTP://POST.example/A", "http://post.example/A"),
        ("http://post.example/a\r\nX: y", "http://post.example/aX:%20y"),
    ],
)
def test_an_address_is_made_plain(url: str, expected: str) -> None:
    assert check_url(url).geturl() == expected


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "ftp://post.example/",
        "gopher://127.0.0.1:70/",
        "data:text/html,x",
        "/relative",
        "",
        "http://",
        "http:///x",
        "http://[::1",
        "http://post.example:99999/",
        "http://post.example:x/",
        "http://a..b/",
        "http://" + "a" * 70 + "/",
        "http://post.example/" + "x" * 10_000,
        "http://post.example/\ud83d",
        "http://post.example/?\ud83d",
    ],
)
def test_what_is_no_address_of_the_web_is_refused(url: str) -> None:
    with pytest.raises(ReadError):
        check_url(url)


@given(st.text())
def test_any_text_is_an_address_or_refused(text: str) -> None:
    with suppress(ReadError):
        assert check_url("http://" + text).geturl().isascii()


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "2606:2800:220:1::1", "::ffff:93.184.216.34", "2002:5db8:d822::1"]
)
def test_public_addresses(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.9.9.9",
        "0.0.0.0",
        "10.0.0.1",
        "172.16.5.4",
        "192.168.1.1",
        "169.254.169.254",
        "168.63.129.16",
        "::ffff:168.63.129.16",
        "100.64.0.1",
        "198.18.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "ff02::1",
        "2001:db8::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "2002:7f00:1::1",
        "2002:a00:1::1",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
    ],
)
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "0177.0.0.1", "[::1]", "[::ffff:7f00:1]"]
)
def test_no_way_to_write_this_machine_is_let_through(host: str) -> None:
    with pytest.raises(ReadError, match=r"not on the public internet|cannot be looked up|no valid address"):
        find_addresses(check_url(f"http://{host}/"), allow_private=False)


def test_a_name_with_public_and_private_addresses_leads_to_the_public_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    def look_up(*_: object, **__: object) -> list[tuple[object, ...]]:
        return [(0, 0, 0, "", (address, 80)) for address in ("10.0.0.1", "93.184.216.34", "93.184.216.34")]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    parts = check_url("http://post.example/")
    assert find_addresses(parts, allow_private=False) == [("93.184.216.34", 80)]
    assert find_addresses(parts, allow_private=True) == [("10.0.0.1", 80), ("93.184.216.34", 80)]


@pytest.mark.parametrize(
    ("address", "public"),
    [("64:ff9b::808:808", True), ("64:ff9b::7f00:1", False), ("fec0::1", False), ("3fff::1", False)],
)
def test_addresses_that_embed_others_or_are_reserved(address: str, public: bool) -> None:
    assert is_public(address) is public
