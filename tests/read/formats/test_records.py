from __future__ import annotations

import json
from pathlib import Path

from onrecord.errors import ReadError
from onrecord.read.formats.records import read_records
from onrecord.record import FORMAT, AnnotatedReport
from tests.export.material import RECORDS


def lines(*records: AnnotatedReport) -> list[str]:
    return [record.to_json() for record in records]


def test_what_was_written_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "records.jsonl"
    path.write_text("\ufeff" + "\n\n".join(lines(*RECORDS)) + "\n", encoding="utf-8")
    assert list(read_records(str(path))) == list(RECORDS)


def test_a_line_that_is_no_record_is_an_error_with_its_number_and_the_rest_is_read(tmp_path: Path) -> None:
    good, other, _ = lines(*RECORDS)
    moved = json.loads(good)
    moved["statements"][0]["cue"]["spans"] = [[0, 4]]
    outside = json.loads(good)
    outside["statements"][0]["cue"]["spans"] = [[9000, 9004]]
    newer = {**json.loads(good), "format": FORMAT + 1}
    bad = ["{", "[]", '{"text": "The mayor spoke."}', *map(json.dumps, (moved, outside, newer))]
    path = tmp_path / "records.jsonl"
    path.write_text("\n".join([good, *bad, other]), encoding="utf-8")
    first, *errors, last = read_records(str(path))
    assert (first, last) == RECORDS[:2]
    assert [error.offset for error in errors if isinstance(error, ReadError)] == [2, 3, 4, 5, 6, 7]
    said = "\n".join(map(str, errors))
    for words in (
        "not JSON",
        "not an object",
        "lacks",
        "cue.spans[0]: the text at [0, 4)",
        "[9000, 9004)",
        f"reads formats 1 to {FORMAT}",
    ):
        assert words in said


def test_a_file_that_is_not_there_is_an_error() -> None:
    (error,) = read_records("nowhere.jsonl")
    assert isinstance(error, ReadError)
