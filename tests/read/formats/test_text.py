from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import MalformedReportError
from onrecord.read.formats.text import parse_text, read_text, split_date_header
from onrecord.read.options import ReadOptions


@pytest.mark.parametrize(
    ("content", "date", "text"),
    [
        ("date 2024-09-22\n\nThe mayor spoke.\n", "2024-09-22", "The mayor spoke.\n"),
        ("\n  date 2024-09-22 The mayor spoke.  \n", "2024-09-22", "The mayor spoke.  \n"),
        ("date\t2024-09-22\tOne\n\nTwo", "2024-09-22", "One\n\nTwo"),
        ("date 2024-09-22", "2024-09-22", ""),
        ("date 2024-09-22\n", "2024-09-22", ""),
        ("date 2024-09-22, the mayor spoke.", None, None),
        ("date 2024-09-2 x", None, None),
        ("dated 2024-09-22 x", None, None),
        ("update 2024-09-22 x", None, None),
        ("The date 2024-09-22 was set.", None, None),
        ("  The mayor spoke.\n", None, None),
        ("", None, None),
    ],
)
def test_header(content: str, date: str | None, text: str | None) -> None:
    assert split_date_header(content, "a.txt") == (date, content if text is None else text)


@pytest.mark.parametrize("day", ["2024-13-45", "2023-02-29", "0000-01-01"])
def test_a_day_that_does_not_exist_is_named(day: str) -> None:
    with pytest.raises(MalformedReportError, match=rf"^a\.txt: .*date {day}"):
        split_date_header(f"date {day}\nThe mayor spoke.", "a.txt")


def test_the_option_goes_before_the_header_and_the_header_before_the_file_name() -> None:
    content, path = b"date 2024-09-22\nx", "a-2020-01-01.txt"
    report = read_text(content, path, ReadOptions(date="2021-01-01"))
    assert (report.published, report.published_from) == ("2021-01-01", "option")
    report = read_text(content, path, ReadOptions(publisher="The Quay"))
    assert (report.published, report.published_from) == ("2024-09-22", "header")
    assert (report.publisher, report.origin) == ("The Quay", "a-2020-01-01.txt")


def test_option_and_file_name_fill_what_the_text_does_not_say() -> None:
    named = "a-2020-01-01.txt"
    assert read_text(b"x", named, ReadOptions(date="2021-01-01")).published_from == "option"
    assert read_text(b"x", named, ReadOptions()).published == "2020-01-01"
    assert read_text(b"x", "a.txt", ReadOptions()).published_from == "none"


def test_an_empty_text_is_a_report() -> None:
    report = read_text(b"", "a.txt", ReadOptions())
    assert (report.text, report.language, report.published) == ("", None, None)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\r\0\ufeff")))
def test_text_after_a_header_is_kept_exactly(text: str) -> None:
    content = f"date 2024-09-22\n{text}"
    assert split_date_header(content, "a.txt") == ("2024-09-22", text.lstrip())


def test_decoded_text_is_read_like_a_file() -> None:
    content = "\ufeffdate 2031-03-09\r\nThe mayor spoke.\rShe said no more, and nobody asked her to.\r\n"
    report = parse_text(content, "-", ReadOptions(publisher="The Quay"), title="No more", url="https://quay.example/1")
    assert report.text == "The mayor spoke.\nShe said no more, and nobody asked her to.\n"
    assert (report.published, report.published_from, report.language) == ("2031-03-09", "header", "en")
    assert (report.publisher, report.title, report.url) == ("The Quay", "No more", "https://quay.example/1")
    of_file = read_text(content.encode(), "-", ReadOptions(publisher="The Quay"))
    assert (of_file.id, of_file.published) == (report.id, report.published)


def test_the_address_gives_a_dateline_its_year() -> None:
    words = "WESTMERE, March 9 — The mayor spoke."
    report = parse_text(words, "-", ReadOptions(), url="https://quay.example/2031/03/a.html")
    assert (report.published, report.published_from) == ("2031-03-09", "dateline")


@given(st.text())
def test_any_decoded_text_is_read(content: str) -> None:
    try:
        report = parse_text(content, "-", ReadOptions())
    except MalformedReportError:
        return
    assert report.text in content.replace("\r\n", "\n").replace("\r", "\n")
