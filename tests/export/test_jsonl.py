from __future__ import annotations

import io
import json

from onrecord.export.jsonl import export_jsonl
from onrecord.record import AnnotatedReport
from tests.export.material import BROKEN, RECORDS


def test_records_come_back_as_they_were() -> None:
    stream = io.BytesIO()
    export_jsonl([*RECORDS, BROKEN], stream)
    lines = stream.getvalue().decode("utf-8").split("\n")
    assert lines.pop() == ""
    assert [AnnotatedReport.from_dict(json.loads(line)) for line in lines] == [*RECORDS, BROKEN]
