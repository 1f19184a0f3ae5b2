"""The same statement elsewhere over the parts of an archive."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from onrecord.batch.parts import PART_FORMATS
from onrecord.errors import ReadError
from onrecord.record import AnnotatedReport
from onrecord.store.part_duplicates import DuplicateCounts, find_part_duplicates
from tests.making import make_record

pytest.importorskip("pyarrow")
WORDS = "the dam above the town will hold for at least another forty years if nobody builds a road over it"
CHANGED = WORDS.replace("forty", "thirty")
OTHER = "the ferry to the island will not sail before the ice in the strait has gone for good this spring"
SHORT = "the dam holds"


def record_of(words: str, name: str) -> AnnotatedReport:
    text = f"“{words},” said Ilse Varga to {name}."
    return make_record(text, ("Ilse Varga", "said", words, "Ilse Varga"), publisher=name, published="2031-03-09")


def write_parts(folder: Path, part_format: str, *parts: list[AnnotatedReport]) -> str:
    """A folder of parts with a manifest, as a run writes it."""
    folder.mkdir(exist_ok=True)
    rows = []
    chosen = PART_FORMATS[part_format]
    for number, records in enumerate(parts):
        name = f"part-{number}.{part_format}"
        with (folder / name).open("wb") as stream:
            chosen.write((chosen.encode(record, False) for record in records), stream)
        rows.append(json.dumps({"part": name, "made_by": "model@1"}) + "\n")
    (folder / "_manifest.jsonl").write_text("".join(rows), encoding="utf-8")
    return str(folder)


@pytest.mark.parametrize("part_format", ["parquet", "jsonl"])
def test_equal_and_similar_wordings_form_groups_over_parts(tmp_path: Path, part_format: str) -> None:
    first = [record_of(WORDS, "The Post"), record_of(OTHER, "The Post"), record_of(SHORT, "The Post")]
    second = [record_of(SHORT, "The Quay"), record_of(CHANGED, "The Quay"), record_of(WORDS, "The Bell")]
    folder = write_parts(tmp_path / "parts", part_format, first, second)
    out = io.BytesIO()
    assert find_part_duplicates(folder, out) == DuplicateCounts(6, 1, 3)
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [(line["group"], line["publisher"], line["content"]) for line in lines] == [
        (0, "The Post", [WORDS]),
        (0, "The Quay", [CHANGED]),
        (0, "The Bell", [WORDS]),
    ]
    assert lines[0]["statement_id"] == first[0].statements[0].id and lines[0]["published"] == "2031-03-09"


def test_the_least_likeness_is_the_callers(tmp_path: Path) -> None:
    folder = write_parts(tmp_path, "parquet", [record_of(WORDS, "The Post"), record_of(CHANGED, "The Quay")])
    assert find_part_duplicates(folder, io.BytesIO(), likeness=1.0).groups == 0


def test_one_wording_in_many_reports_is_one_group(tmp_path: Path) -> None:
    folder = write_parts(tmp_path, "parquet", [record_of(WORDS, f"Outlet {number}") for number in range(40)])
    assert find_part_duplicates(folder, io.BytesIO()) == DuplicateCounts(40, 1, 40)


def test_an_archive_without_statements_has_no_groups(tmp_path: Path) -> None:
    assert find_part_duplicates(write_parts(tmp_path, "parquet", []), io.BytesIO()) == DuplicateCounts(0, 0, 0)


def test_a_part_that_is_damaged_is_one_clear_error(tmp_path: Path) -> None:
    folder = write_parts(tmp_path, "parquet", [record_of(WORDS, "The Post")])
    (tmp_path / "part-0.parquet").write_bytes(b"PAR1 no")
    with pytest.raises(ReadError, match="damaged"):
        find_part_duplicates(folder, io.BytesIO())
