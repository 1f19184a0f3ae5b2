"""The query that an address holds."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import ConfigurationError
from onrecord.store import DateRange, Query
from onrecord.web.view.queries import LONGEST, Asked


@given(
    st.builds(
        Asked, **{name: st.text(st.characters(codec="utf-8"), max_size=20).map(str.strip) for name in Asked.__slots__}
    )
)
def test_an_address_holds_the_whole_query(asked: Asked) -> None:
    parts = urlsplit(asked.address("/timeline"))
    assert parts.path == "/timeline"
    assert Asked.read(dict(parse_qsl(parts.query))) == asked


def test_an_address_says_only_what_is_asked() -> None:
    assert Asked().address() == "/"
    assert Asked(q="a & b", sort="newest").address() == "/?q=a+%26+b&sort=newest"
    assert Asked(q="boats", cursor="x").address("/", cursor="") == "/?q=boats"
    assert Asked(q="\ud800").address() == "/?q=%3F"


def test_what_else_an_address_holds_is_passed_over() -> None:
    assert Asked.read({"q": " boats ", "per": "day", "q2": "x"}) == Asked(q="boats")
    assert Asked.read({"sort": "newest", "cursor": "x"}).is_empty
    assert not Asked.read({"kind": "direct"}).is_empty


def test_the_query_is_what_was_asked() -> None:
    asked = Asked("boats", "Ada", "mayor", "Post", "direct", "2031-02", "2031-03", "", "2031", "0.5", "newest")
    query = asked.query()
    assert query == Query(
        "boats",
        ("Ada",),
        "mayor",
        "direct",
        "Post",
        DateRange.parse("2031-02..2031-03"),
        DateRange.parse("..2031"),
        0.5,
    )
    assert asked.order() == "newest"
    assert Asked().query() == Query() and Asked().order() == "date"


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (Asked(kind="spoken"), "direct, indirect"),
        (Asked(said_from="soon"), "soon"),
        (Asked(published_to="2031-13"), "2031-13"),
        (Asked(said_from="2031-05", said_to="2031-04"), "2031"),
        (Asked(confidence="most"), "0 to 1"),
        (Asked(confidence="nan"), "0 to 1"),
        (Asked(confidence="2"), "0 to 1"),
        (Asked(sort="size"), "relevance"),
    ],
)
def test_what_makes_no_sense_is_told(asked: Asked, told: str) -> None:
    with pytest.raises(ConfigurationError, match=told):
        asked.query()
        asked.order()


def test_a_part_may_not_be_endless() -> None:
    assert Asked.read({"q": "a" * LONGEST}).q
    with pytest.raises(ConfigurationError, match="speaker is longer"):
        Asked.read({"speaker": "a" * (LONGEST + 1)})
