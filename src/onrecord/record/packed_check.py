"""Whether packed layers are true to their text, without building objects of them: what a store verifies itself by.

Packed layers hold no quotes, so spans, ids and references are all that can be wrong. The tests follow from the types,
as those of :mod:`onrecord.record.check` do, which names the faults of what fails here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import chain
from typing import Any

from onrecord.record.ids import FOUND_IDS, statement_id_of_spans
from onrecord.record.layers import LAYERS
from onrecord.record.layers.parts import Part, Reference
from onrecord.record.packing import is_bare, is_flat, packed_fields, unpack_item
from onrecord.record.reflect import Shape, fields_of
from onrecord.text.spans import Span

_Test = Callable[[Sequence[Any], int, "_KnownIds"], bool]
"""Tests values of one kind, all those of a layer at once, which takes a third of the time of one after another."""
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
        test = _rows_test(LAYERS[name])
        if test and not test(rows, length, known):
            return False
        if LAYERS[name] in FOUND_IDS:
            ids = {row[0] for row in rows}
            if len(ids) < len(rows) or not all(row[0] == _find_id(name, row, report_id, text) for row in rows):
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


def _find_id(name: str, row: Any, report_id: str, text: str) -> str:
    if name == _STATEMENTS:
        # By far the most frequent: no object is built.
        source = row[2][0] if row[2] else ()
        return statement_id_of_spans(report_id, _pairs(source), _pairs(row[3]), _pairs(row[4]))
    return FOUND_IDS[LAYERS[name]](report_id, unpack_item(name, row, text))


def _pairs(flat: Sequence[int]) -> Sequence[Sequence[int]]:
    return (flat,) if len(flat) == 2 else tuple(zip(flat[::2], flat[1::2], strict=True))


@cache
def _rows_test(part: type[Part]) -> _Test | None:
    """Give what tests packed objects; None where nothing can be wrong with them."""
    fields = packed_fields(part)
    if len(fields) == 1:
        return _values_test(fields[0].shape)
    return _places_test([_values_test(field.shape) for field in fields])


def _places_test(tests_by_place: Sequence[_Test | None]) -> _Test | None:
    """Give what tests lists of values, each place in all of them at once."""
    tests = [(place, test) for place, test in enumerate(tests_by_place) if test]
    if not tests:
        return None

    def are_sound(rows: Sequence[Any], length: int, known: _KnownIds) -> bool:
        for place, test in tests:
            values = [row[place] for row in rows if place < len(row) and row[place] is not None]
            # Most optional values are missing, and then no ids have to be collected.
            if values and not test(values, length, known):
                return False
        return True

    return are_sound


def _values_test(shape: Shape) -> _Test | None:
    """Give what tests packed values, none of them null."""
    reference = shape.reference
    if reference:
        return lambda values, _, known: known[reference].issuperset(values)
    if shape.part:
        return _values_test(packed_fields(shape.part)[0].shape) if is_bare(shape) else _rows_test(shape.part)
    if shape.pair is Span or (shape.item and shape.item.pair is Span):
        return _lie_in
    if shape.item is None:
        return None
    if shape.item.part and is_flat(shape.item.part):
        tests = [(_values_test(field.shape), field.shape.pair is Span) for field in fields_of(shape.item.part)]
        return _places_test([test if is_span or test is None else _of_all(test) for test, is_span in tests])
    test = _values_test(shape.item)
    return _of_all(test) if test else None


def _of_all(test: _Test) -> _Test:
    """Give what tests the items of all lists together."""

    def are_sound(lists: Sequence[Any], length: int, known: _KnownIds) -> bool:
        values = [value for value in chain.from_iterable(lists) if value is not None]
        return not values or test(values, length, known)

    return are_sound


def _lie_in(spans: Sequence[Sequence[int]], length: int, _: _KnownIds) -> bool:
    """Tell whether spans, written flat, lie in the text."""
    flat = list(chain.from_iterable(spans))
    starts, ends = flat[::2], flat[1::2]
    is_paired = len(starts) == len(ends)
    return not flat or (is_paired and min(starts) >= 0 and max(ends) <= length and all(map(int.__lt__, starts, ends)))
