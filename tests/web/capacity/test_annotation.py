from __future__ import annotations

from pathlib import Path

import anyio
import pytest
from starlette.exceptions import HTTPException

from onrecord.read import ReadOptions
from onrecord.read.formats.text import parse_text
from onrecord.record import AnnotatedReport
from onrecord.web.capacity.annotation import MAX_TEXT_LENGTH, annotate_text, make_annotation_slots
from onrecord.web.state import RoomOptions
from tests.model.copying import copy_weights

TEXT = "date 2031-03-09\n“The dam will hold,” Mayor Ada Lund said on Friday. She told reporters that it must."


def test_a_text_is_read_as_the_command_reads_it() -> None:
    record = anyio.run(annotate_text, make_annotation_slots(), parse_text(TEXT, "-", ReadOptions()))
    assert record.report.published == "2031-03-09"
    assert "“The dam will hold,”" in [quote for found in record.statements for quote in found.content.quote]


def test_a_text_in_another_language_is_passed_over() -> None:
    words = "Der Bürgermeister sagte am Freitag, dass der Damm nicht halten werde und dass niemand es wissen wolle."
    record = anyio.run(annotate_text, make_annotation_slots(), parse_text(words, "-", ReadOptions()))
    assert (record.report.language, record.statements) == ("de", ())


def test_a_text_that_is_too_long_is_refused_before_anything_is_read() -> None:
    report = parse_text("a " * (MAX_TEXT_LENGTH // 2 + 1), "-", ReadOptions())
    with pytest.raises(HTTPException) as refused:
        anyio.run(annotate_text, make_annotation_slots(total=0), report)
    assert refused.value.status_code == 413


def test_texts_read_side_by_side_give_what_they_give_alone() -> None:
    report = parse_text(TEXT * 20, "-", ReadOptions())

    async def run() -> tuple[AnnotatedReport, list[AnnotatedReport]]:
        slots, records = make_annotation_slots(total=4, max_waiting=20), list[AnnotatedReport]()
        alone = await annotate_text(slots, report)

        async def read() -> None:
            records.append(await annotate_text(slots, report))

        async with anyio.create_task_group() as group:
            for _ in range(12):
                group.start_soon(read)
        return alone, records

    alone, records = anyio.run(run)
    assert len(records) == 12 and all(one == alone for one in records)


def test_a_text_that_waits_is_read_when_a_slot_is_free() -> None:
    async def run() -> list[AnnotatedReport]:
        slots, records = make_annotation_slots(total=1, max_waiting=1), list[AnnotatedReport]()

        async def read() -> None:
            records.append(await annotate_text(slots, parse_text(TEXT, "-", ReadOptions())))

        async with anyio.create_task_group() as group, slots.hold_slot():
            group.start_soon(read)
            await anyio.wait_all_tasks_blocked()
            assert not records
        return records

    (record,) = anyio.run(run)
    assert record.statements


def test_a_room_annotates_with_its_model(tmp_path: Path) -> None:
    options = RoomOptions(model=str(copy_weights(tmp_path / "weights", "0123456789ab")))
    report = parse_text(TEXT, "-", ReadOptions())
    record = anyio.run(annotate_text, make_annotation_slots(), report, options.annotation_settings())
    assert {statement.made_by for statement in record.statements} == {"model@0123456789ab"}
