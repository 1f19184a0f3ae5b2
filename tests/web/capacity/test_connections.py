from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

from onrecord.web.capacity.connections import WAITING_SECONDS, ConnectionTable, LimitedConnection, network_of


class _Transport(asyncio.Transport):
    def __init__(self, address: str) -> None:
        super().__init__({"peername": (address, 1)})
        self.is_open = True

    def abort(self) -> None:
        self.is_open = False


def _connect(table: ConnectionTable, address: str = "192.0.2.1", cycle: Any = None) -> _Transport:
    inner = SimpleNamespace(connection_made=lambda _: None, connection_lost=lambda _: None, cycle=cycle)
    transport = _Transport(address)
    LimitedConnection(table, inner).connection_made(transport)
    return transport


def _answering(more_body: bool = False) -> Any:
    return SimpleNamespace(response_complete=False, more_body=more_body)


def test_what_waits_too_long_is_closed_and_what_is_answered_is_not() -> None:
    now = 0.0
    table = ConnectionTable(lambda: now)
    idle, half, busy = _connect(table), _connect(table, cycle=_answering(True)), _connect(table, cycle=_answering())
    now = WAITING_SECONDS
    table.close_waiting()
    assert idle.is_open and half.is_open and busy.is_open
    now = WAITING_SECONDS + 0.1
    table.close_waiting()
    assert (idle.is_open, half.is_open, busy.is_open) == (False, False, True)


def test_the_longest_waiting_of_an_address_makes_room() -> None:
    now = 0.0
    table = ConnectionTable(lambda: now, most=100, most_per_address=3)
    other, busy = _connect(table, "192.0.2.2"), _connect(table, cycle=_answering())
    opened = []
    for _ in range(1000):
        now += 0.001
        opened.append(_connect(table))
        assert opened[-1].is_open
    assert [transport.is_open for transport in opened[-3:]] == [False, True, True]
    assert other.is_open and busy.is_open


def test_a_process_keeps_no_more_than_it_can() -> None:
    now = 0.0
    table = ConnectionTable(lambda: now, most=5)
    opened = []
    for number in range(50):
        now += 0.001
        opened.append(_connect(table, f"192.0.2.{number}"))
    assert [transport.is_open for transport in opened] == [False] * 45 + [True] * 5


def test_a_network_of_version_6_is_one_client() -> None:
    assert network_of("2001:db8::1") == network_of("2001:db8::ffff") != network_of("2001:db8:0:1::1")
    assert network_of("192.0.2.1") != network_of("192.0.2.2")
