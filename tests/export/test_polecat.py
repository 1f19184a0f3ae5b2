"""POLECAT: the columns of the public files, PLOVER's collapse, and what is never passed off as a deed or a date."""

from __future__ import annotations

import csv
import io
from typing import get_args

import pytest

from onrecord.export.plover import QUAD_OF, collapse_planned, collapse_wanted, find_score
from onrecord.export.polecat import OWN_COLUMNS, POLECAT_COLUMNS, PolecatOptions, export_polecat
from onrecord.record import AnnotatedReport, replace
from onrecord.record.layers.events import EventType
from tests.event_records import BOTH, CLAIM, PORT
from tests.export.material import RECORDS
from tests.making import make_record
from tests.making_events import make_event, view, with_entities, with_events


def export(*records: AnnotatedReport, claimed: bool = False, stances: tuple[str, ...] = ()) -> list[dict[str, str]]:
    stream = io.BytesIO()
    export_polecat(records, stream, PolecatOptions(claimed, frozenset(stances)))  # type: ignore[arg-type]
    header, *lines = stream.getvalue().decode().split("\n")[:-1]
    assert tuple(header.split("\t")) == (*POLECAT_COLUMNS, *OWN_COLUMNS)
    rows = [line.split("\t") for line in lines]
    assert all(len(row) == 48 for row in rows)
    assert list(csv.reader(io.StringIO("\n".join(lines)), delimiter="\t", quoting=csv.QUOTE_NONE)) == rows
    return [dict(zip((*POLECAT_COLUMNS, *OWN_COLUMNS), row, strict=True)) for row in rows]


def test_there_are_forty_columns_and_eight() -> None:
    assert (len(POLECAT_COLUMNS), len(OWN_COLUMNS)) == (40, 8)
    assert POLECAT_COLUMNS[0] == "Event ID" and POLECAT_COLUMNS[-1] == "Version"
    assert all(name.startswith("Onrecord ") for name in OWN_COLUMNS)


def test_pandas_reads_it() -> None:
    pandas = pytest.importorskip("pandas")
    stream = io.BytesIO()
    export_polecat(BOTH, stream)
    stream.seek(0)
    assert pandas.read_csv(stream, sep="\t", quoting=3).shape == (5, 48)


def test_a_deed_with_its_sides_place_and_day() -> None:
    row = export(PORT)[0]
    assert (row["Event Type"], row["Event Mode"], row["Intensity"]) == ("ASSAULT", "aerial", "-9.5")
    assert row["Quad Code"] == "MATERIAL CONFLICT"
    assert (row["Actor Name"], row["Actor Country"], row["Actor Sectors"]) == ("Norwegian Air Force", "NOR", "MIL")
    assert (row["Recipient Name Raw"], row["Primary Recipient Sector"]) == ("dockers", "CVL")
    assert (row["Event Date"], row["Publication Date"]) == ("2031-03-07", "2031-03-09")
    assert (row["Raw Placename"], row["Country"]) == ("the port", "SWE")
    assert (row["Onrecord Status"], row["Onrecord According To"]) == ("contested", "the report; Tor Vik")
    assert row["Onrecord Date From"] == "“Friday”" and row["Onrecord Report"] == PORT.report.id


def test_the_day_of_publication_is_never_that_of_the_event() -> None:
    for row in export(*BOTH)[1:]:
        assert row["Event Date"] == "" and row["Publication Date"]
    assert PORT.events[0].time is not None
    for value, origin in (("2031-03", "t_0"), ("2031-03-09", "published")):
        time = replace(PORT.events[0].time, value=value, start="2031-03-01", origin=origin)
        (row,) = export(replace(PORT, events=(replace(PORT.events[0], time=time),)))
        assert row["Event Date"] == "" and row["Onrecord Date From"] in ("", "2031-03 “Friday”")


def test_who_is_only_accused_is_no_actor() -> None:
    shelling = export(PORT)[1]
    assert (shelling["Actor Name"], shelling["Onrecord Actor Status"]) == ("", "alleged")
    claimed = export(PORT, claimed=True, stances=("alleged", "denied"))
    accused = [row for row in claimed if row["Actor Name"] == "Holm militia"]
    assert [(row["Onrecord Stance"], row["Onrecord According To"]) for row in accused] == [
        ("alleged", "unnamed people"),
        ("denied", "Ivar Roe"),
    ]


def test_a_plan_becomes_what_plover_has_for_it_and_what_may_be_is_left_out() -> None:
    rows = export(PORT)
    assert [(row["Event Type"], row["Event Mode"], row["Onrecord Stance"]) for row in rows] == [
        ("ASSAULT", "aerial", "asserted"),
        ("ASSAULT", "heavy-weapons", "asserted"),
        ("AGREE", "", "planned"),
        ("REQUEST", "yield", "asserted"),
    ]
    possible = export(PORT, stances=("possible",))[-1]
    assert (possible["Event Type"], possible["Onrecord Stance"]) == ("MOBILIZE", "possible")


def test_a_wish_is_a_request_by_the_one_who_has_it() -> None:
    record = make_record(
        "Ada Lund said she hoped that the rebels would free the pilots.",
        ("Ada Lund", "said", "she hoped that the rebels would free the pilots", "Ada Lund"),
    )
    record = with_entities(record, ("rebels", "group", "SWE", "REB", "the rebels"))
    wish = make_event(record, "RETREAT", ("free",), (view(record, 0, "wanted"),), actors=("the rebels",))
    (row,) = export(with_events(record, wish))
    assert (row["Event Type"], row["Event Mode"]) == ("REQUEST", "yield")
    assert (row["Actor Name"], row["Recipient Name"]) == ("Ada Lund", "rebels")


def test_ids_are_unique_and_nothing_is_none_or_breaks_a_line() -> None:
    title = "A\ttitle\nwith =breaks"
    odd = replace(CLAIM, report=replace(CLAIM.report, publisher="=cmd|\t'x'\u2028!", title=title))
    rows = export(*RECORDS, PORT, odd, claimed=True, stances=("denied", "alleged", "possible"))
    assert len({row["Event ID"] for row in rows}) == len(rows)
    assert all(
        cell not in ("None", "nan") and not set(cell) & set("\r\n\u2028") for row in rows for cell in row.values()
    )
    assert {row["Source"] for row in rows} == {"The Westmere Post", "'=cmd| 'x' !"}


def test_plover_has_a_score_and_a_quad_for_every_type() -> None:
    for kind in get_args(EventType):
        assert -10 <= find_score(kind, None) <= 10 and kind in QUAD_OF
    assert (find_score("ACCUSE", None), find_score("RETREAT", "disarm"), find_score("AID", "odd")) == (-3, 10, 10)


@pytest.mark.parametrize(
    ("kind", "mode", "expected"),
    [
        ("CONSULT", "visit", ("AGREE", None)),
        ("AID", None, ("AGREE", None)),
        ("RETREAT", "withdraw", ("CONCEDE", None)),
        ("ASSAULT", "aerial", ("THREATEN", "violence")),
        ("MOBILIZE", None, ("THREATEN", "violence")),
        ("COERCE", "curfew", ("THREATEN", "restrict")),
        ("COERCE", "arrest", ("THREATEN", "arrest")),
        ("SANCTION", None, ("THREATEN", "relations")),
        ("SANCTION", "expel", ("THREATEN", "expel")),
        ("PROTEST", "demo", ("THREATEN", None)),
    ],
)
def test_plans(kind: EventType, mode: str | None, expected: tuple[str, str | None]) -> None:
    assert collapse_planned(kind, mode) == expected


def test_words_that_are_planned_have_no_class_and_wishes_have_modes() -> None:
    assert collapse_planned("ACCUSE", None) is None
    assert [collapse_wanted(kind).mode for kind in ("AID", "CONCEDE", "CONSULT", "ASSAULT")] == [
        "assist", "yield", "meet", None,
    ]  # fmt: skip
