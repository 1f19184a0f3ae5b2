"""JSON and the types of a record: reading and writing follow from the types.

Reading uses msgspec on the values of the standard library's json, whose text may hold lone surrogates: msgspec's own
parser refuses them. Python types have defaults where JSON has none, so reading also checks that no key is missing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, TypeVar

import msgspec

from onrecord.errors import RecordError
from onrecord.record.complaints import FORMAT, check_keys, check_value, name_of
from onrecord.record.layers import LAYERS, Layers
from onrecord.record.layers.parts import Part
from onrecord.record.layers.report import Report
from onrecord.record.migrate import LAYERS_OF_FORMAT, migrate
from onrecord.record.reflect import QUOTE, Shape, fields_of, shape_of, spans_field

_ESCAPED = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""What JSON allows but a terminal may act on or UTF-8 cannot hold: controls, marks of direction, lone surrogates."""

REPORT_KEYS = [field.key for field in fields_of(Report) if field.key != "text"]
RECORD_KEYS = ["format", "id", *REPORT_KEYS, "sha256", "text", *LAYERS]
"""The keys of a record, in the order of the JSON."""

_ITEMS: dict[str, Any] = {name: tuple[kind, ...] for name, kind in LAYERS.items()}  # type: ignore[valid-type]
_Write = Callable[[Any], Any]
Kind = TypeVar("Kind", bound=Part)


def write_record(record: Layers) -> dict[str, Any]:
    """Give a record as plain JSON values, in the order of the format.

    Args:
        record: A report with its layers.
    """
    return _write_record(record, {name: _WRITERS[name](_plain(record, name)) for name in LAYERS})


def write_record_as_json(record: Layers, indent: int | None = None) -> str:
    """Give a record as JSON; on one line unless ``indent`` is given."""
    # JSON has no tuples, so those that msgspec leaves need not become lists first.
    return dump_json(_write_record(record, {name: _plain(record, name) for name in LAYERS}), indent)


def _write_record(record: Layers, layers: dict[str, Any]) -> dict[str, Any]:
    values = write_part(record.report)
    text, digest = values.pop("text"), record.report.sha256
    return {"format": FORMAT, "id": f"r_{digest[:16]}", **values, "sha256": digest, "text": text, **layers}


def _plain(record: Layers, name: str) -> Any:
    return msgspec.to_builtins(getattr(record, name))


def write_part(part: Part) -> dict[str, Any]:
    """Give a part of a record, such as a statement, as plain JSON values."""
    written: dict[str, Any] = _object_writer(type(part))(msgspec.to_builtins(part))
    return written


def read_part(part: type[Kind], values: object) -> Kind:
    """Read a part of a record, such as a statement, from plain JSON values: the inverse of :func:`write_part`.

    Raises:
        RecordError: A value is missing, unknown or of the wrong kind.
    """
    found: Kind = _read(part, values, "", _completeness(part))
    return found


def read_record(document: object) -> dict[str, Any]:
    """Read plain JSON values into a report and its layers: the inverse of :func:`write_record`, with nothing lost.

    A record of an earlier format is brought to the present one.

    Args:
        document: The values.

    Returns:
        The fields of :class:`~onrecord.record.layers.Layers`.

    Raises:
        RecordError: The document is of a later format, a value is missing, unknown or of the wrong kind, or the id or
            hash is not that of the text.
    """
    values = migrate(document)
    if not isinstance(values, dict):
        raise RecordError("", f"is {name_of(values)}, not an object")
    added_later: dict[str, Any] = {name: [] for name in LAYERS if name not in LAYERS_OF_FORMAT}
    values = added_later | values
    check_keys(values, RECORD_KEYS, "")
    report = read_part(Report, {key: values[key] for key in (*REPORT_KEYS, "text")})
    for key, found in (("id", report.id), ("sha256", report.sha256)):
        if not isinstance(values[key], str):
            raise RecordError(key, f"is {name_of(values[key])}, not a string")
        if values[key] != found:
            raise RecordError(key, f"is {values[key]!r}, but its text gives {found!r}; the text was changed")
    return {"report": report, **{name: _read_layer(name, values[name]) for name in LAYERS}}


def parse_json(document: str | bytes) -> object:
    """Parse JSON.

    Raises:
        RecordError: It is no JSON.
    """
    try:
        return json.loads(document)
    except (ValueError, RecursionError) as error:
        raise RecordError("", f"is not JSON ({error})") from error


def dump_json(value: Any, indent: int | None = None) -> str:
    """Write plain values as JSON that is readable, safe to print and, unless indented, on one line.

    Example:
        >>> dump_json({"text": "“So”"})
        '{"text": "“So”"}'
    """
    document = json.dumps(value, ensure_ascii=False, indent=indent)
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", document)


def _read(kind: Any, values: Any, place: str, completeness: Callable[[Any], bool]) -> Any:
    try:
        found = msgspec.convert(values, kind)
        if completeness(values):
            return found
        reason = "is incomplete"
    # msgspec puts keys and values into its messages, as UTF-8, which lone surrogates have not.
    except (msgspec.ValidationError, UnicodeEncodeError) as error:
        reason = f"cannot be read ({error!r})"
    check_value(values, shape_of(kind), place)
    raise RecordError(place, reason)


def _read_layer(name: str, values: object) -> Any:
    is_complete = _completeness(LAYERS[name])
    return _read(_ITEMS[name], values, name, lambda items: all(map(is_complete, items)))


@cache
def _completeness(part: type[Part]) -> Callable[[dict[str, Any]], bool]:
    """Give what tells whether the values of an object have every key, and a quote for each span."""
    fields, marked = fields_of(part), spans_field(part)
    size, spans = len(fields), marked.key if marked and marked.shape.item else None
    objects = [(field.key, _completeness(field.shape.part)) for field in fields if field.shape.part]
    lists = [
        (field.key, _completeness(field.shape.item.part))
        for field in fields
        if field.shape.item and field.shape.item.part and _may_lack(field.shape.item.part)
    ]

    def is_complete(values: dict[str, Any]) -> bool:
        # msgspec refuses unknown keys, so counting is enough.
        if len(values) != size or (spans is not None and len(values[spans]) != len(values[QUOTE])):
            return False
        for key, check in objects:
            if values[key] is not None and not check(values[key]):
                return False
        return all(check(value) for key, check in lists for value in values[key])

    return is_complete


def _may_lack(part: type[Part]) -> bool:
    """Tell whether msgspec accepts an object of this type that lacks something."""
    fields = fields_of(part)
    is_simple = all(field.is_required and not field.shape.part and not field.shape.item for field in fields)
    return not is_simple


def _writer(shape: Shape) -> Callable[[Any], Any] | None:
    """Give what makes a JSON value of one that is not null; None where it is one."""
    if shape.part:
        return _object_writer(shape.part)
    if shape.item and shape.item.pair:
        return _list_pairs
    if shape.item and shape.item.part:
        return _list_objects(shape.item.part)
    return list if shape.pair or shape.item else None


@cache
def _object_writer(part: type[Part]) -> _Write:
    """Give what makes lists of the tuples that msgspec leaves in the values of an object."""
    writers = [(field.key, write) for field in fields_of(part) if (write := _writer(field.shape))]

    def write_object(values: dict[str, Any]) -> dict[str, Any]:
        for key, write in writers:
            if (found := values[key]) is not None:
                values[key] = write(found)
        return values

    return write_object


def _list_objects(part: type[Part]) -> Callable[[Any], Any]:
    writers = [(field.key, write) for field in fields_of(part) if (write := _writer(field.shape))]

    def write_all(objects: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
        written = list(objects)
        for key, write in writers:
            for values in written:
                if (found := values[key]) is not None:
                    values[key] = write(found)
        return written

    return write_all


def _list_pairs(pairs: Iterable[Iterable[int]]) -> list[list[int]]:
    return [list(pair) for pair in pairs]


_WRITERS: dict[str, _Write] = {name: _list_objects(kind) for name, kind in LAYERS.items()}
