"""The log of a room."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from onrecord.web.logs import show_logs_plainly

HOSTILE = "/\x1b]0;owned\x07\x1b[31m\x9b2J\u202e\nonrecord: forged"


@pytest.fixture(autouse=True)
def loggers() -> Iterator[None]:
    kept = [(logger, logger.handlers, logger.level, logger.propagate) for logger in map(logging.getLogger, NAMES)]
    yield
    for logger, handlers, level, propagate in kept:
        logger.handlers, logger.propagate = handlers, propagate
        logger.setLevel(level)


NAMES = ("onrecord", "uvicorn")


@pytest.mark.parametrize("name", ["onrecord.web", "uvicorn.error"])
def test_what_a_visitor_sends_steers_no_terminal_and_forges_no_line(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    show_logs_plainly(with_own=True)
    try:
        raise ValueError(HOSTILE)
    except ValueError as error:
        logging.getLogger(name).error("GET %s failed", HOSTILE, exc_info=error)
    told = capsys.readouterr().err
    assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(told)
    first, *trace = told.splitlines()
    assert first.startswith("onrecord: GET /␛]0;owned") and first.endswith("onrecord: forged failed")
    assert any("ValueError" in line for line in trace)
    assert all(line.startswith("    ") for line in trace)


def test_the_first_process_leaves_the_lines_of_onrecord_to_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    show_logs_plainly()
    logging.getLogger("onrecord.web").error("said elsewhere")
    assert "said elsewhere" not in capsys.readouterr().err
