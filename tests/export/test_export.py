"""Every format through the one door."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.errors import ConfigurationError, ExportError
from onrecord.export import FORMATS, export_records, write_records
from onrecord.record import AnnotatedReport
from tests.event_records import BOTH
from tests.export.material import BROKEN, RECORDS, needs_followthemoney

STREAMS = ("jsonl", "csv", "web-annotation", "schema-org", "followthemoney", "polnear")
STREAMS += ("polecat", "events-jsonl", "events-csv", "views-jsonl", "views-csv")
EVERY_FORMAT = pytest.mark.parametrize(
    "file_format",
    [pytest.param(name, marks=needs_followthemoney if name == "followthemoney" else ()) for name in FORMATS],
)


@EVERY_FORMAT
def test_every_format_makes_something_from_anything_and_keeps_it(file_format: str, tmp_path: Path) -> None:
    path = tmp_path / "out"
    export_records((*RECORDS, BROKEN, *BOTH), file_format, path)
    assert path.exists()
    with pytest.raises(ExportError, match="exists"):
        export_records(RECORDS, file_format, path)
    export_records([], file_format, str(path), overwrite=True)
    assert [entry.name for entry in tmp_path.iterdir()] == ["out"]


@EVERY_FORMAT
def test_records_that_stop_coming_leave_nothing(file_format: str, tmp_path: Path) -> None:
    def records() -> Iterator[AnnotatedReport]:
        yield from RECORDS
        raise ValueError("no more")

    with pytest.raises(ValueError, match="no more"):
        export_records(records(), file_format, tmp_path / "out")
    assert not list(tmp_path.iterdir())


@EVERY_FORMAT
def test_only_text_goes_to_a_stream(file_format: str) -> None:
    stream = io.BytesIO()
    if file_format in STREAMS:
        write_records((*RECORDS, *BOTH), file_format, stream)
        assert stream.getvalue().decode("utf-8")
    else:
        with pytest.raises(ConfigurationError, match="--out"):
            write_records(RECORDS, file_format, stream)


def test_an_unknown_format_is_refused_with_those_that_there_are(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"'xml'.*jsonl"):
        export_records(RECORDS, "xml", tmp_path / "out")
