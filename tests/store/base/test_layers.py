"""Packed layers: how versions of the packed form are told apart."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from onrecord.errors import SchemaVersionError
from onrecord.store.base import layers
from onrecord.store.base.layers import PackedLayer, count_items, pack_record, unpack, unpack_items
from tests.store.records import DAM

TEXT = DAM.report.text
STATEMENTS = next(one for one in pack_record(DAM) if one.name == "statements")
READERS: list[Callable[[PackedLayer], Any]] = [
    lambda layer: unpack(layer, TEXT),
    lambda layer: list(unpack_items(layer, TEXT, {DAM.statements[0].id})),
    count_items,
]


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize(
    ("version", "said"),
    [
        (2, r"a newer onrecord packed the statements.*pip install --upgrade onrecord"),
        (0, r"packed in version 0, which this onrecord does not read; restore a copy"),
    ],
)
def test_an_unknown_version_is_refused(read: Callable[[PackedLayer], Any], version: int, said: str) -> None:
    with pytest.raises(SchemaVersionError, match=said):
        read(STATEMENTS._replace(version=version))


def test_an_earlier_version_is_read_by_its_upgrade(monkeypatch: pytest.MonkeyPatch) -> None:
    """Version 0 of this test holds the rows in reverse."""

    def reverse(raw: bytes) -> bytes:
        return json.dumps(json.loads(raw)[::-1]).encode()

    monkeypatch.setitem(layers.UPGRADES, "statements", {0: reverse})
    earlier = STATEMENTS._replace(version=0)
    assert unpack(earlier, TEXT) == DAM.statements[::-1]
    assert [one.id for one in unpack_items(earlier, TEXT, {DAM.statements[0].id})] == [DAM.statements[0].id]
    assert count_items(earlier) == len(DAM.statements)
    assert unpack(STATEMENTS, TEXT) == DAM.statements, "the version of today is read as it is"
