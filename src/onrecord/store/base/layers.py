"""How a store keeps what was found in a report: each layer packed by itself, without the words of the report.

A packed layer holds offsets, ids and values; the words are those of the report's text at the offsets, which is kept
once. :mod:`onrecord.record.packing` derives the packed form from the types, so a new layer needs nothing here.
Compressed with zlib, all layers take about a fifth of the text's size. A layer without items takes no space.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from onrecord.errors import RecordError, SchemaVersionError, StoreError
from onrecord.record import LAYERS, AnnotatedReport, Report
from onrecord.record.packing import VERSIONS, pack_layer, read_rows, unpack_item, unpack_layer

STATEMENTS = "statements"
UPGRADES: dict[str, dict[int, Callable[[bytes], bytes]]] = {}
"""What turns rows of an earlier version into rows of the current one, by layer and earlier version."""
# A higher level saves a tenth of the bytes and doubles the time.
_LEVEL = 1
_DIGEST_SIZE = 16


class PackedLayer(NamedTuple):
    """A layer as a store keeps it.

    Attributes:
        name: The layer, one of ``LAYERS``, or one that only a later version knows.
        version: The version of its packed form.
        packed: Its items, packed and compressed.
        digest: Hash of what was packed, before it was compressed.
    """

    name: str
    version: int
    packed: bytes
    digest: bytes


def pack_layers(layers: Mapping[str, Iterable[Any]]) -> tuple[PackedLayer, ...]:
    """Pack the layers that have items.

    Args:
        layers: The items of each layer by its name.
    """
    return tuple([_pack(name, items) for name, items in layers.items() if items])


def pack_record(record: AnnotatedReport) -> tuple[PackedLayer, ...]:
    """Pack the layers of a record that have items."""
    return pack_layers({name: getattr(record, name) for name in LAYERS})


def pack_raw_layers(layers: Mapping[str, bytes]) -> tuple[PackedLayer, ...]:
    """Compress layers that are packed in their current version already.

    Args:
        layers: What :func:`~onrecord.record.packing.pack_layer` gave for each layer that has items, by name.
    """
    return tuple([_compress(name, layers[name]) for name in LAYERS if name in layers])


def _pack(name: str, items: Iterable[Any]) -> PackedLayer:
    return _compress(name, pack_layer(name, items))


def _compress(name: str, raw: bytes) -> PackedLayer:
    return PackedLayer(name, VERSIONS[name], zlib.compress(raw, _LEVEL), hash_layer(raw))


def hash_layer(raw: bytes) -> bytes:
    """Hash a layer as it was packed, before it was compressed."""
    return hashlib.sha256(raw).digest()[:_DIGEST_SIZE]


def hash_layers(layers: Iterable[PackedLayer]) -> bytes:
    """Hash all layers of an annotation, so that a missing layer is noticed and equal annotations are found."""
    key = b"".join(
        b"%s %d %s\n" % (one.name.encode(), one.version, one.digest.hex().encode()) for one in sorted(layers)
    )
    return hashlib.sha256(key).digest()[:_DIGEST_SIZE]


def inflate_layer(layer: PackedLayer) -> bytes:
    """Decompress a layer.

    Returns:
        Its rows in the version in which they were packed, the bytes that its digest is of.

    Raises:
        StoreError: The bytes are damaged.
        SchemaVersionError: This onrecord does not read the version.
    """
    _check_version(layer)
    try:
        return zlib.decompress(layer.packed)
    except zlib.error as error:
        raise StoreError(_damaged(layer.name, str(error))) from error


def _check_version(layer: PackedLayer) -> None:
    current = VERSIONS.get(layer.name, layer.version)
    if layer.version > current:
        raise SchemaVersionError(
            f"a newer onrecord packed the {layer.name} of a report (version {layer.version}); "
            "install it: pip install --upgrade onrecord"
        )
    if layer.version < current and layer.version not in UPGRADES.get(layer.name, {}):
        raise SchemaVersionError(
            f"the {layer.name} of a report are packed in version {layer.version}, which this onrecord does not read; "
            "restore a copy of the store, or add the reports to a new store"
        )


def upgrade_rows(layer: PackedLayer, raw: bytes) -> bytes:
    """Turn the rows of a layer into those of the current version.

    Args:
        layer: The layer.
        raw: What :func:`inflate_layer` returns for it.
    """
    upgrade = UPGRADES.get(layer.name, {}).get(layer.version)
    return raw if upgrade is None else upgrade(raw)


def _inflate_current(layer: PackedLayer) -> bytes:
    return upgrade_rows(layer, inflate_layer(layer))


def unpack(layer: PackedLayer, text: str) -> tuple[Any, ...]:
    """Give the items of a layer.

    Args:
        layer: The layer.
        text: The text of the report.

    Raises:
        StoreError: The bytes are damaged.
        SchemaVersionError: This onrecord does not read the version.
    """
    try:
        return unpack_layer(layer.name, _inflate_current(layer), text)
    except RecordError as error:
        raise StoreError(_damaged(layer.name, error.reason)) from error


def unpack_items(layer: PackedLayer, text: str, wanted: Collection[str]) -> Iterator[Any]:
    """Give the items of a layer that have one of the wanted ids, building no others.

    Raises:
        StoreError: The bytes are damaged.
        SchemaVersionError: This onrecord does not read the version.
    """
    try:
        for row in read_rows(layer.name, _inflate_current(layer)):
            if row[0] in wanted:
                yield unpack_item(layer.name, row, text)
    except RecordError as error:
        raise StoreError(_damaged(layer.name, error.reason)) from error


def count_items(layer: PackedLayer) -> int:
    """Count the items of a layer.

    Raises:
        StoreError: The bytes are damaged.
        SchemaVersionError: This onrecord does not read the version.
    """
    try:
        return len(read_rows(layer.name, _inflate_current(layer)))
    except RecordError as error:
        raise StoreError(_damaged(layer.name, error.reason)) from error


def _damaged(name: str, reason: str) -> str:
    return f"the {name} of a report are damaged ({reason}); find the report with: onrecord verify"


def build_record(report: Report, layers: Iterable[PackedLayer]) -> AnnotatedReport:
    """Build a record from a report and its packed layers; layers that only a later version knows are left out."""
    return AnnotatedReport(report, **{one.name: unpack(one, report.text) for one in layers if one.name in LAYERS})
