"""Whether a record is true to its text: every hash, offset, quote and reference.

The checks follow from the types: every span, quote and id that a type declares is checked, in new layers too.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from typing import Any

from onrecord.errors import RecordError
from onrecord.record.annotated import AnnotatedReport
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


def check_record(record: Layers) -> Iterator[Fault]:
    """Check a record against its own text.

    Every span lies in the text, every quote is the text at its span, every id that follows from spans does and is
    unique, and every id that is named exists.

    Args:
        record: A report with its layers.

    Yields:
        What is wrong, layer by layer.
    """
    text, report_id = record.report.text, record.report.id
    yield from _check_pages(record)
    known = _KnownIds(record)
    for name, part in LAYERS.items():
        items = getattr(record, name)
        find_id = FOUND_IDS.get(part)
        if find_id and len({item.id for item in items}) < len(items):
            yield from _check_doubles(name, items)
        is_sound = _soundness(part)
        for number, item in enumerate(items):
            # Nearly every item is sound; only for the others is it worked out what is wrong.
            if not is_sound(item, text, known):
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


_Sound = Callable[[Any, str, _KnownIds], bool]


@cache
def _soundness(part: type[Part]) -> _Sound:
    """Give what tells whether an object is true to the text."""
    marked, tests = spans_field(part), _field_tests(part)
    if marked is None:
        return lambda value, text, known: _passes(value, tests, text, known)
    has_words = _has_words if marked.shape.item else _has_word
    if not tests:
        return lambda value, text, _: has_words(value, text)
    return lambda value, text, known: has_words(value, text) and _passes(value, tests, text, known)


def _passes(value: Part, tests: Sequence[tuple[str, _Sound]], text: str, known: _KnownIds) -> bool:
    for name, test in tests:
        found = getattr(value, name)
        if found is not None and found != () and not test(found, text, known):
            return False
    return True


def _field_tests(part: type[Part]) -> list[tuple[str, _Sound]]:
    marked = spans_field(part)
    fields = [field for field in fields_of(part) if not (marked and field.name in (marked.name, QUOTE))]
    return [(field.name, test) for field in fields if (test := _test(field.shape))]


def _test(shape: Shape) -> _Sound | None:
    """Give what tests a value that is not null; None where nothing can be wrong with it."""
    reference = shape.reference
    if reference:
        return lambda value, _, known: value in known[reference]
    if shape.part:
        return _soundness(shape.part)
    if shape.pair is Span:
        return lambda span, text, _: _lie_in(text, (span,))
    return _list_test(shape.item) if shape.item else None


def _list_test(item: Shape) -> _Sound | None:
    if item.pair is Span:
        return lambda spans, text, _: _lie_in(text, spans)
    if item.part and not spans_field(item.part) and len(tests := _field_tests(item.part)) == 1:
        # Such as mentions, of which a report has hundreds: one call for all of them.
        get = attrgetter(tests[0][0])
        (field,) = (field for field in fields_of(item.part) if field.name == tests[0][0])
        if not field.shape.is_optional and (test_all := _list_test(field.shape)):
            return lambda values, text, known: test_all(list(map(get, values)), text, known)
    test = _test(item)
    return None if test is None else lambda values, text, known: all(test(value, text, known) for value in values)


def _lie_in(text: str, spans: Sequence[Span]) -> bool:
    length = len(text)
    return all(0 <= start < end <= length for start, end in spans)


def _has_word(value: Any, text: str) -> bool:
    start, end = value.span
    return 0 <= start < end <= len(text) and bool(text[start:end] == value.quote)


def _has_words(value: Any, text: str) -> bool:
    length = len(text)
    for (start, end), words in zip(value.spans, value.quote, strict=True):
        if not 0 <= start < end <= length or text[start:end] != words:
            return False
    return True


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
