"""Records as lines of PolNeAR."""

from __future__ import annotations

from onrecord.export.polnear_lines import polnear_row
from tests.export.material import RECORDS


def test_an_annotator_and_the_date_stand_in_the_line() -> None:
    row = polnear_row(RECORDS[0], annotator="tq")
    assert (row["name"], row["date"]) == (RECORDS[0].report.id, "2031-03-09")
    assert row["annotations"][0]["annotator"] == "tq"
