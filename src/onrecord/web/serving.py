"""Serving a reading room: the socket, the processes and when to stop."""

from __future__ import annotations

import ipaddress
import multiprocessing
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from multiprocessing.sharedctypes import Synchronized

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from onrecord.errors import ConfigurationError, StoreError
from onrecord.store import open_store
from onrecord.web.app import create_app
from onrecord.web.capacity.connections import limited_protocol
from onrecord.web.logs import show_logs_plainly
from onrecord.web.state import RoomOptions
from onrecord.web.worker_processes import WorkerProcesses

PORT = 8765
_PORTS_TRIED = 20
"""Ports from the usual one on that are tried if it is taken."""
_MIN_TOKEN_LENGTH = 16
_QUERY_SECONDS = 10.0
_MAX_CONNECTIONS = 500
_BACKLOG = 128
_IDLE_CHECK_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class ServerOptions:
    """Options of the server.

    Attributes:
        store: File or URL of the store.
        room: Options of the room.
        workers: Number of processes.
        idle_seconds: Stop after this long without a request; None never stops.
    """

    store: str
    room: RoomOptions
    workers: int = 1
    idle_seconds: float | None = None


def check_access(host: str, token: str | None) -> tuple[str, ...]:
    """Check that a room on this address is safe, and return the host names that requests may use.

    Args:
        host: Address to listen on.
        token: Secret that visitors must give, or None.

    Returns:
        The allowed host names; empty if a token protects the room, so that any name is allowed.

    Raises:
        ConfigurationError: Others could enter without a token, or by guessing it.
    """
    if token is not None and len(token) < _MIN_TOKEN_LENGTH:
        raise ConfigurationError(f"ONRECORD_TOKEN is too easy to guess; use at least {_MIN_TOKEN_LENGTH} characters")
    # A token protects the room better than its name, and a proxy may use a name of its own.
    if token is not None:
        return ()
    if is_loopback(host):
        return ("127.0.0.1", "localhost", "[::1]", f"[{host}]" if ":" in host else host.lower())
    raise ConfigurationError(
        f"on {host} others could enter: set ONRECORD_TOKEN to a long secret that visitors must give, "
        "or leave out --host to serve only this machine"
    )


def is_loopback(host: str) -> bool:
    """Return whether only this machine can reach an address."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def bind_socket(host: str, port: int | None) -> socket.socket:
    """Open a socket that listens.

    Args:
        host: Address.
        port: Port; None takes 8765 or the next free one.

    Raises:
        ConfigurationError: The port is taken, or the address is not one of this machine.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    ports = [port] if port is not None else [*range(PORT, PORT + _PORTS_TRIED), 0]
    reason = ""
    for number in ports:
        listening = socket.socket(family, socket.SOCK_STREAM)
        try:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind((host, number))
            listening.listen(_BACKLOG)
        except (OSError, OverflowError) as error:
            listening.close()
            reason = str(getattr(error, "strerror", None) or error)
            continue
        return listening
    raise ConfigurationError(f"cannot listen on {host}, port {ports[0]} ({reason}); choose another with --port")


def format_address(listening: socket.socket) -> str:
    """Return the address to open in a browser."""
    host, port = listening.getsockname()[:2]
    shown = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    return f"http://[{shown}]:{port}/" if ":" in shown else f"http://{shown}:{port}/"


def serve(listening: socket.socket, options: ServerOptions) -> None:
    """Serve a room until it is stopped, or idle for long enough.

    Args:
        listening: A socket from :func:`bind_socket`.
        options: What to serve and how.

    Example:
        >>> serve(bind_socket("127.0.0.1", None), ServerOptions("archive.db", RoomOptions()))  # doctest: +SKIP
    """
    spawning = multiprocessing.get_context("spawn")
    last_request: Synchronized[float] = spawning.Value("d", time.monotonic())
    shares_socket = sys.platform != "linux"
    if options.workers > 1 and not shares_socket:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)

    def start_worker() -> BaseProcess:
        own = listening if shares_socket else _bind_beside(listening)
        worker = spawning.Process(target=_run_worker, args=(own, options, last_request), daemon=True)
        worker.start()
        # Kept open here too, the socket of a worker that died would still accept requests, which nothing answers.
        if own is not listening:
            own.close()
        return worker

    show_logs_plainly()
    with (
        _moved_into_one_file(options),
        WorkerProcesses(start_worker, options.workers - 1),
        _open_server(options, last_request) as server,
    ):
        if options.idle_seconds is not None:
            _start_daemon(_stop_when_idle, server, last_request, options.idle_seconds)
        server.run([listening])


@contextmanager
def _moved_into_one_file(options: ServerOptions) -> Iterator[None]:
    """Move what was written into the store's one file, once every process has closed it."""
    try:
        yield
    finally:
        if not options.room.read_only:
            with suppress(StoreError):
                open_store(options.store, create=False).close()


def _bind_beside(listening: socket.socket) -> socket.socket:
    """Bind a socket for another process, so that the system spreads requests over them.

    On a shared socket the process that is awake takes every request. Only Linux spreads requests over sockets with
    ``SO_REUSEPORT``; other systems share one socket. The first socket was bound without the option, so that the room
    never shares a port with another room.
    """
    own = socket.socket(listening.family, socket.SOCK_STREAM)
    # Binding beside a socket in use, or one that just closed, needs both options.
    for option in (socket.SO_REUSEADDR, socket.SO_REUSEPORT):
        own.setsockopt(socket.SOL_SOCKET, option, 1)
    own.bind(listening.getsockname())
    own.listen(_BACKLOG)
    return own


def _run_worker(listening: socket.socket, options: ServerOptions, last_request: Synchronized[float]) -> None:
    """Serve in another process until the first one ends."""
    show_logs_plainly(with_own=True)
    with _open_server(options, last_request) as server:
        _start_daemon(_stop_with_parent, server)
        server.run([listening])


@contextmanager
def _open_server(options: ServerOptions, last_request: Synchronized[float]) -> Iterator[uvicorn.Server]:
    room = options.room
    with open_store(options.store, create=False, read_only=room.read_only, query_seconds=_QUERY_SECONDS) as store:
        config = uvicorn.Config(
            _RequestClock(create_app(store, room), last_request),
            log_config=None,
            access_log=False,
            server_header=False,
            lifespan="off",
            limit_concurrency=_MAX_CONNECTIONS,
            http=limited_protocol(),  # type: ignore[arg-type]
            timeout_graceful_shutdown=5,
        )
        yield uvicorn.Server(config)


class _RequestClock:
    """Notes the time of the last request to any of the processes."""

    def __init__(self, app: ASGIApp, last_request: Synchronized[float]) -> None:
        self.app = app
        self.last_request = last_request

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.last_request.value = time.monotonic()
        await self.app(scope, receive, send)


def _start_daemon(target: Callable[..., None], *arguments: object) -> None:
    threading.Thread(target=target, args=arguments, daemon=True).start()


def _stop_when_idle(server: uvicorn.Server, last_request: Synchronized[float], idle_seconds: float) -> None:
    while not server.should_exit:
        time.sleep(min(_IDLE_CHECK_SECONDS, idle_seconds))
        if time.monotonic() - last_request.value > idle_seconds:
            server.should_exit = True


def _stop_with_parent(server: uvicorn.Server) -> None:
    """Stop when the first process ends, even if it is killed without a word."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        server.should_exit = True


def is_listening(address: str, seconds: float = 1.0) -> bool:
    """Return whether an address accepts connections."""
    host, _, port = address.removeprefix("http://").rstrip("/").rpartition(":")
    try:
        with closing(socket.create_connection((host.strip("[]"), int(port)), timeout=seconds)):
            return True
    except OSError:
        return False
