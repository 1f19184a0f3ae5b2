"""The record's types and its JSON, format 2."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given

from onrecord.errors import RecordError, SpanError
from onrecord.record import (
    AnnotatedReport,
    Entity,
    Mention,
    Report,
    RoleSpans,
    Said,
    SourceSpans,
    Speaker,
    Statement,
    replace,
)
from onrecord.record.layers.parts import Part
from onrecord.text.spans import Span
from tests.record.values import RECORDS, TEXT, full_record


def test_the_json_has_exactly_the_keys_of_format_2_in_order() -> None:
    document = json.loads(full_record().to_json())
    assert list(document) == [
        "format", "id", "origin", "publisher", "title", "authors", "url", "language", "published", "published_from",
        "published_certain", "pages", "sha256", "text", "statements", "entities", "times", "events", "negotiations",
    ]  # fmt: skip
    (statement,) = document["statements"]
    assert list(statement) == [
        "id", "kind", "source", "cue", "content", "speaker", "gloss", "about", "within", "said", "venue", "addressee",
        "confidence", "made_by",
    ]  # fmt: skip
    assert list(statement["source"]) == ["spans", "quote", "entity"]
    assert list(statement["cue"]) == list(statement["content"]) == list(statement["venue"]) == ["spans", "quote"]
    assert list(statement["speaker"]) == ["name", "entity", "status", "how", "candidates", "entities"]
    assert list(statement["said"]) == ["value", "start", "end", "from"]
    assert list(document["entities"][0]) == ["id", "kind", "name", "roles", "country", "sectors", "mentions"]
    assert list(document["entities"][0]["mentions"][0]) == ["span", "form"]
    assert list(document["times"][0]) == ["id", "span", "quote", "type", "value", "start", "end", "anchor", "rule"]


def test_the_json_holds_the_values() -> None:
    record = full_record()
    document = json.loads(record.to_json())
    assert document["format"] == 2
    assert document["text"] == TEXT
    assert document["sha256"] == hashlib.sha256(TEXT.encode()).hexdigest()
    assert (document["published"], document["published_from"]) == ("2024-09-22", "header")
    assert document["authors"] == ["Ada Quist"]
    (statement,) = document["statements"]
    assert statement["source"] == {"spans": [[21, 29]], "quote": ["Ms Varga"], "entity": "e_1"}
    assert statement["content"]["quote"] == ["“The dam will hold,”", "“It has to.”"]
    assert statement["said"]["from"] == "t_1"
    assert statement["addressee"] is statement["within"] is None
    for part in (statement["source"], statement["cue"], statement["content"], statement["venue"]):
        assert [TEXT[start:end] for start, end in part["spans"]] == part["quote"]
    assert document["events"] == document["negotiations"] == []


def test_a_statement_whose_time_is_not_known_says_null() -> None:
    record = full_record()
    bare = replace(record.statements[0], said=None, speaker=None, venue=None)
    (statement,) = json.loads(replace(record, statements=(bare,)).to_json())["statements"]
    assert statement["said"] is statement["speaker"] is statement["venue"] is None


def test_json_is_one_line_unless_indented_and_keeps_letters_readable() -> None:
    record = full_record()
    assert "\n" not in record.to_json()
    assert "“The dam will hold,”" in record.to_json()
    assert json.loads(record.to_json(indent=2)) == json.loads(record.to_json())
    assert record.to_json(indent=2).startswith('{\n  "format": 2,')


def test_line_ends_within_the_text_do_not_break_a_line_of_json_lines() -> None:
    text = "One.\nTwo.\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029Three.\0"
    written = AnnotatedReport(Report(text)).to_json()
    assert "\n" not in written
    assert "\r" not in written
    assert json.loads(written)["text"] == text


def test_a_lone_surrogate_comes_through_as_valid_json() -> None:
    report = Report("Half \ud83d of a sign \\ud83d, “so”.")
    written = AnnotatedReport(report).to_json()
    written.encode("utf-8")
    assert json.loads(written)["text"] == report.text
    assert report.id == Report(report.text).id


def test_two_surrogates_in_a_row_are_the_character_that_json_makes_of_them() -> None:
    pair = "\ud83d" + "\ude00"
    report = Report(f"A {pair} b \ude00\ud83d", origin=pair, title=pair, url=pair, publisher=pair, authors=("A", pair))
    assert report.text == "A \U0001f600 b \ude00\ud83d"
    record = AnnotatedReport(report)
    for indent in (None, 1):
        assert AnnotatedReport.from_json(record.to_json(indent)) == record
    assert AnnotatedReport.from_dict(record.to_dict()) == record


def test_the_words_of_a_role_are_cut_from_the_text() -> None:
    assert RoleSpans.of("👍 “No”", [Span(2, 6)]).quote == ("“No”",)
    with pytest.raises(SpanError):
        RoleSpans.of("No", [Span(0, 3)])


def every_part(part: type[Part]) -> Iterator[type[Part]]:
    for kind in part.__subclasses__():
        yield kind
        yield from every_part(kind)


def test_nothing_in_a_record_can_be_changed() -> None:
    record = full_record()
    hash(record)
    kinds = set(every_part(Part))
    assert {type(record), Report, Statement, RoleSpans, SourceSpans, Speaker, Said, Entity, Mention} < kinds
    for kind in kinds:
        assert kind.__struct_config__.frozen, kind
        assert "__dict__" not in dir(kind), kind
    with pytest.raises(AttributeError):
        record.statements[0].confidence = 1.0  # type: ignore[misc]


@given(RECORDS)
def test_json_keeps_everything_both_ways(record: AnnotatedReport) -> None:
    again = AnnotatedReport.from_json(record.to_json())
    assert again == record
    assert again.to_json() == record.to_json()
    assert json.loads(record.to_json()) == record.to_dict(), "plain JSON values only"


def test_what_is_read_has_the_types_that_were_written() -> None:
    record = AnnotatedReport.from_json(full_record().to_json())
    assert record == full_record()
    assert isinstance(record.times[0].span, Span)
    assert isinstance(record.entities[0].mentions[0].span, Span)
    assert isinstance(record.statements[0].source, SourceSpans)
    hash(record)


def broken(path: str, value: Any) -> dict[str, Any]:
    """The full record with one value changed; ``...`` takes the key away."""
    document: dict[str, Any] = json.loads(full_record().to_json())
    at: Any = document
    *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    for step in way:
        at = at[step]
    if value is ...:
        del at[last]
    else:
        at[last] = value
    return document


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("format", 3, "the record's format is 3; this version of onrecord reads formats 1 to 2"),
        ("format", True, "reads formats 1 to 2"),
        ("format", 0, "reads formats 1 to 2"),
        ("format", ..., "the record lacks format"),
        ("extra", 1, "the record has 'extra', which format 2 does not know"),
        ("id", "r_0", "the record's id is 'r_0', but its text gives"),
        ("sha256", "0", "the text was changed"),
        ("text", "Other words.", "the text was changed"),
        ("title", 3, "the record's title is a number, not a string"),
        ("authors", "Ada Quist", "the record's authors is a string, not a list"),
        ("published_from", "guess", "it must be one of option, header"),
        ("statements.0", None, "the record's statements[0] is null, not an object"),
        ("statements.0.cue.spans.0", [1], "the record's statements[0].cue.spans[0] is no span"),
        ("statements.0.cue.spans.0", [True, 2], "is no span"),
        ("statements.0.cue.quote", [], "the record's statements[0].cue has 1 spans and 0 quotes"),
        ("statements.0.source.entity", ..., "the record's statements[0].source lacks entity"),
        ("statements.0.speaker.status", "known", "statements[0].speaker.status is 'known'; it must be one of"),
        ("statements.0.confidence", 1.5, "statements[0].confidence is 1.5, not a number from 0 to 1"),
        ("statements.0.confidence", True, "not a number from 0 to 1"),
        ("statements.0.said.from", 3, "statements[0].said.from is a number"),
        ("entities.0.mentions.0.form", "nickname", "entities[0].mentions[0].form is 'nickname'"),
        ("times.0.span", [3], "times[0].span is no span"),
        ("events", [{}], "the record's events[0] lacks id, type"),
        ("events", {}, "the record's events is an object, not a list"),
        ("statements.0.kind", "\ud83d", "it must be one of direct"),
        ("statements.0.gloss", 0, "statements[0].gloss is a number, not true or false"),
        ("statements.0.\ud83d", 0, "which format 2 does not know"),
        ("statements.0.confidence", float("nan"), "not a number from 0 to 1"),
        ("pages", [[1, 2]], "the record's pages[0] is no page"),
    ],
)
def test_what_is_wrong_with_a_record_is_said_with_its_place(path: str, value: Any, said: str) -> None:
    with pytest.raises(RecordError) as caught:
        AnnotatedReport.from_dict(broken(path, value))
    assert said in str(caught.value)


@pytest.mark.parametrize("document", ["", "{", "[]", "3", "[" * 100_000])
def test_what_is_no_record_at_all_is_said(document: str) -> None:
    with pytest.raises(RecordError):
        AnnotatedReport.from_json(document)
