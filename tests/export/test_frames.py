"""Data frames of records, without a store."""

from __future__ import annotations

import pytest

import onrecord
from onrecord.export.rows import COLUMNS
from onrecord.record import replace
from tests.making import make_record
from tests.store.records import ALL, DAM


def test_records_become_a_frame_with_the_columns_of_the_csv() -> None:
    pandas = pytest.importorskip("pandas")
    frame = onrecord.to_pandas(ALL)
    assert list(frame.columns) == list(COLUMNS)
    assert len(frame) == sum(len(record.statements) for record in ALL)
    assert frame["published"].dtype == "datetime64[s]"
    assert frame["content"][0] == "“The dam will hold,” … “It must hold until the spring.”"
    assert frame["content_spans"][0] == [list(span) for span in DAM.statements[0].content.spans]
    assert len(onrecord.to_pandas(DAM)) == len(DAM.statements)
    empty = onrecord.to_pandas([])
    assert isinstance(empty, pandas.DataFrame) and list(empty.columns) == list(COLUMNS)


def test_days_of_any_century_are_days() -> None:
    pytest.importorskip("pandas")
    old = make_record("“No,” Ada Lund said.", ("Ada Lund", "said", "“No,”", "Ada Lund"), published="1066-10-14")
    late = make_record("“Yes,” Ada Lund said.", ("Ada Lund", "said", "“Yes,”", "Ada Lund"), published="9999-12-31")
    odd = replace(old, report=replace(old.report, published="long ago"))
    days = onrecord.to_pandas([old, late, odd])["published"]
    assert [None if day is None else str(day)[:10] for day in days] == ["1066-10-14", "9999-12-31", "NaT"]


def test_notebooks_show_records_with_everything_escaped() -> None:
    record = make_record(
        "“<img src=x> no,” Ada <b>Lund said.",
        ("Ada <b>Lund", "said", "“<img src=x> no,”", "Ada <b>Lund"),
        title="<script>alert(1)</script>",
        published="2031-03-09",
    )
    for shown in (record._repr_html_(), record.report._repr_html_()):
        assert "<script" not in shown and "<img" not in shown and "<b>" not in shown
        assert "&lt;script&gt;" in shown
    assert "1 statement<" in record._repr_html_() and "direct" in record._repr_html_()


def test_dir_lists_what_the_package_offers() -> None:
    assert set(onrecord.__all__) <= set(dir(onrecord))
    assert {"open_store", "Query", "to_pandas", "annotate"} <= set(dir(onrecord))
