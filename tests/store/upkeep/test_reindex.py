"""Re-indexing: whole or not at all."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from onrecord.store import Store
from onrecord.store.upkeep import reindex
from tests.store.records import ALL


class _KilledError(Exception):
    pass


def test_an_interrupted_reindex_changes_nothing(
    store: Store, reopen: Callable[[], Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    store.add(ALL)
    monkeypatch.setattr(reindex, "_CHUNK", 1)
    before = [hit.to_dict() for hit in store.search()]
    seen = []

    def stop(_: int) -> None:
        with reopen() as other:
            seen.append([hit.to_dict() for hit in other.search()])
        if len(seen) == 2:
            raise _KilledError

    with pytest.raises(_KilledError):
        store.reindex(after_chunk=stop)
    assert seen == [before, before]
    assert [hit.to_dict() for hit in store.search()] == before
    assert len(store.search("dam")) == 2
    assert store.verify().faults == ()


def test_upkeep_changes_the_state_together_with_the_data(store: Store) -> None:
    store.add(ALL)
    before = store.state()
    store.reindex()
    assert store.state() != before
