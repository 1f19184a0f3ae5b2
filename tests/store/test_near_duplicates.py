"""The same statement in other reports, in near-equal words. The same on either database."""

from __future__ import annotations

import pytest

from onrecord.errors import NotInStoreError
from onrecord.record import AnnotatedReport
from onrecord.store import Difference, Store
from tests.making import make_record

FULL = "“The dam will hold until the spring, whatever the engineers in the capital may say about it,”"


def carried(number: int, quote: str, published: str | None) -> AnnotatedReport:
    text = f"{quote} Mayor Ada Lund said, as outlet {number} had it."
    return make_record(
        text, ("Mayor Ada Lund", "said", quote, "Ada Lund"), published=published, publisher=f"Outlet {number}"
    )


@pytest.fixture
def copies(store: Store) -> list[AnnotatedReport]:
    records = [
        carried(1, FULL, "2031-03-10"),
        carried(2, FULL.replace(",”", ".”"), "2031-03-09"),
        carried(3, FULL.replace("whatever", "no matter what"), "2031-03-11"),
        carried(4, "“The dam will hold until the spring, whatever the engineers in the capital may say”", None),
        carried(
            5,
            "“The ferry will sail until the autumn, whatever the islanders say about the fares on board,”",
            "2031-03-01",
        ),
        carried(6, "“We hold,”", "2031-03-01"),
    ]
    store.add(records)
    return records


def test_one_quotation_is_one_group_with_its_earliest_report_and_its_variants(
    store: Store, copies: list[AnnotatedReport]
) -> None:
    for asked in copies[:4]:
        group = store.near_duplicates(asked.statements[0].id)
        assert group.earliest.report.publisher == "Outlet 2"
        assert group.reports == 4
        assert [[hit.report.publisher for hit in variant.hits] for variant in group.variants] == [
            ["Outlet 2", "Outlet 1"],
            ["Outlet 3"],
            ["Outlet 4"],
        ]
        same, changed, shortened = group.variants
        assert (same.likeness, same.differences) == (1.0, ())
        assert changed.differences == (Difference("whatever", "no matter what"),)
        earliest = group.earliest.statement.content.quote
        for variant in (same, changed, shortened):
            assert "".join(part.theirs for part in variant.alignment) == " … ".join(earliest)
            assert "".join(part.ours for part in variant.alignment) == " … ".join(
                variant.hits[0].statement.content.quote
            )
        assert [part.ours.strip() for part in changed.alignment if not part.is_same] == ["no matter what"]
        assert shortened.differences == (Difference("about it", ""),)
        assert 0.75 < changed.likeness < 1


def test_what_is_like_nothing_stands_alone(store: Store, copies: list[AnnotatedReport]) -> None:
    for alone in copies[4:]:
        group = store.near_duplicates(alone.statements[0].id)
        assert (group.reports, group.earliest.statement) == (1, alone.statements[0])


def test_how_like_is_asked_for(store: Store, copies: list[AnnotatedReport]) -> None:
    assert store.near_duplicates(copies[0].statements[0].id, likeness=1.0).reports == 3
    with pytest.raises(NotInStoreError):
        store.near_duplicates("s_0")


def test_two_wordings_in_one_report_count_once(store: Store) -> None:
    text = f"{FULL} Ada Lund said. {FULL.replace('spring', 'autumn')} Piotr Salme repeated."
    double = make_record(
        text,
        ("Ada Lund", "said", FULL, "Ada Lund"),
        ("Piotr Salme", "repeated", FULL.replace("spring", "autumn"), "Piotr Salme"),
        published="2031-01-01",
    )
    single = carried(1, FULL, "2031-03-10")
    store.add([double, single])
    group = store.near_duplicates(single.statements[0].id)
    assert group.reports == 2
    assert group.earliest.speaker == "Ada Lund"
