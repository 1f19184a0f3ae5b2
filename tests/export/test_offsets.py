"""Whatever the text and wherever the spans: what an export marks is what the record marks."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.export import export_records, write_records
from onrecord.record import AnnotatedReport, Report, RoleSpans, Speaker
from onrecord.text.spans import Span
from tests.export.material import spans_of
from tests.export.test_brat import read_folder, spans
from tests.making import make_statement

LETTERS = "aé\u0301 \n\r\t\u2028\x85\x0b\x1c\x1f\0🚢\u200d👧\ufeff“”\"';=-<&\ud83d"


@st.composite
def records(draw: st.DrawFn) -> AnnotatedReport:
    text = draw(st.text(LETTERS, min_size=3, max_size=40))
    report = Report(text)
    statements = []
    for _ in range(draw(st.integers(1, 3))):
        roles = []
        for _ in range(3):
            ends = sorted(draw(st.sets(st.integers(0, len(text)), min_size=2, max_size=4)))
            pairs = [Span(*pair) for pair in zip(ends[::2], ends[1::2], strict=False)]
            roles.append(RoleSpans.of(text, pairs))
        statements.append(make_statement(report, "mixed", tuple(roles), Speaker(None, None, "unnamed")))
    return AnnotatedReport(report, tuple(statements))


def plain(words: str) -> str:
    return "".join("\ufffd" if "\ud800" <= character <= "\udfff" else character for character in words)


@settings(deadline=None, max_examples=150)
@given(records())
def test_streams_of_text(record: AnnotatedReport) -> None:
    written = {}
    for name in ("csv", "web-annotation", "polnear"):
        stream = io.BytesIO()
        write_records([record], name, stream)
        written[name] = stream.getvalue()
    rows = csv.DictReader(io.StringIO(written["csv"].decode("utf-8-sig"), newline=""))
    found = [[tuple(map(int, place.split("-"))) for place in row["content_spans"].split()] for row in rows]
    assert found == [spans_of(statement, "content") for statement in record.statements]
    (line,) = written["polnear"].decode("utf-8").splitlines()
    attributions = json.loads(line)["annotations"][0]["attributions"]
    for attribution, statement in zip(attributions, record.statements, strict=True):
        assert [tuple(span) for span in attribution["cue"]] == spans_of(statement, "cue")
    text = plain(record.report.text)
    for item in json.loads(written["web-annotation"])["first"]["items"]:
        for target in item["target"] if isinstance(item["target"], list) else [item["target"]]:
            position, quote = target["selector"]
            assert quote["exact"] == text[position["start"] : position["end"]]


@settings(deadline=None, max_examples=100)
@given(records())
def test_brat(record: AnnotatedReport) -> None:
    with tempfile.TemporaryDirectory() as folder:
        export_records([record], "brat", Path(folder, "out"))
        ((text, lines),) = read_folder(Path(folder, "out")).values()
    assert len(text) == len(record.report.text)
    marked = {place for values in lines.values() if values[0] == "Content" for place in spans(values[1])}
    covered = {index for start, end in marked for index in range(start, end)}
    expected = {i for statement in record.statements for a, b in spans_of(statement, "content") for i in range(a, b)}
    assert covered <= expected
    assert not [index for index in expected - covered if not text[index].isspace()]
