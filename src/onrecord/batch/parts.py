"""Parts: the files of records that a run writes, one for each shard, in two formats.

A part in Parquet has a row for each report, with its text, its statements and its events as lists of structures for
data frames and databases, and every layer of the record in packed form, from which a store loads it without reading
JSON. A part in JSON Lines has the lines that ``onrecord read --output jsonl`` prints.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any, BinaryIO

import msgspec

from onrecord.export.rows import COLUMNS, statement_rows
from onrecord.export.wellformed import wellformed
from onrecord.extras import import_extra
from onrecord.read.formats.parts import LAYERS_KEY, REPORT_FIELDS
from onrecord.read.options import parse_iso_date
from onrecord.record import LAYERS, AnnotatedReport, Event
from onrecord.record.layers.statements import ALL_ROLES
from onrecord.record.packing import VERSIONS, pack_layer

_GROUP_ROWS = 500
"""Rows of a group: so many are in memory at once when a part is written or read."""
_STATEMENT_COLUMNS = tuple(name for name in COLUMNS[COLUMNS.index("statement_id") :] if name != "sha256")
_DATES = frozenset({"said_start", "said_end"})
_LISTS = frozenset({"speaker_candidates", "speaker_roles", *ALL_ROLES})


@dataclass(frozen=True, slots=True)
class PartFormat:
    """A format of parts.

    Attributes:
        name: Its name, and the suffix of its files.
        encode: Gives the row of a record as bytes, to be kept until the part is written; the flag says whether an
            earlier report of the part has the same text.
        write: Writes a part from such rows.
    """

    name: str
    encode: Callable[[AnnotatedReport, bool], bytes]
    write: Callable[[Iterable[bytes], BinaryIO], None]


def _encode_line(record: AnnotatedReport, is_copy: bool) -> bytes:
    return record.to_json().encode() + b"\n"


def _write_lines(rows: Iterable[bytes], stream: BinaryIO) -> None:
    for row in rows:
        stream.write(row)


def _encode_row(record: AnnotatedReport, is_copy: bool) -> bytes:
    record = wellformed(record)
    report = record.report
    row = {name: getattr(report, name) for name in REPORT_FIELDS}
    row.update(id=report.id, sha256=report.sha256, text=report.text, is_copy=is_copy, pages=report.pages)
    row["statements"] = [{name: one[name] for name in _STATEMENT_COLUMNS} for one in statement_rows(record)]
    row["events"] = [_event_row(event) for event in record.events]
    row["layers"] = {name: pack_layer(name, getattr(record, name)) for name in LAYERS if getattr(record, name)}
    return msgspec.msgpack.encode(row)


def _event_row(event: Event) -> dict[str, Any]:
    sides = {"actors": event.actors, "recipients": event.recipients}
    return {
        "event_id": event.id,
        "type": event.type,
        "mode": event.mode,
        "status": event.status,
        "actor_status": event.actor_status,
        "triggers": event.triggers.quote,
        **{name: [" … ".join(side.quote) for side in found] for name, found in sides.items()},
        "place": " … ".join(event.place.quote) if event.place else None,
        "time": event.time.value if event.time else None,
        "confidence": event.confidence,
        "made_by": event.made_by,
    }


def _write_parquet(rows: Iterable[bytes], stream: BinaryIO) -> None:
    pyarrow = import_extra("pyarrow", "parquet")
    parquet = import_extra("pyarrow.parquet", "parquet")
    schema = _part_schema(pyarrow)
    waiting = iter(rows)
    with parquet.ParquetWriter(stream, schema, compression="zstd") as writer:
        while group := [_arrow_row(row) for row in islice(waiting, _GROUP_ROWS)]:
            writer.write_table(pyarrow.Table.from_pylist(group, schema=schema))


def _part_schema(pyarrow: Any) -> Any:
    strings = pyarrow.list_(pyarrow.string())
    statement = pyarrow.struct([(name, _statement_type(pyarrow, name)) for name in _STATEMENT_COLUMNS])
    event = {"triggers": strings, "actors": strings, "recipients": strings, "confidence": pyarrow.float64()}
    names = (
        "event_id", "type", "mode", "status", "actor_status", "triggers", "actors", "recipients", "place", "time",
        "confidence", "made_by",
    )  # fmt: skip
    kinds: dict[str, Any] = {"authors": strings, "published": pyarrow.date32(), "published_certain": pyarrow.bool_()}
    of_report = [(name, kinds.get(name, pyarrow.string())) for name in REPORT_FIELDS]
    fields = [
        ("id", pyarrow.string()),
        *of_report,
        ("pages", pyarrow.list_(pyarrow.list_(pyarrow.int64()))),
        ("sha256", pyarrow.string()),
        ("text", pyarrow.string()),
        ("is_copy", pyarrow.bool_()),
        ("statements", pyarrow.list_(statement)),
        ("events", pyarrow.list_(pyarrow.struct([(name, event.get(name, pyarrow.string())) for name in names]))),
        ("layers", pyarrow.struct([(name, pyarrow.binary()) for name in LAYERS])),
    ]
    return pyarrow.schema(fields, metadata={LAYERS_KEY: msgspec.json.encode(VERSIONS)})


def _statement_type(pyarrow: Any, name: str) -> Any:
    if name.endswith("_spans"):
        return pyarrow.list_(pyarrow.struct([("start", pyarrow.int64()), ("end", pyarrow.int64())]))
    if name in _LISTS:
        return pyarrow.list_(pyarrow.string())
    others = {"confidence": pyarrow.float64(), "gloss": pyarrow.bool_(), **dict.fromkeys(_DATES, pyarrow.date32())}
    return others.get(name, pyarrow.string())


def _arrow_row(encoded: bytes) -> dict[str, Any]:
    row: dict[str, Any] = msgspec.msgpack.decode(encoded)
    row["published"] = parse_iso_date(row["published"]) if row["published"] else None
    for one in row["statements"]:
        for name, value in one.items():
            if name.endswith("_spans"):
                one[name] = [{"start": start, "end": end} for start, end in value]
            elif name in _DATES and value is not None:
                one[name] = parse_iso_date(value)
    return row


PART_FORMATS = {
    "parquet": PartFormat("parquet", _encode_row, _write_parquet),
    "jsonl": PartFormat("jsonl", _encode_line, _write_lines),
}
"""The formats of parts by name."""
