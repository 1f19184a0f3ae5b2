"""Annotated time expressions are read with the spans that they have in the text."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from corpora.timeml import HELD_OUT_SHARES, choose_held_out, iter_timebank, read_held_out, read_timeml, read_wikiwars

DOCUMENT = """<?xml version="1.0" ?>
<TimeML>
<DOCID>lock-gates</DOCID>
<DCT><TIMEX3 tid="t0" type="TIME" value="2031-03-09T08:30" functionInDocument="CREATION_TIME">2031-03-09</TIMEX3></DCT>
<TEXT>
Łódź &amp; Turku <EVENT eid="e1">agreed</EVENT> <TIMEX3 tid="t1" type="DATE" value="2031-03-07"><SIGNAL>on</SIGNAL>
Friday</TIMEX3> to close the locks for <TIMEX3 tid="t2" type="DURATION" value="P2W">two weeks</TIMEX3>.
</TEXT>
</TimeML>
"""

ARTICLE = """<DOC>
<DOCID>siege</DOCID>
<DATETIME><TIMEX2 val="2031-03-09T17:00:00">2031-03-09T17:00:00</TIMEX2></DATETIME>
<TEXT>
It fell <TIMEX2 val="1702-05">three months after <TIMEX2 val="1702-02">February</TIMEX2></TIMEX2>, held
<TIMEX2 val="P2M" anchor_dir="STARTING" anchor_val="1702-05">two months</TIMEX2>, was shelled
<TIMEX2 val="XXXX-XX-XX" set="YES">daily</TIMEX2> from <TIMEX2 val="1702-07-04TNI">that night</TIMEX2>
and in <TIMEX2 val="PAST_REF">the past</TIMEX2> had not <TIMEX2>at any one time</TIMEX2>.
</TEXT>
</DOC>
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in HELD_OUT_SHARES:
        (tmp_path / name).mkdir()
        for number in range(6):
            (tmp_path / name / f"{number}.tml").write_text(DOCUMENT, encoding="utf-8")
    return tmp_path


def test_spans_types_and_values(folder: Path) -> None:
    document = read_timeml(folder / "TimeBank" / "0.tml")
    assert (document.name, document.published) == ("TimeBank/0.tml", "2031-03-09")
    assert document.text.startswith("\nŁódź & Turku agreed on\nFriday to close")
    found = [(document.text[slice(*time.span)], time.type, time.value) for time in document.times]
    assert found == [("on\nFriday", "DATE", "2031-03-07"), ("two weeks", "DURATION", "P2W")]


def test_timex2_as_timex3(tmp_path: Path) -> None:
    path = tmp_path / "01_siege.key.xml"
    path.write_text(ARTICLE, encoding="utf-8")
    document = read_wikiwars(path)
    assert document.published == "2031-03-09"
    assert [(document.text[slice(*time.span)], time.type, time.value) for time in document.times] == [
        ("three months after February", "DATE", "1702-05"),
        ("two months", "DURATION", "P2M"),
        ("daily", "SET", "P1D"),
        ("that night", "TIME", "1702-07-04TNI"),
        ("the past", "DATE", "PAST_REF"),
        ("at any one time", "DATE", ""),
    ]


def test_a_third_and_a_half_are_held_out(folder: Path) -> None:
    chosen = choose_held_out(folder)
    assert [sum(name.startswith(subfolder) for name in chosen) for subfolder in ("TimeBank", "AQUAINT")] == [2, 3]


def test_the_parts_are_disjoint_and_whole(tmp_path: Path) -> None:
    held_out = min(read_held_out())
    for name in (held_out, "TimeBank/other.tml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(DOCUMENT, encoding="utf-8")
    names = {part: [d.name for d in iter_timebank(tmp_path, part)] for part in ("tune", "held-out", "all")}  # type: ignore[arg-type]
    assert names == {"tune": ["TimeBank/other.tml"], "held-out": [held_out], "all": [held_out, "TimeBank/other.tml"]}


@pytest.mark.skipif("ONRECORD_CORPORA" not in os.environ, reason="ONRECORD_CORPORA names no folder of corpora")
def test_the_list_follows_its_rule() -> None:
    chosen = choose_held_out(Path(os.environ["ONRECORD_CORPORA"]) / "timebank")
    assert set(chosen) == read_held_out()
    assert len(chosen) == 61 + 36
