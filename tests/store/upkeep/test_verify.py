"""What verifying a store says."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from onrecord.record import AnnotatedReport
from onrecord.store import Store
from onrecord.store.base.database import Database
from onrecord.store.base.layers import hash_layers, pack_record
from onrecord.store.base.schema import annotation, layer
from tests.store.records import DAM


def _store_version(database: Database, record: AnnotatedReport, version: int) -> None:
    """Write another version of the packed form into the store of one record, and its hash."""
    layers = [one._replace(version=version) for one in pack_record(record)]
    with database.write() as connection:
        connection.execute(update(layer).values(version=version))
        connection.execute(update(annotation).values(digest=hash_layers(layers)))


@pytest.mark.parametrize(
    ("version", "said"),
    [
        (2, "of a report (version 2); install it: pip install --upgrade onrecord"),
        (0, "of a report are packed in version 0, which this onrecord does not read"),
    ],
)
def test_a_layer_of_another_version_is_not_called_damaged(store: Store, place: str, version: int, said: str) -> None:
    store.add([DAM])
    _store_version(Database(place), DAM, version)
    faults = store.verify().faults
    assert any(said in fault.what for fault in faults)
    assert not any("damaged" in fault.what for fault in faults)
