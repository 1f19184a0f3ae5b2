"""Tracks of talks: what joins, what a person's judgement changes, and what a track shows over time."""

from __future__ import annotations

import pytest

from onrecord.export.icalendar import write_calendar
from onrecord.identity.talks import JudgedStage, Judgement, Snapshot, Track, find_track, join_snapshots, matches_words
from onrecord.identity.talks_over_time import find_changes, find_disagreements, find_state, find_steps, is_incompatible
from onrecord.record import AnnotatedReport
from onrecord.record.check import check_record
from tests.making_talks import ALL, HOPE, OPENING, SIGNED, STALL, TRADE, make_talks


def snapshots(*records: AnnotatedReport) -> list[Snapshot]:
    return [Snapshot(one, one.negotiations[0], str(one.report.published)) for one in records]


def join(*records: AnnotatedReport, judgements: tuple[Judgement, ...] = ()) -> list[Track]:
    return join_snapshots(snapshots(*records), judgements)


@pytest.fixture
def track() -> Track:
    return next(one for one in join(*ALL) if one.sides()["GEO"])


def test_the_records_of_these_tests_are_sound() -> None:
    assert [fault for record in ALL for fault in check_record(record)] == []


def test_reports_on_the_same_sides_join_whatever_their_order() -> None:
    tracks = join(*ALL)
    days = [[one.day for one in track.snapshots] for track in tracks]
    assert days == [["2031-03-01", "2031-03-05", "2031-03-06", "2031-03-20"], ["2031-03-06"]]
    again = join(*reversed(ALL))
    assert [track.id for track in again] == [track.id for track in tracks]


def test_disjoint_parties_never_join() -> None:
    other = make_talks("2031-03-02", "Chad and Mali hold ceasefire talks.", parties="Chad Mali")
    assert len(join(OPENING, other)) == 2


def test_one_shared_side_is_perhaps_the_same_and_is_never_counted() -> None:
    other = make_talks(
        "2031-06-20", "Georgia and Mali plan border talks.", parties="Georgia Mali", talks="border talks",
        agenda="ceasefire",
    )  # fmt: skip
    tracks = join(OPENING, STALL, other)
    assert len(tracks) == 2
    assert [track.perhaps for track in tracks] == [{tracks[1].id}, {tracks[0].id}]


def test_people_judge_what_is_the_same_and_the_id_of_a_merged_track_still_leads_there() -> None:
    apart = join(OPENING, TRADE)
    one, other = (track.id for track in apart)
    merged = join(OPENING, TRADE, judgements=(Judgement("same", one, other),))
    assert len(merged) == 1
    assert find_track(merged, one) is find_track(merged, other) is merged[0]
    first, second = snapshots(OPENING, STALL)
    kept = join(OPENING, STALL, judgements=(Judgement("not-same", first.id, second.id),))
    assert len(kept) == 2
    part = join(OPENING, TRADE, judgements=(Judgement("part-of", one, other),))
    assert {track.id: track.part_of for track in part} == {one: other, other: None}


def test_the_state_on_a_day_is_the_last_that_a_report_says(track: Track) -> None:
    before, early, late = (find_state(track, day) for day in ("2031-02-01", "2031-03-10", "2031-04-30"))
    assert (before.stage, before.last, before.quiet_days, before.words) == ("unclear", "", None, ())
    assert (early.stage, early.move, early.since, early.last) == ("underway", "progress", "2031-03-01", "2031-03-06")
    assert (early.quiet_days, early.is_old) == (4, False)
    assert [(word.quote, word.by, word.publisher) for word in early.words] == [("going on", "report", "Radio Westmere")]
    assert (late.stage, late.since, late.is_old) == ("signed", "2031-03-20", True)


def test_reports_of_one_day_that_contradict_each_other_are_both_shown() -> None:
    failed = make_talks(
        "2031-03-05", "The ceasefire talks of Georgia and Armenia broke down.", "collapsed:broke down",
        publisher="Radio Westmere",
    )  # fmt: skip
    (track,) = join(STALL, failed)
    state = find_state(track, "2031-03-05")
    assert (state.stage, state.status) == (None, "contested")
    assert {word.value for word in state.words} == {"underway", "collapsed"}
    assert [one.kind for one in find_disagreements(track)] == ["stage"]


def test_a_person_says_the_stage_until_a_later_report_does(track: Track) -> None:
    track.judged.append(JudgedStage("2031-03-10", "suspended", "human@Ada Quist"))
    judged = find_state(track, "2031-03-12")
    assert (judged.stage, judged.words[0].by) == ("suspended", "human@Ada Quist")
    assert find_state(track, "2031-03-09").stage == "underway"
    assert find_state(track, "2031-03-21").stage == "signed"


def test_opposite_moves_of_two_outlets_within_a_week_are_a_disagreement(track: Track) -> None:
    (found,) = find_disagreements(track)
    assert (found.kind, found.one.value, found.other.value) == ("move", "stall", "progress")
    assert find_disagreements(join(OPENING, STALL)[0]) == []
    assert is_incompatible("collapsed", "underway") and not is_incompatible("underway", "agreed")


def test_changes_are_listed_with_their_words(track: Track) -> None:
    found = [(one.day, one.kind, one.before, one.after) for one in find_changes(track)]
    assert ("2031-03-01", "stage", None, "underway") in found
    assert ("2031-03-06", "move", "stall", "progress") in found
    assert ("2031-03-20", "stage", "underway", "signed") in found
    assert ("2031-03-08", "date passed", "2031-03-07", None) in found
    assert [one.day for one in find_changes(track, "2031-03-10")] == ["2031-03-20"]


def test_an_impossible_step_is_flagged_and_stays() -> None:
    failed = make_talks("2031-03-01", "The ceasefire talks of Georgia and Armenia failed.", "collapsed:failed")
    kept = make_talks("2031-03-02", "Georgia and Armenia keep the ceasefire talks' result.", "in-effect:keep")
    (track,) = join(failed, kept)
    assert [(one.after, one.is_impossible) for one in find_changes(track) if one.kind == "stage"] == [
        ("collapsed", False),
        ("in-effect", True),
    ]


def test_a_step_is_confirmed_where_two_outlets_name_its_day(track: Track) -> None:
    (step,) = find_steps(track, "2031-03-06")
    assert (step.start, step.is_confirmed, len(step.words)) == ("2031-03-07", True, 2)
    assert find_steps(track, "2031-03-08") == []
    assert not find_steps(track.until("2031-03-05"), "2031-03-05")[0].is_confirmed


def test_words_of_a_query_are_looked_for_in_names_parties_countries_and_topics(track: Track) -> None:
    assert matches_words(track, "Georgia ceasefire")
    assert matches_words(track, "armen")
    assert not matches_words(track, "Georgia trade")
    assert matches_words(track, "")


def test_a_calendar_has_a_tentative_or_confirmed_day_for_each_step_and_always_the_same_bytes() -> None:
    long = make_talks(
        "2031-03-01", "Die Gespräche; ceasefire talks, of Georgia and Armenia " + "ä" * 80 + " go on.",
        step="Gespräche; ceasefire talks, of Georgia and Armenia " + "ä" * 80 + ":2031-03-07 2031-03-08",
    )  # fmt: skip
    calendar = write_calendar(join(long), "2031-03-01")
    assert calendar == write_calendar(join(long), "2031-03-01")
    assert calendar.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n") and calendar.endswith("END:VCALENDAR\r\n")
    assert "DTSTART;VALUE=DATE:20310307\r\nDTEND;VALUE=DATE:20310308\r\n" in calendar
    assert "STATUS:TENTATIVE\r\n" in calendar
    assert all(len(line.encode()) <= 75 for line in calendar.split("\r\n"))
    unfolded = calendar.replace("\r\n ", "")
    assert "Gespräche\\; ceasefire talks\\, of Georgia" in unfolded
    assert "STATUS:CONFIRMED" in write_calendar(join(OPENING, HOPE, SIGNED), "2031-03-06")
