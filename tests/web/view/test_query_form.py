"""The query that an address holds."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import ConfigurationError
from onrecord.store import DateRange, Query
from onrecord.web.view.query_form import MAX_LENGTH, QueryForm


@given(
    st.builds(
        QueryForm,
        **{name: st.text(st.characters(codec="utf-8"), max_size=20).map(str.strip) for name in QueryForm.__slots__},
    )
)
def test_an_address_holds_the_whole_query(asked: QueryForm) -> None:
    parts = urlsplit(asked.url("/timeline"))
    assert parts.path == "/timeline"
    assert QueryForm.from_parameters(dict(parse_qsl(parts.query))) == asked


def test_an_address_says_only_what_is_asked() -> None:
    assert QueryForm().url() == "/"
    assert QueryForm(q="a & b", sort="newest").url() == "/?q=a+%26+b&sort=newest"
    assert QueryForm(q="boats", cursor="x").url("/", cursor="") == "/?q=boats"
    assert QueryForm(q="\ud800").url() == "/?q=%3F"


def test_what_else_an_address_holds_is_passed_over() -> None:
    assert QueryForm.from_parameters({"q": " boats ", "per": "day", "q2": "x"}) == QueryForm(q="boats")
    assert QueryForm.from_parameters({"sort": "newest", "cursor": "x"}).is_empty
    assert not QueryForm.from_parameters({"kind": "direct"}).is_empty


def test_the_query_is_what_was_asked() -> None:
    asked = QueryForm("boats", "Ada", "mayor", "Post", "direct", "2031-02", "2031-03", "", "2031", "0.5", "newest")
    query = asked.to_query()
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
    assert asked.sort_order() == "newest"
    assert (QueryForm(gloss="false").to_query().gloss, QueryForm(gloss="true").to_query().gloss) == (False, True)
    assert QueryForm().to_query() == Query() and QueryForm().sort_order() == "date"


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (QueryForm(kind="spoken"), "direct, indirect"),
        (QueryForm(gloss="perhaps"), "false, true"),
        (QueryForm(said_from="soon"), "soon"),
        (QueryForm(published_to="2031-13"), "2031-13"),
        (QueryForm(said_from="2031-05", said_to="2031-04"), "2031"),
        (QueryForm(confidence="most"), "0 to 1"),
        (QueryForm(confidence="nan"), "0 to 1"),
        (QueryForm(confidence="2"), "0 to 1"),
        (QueryForm(sort="size"), "relevance"),
    ],
)
def test_what_makes_no_sense_is_told(asked: QueryForm, told: str) -> None:
    with pytest.raises(ConfigurationError, match=told):
        asked.to_query()
        asked.sort_order()


def test_a_part_may_not_be_endless() -> None:
    assert QueryForm.from_parameters({"q": "a" * MAX_LENGTH}).q
    with pytest.raises(ConfigurationError, match="speaker is longer"):
        QueryForm.from_parameters({"speaker": "a" * (MAX_LENGTH + 1)})
