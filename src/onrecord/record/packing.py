"""The packed form of a layer: what a store keeps. It has offsets in place of words, and follows from the types.

An object is a list of its fields in the order of the JSON, less its ``quote``, which is the text at its spans. A list
of spans is flat (start, end, start, end …). An object of a single field is that field. Defaults at the end of an object
are left out, so a field that is later added at the end of a type, with a default, changes no bytes that a store holds.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import chain
from operator import attrgetter
from typing import Any

import msgspec

from onrecord.errors import RecordError
from onrecord.record.codegen import FunctionSource
from onrecord.record.layers import LAYERS
from onrecord.record.layers.parts import Part
from onrecord.record.reflect import QUOTE, Field, Shape, fields_of, is_by_name, spans_field
from onrecord.text.spans import Span

VERSIONS = dict.fromkeys(LAYERS, 1)
"""The version of each layer's packed form.

Increase it when the types of a layer change so that their rows no longer fit: a field is removed, moved, or means
something else. (A new field at the end, with a default, needs no new version.) A new version comes with a migration of
the store that packs the rows of the layer again, and the statements that corrections hold, and writes their digests:
the digest of an annotation covers the versions, so the same content in two versions counts as two annotations.
"""
_ENCODE = json.JSONEncoder(separators=(",", ":")).encode
_ENCODE_FAST = msgspec.json.Encoder().encode
"""A tenth of the time; it refuses lone surrogates and writes what is not ASCII, and some floats, in another way."""
_DECODE = msgspec.json.Decoder().decode
_Pack = Callable[[Any], Any]
_Unpack = Callable[[Any, str], Any]


def pack_layer(name: str, items: Iterable[Part]) -> bytes:
    """Pack the items of a layer.

    Args:
        name: The layer, one of ``LAYERS``.
        items: Its items.

    Returns:
        JSON in ASCII. The same items give the same bytes in every version, so their hash identifies them.

    Example:
        >>> pack_layer("entities", [Entity(id="e_1", kind="person", name="Ada Lund")])
        b'[["e_1","person","Ada Lund"]]'
    """
    rows = list(map(_row_packer(LAYERS[name]), items))
    try:
        raw = _ENCODE_FAST(rows)
    except (UnicodeEncodeError, TypeError):
        return _ENCODE(rows).encode()
    return raw if raw.isascii() and b"\x7f" not in raw else _ENCODE(rows).encode()


def unpack_layer(name: str, raw: bytes, text: str) -> tuple[Any, ...]:
    """Give the items of a layer as they were packed.

    Args:
        name: The layer, one of ``LAYERS``.
        raw: What :func:`pack_layer` gave.
        text: The text of the report.

    Raises:
        RecordError: The bytes are damaged.
    """
    unpack = _row_unpacker(LAYERS[name])
    try:
        return tuple([unpack(row, text) for row in read_rows(name, raw)])
    except (TypeError, ValueError, IndexError) as error:
        raise RecordError(name, f"is damaged ({error})") from error


class _LongFloat(float):
    """A float that msgspec writes with other digits than the standard library does; it refuses this type."""


def _keep_float(value: float) -> float:
    return value if value == 0 or 1e-4 <= value < 1e16 else _LongFloat(value)


def read_rows(name: str, raw: bytes) -> list[Any]:
    """Read the packed items of a layer without making objects of them; an item's id comes first.

    Raises:
        RecordError: The bytes are damaged.
    """
    try:
        rows = _read_json(raw)
    except ValueError as error:
        raise RecordError(name, f"is damaged ({error})") from error
    if not isinstance(rows, list):
        raise RecordError(name, "is damaged (it is no list)")
    return rows


def _read_json(raw: bytes) -> Any:
    try:
        return _DECODE(raw)
    except ValueError:
        # msgspec takes half the time but refuses lone surrogates.
        return json.loads(raw)


def pack_item(item: Part) -> Any:
    """Pack one item of a layer, as JSON values."""
    return _row_packer(type(item))(item)


def unpack_item(name: str, row: Any, text: str) -> Any:
    """Give one item of a layer as it was packed.

    Raises:
        RecordError: It is damaged.
    """
    try:
        return _row_unpacker(LAYERS[name])(row, text)
    except (TypeError, ValueError, IndexError) as error:
        raise RecordError(name, f"is damaged ({error})") from error


@cache
def packed_fields(part: type[Part]) -> tuple[Field, ...]:
    """Give the fields of an object that are packed, in order: all but what its spans say."""
    derived = QUOTE if spans_field(part) else None
    return tuple(field for field in fields_of(part) if field.name != derived)


def is_flat(part: type[Part]) -> bool:
    """Tell whether lists of an object are packed as columns: one list a field, spans flat."""
    shapes = [field.shape for field in fields_of(part)]
    is_simple = not any(shape.item or shape.part for shape in shapes) and not spans_field(part)
    return len(shapes) > 1 and is_simple and not is_by_name(part)


@cache
def _row_packer(part: type[Part]) -> _Pack:
    """Give what packs an object."""
    source = FunctionSource("value")
    fields = packed_fields(part)
    if len(fields) == 1:
        source.write(f"return {_write_value(source, f'value.{fields[0].name}', fields[0].shape)}")
        pack: _Pack = source.compile()
        return pack
    values = [_write_value(source, f"value.{field.name}", field.shape) for field in fields]
    least = max((place + 1 for place, field in enumerate(fields) if field.is_required), default=0)
    source.write(f"row = [{', '.join(values)}]")
    for place in reversed(range(least, len(fields))):
        default = source.bind(_pack_value(fields[place]))
        source.write(f"if row[{place}] != {default}: return row")
        source.write(f"del row[{place}]")
    source.write("return row")
    pack_row: _Pack = source.compile()
    return pack_row


def _write_value(source: FunctionSource, value: str, shape: Shape) -> str:
    """Write what packs a value, and give the expression for it."""
    if shape.part and is_bare(shape):
        (field,) = packed_fields(shape.part)
        return _write_value(source, f"{value}.{field.name}", field.shape)
    pack = _packer(shape)
    if pack is None:
        return value
    found = source.name()
    source.write(f"{found} = {value}")
    if pack is _flatten:
        packed = f"({found}[0] if len({found}) == 1 else {source.bind(_flatten)}({found}))"
    else:
        packed = f"{source.bind(pack)}({found})"
    return f"None if {found} is None else {packed}" if shape.is_optional else packed


def is_bare(shape: Shape) -> bool:
    """Tell whether an object is packed as its only field."""
    return shape.part is not None and not shape.is_optional and len(packed_fields(shape.part)) == 1


def _pack_value(field: Field) -> Any:
    pack = _packer(field.shape)
    return pack(field.default) if pack and field.default is not None else field.default


def _packer(shape: Shape) -> _Pack | None:
    """Give what packs a value that is not null; None where JSON takes it as it is."""
    if shape.part:
        return _packer(packed_fields(shape.part)[0].shape) if is_bare(shape) else _row_packer(shape.part)
    if shape.item and shape.item.pair:
        return _flatten
    if shape.item and shape.item.part:
        return _column_packer(shape.item.part) if is_flat(shape.item.part) else _many(_row_packer(shape.item.part))
    return _keep_float if shape.scalar is float else None


def _column_packer(part: type[Part]) -> _Pack:
    fields = fields_of(part)
    getters = [(attrgetter(field.name), field.shape.pair) for field in fields]

    def pack_columns(values: Sequence[Part]) -> list[Any]:
        columns: list[Any] = [
            list(chain.from_iterable(map(get, values)) if pair else map(get, values)) for get, pair in getters
        ]
        for field in reversed(fields):
            if field.is_required or any(value != field.default for value in columns[-1]):
                break
            columns.pop()
        return columns

    return pack_columns


def _many(pack_one: _Pack) -> _Pack:
    return lambda values: [pack_one(value) for value in values]


def _flatten(spans: Sequence[Sequence[int]]) -> Sequence[int]:
    return spans[0] if len(spans) == 1 else list(chain.from_iterable(spans))


@cache
def _row_unpacker(part: type[Part]) -> _Unpack:
    fields, marked = packed_fields(part), spans_field(part)
    if len(fields) == 1 and marked and marked.shape.item:
        return _spans_unpacker(part)
    unpackers = [(place, unpack) for place, field in enumerate(fields) if (unpack := _unpacker(field.shape))]
    place_of_spans = fields.index(marked) if marked else -1
    cut = _cut_each if marked and marked.shape.item else _cut
    names = [field.name for field in fields_of(part)]
    by_name = is_by_name(part)

    def unpack_row(row: Any, text: str) -> Part:
        values = row[:]
        size = len(values)
        for place, unpack in unpackers:
            if place < size and values[place] is not None:
                values[place] = unpack(values[place], text)
        if -1 < place_of_spans < size:
            values.insert(place_of_spans + 1, cut(text, values[place_of_spans]))
        return part(**dict(zip(names, values, strict=False))) if by_name else part(*values)

    return unpack_row


def _unpacker(shape: Shape) -> _Unpack | None:
    if shape.part:
        return _row_unpacker(shape.part)
    if shape.pair:
        return _pair_unpacker(shape.pair)
    if shape.item and shape.item.pair:
        return _pairs_unpacker(shape.item.pair)
    if shape.item and shape.item.part and is_flat(shape.item.part):
        return _column_unpacker(shape.item.part)
    return _many_unpacker(_unpacker(shape.item)) if shape.item else None


def _spans_unpacker(part: type[Part]) -> _Unpack:
    """For objects of nothing but spans, which are the most frequent."""

    def unpack_spans(flat: list[int], text: str) -> Any:
        if len(flat) == 2:
            start, end = flat
            return part((Span(start, end),), (text[start:end],))
        spans = tuple(map(Span, flat[::2], flat[1::2]))
        return part(spans, _cut_each(text, spans))

    return unpack_spans


def _column_unpacker(part: type[Part]) -> _Unpack:
    fields = fields_of(part)

    def unpack_columns(columns: list[list[Any]], _: str) -> Any:
        unpacked = [
            map(field.shape.pair, *_every(column, field.shape.pair)) if field.shape.pair else column
            for field, column in zip(fields, columns, strict=False)
        ]
        return tuple(map(part, *unpacked))

    return unpack_columns


def _pair_unpacker(pair: type[Any]) -> _Unpack:
    return lambda numbers, _: pair(*numbers)


def _pairs_unpacker(pair: type[Any]) -> _Unpack:
    return lambda flat, _: tuple(map(pair, *_every(flat, pair)))


def _every(flat: list[int], pair: type[Any]) -> list[list[int]]:
    size = len(pair._fields)
    return [flat[at::size] for at in range(size)]


def _many_unpacker(unpack: _Unpack | None) -> _Unpack:
    if unpack is None:
        return lambda values, _: tuple(values)
    return lambda values, text: tuple([unpack(value, text) for value in values])


def _cut(text: str, span: Span) -> str:
    return text[span[0] : span[1]]


def _cut_each(text: str, spans: Sequence[Span]) -> tuple[str, ...]:
    return tuple([text[start:end] for start, end in spans])
