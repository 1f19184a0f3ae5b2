"""Making the application."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

from onrecord.web.app import _compute_once


def test_what_is_computed_once_is_so_for_all_who_ask_at_once() -> None:
    calls = []
    all_ask = threading.Barrier(8)

    def compute() -> dict[str, int]:
        calls.append(1)
        return {}

    get = _compute_once(compute)

    def ask() -> dict[str, int]:
        all_ask.wait(10)
        return get()

    with ThreadPoolExecutor(8) as pool:
        results = [asked.result() for asked in [pool.submit(ask) for _ in range(8)]]
    assert calls == [1]
    assert all(result is results[0] for result in results)
