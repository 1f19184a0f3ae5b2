"""The record's types and its JSON, format 1."""

from __future__ import annotations

import dataclasses
import hashlib
import json

import pytest

from onrecord import records
from onrecord.errors import SpanError
from onrecord.records import (
    AnnotatedReport,
    Entity,
    Mention,
    Report,
    RoleSpans,
    Said,
    SourceSpans,
    Speaker,
    Statement,
    TimeExpression,
    statement_id,
)
from onrecord.spans import Span

TEXT = "“The dam will hold,” Ms Varga told Radio Westmere on Sunday. “It has to.”"


def role(*words: str) -> RoleSpans:
    return RoleSpans.of(TEXT, [Span(TEXT.index(w), TEXT.index(w) + len(w)) for w in words])


def full_record() -> AnnotatedReport:
    report = Report(
        TEXT,
        origin="reports/dam.txt",
        publisher="The Westmere Post",
        title="Dam will hold",
        authors=("Ada Quist",),
        url="https://post.example/dam",
        language="en",
        published="2024-09-22",
        published_from="header",
    )
    source, cue, content = role("Ms Varga"), role("told"), role("“The dam will hold,”", "“It has to.”")
    statement = Statement(
        id=statement_id(report.id, source, cue, content),
        kind="direct",
        source=SourceSpans(source.spans, source.quote, "e_1"),
        cue=cue,
        content=content,
        speaker=Speaker("Irma Varga", "e_1", "resolved", "title + surname"),
        within=None,
        said=Said("2024-09-22", "2024-09-22", "2024-09-23", "t_1"),
        venue=role("Radio Westmere"),
        addressee=None,
        confidence=0.93,
        made_by="model@0123456789ab",
    )
    source_span, sunday = source.spans[0], role("Sunday").spans[0]
    entity = Entity("e_1", "person", "Irma Varga", ("engineer",), (Mention(source_span, "name"),))
    time = TimeExpression(
        "t_1", sunday, "Sunday", "DATE", "2024-09-22", "2024-09-22", "2024-09-23", "published", "weekday, past tense"
    )
    return AnnotatedReport(report, (statement,), (entity,), (time,))


def test_the_json_has_exactly_the_keys_of_format_1_in_order() -> None:
    document = json.loads(full_record().to_json())
    assert list(document) == [
        "format", "id", "origin", "publisher", "title", "authors", "url", "language", "published", "published_from",
        "sha256", "text", "statements", "entities", "times", "events", "negotiations",
    ]  # fmt: skip
    (statement,) = document["statements"]
    assert list(statement) == [
        "id", "kind", "source", "cue", "content", "speaker", "within", "said", "venue", "addressee", "confidence",
        "made_by",
    ]  # fmt: skip
    assert list(statement["source"]) == ["spans", "quote", "entity"]
    assert list(statement["cue"]) == list(statement["content"]) == list(statement["venue"]) == ["spans", "quote"]
    assert list(statement["speaker"]) == ["name", "entity", "status", "how", "candidates"]
    assert list(statement["said"]) == ["value", "start", "end", "from"]
    assert list(document["entities"][0]) == ["id", "kind", "name", "roles", "mentions"]
    assert list(document["entities"][0]["mentions"][0]) == ["span", "form"]
    assert list(document["times"][0]) == ["id", "span", "quote", "type", "value", "start", "end", "anchor", "rule"]


def test_the_json_holds_the_values() -> None:
    record = full_record()
    document = json.loads(record.to_json())
    assert document["format"] == 1
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
    bare = dataclasses.replace(record.statements[0], said=None, speaker=None, venue=None)
    (statement,) = json.loads(dataclasses.replace(record, statements=(bare,)).to_json())["statements"]
    assert statement["said"] is statement["speaker"] is statement["venue"] is None


def test_json_is_one_line_unless_indented_and_keeps_letters_readable() -> None:
    record = full_record()
    assert "\n" not in record.to_json()
    assert "“The dam will hold,”" in record.to_json()
    assert json.loads(record.to_json(indent=2)) == json.loads(record.to_json())
    assert record.to_json(indent=2).startswith('{\n  "format": 1,')


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


def test_a_report_id_depends_on_the_words_alone() -> None:
    record = full_record().report
    assert record.id == "r_" + record.sha256[:16]
    assert Report(TEXT, origin="elsewhere.html", published="2020-01-01").id == record.id
    assert Report(TEXT + " ").id != record.id


def test_a_statement_id_depends_on_the_report_and_on_every_role() -> None:
    source, cue, content = role("Ms Varga"), role("told"), role("“It has to.”")
    ids = {
        statement_id("r_1", source, cue, content),
        statement_id("r_2", source, cue, content),
        statement_id("r_1", RoleSpans(), cue, content),
        statement_id("r_1", source, RoleSpans(), content),
        statement_id("r_1", source, cue, role("“The dam will hold,”", "“It has to.”")),
        statement_id("r_1", cue, source, content),
    }
    assert len(ids) == 6
    assert statement_id("r_1", source, cue, content) in ids
    # What an entity is called does not move the id of what it said.
    assert statement_id("r_1", SourceSpans(source.spans, source.quote, "e_9"), cue, content) in ids


def test_ids_do_not_change_between_versions() -> None:
    """Others store these: a new value here is a new format version."""
    assert Report("The dam will hold.").id == "r_0ea5ceb8b3ba6c17"
    source, cue, content = (RoleSpans((Span(*pair),), ("",)) for pair in ((21, 29), (30, 34), (0, 20)))
    assert statement_id("r_0ea5ceb8b3ba6c17", source, cue, content) == "s_5f104873ac0a9132"


def test_the_words_of_a_role_are_cut_from_the_text() -> None:
    assert RoleSpans.of("👍 “No”", [Span(2, 6)]).quote == ("“No”",)
    with pytest.raises(SpanError):
        RoleSpans.of("No", [Span(0, 3)])


def test_nothing_in_a_record_can_be_changed() -> None:
    record = full_record()
    hash(record)
    kinds = {value for value in vars(records).values() if isinstance(value, type) and dataclasses.is_dataclass(value)}
    assert {type(record), Report, Statement, RoleSpans, SourceSpans, Speaker, Said, Entity, Mention} < kinds
    for kind in kinds:
        assert kind.__dataclass_params__.frozen, kind
        assert "__dict__" not in dir(kind), kind
    with pytest.raises(dataclasses.FrozenInstanceError):
        record.statements[0].confidence = 1.0  # type: ignore[misc]
