"""The ``times`` command, and times in the output of ``read``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.running import run_command

REPORT = "date 2024-09-22\n“The boats will sail,” said Ilse Brandvold on Friday, in a letter of 03/04/2024.\n"


@pytest.mark.parametrize(
    ("arguments", "shown"),
    [
        (["Friday"], "Friday → 2024-09-20 (DATE), weekday, past assumed, anchored to 2024-09-22"),
        (["He left on Friday."], "Friday → 2024-09-20 (DATE), weekday, past tense, anchored to 2024-09-22"),
        (["He", "goes", "next", "Friday"], "next Friday → 2024-09-27 (DATE), next weekday, anchored to 2024-09-22"),
        (["03/04/2016", "--day-first"], "03/04/2016 → 2016-04-03 (DATE), numeric date, day first"),
        (["03/04/2016", "--month-first"], "03/04/2016 → 2016-03-04 (DATE), numeric date, month first"),
        (["03/04/2016"], "03/04/2016 → 2016-03-04 (DATE), numeric date, month first assumed"),
        (
            ["this month"],
            "this month → 2024-09 (DATE, from 2024-09-01 to before 2024-10-01), this month, anchored to 2024-09-22",
        ),
    ],
)
def test_a_line_is_explained(arguments: list[str], shown: str) -> None:
    done = run_command("times", *arguments, "--date", "2024-09-22")
    assert done.stdout.splitlines() == [shown]


def test_an_expression_may_be_the_anchor_of_another() -> None:
    done = run_command("times", "He came on 3 May 2023. Two days later she left.")
    assert done.stdout.splitlines()[1] == "Two days later → 2023-05-05 (DATE), later, anchored to 3 May 2023"


def test_lines_come_from_standard_input_and_nothing_is_counted_from_today() -> None:
    done = run_command("times", stdin="He left on Friday.\n\nShe left yesterday.\x1b[31m\n")
    assert done.stdout.splitlines() == [
        "Friday → XXXX-WXX-5 (DATE), weekday",
        "yesterday → XXXX-XX-XX (DATE), yesterday",
    ]


def test_a_line_without_times_and_a_date_that_is_none() -> None:
    done = run_command("times", "Nothing here.", code=1)
    assert done.stdout == ""
    done = run_command("times", "Friday", "--date", "soon", code=2)
    assert done.stdout == ""
    assert done.stderr == "onrecord: date 'soon' is not a date; give it as YYYY-MM-DD, such as 2024-09-22\n"


def test_read_shows_times_on_request(tmp_path: Path) -> None:
    path = tmp_path / "sail.txt"
    path.write_text(REPORT, encoding="utf-8")
    plain = run_command("read", str(path)).stdout
    assert "2024-09-20" not in plain
    shown = run_command("read", str(path), "--times").stdout
    assert "said Ilse Brandvold on Friday [2024-09-20], in a letter of 03/04/2024 [2024-03-04]." in shown
    assert "Friday  2024-09-20 (DATE)  weekday, past tense  [46-52]" in shown


@pytest.mark.parametrize("workers", ["1", "2"])
def test_the_order_of_day_and_month_reaches_the_record(tmp_path: Path, workers: str) -> None:
    path = tmp_path / "sail.txt"
    path.write_text(REPORT, encoding="utf-8")
    for options, value, order in (
        (["--day-first"], "2024-04-03", "day first"),
        ([], "2024-03-04", "month first assumed"),
        (["--publisher", "The Guardian"], "2024-04-03", "day first"),
    ):
        done = run_command("read", str(path), "--output", "jsonl", "--workers", workers, *options)
        times = json.loads(done.stdout)["times"]
        assert [(time["value"], time["rule"]) for time in times] == [
            ("2024-09-20", "weekday, past tense"),
            (value, f"numeric date, {order}"),
        ]
