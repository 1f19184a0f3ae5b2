"""Who may be let in, and where a room listens."""

from __future__ import annotations

import multiprocessing
import socket
import sys
import threading
import urllib.request
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from onrecord.errors import ConfigurationError
from onrecord.store import open_store
from onrecord.web import serving, worker_processes
from onrecord.web.serving import (
    ServerOptions,
    bind_socket,
    check_access,
    format_address,
    is_listening,
    is_loopback,
    serve,
)
from onrecord.web.state import RoomOptions
from tests.web.material import STRAIT

TOKEN = "sixteen letters!"


@pytest.fixture
def place(tmp_path: Path) -> str:
    """Where a store with one report lies."""
    path = str(tmp_path / "onrecord.db")
    with open_store(path) as store:
        store.add([STRAIT])
    return path


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "::1", "localhost", "LOCALHOST"])
def test_on_this_machine_alone_no_token_is_needed(host: str) -> None:
    assert is_loopback(host)
    names = check_access(host, None)
    assert {"127.0.0.1", "localhost", "[::1]"} <= set(names)
    assert (f"[{host}]" if ":" in host else host.lower()) in names


@pytest.mark.parametrize(
    "host",
    ["0.0.0.0", "::", "192.168.1.5", "example.org", "127.0.0.1.example.org", "localhost.", "", "::ffff:10.0.0.1"],
)
def test_beyond_this_machine_a_room_wants_a_token(host: str) -> None:
    with pytest.raises(ConfigurationError, match="ONRECORD_TOKEN"):
        check_access(host, None)
    assert check_access(host, TOKEN) == ()


def test_a_token_lets_a_server_before_the_room_call_it_by_its_own_name() -> None:
    assert check_access("127.0.0.1", TOKEN) == ()


def test_a_token_that_is_easily_guessed_is_refused_everywhere() -> None:
    for host in ("0.0.0.0", "127.0.0.1"):
        with pytest.raises(ConfigurationError, match="too easy"):
            check_access(host, TOKEN[:-1])


def test_a_port_that_is_taken_is_told_or_passed_over() -> None:
    with bind_socket("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ConfigurationError, match=f"port {port}.*--port"):
            bind_socket("127.0.0.1", port)
    with bind_socket("127.0.0.1", None) as first, bind_socket("127.0.0.1", None) as second:
        assert first.getsockname()[1] != second.getsockname()[1]


def test_an_address_that_is_not_of_this_machine_is_told() -> None:
    with pytest.raises(ConfigurationError, match=r"cannot listen on 192\.0\.2\.1"):
        bind_socket("192.0.2.1", 0)
    with pytest.raises(ConfigurationError, match=r"cannot listen on nowhere\.invalid"):
        bind_socket("nowhere.invalid", 0)


@pytest.mark.parametrize(("host", "shown"), [("127.0.0.1", "127.0.0.1"), ("0.0.0.0", "127.0.0.1")])
def test_the_address_is_one_that_a_browser_can_open(host: str, shown: str) -> None:
    with bind_socket(host, 0) as listening:
        address = format_address(listening)
        assert address == f"http://{shown}:{listening.getsockname()[1]}/"
        assert is_listening(address)
    assert not is_listening(address)


def test_an_address_of_version_6_stands_in_brackets() -> None:
    try:
        listening = bind_socket("::1", 0)
    except ConfigurationError:
        pytest.skip("this machine has no IPv6")
    with listening:
        assert format_address(listening) == f"http://[::1]:{listening.getsockname()[1]}/"
        assert is_listening(format_address(listening))


def test_a_server_stops_when_it_is_idle_and_not_before(monkeypatch: pytest.MonkeyPatch) -> None:
    now, last_request, server = 0.0, SimpleNamespace(value=0.0), SimpleNamespace(should_exit=False)

    def sleep(seconds: float) -> None:
        nonlocal now
        assert not server.should_exit
        now += seconds
        if now < 100:
            last_request.value = now

    monkeypatch.setattr(serving, "time", SimpleNamespace(sleep=sleep, monotonic=lambda: now))
    serving._stop_when_idle(server, last_request, 2.5)  # type: ignore[arg-type]
    assert server.should_exit
    assert last_request.value == 99 and 101.5 < now <= 102.5


def test_a_room_closes_when_nobody_comes(place: str) -> None:
    listening = bind_socket("127.0.0.1", 0)
    room = threading.Thread(target=serve, args=(listening, ServerOptions(place, RoomOptions(), idle_seconds=2)))
    room.start()
    with urllib.request.urlopen(format_address(listening), timeout=10) as answer:
        assert answer.status == 200
    assert room.is_alive()
    room.join(20)
    assert not room.is_alive()
    listening.close()


def test_a_closed_port_does_not_answer() -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        assert not is_listening(f"http://127.0.0.1:{held.getsockname()[1]}/", 0.2)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the processes share one socket")
def test_where_one_process_dies_the_others_serve_every_visitor(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    is_open, open_server = threading.Event(), serving._open_server

    def note_opening(*arguments: Any) -> Any:
        # By now the worker runs, and its socket is closed in this process.
        is_open.set()
        return open_server(*arguments)

    monkeypatch.setattr(serving, "_open_server", note_opening)
    # It ends soon after its start; the pause before the next one is longer than the room is open.
    monkeypatch.setattr(worker_processes, "_FIRST_PAUSE", 1000.0)
    monkeypatch.setattr(worker_processes, "_LONGEST_PAUSE", 1000.0)
    listening = bind_socket("127.0.0.1", 0)
    address = format_address(listening)
    options = ServerOptions(place, RoomOptions(), workers=2, idle_seconds=4)
    room = threading.Thread(target=serve, args=(listening, options))
    room.start()
    try:
        assert is_open.wait(60)
        (worker,) = multiprocessing.active_children()
        worker.kill()
        worker.join(20)
        for _ in range(40):
            with urllib.request.urlopen(address + "static/icon.svg", timeout=5) as answer:
                assert answer.status == 200
    finally:
        room.join(60)
    assert not room.is_alive()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the processes share one door")
def test_who_comes_before_the_room_has_all_its_doors_is_let_in(place: str) -> None:
    """The address is told before the processes are started, and a browser may ask for it at once."""
    listening = bind_socket("127.0.0.1", 0)
    host, port = listening.getsockname()
    with socket.create_connection((host, port), timeout=60) as early:
        early.sendall(b"GET /static/icon.svg HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        room = threading.Thread(target=serve, args=(listening, ServerOptions(place, RoomOptions(), 2, idle_seconds=3)))
        room.start()
        assert early.recv(100).startswith(b"HTTP/1.1 200")
    room.join(60)
    assert not room.is_alive()
