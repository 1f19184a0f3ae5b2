from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.exceptions import HTTPException

from onrecord.read import ReadOptions
from onrecord.read.formats.text import read_words
from onrecord.web.capacity.annotation import LONGEST_TEXT, Desk, annotate_text

TEXT = "date 2031-03-09\n“The dam will hold,” Mayor Ada Lund said on Friday. She told reporters that it must."


def test_a_text_is_read_as_the_command_reads_it() -> None:
    record = annotate_text(Desk(), read_words(TEXT, "-", ReadOptions()))
    assert record.report.published == "2031-03-09"
    assert "“The dam will hold,”" in [quote for found in record.statements for quote in found.content.quote]


def test_a_text_in_another_language_is_passed_over() -> None:
    words = "Der Bürgermeister sagte am Freitag, dass der Damm nicht halten werde und dass niemand es wissen wolle."
    record = annotate_text(Desk(), read_words(words, "-", ReadOptions()))
    assert (record.report.language, record.statements) == ("de", ())


def test_a_text_that_is_too_long_is_refused_before_anything_is_read() -> None:
    with pytest.raises(HTTPException) as refused:
        annotate_text(Desk(at_once=0), read_words("a " * (LONGEST_TEXT // 2 + 1), "-", ReadOptions()))
    assert refused.value.status_code == 413


def test_texts_read_side_by_side_give_what_they_give_alone() -> None:
    report = read_words(TEXT * 20, "-", ReadOptions())
    desk = Desk(at_once=4, most_waiting=20)
    alone = annotate_text(desk, report)
    with ThreadPoolExecutor(8) as pool:
        assert all(one == alone for one in pool.map(lambda _: annotate_text(desk, report), range(24)))


@pytest.mark.parametrize("desk", [Desk(at_once=2, most_waiting=0), Desk(at_once=2, most_waiting=1, patience=0.01)])
def test_who_finds_no_place_is_told_to_come_again(desk: Desk) -> None:
    with desk.place(), desk.place():
        for _ in range(3):
            with pytest.raises(HTTPException) as refused, desk.place():
                pass
            assert (refused.value.status_code, refused.value.headers) == (503, {"retry-after": "5"})
    with desk.place(), desk.place():
        pass


def test_who_waits_gets_the_place_that_becomes_free() -> None:
    desk = Desk(at_once=1, most_waiting=1)
    with ThreadPoolExecutor(1) as pool:
        with desk.place():
            waiting = pool.submit(annotate_text, desk, read_words(TEXT, "-", ReadOptions()))
            with pytest.raises(TimeoutError):
                waiting.result(0.2)
        assert waiting.result(30).statements


def test_a_place_is_free_again_after_a_failure() -> None:
    desk = Desk(at_once=1, most_waiting=0)
    for _ in range(3):
        with pytest.raises(ZeroDivisionError), desk.place():
            raise ZeroDivisionError
