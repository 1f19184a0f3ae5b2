"""Doubling an input doubles the work at most. Work is calls, in Python and from it; seconds are for the benchmark."""

from __future__ import annotations

import sys
import warnings

import pytest

from benchmarks.faults.growth import Growth, find_growths

SIZE = 6_000
SLACK = 2_000
"""Calls that a first use or a limit adds."""


def count_calls(growth: Growth, size: int) -> int:
    content = growth.make(size)
    calls = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        growth.read(content)
    finally:
        sys.setprofile(before)
    return calls


@pytest.mark.parametrize("growth", list(find_growths()), ids=lambda growth: growth.name)
def test_doubling_an_input_doubles_the_work_at_most(growth: Growth) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        growth.read(growth.make(SIZE))
        once, twice = count_calls(growth, SIZE), count_calls(growth, 2 * SIZE)
    assert twice <= 2.2 * once + SLACK
