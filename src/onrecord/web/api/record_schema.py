"""The record of a report as the OpenAPI document declares it: from the types of :mod:`onrecord.record`.

Models of answers hold records by reference; :func:`add_record_schemas` adds what the references lead to.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, PlainValidator, WithJsonSchema

from onrecord import record
from onrecord.record.codec import read_part, write_part
from onrecord.record.schema import record_schemas
from onrecord.web.api.examples import RECORD, STATEMENT

_REF = "#/components/schemas/{name}"
_PLACEHOLDER = "x-record"
"""Stands for a reference in the schemas of pydantic, which looks up every reference that it meets."""
_EXAMPLES = {"Record": RECORD, "Statement": STATEMENT}

_Offset = Annotated[int, Field(ge=0, strict=True)]
Span = Annotated[
    tuple[_Offset, _Offset],
    Field(description="Start and end, half open, counted in Unicode code points of the report's text."),
]


class Shape(BaseModel):
    """Named values, and no others."""

    model_config = ConfigDict(extra="forbid")


def _read_record(values: object) -> dict[str, Any]:
    return record.AnnotatedReport.from_dict(values).to_dict()


def _read_statement(values: object) -> dict[str, Any]:
    return write_part(read_part(record.Statement, values))


def _refer(name: str) -> WithJsonSchema:
    return WithJsonSchema({_PLACEHOLDER: name})


Record = Annotated[dict[str, Any], PlainValidator(_read_record), _refer("Record")]
Statement = Annotated[dict[str, Any], PlainValidator(_read_statement), _refer("Statement")]


def add_record_schemas(document: dict[str, Any]) -> None:
    """Add the schemas of records, with examples, to an OpenAPI document, and lead its references there."""
    _resolve(document)
    schemas = record_schemas(_REF)
    for name, example in _EXAMPLES.items():
        schemas[name]["examples"] = [example]
    document.setdefault("components", {}).setdefault("schemas", {}).update(schemas)


def _resolve(value: Any) -> None:
    if isinstance(value, dict):
        if name := value.pop(_PLACEHOLDER, None):
            value["$ref"] = _REF.format(name=name)
        for part in value.values():
            _resolve(part)
    elif isinstance(value, list):
        for part in value:
            _resolve(part)
