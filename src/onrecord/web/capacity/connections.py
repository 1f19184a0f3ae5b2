"""Limits on connections: idle and half-sent ones are closed, so that visitors always find room.

A connection is *waiting* while no complete request of it is being answered. One that waits too long is closed. Where an
address or the process has too many connections, the one that has waited longest makes room for the new one, so that
whoever holds many idle connections shuts nobody out, also not visitors behind the same proxy.
"""

from __future__ import annotations

import asyncio
import ipaddress
import time
from collections.abc import Callable
from typing import Any

from uvicorn.protocols.http.auto import AutoHTTPProtocol

WAITING_SECONDS = 15.0
"""How long a connection may take to send the head of a request."""
MOST_CONNECTIONS = 400
MOST_PER_ADDRESS = 200
_SWEEP_SECONDS = 1.0


class ConnectionTable:
    """The open connections of a process.

    Args:
        clock: Tells the time in seconds.
        most: Connections that are kept.
        most_per_address: Connections of one address that are kept.

    Example:
        >>> ConnectionTable(most=100).close_waiting()
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        most: int = MOST_CONNECTIONS,
        most_per_address: int = MOST_PER_ADDRESS,
    ) -> None:
        self._clock = clock
        self._most = most
        self._most_per_address = most_per_address
        self._waiting_since: dict[LimitedConnection, float] = {}

    def add(self, connection: LimitedConnection) -> None:
        """Take a new connection in, and close others where there are too many."""
        self._note_answering()
        self._waiting_since[connection] = self._clock()
        self._make_room(
            [one for one in self._waiting_since if one.address == connection.address], self._most_per_address
        )
        self._make_room(list(self._waiting_since), self._most)

    def remove(self, connection: LimitedConnection) -> None:
        """Forget a connection that is closed."""
        self._waiting_since.pop(connection, None)

    def close_waiting(self) -> None:
        """Close the connections that have waited too long."""
        self._note_answering()
        last = self._clock() - WAITING_SECONDS
        for connection, since in list(self._waiting_since.items()):
            if since < last:
                self._close(connection)

    def _note_answering(self) -> None:
        now = self._clock()
        for connection in self._waiting_since:
            if connection.is_answering:
                self._waiting_since[connection] = now

    def _make_room(self, connections: list[LimitedConnection], most: int) -> None:
        waiting = [one for one in connections if not one.is_answering]
        excess = len(connections) - most
        for connection in sorted(waiting, key=self._waiting_since.__getitem__)[: max(0, excess)]:
            self._close(connection)

    def _close(self, connection: LimitedConnection) -> None:
        self.remove(connection)
        connection.abort()


class LimitedConnection(asyncio.Protocol):
    """A connection that a table may close; uvicorn's own protocol does the rest.

    Args:
        table: The open connections of this process.
        inner: What serves the connection.
    """

    def __init__(self, table: ConnectionTable, inner: Any) -> None:
        self._table = table
        self._inner = inner
        self._transport: Any = None
        self.address = ""

    @property
    def is_answering(self) -> bool:
        """Whether a complete request is being answered."""
        cycle = getattr(self._inner, "cycle", None)
        return cycle is not None and not cycle.response_complete and not cycle.more_body

    def abort(self) -> None:
        """Close the connection at once."""
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin to serve."""
        self._transport = transport
        peer = transport.get_extra_info("peername")
        self.address = network_of(str(peer[0])) if isinstance(peer, tuple) else ""
        self._inner.connection_made(transport)
        self._table.add(self)

    def connection_lost(self, error: Exception | None) -> None:
        """End."""
        self._table.remove(self)
        self._inner.connection_lost(error)

    def data_received(self, data: bytes) -> None:
        """Pass data on."""
        self._inner.data_received(data)

    def eof_received(self) -> None:
        """Pass the end of the data on."""
        self._inner.eof_received()

    def pause_writing(self) -> None:
        """Pass on that the client reads too slowly."""
        self._inner.pause_writing()

    def resume_writing(self) -> None:
        """Pass on that the client reads again."""
        self._inner.resume_writing()


def network_of(address: str) -> str:
    """Give what stands for one client: an IPv4 address, or the network of an IPv6 address.

    Example:
        >>> network_of("2001:db8::1:2"), network_of("192.0.2.1")
        ('2001:db8::/64', '192.0.2.1')
    """
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    return str(found) if found.version == 4 else str(ipaddress.ip_network((found, 64), strict=False))


def limited_protocol() -> Callable[..., asyncio.Protocol]:
    """Make what uvicorn calls for each connection, with one table for this process."""
    table = ConnectionTable()
    sweeping: list[asyncio.TimerHandle] = []

    def sweep() -> None:
        table.close_waiting()
        sweeping[:] = [asyncio.get_running_loop().call_later(_SWEEP_SECONDS, sweep)]

    def make(**options: Any) -> asyncio.Protocol:
        if not sweeping:
            sweep()
        return LimitedConnection(table, AutoHTTPProtocol(**options))

    return make
