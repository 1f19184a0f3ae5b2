"""Tests of what tables and queries share."""

from __future__ import annotations

import pytest

from onrecord.store.base.schema import in_parts


@pytest.mark.parametrize("number", [0, 1, 2, 3, 100, 512, 513, 1300])
def test_every_value_is_named_in_parts_of_few_lengths(number: int) -> None:
    values = list(range(number))
    parts = list(in_parts(values))
    assert list(dict.fromkeys(value for part in parts for value in part)) == values
    assert {len(part) for part in parts} <= {1 << power for power in range(10)}
    assert all(len(part) == 512 for part in parts[:-1])
