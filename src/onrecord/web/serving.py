"""Serving a reading room: the socket, the processes, and when to stop."""

from __future__ import annotations

import ipaddress
import multiprocessing
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from multiprocessing.sharedctypes import Synchronized

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from onrecord.errors import ConfigurationError
from onrecord.store import open_store
from onrecord.web.app import create_app
from onrecord.web.state import RoomOptions

PORT = 8765
_TRIED = 20
"""Ports after the usual one that are tried where it is taken."""
_SHORTEST_TOKEN = 16
_QUERY_SECONDS = 10.0
_MOST_CONNECTIONS = 500
_MOST_WAITING = 128
_LOOK_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Opening:
    """Where a reading room is opened, and for how long.

    Attributes:
        place: The store: a file or a URL.
        options: How visitors are let in.
        workers: Processes that serve.
        idle_seconds: Time without a visitor after which it closes, or None to stay open.
    """

    place: str
    options: RoomOptions
    workers: int = 1
    idle_seconds: float | None = None


def check_access(host: str, token: str | None) -> tuple[str, ...]:
    """Check that a room is opened for nobody who should not be there.

    Args:
        host: The address to listen on.
        token: What visitors have to know, or None.

    Returns:
        The names by which the room may be called; none where it may be called anything, since a token guards it.

    Raises:
        ConfigurationError: Others could come in without a token, or by guessing it.
    """
    if token is not None and len(token) < _SHORTEST_TOKEN:
        raise ConfigurationError(f"ONRECORD_TOKEN is too easy to guess; give it {_SHORTEST_TOKEN} letters or more")
    # A token guards the room better than its name, by which a server before it may call it.
    if token is not None:
        return ()
    if is_loopback(host):
        return ("127.0.0.1", "localhost", "[::1]", f"[{host}]" if ":" in host else host.lower())
    raise ConfigurationError(
        f"on {host} others could come in: set ONRECORD_TOKEN to a long secret that visitors have to give, "
        "or leave --host out to serve this machine alone"
    )


def is_loopback(host: str) -> bool:
    """Tell whether nobody but this machine can reach an address."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def bind(host: str, port: int | None) -> socket.socket:
    """Take a port to listen on.

    Args:
        host: The address.
        port: The port; None takes the usual one, or one of those after it.

    Raises:
        ConfigurationError: It is taken, or the address is not this machine's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    tried = [port] if port is not None else [*range(PORT, PORT + _TRIED), 0]
    reason = ""
    for number in tried:
        found = socket.socket(family, socket.SOCK_STREAM)
        try:
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            found.bind((host, number))
            found.listen(_MOST_WAITING)
        except (OSError, OverflowError) as error:
            found.close()
            reason = str(getattr(error, "strerror", None) or error)
            continue
        return found
    raise ConfigurationError(f"cannot listen on {host}, port {tried[0]} ({reason}); give another with --port")


def address_of(listening: socket.socket) -> str:
    """Give the address to open in a browser."""
    host, port = listening.getsockname()[:2]
    shown = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    return f"http://[{shown}]:{port}/" if ":" in shown else f"http://{shown}:{port}/"


def serve(listening: socket.socket, opening: Opening) -> None:
    """Serve a room until it is stopped, or nobody came for long enough.

    Args:
        listening: What :func:`bind` gives.
        opening: The room.
    """
    doors = [listening] if opening.workers == 1 else _share(listening, opening.workers)
    spawning = multiprocessing.get_context("spawn")
    last_visit: Synchronized[float] = spawning.Value("d", time.monotonic())
    workers: list[BaseProcess] = [
        spawning.Process(target=_serve_beside, args=(door, opening, last_visit), daemon=True) for door in doors[1:]
    ]
    for door, worker in zip(doors[1:], workers, strict=True):
        worker.start()
        # Held open here too, a door whose process died would go on taking in visitors whom nobody sees.
        if door is not doors[0]:
            door.close()
    try:
        with _opened(opening, last_visit) as server:
            if opening.idle_seconds is not None:
                _watch(_close_when_idle, server, last_visit, opening.idle_seconds)
            server.run([doors[0]])
    finally:
        for worker in workers:
            worker.terminate()
        for worker in workers:
            worker.join(5)


def _share(listening: socket.socket, workers: int) -> list[socket.socket]:
    """Give each process a door of its own, between which the system shares visitors out.

    At a common one the process that is awake takes all who come. Only Linux shares out so; elsewhere one door serves.
    """
    if sys.platform != "linux":
        return [listening] * workers
    # The first stays open: its address has been told, and somebody may stand before it already. It was bound as the
    # only one, so that a port which another room has is not shared with that.
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    doors = [listening]
    for _ in range(workers - 1):
        door = socket.socket(listening.family, socket.SOCK_STREAM)
        # Beside one who stands there already, or has just left, a door opens only with both.
        for option in (socket.SO_REUSEADDR, socket.SO_REUSEPORT):
            door.setsockopt(socket.SOL_SOCKET, option, 1)
        door.bind(listening.getsockname())
        door.listen(_MOST_WAITING)
        doors.append(door)
    return doors


def _serve_beside(door: socket.socket, opening: Opening, last_visit: Synchronized[float]) -> None:
    """Serve in a further process, for as long as the first one does."""
    with _opened(opening, last_visit) as server:
        _watch(_close_with_parent, server)
        server.run([door])


@contextmanager
def _opened(opening: Opening, last_visit: Synchronized[float]) -> Iterator[uvicorn.Server]:
    with open_store(
        opening.place, create=False, read_only=opening.options.read_only, query_seconds=_QUERY_SECONDS
    ) as store:
        config = uvicorn.Config(
            _Visits(create_app(store, opening.options), last_visit),
            log_level="warning",
            access_log=False,
            server_header=False,
            lifespan="off",
            limit_concurrency=_MOST_CONNECTIONS,
            timeout_graceful_shutdown=5,
        )
        yield uvicorn.Server(config)


class _Visits:
    """Notes when somebody last asked any of the processes for something."""

    def __init__(self, app: ASGIApp, last: Synchronized[float]) -> None:
        self.app = app
        self.last = last

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.last.value = time.monotonic()
        await self.app(scope, receive, send)


def _watch(look: Callable[..., None], *arguments: object) -> None:
    threading.Thread(target=look, args=arguments, daemon=True).start()


def _close_when_idle(server: uvicorn.Server, last_visit: Synchronized[float], seconds: float) -> None:
    while not server.should_exit:
        time.sleep(min(_LOOK_SECONDS, seconds))
        if time.monotonic() - last_visit.value > seconds:
            server.should_exit = True


def _close_with_parent(server: uvicorn.Server) -> None:
    """Close when the first process is gone, even if it was killed and could say nothing."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        server.should_exit = True


def is_answering(address: str, seconds: float = 1.0) -> bool:
    """Tell whether somebody listens at an address."""
    host, _, port = address.removeprefix("http://").rstrip("/").rpartition(":")
    try:
        with closing(socket.create_connection((host.strip("[]"), int(port)), timeout=seconds)):
            return True
    except OSError:
        return False
