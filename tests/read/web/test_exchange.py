from __future__ import annotations

import gzip
import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from onrecord.errors import ReadError
from onrecord.read.web import exchange
from onrecord.read.web.addresses import check_url, find_addresses
from onrecord.read.web.exchange import FetchLimits, Request, Response, send_request
from tests.read.webserver import WebServer

QUICK = FetchLimits(silence=30.0, whole=60.0)
LARGEST = 1_000_000


@pytest.fixture
def server() -> Iterator[WebServer]:
    with WebServer().running() as running:
        yield running


def send(
    url: str,
    largest: int = LARGEST,
    headers: Mapping[str, str] | None = None,
    *,
    limits: FetchLimits = QUICK,
    addresses: list[tuple[str, int]] | None = None,
) -> Response:
    parts = check_url(url)
    return send_request(Request(parts, largest, headers or {}), addresses or find_addresses(parts, True), limits)


def test_compressed_pages_are_unpacked(server: WebServer) -> None:
    server.pages["/a"] = 200, {"Content-Encoding": "gzip"}, gzip.compress(b"page")
    assert send(server.url + "/a", LARGEST).body == b"page"


def drip_headers(handler: Any, over: threading.Event) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    while not over.wait(0.02):
        handler.wfile.write(b"X")


def drip_body(handler: Any, over: threading.Event) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
    while not over.wait(0.02):
        handler.wfile.write(b"x")


def drip_chunk_size(handler: Any, over: threading.Event) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while not over.wait(0.02):
        handler.wfile.write(b"0")


def endless_headers(handler: Any, over: threading.Event) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for number in range(100_000):
        handler.wfile.write(b"X%d: y\r\n" % number)


def endless_body(handler: Any, over: threading.Event) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    for _ in range(10_000):
        handler.wfile.write(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")


def endless_compressed_nothing(handler: Any, over: threading.Event) -> None:
    """Blocks of deflate that hold no byte."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Encoding: deflate\r\n\r\n" + b"\x78\x9c")
    for _ in range(10_000):
        handler.wfile.write(b"\x00\x00\x00\xff\xff" * 10_000)


def silent(handler: Any, over: threading.Event) -> None:
    over.wait()


def nonsense(handler: Any, over: threading.Event) -> None:
    handler.wfile.write(b"\x00\xff nonsense\r\n\r\n")


def wrong_lengths(handler: Any, over: threading.Event) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nxxx")


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (drip_headers, r"took longer than 0\.3 seconds"),
        (drip_body, r"took longer than 0\.3 seconds"),
        (drip_chunk_size, r"took longer than 0\.3 seconds"),
        (endless_headers, "cannot be fetched"),
        (endless_body, "is larger than"),
        (endless_compressed_nothing, "is larger than"),
        (silent, r"cannot be fetched \(timed out\)"),
        (nonsense, "cannot be fetched"),
        (wrong_lengths, "cannot be fetched"),
    ],
)
def test_a_hostile_server_is_left(server: WebServer, page: Any, said: str) -> None:
    over = threading.Event()
    server.pages["/a"] = lambda handler: page(handler, over)
    # Long enough for a busy machine, except for the one limit that the server meets.
    limits = FetchLimits(0.1 if "timed out" in said else 30.0, 0.3 if "took" in said else 60.0)
    try:
        with pytest.raises(ReadError, match=said):
            send(server.url + "/a", LARGEST, limits=limits)
    finally:
        over.set()


def test_a_handshake_that_drips_is_left_too() -> None:
    """The server sends an endless TLS record, byte by byte."""
    over = threading.Event()

    def drip(listener: socket.socket) -> None:
        connection, _ = listener.accept()
        with connection, suppress(OSError):
            connection.sendall(b"\x16\x03\x03\x40\x00\x02\x00\x3f\xfc")
            while not over.wait(0.02):
                connection.sendall(b"\x00")

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=drip, args=(listener,), daemon=True)
        thread.start()
        limits = FetchLimits(silence=30.0, whole=0.3)
        try:
            with pytest.raises(ReadError, match=r"took longer than 0\.3 seconds"):
                send(f"https://127.0.0.1:{listener.getsockname()[1]}/a", LARGEST, limits=limits)
        finally:
            over.set()
            thread.join()


def test_proxies_of_the_environment_are_not_used(server: WebServer, monkeypatch: pytest.MonkeyPatch) -> None:
    server.pages["/a"] = b"page"
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
        monkeypatch.setenv(name.upper(), "http://127.0.0.1:9/")
    monkeypatch.delenv("no_proxy", raising=False)
    assert send(server.url + "/a", LARGEST).body == b"page"


def test_another_address_of_the_host_is_tried(server: WebServer) -> None:
    server.pages["/a"] = b"page"
    port = int(server.url.rpartition(":")[2])
    with socket.create_server(("127.0.0.1", 0)) as free:
        closed = free.getsockname()[1]
    addresses = [("127.0.0.1", closed), ("127.0.0.1", port)]
    assert send("http://post.example/a", addresses=addresses).body == b"page"
    assert server.asked[0][1]["Host"] == "post.example"


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A self-signed certificate for post.example."""
    path = tmp_path / "certificate.pem"
    command = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=post.example".split()
    command += [
        "-addext",
        "subjectAltName=DNS:post.example",
        "-keyout",
        str(path),
        "-out",
        str(tmp_path / "public.pem"),
    ]
    subprocess.run(command, check=True, capture_output=True)
    path.write_bytes(path.read_bytes() + (tmp_path / "public.pem").read_bytes())
    return path


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl, which makes a certificate, is not there")
def test_encryption_is_checked_for_the_name_at_the_address_that_was_checked(
    certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    with WebServer(tls).running() as server:
        server.pages["/a"] = b"page"
        port = int(server.url.rpartition(":")[2])
        addresses = [("127.0.0.1", port)]
        with pytest.raises(ReadError, match="certificate verify failed"):
            send(f"https://post.example:{port}/a", addresses=addresses)
        trusting = ssl.create_default_context(cafile=certificate)
        monkeypatch.setattr(exchange, "_make_context", lambda: trusting)
        assert send(f"https://post.example:{port}/a", addresses=addresses).body == b"page"
        with pytest.raises(ReadError, match="Hostname mismatch"):
            send(f"https://other.example:{port}/a", addresses=addresses)


def test_a_header_that_cannot_be_sent_is_an_error(server: WebServer) -> None:
    with pytest.raises(ReadError, match="cannot be fetched"):
        send(server.url + "/a", LARGEST, {"If-None-Match": "x\r\nHost: y"})


def test_a_longer_body_is_cut_off_on_request(server: WebServer) -> None:
    server.pages["/a"] = b"0123456789"
    parts = check_url(server.url + "/a")
    addresses = find_addresses(parts, allow_private=True)
    assert send_request(Request(parts, 4, truncate=True), addresses, QUICK).body == b"0123"
    with pytest.raises(ReadError, match="is larger than"):
        send_request(Request(parts, 9), addresses, QUICK)
    assert send_request(Request(parts, 10), addresses, QUICK).body == b"0123456789"


def test_of_headers_with_one_name_the_last_counts(server: WebServer) -> None:
    def answer(handler: Any) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Kind: one\r\nx-kind: two\r\nContent-Length: 0\r\n\r\n")

    server.pages["/a"] = answer
    assert send(server.url + "/a").headers["x-kind"] == "two"
