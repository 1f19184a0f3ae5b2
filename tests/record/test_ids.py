"""Ids: the same everywhere, and of what stands where."""

from __future__ import annotations

from onrecord.record import Report, RoleSpans, SourceSpans, event_id, negotiation_id, statement_id, time_id
from onrecord.text.spans import Span
from tests.record.values import TEXT, full_record, role


def test_a_report_id_depends_on_the_words_alone() -> None:
    record = full_record().report
    assert record.id == "r_" + record.sha256[:16]
    assert Report(TEXT, origin="elsewhere.html", published="2020-01-01").id == record.id
    assert Report(TEXT + " ").id != record.id


def test_a_statement_id_depends_on_the_report_and_on_every_role() -> None:
    source, cue, content = role("Ms Varga"), role("told"), role("“It has to.”")
    ids = {
        statement_id("r_1", source, cue, content),
        statement_id("r_2", source, cue, content),
        statement_id("r_1", RoleSpans(), cue, content),
        statement_id("r_1", source, RoleSpans(), content),
        statement_id("r_1", source, cue, role("“The dam will hold,”", "“It has to.”")),
        statement_id("r_1", cue, source, content),
    }
    assert len(ids) == 6
    assert statement_id("r_1", source, cue, content) in ids
    # What an entity is called does not move the id of what it said.
    assert statement_id("r_1", SourceSpans(source.spans, source.quote, "e_9"), cue, content) in ids


def test_ids_do_not_change_between_versions() -> None:
    """Others store these: a new value here is a new format version."""
    assert Report("The dam will hold.").id == "r_0ea5ceb8b3ba6c17"
    source, cue, content = (RoleSpans((Span(*pair),), ("",)) for pair in ((21, 29), (30, 34), (0, 20)))
    assert statement_id("r_0ea5ceb8b3ba6c17", source, cue, content) == "s_5f104873ac0a9132"


def test_ids_of_times_events_and_negotiations_do_not_change_between_versions() -> None:
    words = RoleSpans((Span(0, 4), Span(9, 11)), ("", ""))
    ids = time_id("r_1", Span(0, 4)), event_id("r_1", "AID", words), negotiation_id("r_1", words)
    assert ids == ("t_02aa7cee78aa7893", "v_e5e3ab4355e6467d", "n_bb7d7dc8fe752a60")
    assert event_id("r_1", "COERCE", words) != ids[1]
    assert event_id("r_2", "AID", words) != ids[1]
    assert event_id("r_1", "AID", RoleSpans()) != ids[1]
    assert negotiation_id("r_2", words) != ids[2]
