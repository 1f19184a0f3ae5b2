from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import MalformedReportError, ReadError
from onrecord.read.formats import jsonl
from onrecord.read.formats.jsonl import read_jsonl
from onrecord.read.options import ReadOptions
from onrecord.record import Report

ROW = {"text": "“No,” said Ana Brook.", "date": "2024-09-22", "title": "No", "outlet": "The Quay", "byline": "Jo Lind"}


def read_lines(*lines: str | dict[str, Any], options: ReadOptions | None = None) -> list[Report | ReadError]:
    content = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    return list(read_jsonl(io.BytesIO(content.encode()), "a.jsonl", options or ReadOptions()))


def reasons(items: list[Report | ReadError]) -> list[str]:
    return [str(item) for item in items if isinstance(item, ReadError)]


def test_a_line_is_a_report() -> None:
    assert read_lines(ROW) == [
        Report(
            text="“No,” said Ana Brook.",
            origin="a.jsonl#1",
            publisher="The Quay",
            title="No",
            authors=("Jo Lind",),
            language=None,
            published="2024-09-22",
            published_from="metadata",
        )
    ]


def test_one_bad_line_loses_only_itself() -> None:
    items = read_lines(ROW, "{broken", "", "[1]", {**ROW, "date": "soon"}, {"story": "x"}, {"text": 3}, ROW)
    assert [item.origin for item in items if isinstance(item, Report)] == ["a.jsonl#1", "a.jsonl#8"]
    errors = [item for item in items if isinstance(item, MalformedReportError)]
    assert [error.offset for error in errors] == [2, 4, 5, 6, 7]
    for error, said in zip(errors, ["not JSON", "list", "'date' holds 'soon'", "--text-field", "holds 3"], strict=True):
        assert str(error).startswith(f"a.jsonl: line {error.offset}: ")
        assert said in str(error)
    assert "'story'" in str(errors[3])


def test_lines_that_are_not_utf_8_or_nest_too_deep_are_named() -> None:
    stream = io.BytesIO(b'\xef\xbb\xbf{"text": "x"}\n{"text": "caf\xe9"}\n' + b'{"text": ' + b"[" * 100_000 + b"\n")
    items = list(read_jsonl(stream, "a.jsonl", ReadOptions()))
    assert isinstance(items[0], Report)
    assert ["UTF-8" in reason for reason in reasons(items)] == [True, False]
    assert "not JSON" in reasons(items)[1]


def test_a_line_longer_than_any_report_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonl, "LONGEST_LINE", 50)
    items = read_lines({"text": "x" * 500}, {"text": "y"})
    assert isinstance(items[0], MalformedReportError)
    assert isinstance(items[1], Report)
    assert items[1].origin == "a.jsonl#2"


def test_a_lone_surrogate_in_json_is_kept() -> None:
    (report,) = read_lines('{"text": "\\ud800"}')
    assert isinstance(report, Report)
    assert report.text == "\ud800"
    assert report.id.startswith("r_")


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=80), st.booleans())
def test_any_lines_are_reports_or_our_errors(raw: bytes, as_text: bool) -> None:
    content = json.dumps({"text": raw.decode("latin-1")}).encode() if as_text else raw
    for item in read_jsonl(io.BytesIO(content), "a", ReadOptions()):
        assert isinstance(item, Report | ReadError)


@settings(max_examples=40, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(sorted(ROW)), inner, max_size=5),
        max_leaves=12,
    )
)
def test_any_json_is_a_report_or_our_error(value: object) -> None:
    for item in read_jsonl(io.BytesIO(json.dumps(value).encode()), "a", ReadOptions()):
        assert isinstance(item, Report | ReadError)
