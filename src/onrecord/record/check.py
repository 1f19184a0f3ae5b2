"""Whether a record is true to its text: every hash, offset, quote and reference.

The checks follow from the types: every span, quote and id that a type declares is checked, in new layers too.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from onrecord.errors import RecordError
from onrecord.record.annotated import AnnotatedReport
from onrecord.record.codegen import FunctionSource
from onrecord.record.ids import FOUND_IDS
from onrecord.record.layers import LAYERS, Layers
from onrecord.record.layers.parts import Part, Reference
from onrecord.record.reflect import QUOTE, Shape, fields_of, shape_of, spans_field
from onrecord.text.spans import Span


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is wrong.

    Attributes:
        where: The report, line, statement or value.
        what: What is wrong with it.
    """

    where: str
    what: str


def check_line(line: str | bytes) -> tuple[AnnotatedReport | None, list[Fault]]:
    """Check a record as JSON.

    Use on the lines of a JSON Lines file. A record that cannot be read at all has that one fault.

    Returns:
        The record, or None where it cannot be read, and what is wrong.
    """
    try:
        record = AnnotatedReport.from_json(line)
    except RecordError as error:
        return None, [Fault(error.place or "record", error.reason)]
    return record, list(check_record(record))


def check_record(record: Layers, report_id: str | None = None) -> Iterator[Fault]:
    """Check a record against its own text.

    Every span lies in the text, every quote is the text at its span, every id that follows from spans does and is
    unique, and every id that is named exists.

    Args:
        record: A report with its layers.
        report_id: The report's id, where you know it already: it is a hash of the text.

    Yields:
        What is wrong, layer by layer.
    """
    text, report_id = record.report.text, report_id or record.report.id
    yield from _check_pages(record)
    known = _KnownIds(record)
    for name, part in LAYERS.items():
        items = getattr(record, name)
        find_id = FOUND_IDS.get(part)
        if find_id and len({item.id for item in items}) < len(items):
            yield from _check_doubles(name, items)
        # Nearly every layer is sound; only for the others is it worked out what is wrong.
        are_sound = _soundness(part)(items, text, known)
        for number, item in enumerate(() if are_sound and not find_id else items):
            if not are_sound:
                yield from _find_faults(item, shape_of(part), f"{name}[{number}]", text, known)
            if find_id and item.id != find_id(report_id, item):
                yield Fault(f"{name}[{number}].id", f"{item.id!r} is not that of its spans")


class _KnownIds(dict[Reference, set[str]]):
    """The ids that a reference may have in one record."""

    def __init__(self, record: Layers) -> None:
        super().__init__()
        self._record = record

    def __missing__(self, reference: Reference) -> set[str]:
        ids = {item.id for layer in reference.layers for item in getattr(self._record, layer)}
        found = self[reference] = ids.union(reference.words)
        return found


_AreSound = Callable[[Sequence[Any], str, _KnownIds], bool]


@cache
def _soundness(part: type[Part]) -> _AreSound:
    """Give what tells whether all objects of a list are true to the text."""
    source = FunctionSource("values", "text", "known")
    source.write("length = len(text)")
    _write_list_test(source, "values", Shape(part=part))
    source.write("return True")
    are_sound: _AreSound = source.compile()
    return are_sound


def _write_test(source: FunctionSource, value: str, shape: Shape) -> None:
    """Write what returns False where a value is not sound."""
    if not _can_be_wrong(shape):
        return
    if shape.is_optional:
        present = source.name()
        with source.block(f"if ({present} := {value}) is not None:"):
            _write_test(source, present, replace(shape, is_optional=False))
    elif shape.reference:
        source.write(f"if {value} not in known[{source.bind(shape.reference)}]: return False")
    elif shape.item:
        _write_list_test(source, value, shape.item)
    elif shape.pair:
        source.write(f"start, end = {value}")
        source.write("if not 0 <= start < end <= length: return False")
    elif shape.part:
        _write_object_test(source, value, shape.part)


def _write_list_test(source: FunctionSource, values: str, item: Shape) -> None:
    one = source.name()
    with source.block(f"for {one} in {values}:"):
        source.write("pass")
        _write_test(source, one, item)


def _write_object_test(source: FunctionSource, value: str, part: type[Part]) -> None:
    marked = spans_field(part)
    if marked and marked.shape.item:
        with source.block(f"for (start, end), words in zip({value}.spans, {value}.quote, strict=True):"):
            source.write("if not 0 <= start < end <= length or text[start:end] != words: return False")
    elif marked:
        source.write(f"start, end = {value}.span")
        source.write(f"if not 0 <= start < end <= length or text[start:end] != {value}.quote: return False")
    for field in fields_of(part):
        if not (marked and field.name in (marked.name, QUOTE)) and _can_be_wrong(field.shape):
            found = source.name()
            source.write(f"{found} = {value}.{field.name}")
            _write_test(source, found, field.shape)


def _can_be_wrong(shape: Shape) -> bool:
    if shape.item:
        return _can_be_wrong(shape.item)
    if shape.part:
        return bool(spans_field(shape.part)) or any(_can_be_wrong(field.shape) for field in fields_of(shape.part))
    return bool(shape.reference) or shape.pair is Span


def _find_faults(value: Any, shape: Shape, where: str, text: str, known: _KnownIds) -> Iterator[Fault]:
    if value is None:
        return
    if shape.reference:
        if value not in known[shape.reference]:
            yield Fault(where, f"{value!r} is no {shape.reference.noun} of the record")
    elif shape.item:
        for number, one in enumerate(value):
            yield from _find_faults(one, shape.item, f"{where}[{number}]", text, known)
    elif shape.pair is Span:
        yield from _check_span(text, value, where)
    elif shape.part:
        yield from _find_faults_of_object(value, shape.part, where, text, known)


def _find_faults_of_object(value: Any, part: type[Part], where: str, text: str, known: _KnownIds) -> Iterator[Fault]:
    marked = spans_field(part)
    if marked and marked.shape.item:
        for number, (span, quote) in enumerate(zip(value.spans, value.quote, strict=True)):
            yield from _check_quote(text, span, quote, f"{where}.spans[{number}]")
    elif marked:
        yield from _check_quote(text, value.span, value.quote, where)
    for field in fields_of(part):
        if field is not marked:
            # A mention is where its span is.
            place = where if field.shape.pair else f"{where}.{field.key}"
            yield from _find_faults(getattr(value, field.name), field.shape, place, text, known)


def _check_doubles(name: str, items: Any) -> Iterator[Fault]:
    """Name the items that have the id of an earlier one."""
    places: dict[str, int] = {}
    for number, item in enumerate(items):
        first = places.setdefault(item.id, number)
        if first != number:
            yield Fault(f"{name}[{number}].id", f"{item.id!r} is that of {name}[{first}] too")


def _check_pages(record: Layers) -> Iterator[Fault]:
    length = len(record.report.text)
    for number, page in enumerate(record.report.pages or ()):
        if not 0 <= page.start <= page.end <= length:
            yield Fault(f"pages[{number}]", f"[{page.start}, {page.end}) does not lie in a text of {length} characters")


def _check_quote(text: str, span: Span, quote: str, where: str) -> Iterator[Fault]:
    yield from _check_span(text, span, where)
    found = text[span[0] : span[1]]
    if 0 <= span[0] < span[1] <= len(text) and found != quote:
        yield Fault(where, f"the text at [{span[0]}, {span[1]}) is {_shorten(found)}, not {_shorten(quote)}")


def _check_span(text: str, span: Span, where: str) -> Iterator[Fault]:
    if not 0 <= span[0] < span[1] <= len(text):
        yield Fault(where, f"[{span[0]}, {span[1]}) does not lie in a text of {len(text)} characters")


def _shorten(words: str) -> str:
    return json.dumps(words if len(words) <= 60 else words[:57] + "…", ensure_ascii=False)
