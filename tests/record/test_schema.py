"""The JSON Schema of a record."""

from __future__ import annotations

import copy
import json
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given

from onrecord.record import AnnotatedReport
from onrecord.record.schema import record_schemas
from tests.record.values import RECORDS, full_record

SCHEMAS = record_schemas()
VALIDATOR = jsonschema_rs.Draft202012Validator({"$defs": SCHEMAS, "$ref": "#/$defs/Record"})


@given(RECORDS)
def test_every_record_is_of_the_schema(record: AnnotatedReport) -> None:
    VALIDATOR.validate(json.loads(record.to_json()))


@pytest.mark.parametrize(
    ("key", "value"),
    [("format", 1), ("extra", 3), ("statements", [{}]), ("text", None), ("published_from", "guess"), ("pages", [[1]])],
)
def test_what_is_no_record_is_not(key: str, value: Any) -> None:
    document = copy.deepcopy(full_record().to_dict())
    document[key] = value
    assert not VALIDATOR.is_valid(document)


def test_every_key_is_required() -> None:
    for name, schema in SCHEMAS.items():
        assert schema.get("required", []) == list(schema.get("properties", {})), name
    document = full_record().to_dict()
    for key in document:
        assert not VALIDATOR.is_valid({name: value for name, value in document.items() if name != key})


def test_everything_is_described() -> None:
    for name, schema in SCHEMAS.items():
        assert schema["description"], name
        for key, value in schema.get("properties", {}).items():
            assert value["description"], f"{name}.{key}"
            assert "default" not in value, f"{name}.{key}"
