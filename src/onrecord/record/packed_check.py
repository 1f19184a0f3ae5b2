"""Whether packed layers are true to their text, without building objects of them: what a store verifies itself by.

Packed layers hold no quotes, so spans, ids and references are all that can be wrong. The tests follow from the types,
as those of :mod:`onrecord.record.check` do, which names the faults of what fails here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from onrecord.record.codegen import FunctionSource
from onrecord.record.ids import FOUND_IDS, statement_ids_of_offsets
from onrecord.record.layers import LAYERS
from onrecord.record.layers.parts import Part, Reference
from onrecord.record.packing import is_flat, packed_fields, unpack_item
from onrecord.record.reflect import Shape, fields_of
from onrecord.text.spans import Span

_AreSound = Callable[[Sequence[Any], int, "_KnownIds"], bool]
_STATEMENTS = "statements"


def are_sound(layers: Mapping[str, Sequence[Any]], report_id: str, text: str) -> bool:
    """Tell whether every span lies in the text, and every id follows from its spans, is unique or exists.

    Args:
        layers: The rows of each layer, as :func:`onrecord.record.packing.read_rows` gives them.
        report_id: The report's id.
        text: The report's text.
    """
    known = _KnownIds(layers)
    length = len(text)
    for name, rows in layers.items():
        if not _soundness(LAYERS[name])(rows, length, known):
            return False
        if LAYERS[name] in FOUND_IDS:
            ids = [row[0] for row in rows]
            if len(set(ids)) < len(ids) or ids != _find_ids(name, rows, report_id, text):
                return False
    return True


class _KnownIds(dict[Reference, set[str]]):
    """The ids that a reference may have among packed layers."""

    def __init__(self, layers: Mapping[str, Sequence[Any]]) -> None:
        super().__init__()
        self._layers = layers

    def __missing__(self, reference: Reference) -> set[str]:
        ids = {row[0] for layer in reference.layers for row in self._layers.get(layer, ())}
        found = self[reference] = ids.union(reference.words)
        return found


def _find_ids(name: str, rows: Sequence[Any], report_id: str, text: str) -> list[str]:
    if name == _STATEMENTS:
        # By far the most frequent: no object is built.
        return statement_ids_of_offsets(report_id, [(row[2][0] if row[2] else (), row[3], row[4]) for row in rows])
    find_id = FOUND_IDS[LAYERS[name]]
    return [find_id(report_id, unpack_item(name, row, text)) for row in rows]


@cache
def _soundness(part: type[Part]) -> _AreSound:
    """Give what tells whether all packed objects of a list are sound."""
    source = FunctionSource("rows", "length", "known")
    _write_list_test(source, "rows", Shape(part=part))
    source.write("return True")
    are_sound: _AreSound = source.compile()
    return are_sound


def _write_test(source: FunctionSource, value: str, shape: Shape) -> None:
    """Write what returns False where a packed value, which is not null, is not sound."""
    part = shape.item.part if shape.item else None
    if shape.reference:
        source.write(f"if {value} not in known[{source.bind(shape.reference)}]: return False")
    elif shape.pair is Span or (shape.item and shape.item.pair is Span):
        _write_span_test(source, value)
    elif part and is_flat(part):
        _write_places_test(source, value, [Shape(item=field.shape) for field in fields_of(part)])
    elif shape.item:
        _write_list_test(source, value, shape.item)
    elif shape.part:
        fields = packed_fields(shape.part)
        if len(fields) == 1:
            _write_test(source, value, fields[0].shape)
        else:
            _write_places_test(source, value, [field.shape for field in fields])


def _write_list_test(source: FunctionSource, values: str, item: Shape) -> None:
    if not _can_be_wrong(item):
        return
    one = source.name()
    with source.block(f"for {one} in {values}:"):
        if item.is_optional:
            source.write(f"if {one} is None: continue")
        _write_test(source, one, item)


def _write_places_test(source: FunctionSource, row: str, shapes: Sequence[Shape]) -> None:
    """Write what tests a list of values, of which those at the end may be missing."""
    size = source.name()
    source.write(f"{size} = len({row})")
    for place, shape in enumerate(shapes):
        if _can_be_wrong(shape):
            value = source.name()
            with source.block(f"if {size} > {place} and ({value} := {row}[{place}]) is not None:"):
                _write_test(source, value, shape)


def _write_span_test(source: FunctionSource, flat: str) -> None:
    with source.block(f"if len({flat}) == 2:"):
        source.write(f"start, end = {flat}")
        source.write("if not 0 <= start < end <= length: return False")
    with source.block("else:"):
        source.write(f"if not {source.bind(_lie_in)}({flat}, length): return False")


def _can_be_wrong(shape: Shape) -> bool:
    if shape.item:
        return _can_be_wrong(shape.item)
    if shape.part:
        return any(_can_be_wrong(field.shape) for field in packed_fields(shape.part))
    return bool(shape.reference) or shape.pair is Span


def _lie_in(flat: Sequence[int], length: int) -> bool:
    """Tell whether spans, written flat, lie in the text."""
    starts, ends = flat[::2], flat[1::2]
    is_paired = len(starts) == len(ends)
    return not flat or (is_paired and min(starts) >= 0 and max(ends) <= length and all(map(int.__lt__, starts, ends)))
