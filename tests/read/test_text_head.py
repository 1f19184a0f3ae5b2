"""Headlines, by-lines and labelled lines at the head of texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.read.dates import DateValue
from onrecord.read.text_head import read_by_line, read_head

PROSE = "The mayor of Westmere said on Friday that the boats would sail soon, and that the ice was thin this year."


@pytest.mark.parametrize(
    ("head", "title", "authors", "day"),
    [
        ("Boats will sail soon\n\nBy Ann Lee\n\n", "Boats will sail soon", ("Ann Lee",), None),
        ("Boats will sail soon\nBy ANN LEE and Bo van Ek\nMarch 9, 2031\n\n", "Boats will sail soon",
         ("Ann Lee", "Bo van Ek"), "2031-03-09"),
        ("Boats will sail soon\nSo the mayor says\n\nBy Ann Lee | 9 March 2031, 10:15 GMT\n\n", "Boats will sail soon",
         ("Ann Lee",), "2031-03-09"),
        ("Boats will sail soon\n\n", "Boats will sail soon", (), None),
        ("Will boats sail soon?\n", "Will boats sail soon?", (), None),
        ("Headline: Boats will sail\nBy: Ann Lee\nPublished: 9 March 2031\n\n", "Boats will sail",
         ("Ann Lee",), "2031-03-09"),
        ("Published on Sunday, 9 March 2031\n\n", None, (), "2031-03-09"),
        ("By Ann Lee, March 9, 2031\n\n", None, ("Ann Lee",), "2031-03-09"),
        ("Updated 9 March 2031\n\n", None, (), None),
        ("Q: Will boats sail soon?\n\nA: ", None, (), None),
        ("Ann Lee: Will boats sail soon?\n\nBo Ek: ", None, (), None),
        ("Boats will sail soon.\n\n", None, (), None),
        ("- Boats will sail soon\n", None, (), None),
        ("WESTMERE, March 9 — Boats will sail soon\n\n", None, (), None),
        ("", None, (), None),
    ],
)  # fmt: skip
def test_head(head: str, title: str | None, authors: tuple[str, ...], day: str | None) -> None:
    found = read_head(head + PROSE)
    assert (found.title, found.authors) == (title, authors)
    assert found.date == (None if day is None else DateValue(day))


def test_a_given_title_stays_and_a_publisher_is_read() -> None:
    found = read_head(f"Source: The Westmere Post\n\n{PROSE}", "Boats")
    assert (found.title, found.publisher) == ("Boats", "The Westmere Post")


def test_a_line_without_a_date_is_kept_for_a_warning() -> None:
    assert read_head(f"Date: the ides of March\n\n{PROSE}").unread == "Date: the ides of March"


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Ann Lee", ("Ann Lee",)),
        ("BY ANN LEE, BO EK AND PER DAHL", ("Ann Lee", "Bo Ek", "Per Dahl")),
        ("By Ann Lee and Bo Ek, Staff Writers", ("Ann Lee", "Bo Ek")),
        ("By Ann Lee in Westmere", ("Ann Lee",)),
        ("By Our Correspondent", ()),
        ("By Westmere Press Agency", ()),
        ("By Friday the mayor had left", ()),
        ("By Ann Lee said so.", ()),
        ("By Ann Lee.", ()),
        ("Bye Ann Lee", ()),
    ],
)
def test_by_line(line: str, names: tuple[str, ...]) -> None:
    assert read_by_line(line) == names


@given(st.text())
def test_any_text_has_a_head(text: str) -> None:
    read_head(text)
