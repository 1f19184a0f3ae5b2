"""Live blogs."""

from __future__ import annotations

import datetime

import pytest

from onrecord.annotate import annotate
from onrecord.read import ReadOptions
from onrecord.read.formats.html import read_html
from onrecord.read.pages.live_posts import LivePost, locate_posts

DATA = '<script type="application/ld+json">{"@type": "LiveBlogPosting", "datePublished": "2031-03-07"}</script>'
POSTS = (
    ("2031-03-09T10:32:00-05:00", "10.32", "The boats sailed yesterday, the mayor, Ada Lund, said in Westmere."),
    ("2031-03-09T09:15:00-05:00", "", "The skipper Bo Ek said that the ice was thin along the whole coast."),
    ("2031-03-07T08:00:00-05:00", "7 March 2031, 8am", "The council meets today, its clerk Per Dahl said in the hall."),
)


def make_page(name: str = "live-post", data: str = DATA) -> bytes:
    posts = "".join(
        f'<div class="{name}"><time datetime="{day}">{words}</time><p>{prose}</p></div>' for day, words, prose in POSTS
    )
    head = f'<title>Boats: as it happened</title><meta charset="utf-8">{data}'
    lead = (
        "<h1>Boats: as it happened</h1><p>The boats of Westmere sail this week; follow what happens at the harbour.</p>"
    )
    return f"<html><head>{head}</head><body><article>{lead}{posts}</article></body></html>".encode()


def test_each_post_has_its_time_above_it() -> None:
    report = read_html(make_page(), "a.html", ReadOptions())
    lines = ["9 March 2031, 10.32", "9 March 2031, 09:15", "7 March 2031, 8am"]
    assert [line for line in report.text.split("\n\n") if line in lines] == lines
    assert [post.day for post in report.posts] == ["2031-03-09", "2031-03-09", "2031-03-07"]
    assert [report.text[slice(*post.span)].split("\n\n")[1] for post in report.posts] == [prose for *_, prose in POSTS]


def test_days_count_from_the_day_of_the_post() -> None:
    record = annotate(read_html(make_page(), "a.html", ReadOptions()))
    days = {time.quote: time.start for time in record.times}
    assert record.report.published == "2031-03-07"
    assert (days["yesterday"], days["today"]) == ("2031-03-08", "2031-03-07")
    said = {statement.speaker.name: statement.said for statement in record.statements if statement.speaker}
    assert said["Bo Ek"] is not None
    assert (said["Bo Ek"].start, said["Bo Ek"].value[:10]) == ("2031-03-09", "2031-03-09")
    by_id = {time.id: time.quote for time in record.times}
    assert by_id[said["Bo Ek"].origin].startswith("9 March 2031")


def test_a_page_with_times_is_not_a_live_blog_unless_it_says_so() -> None:
    assert read_html(make_page("item", data=""), "a.html", ReadOptions()).posts == ()
    assert len(read_html(make_page(data=""), "a.html", ReadOptions()).posts) == 3


@pytest.mark.parametrize("name", ["comment", "related", "teaser"])
def test_comments_and_teasers_are_no_posts(name: str) -> None:
    assert read_html(make_page(name), "a.html", ReadOptions()).posts == ()


def test_a_post_that_is_not_in_the_text_is_left_out() -> None:
    day = datetime.date(2031, 3, 9)
    posts = locate_posts("9 March 2031\n\nSo.", [LivePost("8 March 2031", day), LivePost("9 March 2031", day)])
    assert [(post.span, post.day) for post in posts] == [((0, 17), "2031-03-09")]
