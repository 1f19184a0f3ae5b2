"""The packed form of layers."""

from __future__ import annotations

import contextlib
import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import RecordError
from onrecord.record import LAYERS, AnnotatedReport, Entity, Mention, RoleSpans, SourceSpans, Speaker, Statement
from onrecord.record.layers.parts import Part
from onrecord.record.packing import pack_item, pack_layer, read_rows, unpack_item, unpack_layer
from onrecord.record.reflect import fields_of, spans_field
from onrecord.text.spans import Span
from tests.record.values import RECORDS, full_record


def with_true_quotes(part: Any, text: str) -> Any:
    """The same with every quote cut from a text, which is what the packed form keeps of quotes."""
    if isinstance(part, tuple) and not hasattr(part, "_fields"):
        return tuple(with_true_quotes(one, text) for one in part)
    if not isinstance(part, Part):
        return part
    values = {field.name: with_true_quotes(getattr(part, field.name), text) for field in fields_of(type(part))}
    marked = spans_field(type(part))
    if marked:
        spans = values[marked.name]
        values["quote"] = (
            tuple(text[start:end] for start, end in spans) if marked.shape.item else text[spans[0] : spans[1]]
        )
    return type(part)(**values)


@given(RECORDS)
def test_packing_keeps_everything_but_the_words(record: AnnotatedReport) -> None:
    text = record.report.text
    for name in LAYERS:
        items = with_true_quotes(getattr(record, name), text)
        raw = pack_layer(name, items)
        assert raw.isascii()
        assert unpack_layer(name, raw, text) == items
        assert [unpack_item(name, row, text) for row in read_rows(name, raw)] == list(items)
        assert [row[0] for row in read_rows(name, raw)] == [item.id for item in items]


def test_what_is_unpacked_has_the_types_that_were_packed() -> None:
    record = full_record()
    (statement,) = unpack_layer("statements", pack_layer("statements", record.statements), record.report.text)
    assert statement == record.statements[0]
    assert isinstance(statement.source, SourceSpans)
    assert isinstance(statement.cue.spans[0], Span)
    hash(statement)


def test_the_bytes_do_not_change_between_versions() -> None:
    """Stores keep these bytes and know a layer by their hash."""
    record = full_record()
    statement, entity, time = (json.dumps(pack_item(getattr(record, name)[0])) for name in list(LAYERS)[:3])
    assert statement == (
        f'["{record.statements[0].id}", "direct", [[21, 29], "e_1"], [30, 34], [0, 20, 61, 73], '
        '["Irma Varga", "e_1", "resolved", "title + surname"], false, [], null, '
        '["2024-09-22", "2024-09-22", "2024-09-23", "t_1"], [35, 49], null, 0.93, "model@0123456789ab"]'
    )
    assert entity == '["e_1", "person", "Irma Varga", ["engineer"], null, [], [[21, 29], ["name"]]]'
    assert time == (
        '["t_1", [53, 59], "DATE", "2024-09-22", "2024-09-22", "2024-09-23", "published", "weekday, past tense"]'
    )
    assert pack_layer("events", ()) == b"[]"


def test_defaults_at_the_end_take_no_place() -> None:
    assert pack_item(Speaker(None, None, "unnamed")) == [None, None, "unnamed"]
    assert pack_item(Speaker(None, None, "unnamed", "indefinite")) == [None, None, "unnamed", "indefinite"]
    assert pack_item(Entity(id="e_1", kind="group", name=None)) == ["e_1", "group", None]
    assert pack_item(SourceSpans()) == []
    mentions = (Mention(Span(0, 3), "name"), Mention(Span(4, 6), "pronoun"))
    entity = Entity(id="e_1", kind="person", name="Ada", mentions=mentions)
    assert pack_item(entity)[-1] == [[0, 3, 4, 6], ["name", "pronoun"]]


def test_roles_of_no_spans_and_of_several() -> None:
    assert pack_item(RoleSpans()) == []
    assert pack_item(RoleSpans((Span(0, 1), Span(2, 4)), ("a", "bc"))) == [0, 1, 2, 4]


@pytest.mark.parametrize("raw", [b"", b"{", b"{}", b"3", b"[3]", b"[null]", b"[[]]", b'[["s_1","direct",3]]', b"\xff"])
def test_damaged_bytes_are_refused(raw: bytes) -> None:
    with pytest.raises(RecordError):
        unpack_layer("statements", raw, "A text.")


@given(st.text())
def test_bytes_of_any_kind_are_read_or_refused(words: str) -> None:
    with contextlib.suppress(RecordError):
        unpack_layer("entities", words.encode("utf-8", "surrogatepass"), "A text.")


@pytest.mark.parametrize("name", ["Ada Lund", "Zoë", "\x7f", "\ud800", 'a "b" \\ / \n\x1f'])
@pytest.mark.parametrize(
    "confidence", [0, 0.0, -0.0, 1, 1.0, 0.1, 1e-4, 5.19e-05, 1e-300, 0.30000000000000004, math.nan]
)
def test_a_layer_is_packed_as_json_in_ascii(name: str, confidence: float) -> None:
    words = RoleSpans((Span(0, 1),), ("x",))
    source = SourceSpans(words.spans, words.quote)
    speaker = Speaker(name, None, "resolved")
    found = Statement(
        id="s_1", kind="direct", source=source, cue=words, content=words, speaker=speaker,
        confidence=confidence, made_by="rule:x",
    )  # fmt: skip
    speaker_row, flat = [name, None, "resolved"], [0, 1]
    row = ["s_1", "direct", [flat], flat, flat, speaker_row, False, [], None, None, None, None, confidence, "rule:x"]
    assert pack_layer("statements", [found]) == json.dumps([row], separators=(",", ":")).encode()
