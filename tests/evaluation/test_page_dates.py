from __future__ import annotations

from evaluation.page_dates import DatedPage, Judgement, judge_pages, read_invented_pages


def test_invented_pages_have_their_days() -> None:
    judged = judge_pages(read_invented_pages())
    assert len(judged) == 40
    assert [(one.page.name, one.found) for one in judged if not one.is_right] == []


def test_judgements() -> None:
    page = DatedPage("a", "2031-03-12", b"")
    assert Judgement(page, "2031-03-12", True).is_right
    assert Judgement(page, "2031-03-13", True).is_silent
    assert not Judgement(page, "2031-03-13", False).is_silent
    assert Judgement(page._replace(day="?"), "2031-03-13", False).is_right
    assert not Judgement(page._replace(day="?"), "2031-03-13", True).is_right
    assert Judgement(page._replace(day="none"), None, True).is_right
