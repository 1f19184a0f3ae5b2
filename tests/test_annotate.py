"""From report to record with the packaged weights."""

import datetime
import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import onrecord
from onrecord import AnnotatedReport, PublicationDateError, Report, Statement
from onrecord.annotate import STEPS, Annotator, load_annotator
from onrecord.extract.attribution.statements import STATEMENTS
from onrecord.extract.dating.statements import DATED_STATEMENTS
from onrecord.extract.speakers.choice import SPEAKERS
from onrecord.extract.step import DOCUMENT, Step
from onrecord.extract.times.step import TIMES
from onrecord.model.weights import load_weights
from onrecord.record import replace

ROOT = Path(__file__).parent.parent
ODD = st.text(
    alphabet=st.one_of(
        st.sampled_from("\"'“”‘’„«»`…—-,.:;!?()[]\n\r\t \xa0\u200b\ufeff\x00\x1b"),
        st.sampled_from("abc ABC 12é漢🙂\u0301\ud800"),
        st.characters(),
    ),
    max_size=300,
)
PHRASES = st.lists(
    st.sampled_from(
        [
            "“We shall sail,” ",
            "said Ilse Brandvold",
            ", the harbour master",
            ". ",
            "\n\n",
            "According to two envoys, ",
            "he said that ",
            "the boats were ‘lost’ ",
            '"Never." ',
            "MINISTER: ",
            "🙂 e\u0301 ",
            "“She says it is over",
            " — Ilse Varga",
            "— Piotr Salme (@psalme) March 9, 2031",
            "\n\nVARGA: Will it? ",
            "\n\nSALME: It will. ",
            "” ",
        ]
    ),
    max_size=40,
).map("".join)


def check_record(record: AnnotatedReport) -> None:
    text = record.report.text
    ids = [statement.id for statement in record.statements]
    assert len(set(ids)) == len(ids)
    for statement in record.statements:
        for words in (statement.source, statement.cue, statement.content):
            assert len(words.spans) == len(words.quote)
            assert list(words.spans) == sorted(words.spans)
            for (start, end), quote in zip(words.spans, words.quote, strict=True):
                assert 0 <= start < end <= len(text)
                assert text[start:end] == quote
        assert statement.cue.spans and statement.content.spans
        assert 0.0 <= statement.confidence <= 1.0
        if statement.within is not None:
            (outer,) = [other for other in record.statements if other.id == statement.within]
            assert outer.within is None
            for span in (*statement.source.spans, *statement.cue.spans, *statement.content.spans):
                assert any(whole.contains(span) for whole in outer.content.spans)
    json.loads(record.to_json().encode("utf-8"))


@settings(max_examples=60, deadline=None)
@given(ODD)
@example("“No,” said Ilse Varga. \ud800")
@example("\udfff\ud800 “No,”\x00 said\x1b Varga e\u0301.")
def test_no_input_however_odd_raises(text: str) -> None:
    check_record(onrecord.annotate(Report(text)))


@settings(max_examples=60, deadline=None)
@given(PHRASES)
def test_every_offset_slices_back_to_its_quote(text: str) -> None:
    check_record(onrecord.annotate(Report(text)))


def test_reading_twice_gives_the_same_record() -> None:
    (report,) = onrecord.read(ROOT / "examples" / "2031-03-09-strait-talks.txt")
    assert onrecord.annotate(report).to_json() == onrecord.annotate(report).to_json()


def test_emoji_before_a_statement_only_move_it() -> None:
    text = "“The boats will sail,” said Ilse Brandvold, the harbour master."
    plain, moved = (onrecord.annotate(Report(t)) for t in (text, "🙂🙂 e\u0301\n\n" + text))
    by = len(moved.report.text) - len(text)
    (one,), (other,) = plain.statements, moved.statements
    assert [(s + by, e + by) for s, e in one.content.spans] == list(other.content.spans)


def test_report_in_another_language_has_no_statements() -> None:
    text = "“Le navire partira demain,” a dit le ministre, selon lequel les pourparlers continuent."
    assert onrecord.annotate(Report(text, language="fr")).statements == ()


@pytest.mark.parametrize("text", ["", " \n\n ", "“", "said", "”" * 50, "a" * 20000, "“a” said b. " * 3000])
def test_extreme_texts(text: str) -> None:
    check_record(onrecord.annotate(Report(text)))


DATED_TEXT = "“The boats will sail,” Ilse Brandvold said on Friday."


@pytest.mark.parametrize(
    "published", ["2031-03-09", datetime.date(2031, 3, 9), datetime.datetime(2031, 3, 9, 23, 30, tzinfo=datetime.UTC)]
)
def test_a_date_may_be_text_or_an_object(published: Any) -> None:
    plain = onrecord.annotate(DATED_TEXT, date=published)
    assert plain.statements[0].said is not None
    assert plain.statements[0].said.value == "2031-03-07"
    assert (plain.report.published, plain.report.published_from) == ("2031-03-09", "option")
    report = Report(DATED_TEXT, published=published)
    assert report.published == "2031-03-09"
    assert onrecord.annotate(report).statements == plain.statements


def test_plain_text_needs_no_date() -> None:
    record = onrecord.annotate("“The boats will sail,” said Ilse Brandvold.")
    assert (record.report.published, record.statements[0].said) == (None, None)


@pytest.mark.parametrize("published", ["12 April 2032", "2031-02-30", "2031", ""])
def test_what_is_no_date_is_an_error_that_says_so(published: str) -> None:
    with pytest.raises(PublicationDateError, match="not a date; give YYYY-MM-DD"):
        onrecord.annotate(Report(DATED_TEXT, origin="a.txt", published=published))
    with pytest.raises(PublicationDateError):
        onrecord.annotate(DATED_TEXT, date=published)


def test_a_date_of_another_type_is_an_error_that_says_so() -> None:
    with pytest.raises(PublicationDateError, match=r"^published is 5, not a date; give YYYY-MM-DD"):
        onrecord.annotate(DATED_TEXT, date=5)  # type: ignore[arg-type]


def test_a_given_result_takes_the_place_of_its_step() -> None:
    annotator = load_annotator("small")
    report = Report(DATED_TEXT, published="2031-03-09")
    full = annotator.run_steps(report)
    given = annotator.run_steps(report, given={TIMES: ()})
    assert [len(results[TIMES]) for results in (full, given)] == [1, 0]
    assert [results[DATED_STATEMENTS][0].said.origin for results in (full, given)] == [
        full[TIMES][0].id,
        "published",
    ]


def test_steps_run_up_to_the_last_one_that_is_asked_for() -> None:
    results = load_annotator("small").run_steps(Report(DATED_TEXT), last=STATEMENTS)
    assert len(results[STATEMENTS]) == 1
    with pytest.raises(KeyError):
        results[SPEAKERS]


def test_a_step_of_your_own_reads_what_the_others_made() -> None:
    lengths: Step[list[int]] = Step("lengths", lambda _: lambda results: [len(w) for w in results[DOCUMENT].printed])
    annotator = Annotator(load_weights(), (*STEPS, lengths))
    assert annotator.run_steps(Report("So it was.", published=None))[lengths] == [2, 2, 3, 1]


def describe(statement: Statement) -> dict[str, object]:
    return {
        "kind": statement.kind,
        "source": list(statement.source.quote),
        "cue": list(statement.cue.quote),
        "content": list(statement.content.quote),
        "nested": statement.within is not None,
        "speaker": statement.speaker.name if statement.speaker else None,
    }


def test_sample_report_reads_as_its_author_meant() -> None:
    (report,) = onrecord.read(ROOT / "examples" / "2031-03-09-strait-talks.txt")
    golden = json.loads((Path(__file__).parent / "golden" / "strait-talks.json").read_text(encoding="utf-8"))
    assert [describe(s) for s in onrecord.annotate(report).statements] == golden


def test_record_keeps_the_report_as_it_was() -> None:
    report = Report("“No,” said Ilse Brandvold.", origin="a.txt", publisher="The Meridian", published="2031-03-09")
    record = onrecord.annotate(report)
    assert record.report == report
    assert replace(record, statements=()).report.id == report.id


@pytest.mark.skipif("ONRECORD_CORPORA" not in os.environ, reason="set ONRECORD_CORPORA to a folder of corpora")
def test_real_report_of_a_negotiation() -> None:
    path = Path(os.environ["ONRECORD_CORPORA"]).parent / "reports" / "2024-09-22-white-house.txt"
    (report,) = onrecord.read(path)
    assert (report.published, report.published_from) == ("2024-09-22", "header")
    record = onrecord.annotate(report)
    check_record(record)
    sayings = [s for s in record.statements if s.within is None and s.cue.quote[0].startswith("said")]
    assert [s.source.quote[0].split()[-1] for s in sayings] == [
        *("spokesman", "Kirby", "Kirby", "who", "Kirby", "he", "Kirby", "he")
    ]
    assert [s.kind for s in sayings] == [
        *("mixed", "mixed", "direct", "mixed", "indirect", "direct", "mixed", "direct")
    ]
    assert [len(s.content.spans) for s in sayings if s.kind == "direct"] == [2, 2, 2]
    nested = [s for s in record.statements if s.within is not None]
    assert [(s.source.quote[0], s.cue.quote[0]) for s in nested] == [
        ("Washington", "does not believe"),
        ("the Prime Minister [Benjamin Netanyahu]", "says"),
    ]
    assert nested[1].content.quote[0].startswith("he wants to do")


def test_the_language_of_a_text_is_detected(caplog: pytest.LogCaptureFixture) -> None:
    text = "El alcalde dijo el viernes que los barcos zarparían pronto y que el hielo era fino este año."
    record = onrecord.annotate(text, date="2031-03-09")
    assert (record.report.language, record.statements) == ("es", ())
    assert "its language is es" in caplog.text
    assert onrecord.annotate("The mayor said on Friday that the boats would sail.").report.language == "en"
