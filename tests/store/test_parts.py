"""Folders of parts into a store."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.errors import ReadError
from onrecord.ingest import Ingestion, IngestOptions
from onrecord.record import AnnotatedReport, replace
from onrecord.store import Query, open_store
from onrecord.store.parts import is_parts_folder
from tests.store.test_part_duplicates import OTHER, WORDS, record_of, write_parts

pytest.importorskip("pyarrow")
RECORDS = [record_of(WORDS, "The Post"), record_of(OTHER, "The Quay")]


def add_folder(folder: str, place: Path, workers: int = 1) -> tuple[list[str], list[AnnotatedReport], int]:
    errors: list[str] = []
    with open_store(str(place)) as store:
        ingestion = Ingestion(store, IngestOptions(workers=workers), on_error=lambda error: errors.append(str(error)))
        ingestion.add_folder(folder)
        assert not store.verify().faults
        assert len(store.search(Query("dam")).hits) == 1
        return errors, list(store.iter_records()), ingestion.counts.added.statements


@pytest.mark.parametrize(("part_format", "workers"), [("parquet", 1), ("parquet", 2), ("jsonl", 1)])
def test_the_records_of_parts_are_those_that_were_written(tmp_path: Path, part_format: str, workers: int) -> None:
    folder = write_parts(tmp_path / "parts", part_format, [RECORDS[0]], [RECORDS[1]])
    errors, records, statements = add_folder(folder, tmp_path / "store.db", workers)
    assert (errors, statements) == ([], 2)
    assert sorted(record.report.id for record in records) == sorted(record.report.id for record in RECORDS)
    assert {record.statements for record in records} == {record.statements for record in RECORDS}


def test_the_version_of_the_manifest_is_that_of_the_records(tmp_path: Path) -> None:
    folder = write_parts(tmp_path / "parts", "parquet", RECORDS)
    add_folder(folder, tmp_path / "store.db")
    with open_store(str(tmp_path / "store.db")) as store:
        assert store.is_known(RECORDS[0].report, "model@1")


def test_a_record_that_contradicts_its_text_is_left_out_and_said(tmp_path: Path) -> None:
    false = replace(RECORDS[1], statements=(replace(RECORDS[1].statements[0], id="s_0"),))
    folder = write_parts(tmp_path / "parts", "parquet", [RECORDS[0], false])
    errors, records, _ = add_folder(folder, tmp_path / "store.db")
    assert len(errors) == 1 and "s_0" in errors[0] and len(records) == 1


def test_only_a_folder_with_a_manifest_is_one_of_parts(tmp_path: Path) -> None:
    assert not is_parts_folder(str(tmp_path))
    assert not is_parts_folder("absent")
    assert is_parts_folder(write_parts(tmp_path, "parquet", RECORDS))


def test_a_folder_without_manifest_is_one_clear_error(tmp_path: Path) -> None:
    with open_store(str(tmp_path / "store.db")) as store, pytest.raises(ReadError, match="_manifest"):
        Ingestion(store).add_folder(str(tmp_path))
