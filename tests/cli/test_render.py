"""Records for eyes."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from onrecord import (
    AnnotatedReport,
    Report,
    RoleSpans,
    Said,
    SourceSpans,
    Span,
    Speaker,
    Statement,
    TimeExpression,
)
from onrecord.cli.render import print_record, render_record, render_speaker
from onrecord.record import replace

TEXT = "“He says it is over,” said Ilse Varga."


def statement(name: str, source: tuple[int, int], cue: tuple[int, int], content: tuple[int, int], **more) -> Statement:
    def words(span: tuple[int, int]) -> RoleSpans:
        return RoleSpans.of(TEXT, [Span(*span)])

    values = {"within": None, "kind": "direct", **more}
    return Statement(
        id=name,
        source=SourceSpans(words(source).spans, words(source).quote),
        cue=words(cue),
        content=words(content),
        speaker=None,
        said=None,
        venue=None,
        addressee=None,
        confidence=0.91,
        made_by="test",
        **values,
    )


RECORD = AnnotatedReport(
    Report(TEXT, origin="a.txt", published="2031-03-09", title="Over\nand \x1b[31mout"),
    (
        statement("s_1", (27, 37), (22, 26), (0, 21)),
        statement("s_2", (1, 3), (4, 8), (9, 19), within="s_1", kind="indirect"),
    ),
)


def test_page_names_roles_places_and_the_outer_statement() -> None:
    page = render_record(RECORD).plain
    assert page.splitlines()[0] == "a.txt · 2031-03-09 · Over and ␛[31mout · 2 statements"
    assert TEXT in page
    assert "1  Ilse Varga\n   direct, confidence 0.91" in page
    assert "2  He\n   indirect, within 1, confidence 0.91" in page
    assert "   source  Ilse Varga  [27-37]" in page


def test_a_gloss_is_marked() -> None:
    record = replace(RECORD, statements=(replace(RECORD.statements[0], gloss=True),))
    assert "direct, only referred to, confidence 0.91" in render_record(record).plain


@pytest.mark.parametrize(
    ("speaker", "shown"),
    [
        (Speaker("Piotr Tamm", "e_1", "resolved", "pronoun"), "Piotr Tamm (He)"),
        (Speaker("He", "e_1", "resolved", "name"), "He"),
        (Speaker(None, None, "unnamed", "indefinite"), "He (not named)"),
        (
            Speaker(None, None, "unresolved", "pronoun", ("Piotr Tamm", "Lars Holm")),
            "He (unresolved: Piotr Tamm or Lars Holm?)",
        ),
        (None, "He"),
    ],
)
def test_the_name_stands_beside_the_statement(speaker: Speaker | None, shown: str) -> None:
    told = replace(RECORD.statements[1], speaker=speaker)
    assert render_speaker(told) == shown


def test_a_statement_without_source_says_so() -> None:
    assert render_speaker(replace(RECORD.statements[0], source=SourceSpans())) == "(no source)"


def test_roles_are_coloured_on_a_terminal_only() -> None:
    terminal, pipe = io.StringIO(), io.StringIO()
    print_record(RECORD, Console(file=terminal, force_terminal=True, color_system="standard"))
    print_record(RECORD, Console(file=pipe, force_terminal=False))
    assert "\x1b[1;32m" in terminal.getvalue()
    assert "\x1b" not in pipe.getvalue()


def test_times_stand_in_the_text_beside_statements_and_in_a_list() -> None:
    text = "On Friday\x1b“it is over,” he said last week."
    times = (
        TimeExpression("t_1", Span(3, 9), "Friday", "DATE", "2031-03-07", "2031-03-07", "2031-03-08", None, "weekday"),
        TimeExpression("t_2", Span(32, 41), "last week", "DATE", "2031-W09", "2031-02-24", "2031-03-03", None, "last"),
    )
    assert [text[slice(*time.span)] for time in times] == [time.quote for time in times]
    said = replace(
        RECORD.statements[0],
        within=None,
        said=Said("2031-W09", "2031-02-24", "2031-03-03", "t_2"),
        venue=RoleSpans((Span(0, 2),), ("Lund Radio",)),
        addressee=RoleSpans((Span(0, 2),), ("reporters",)),
    )
    record = AnnotatedReport(Report(text, origin="a.txt"), (said,), times=times)
    page = render_record(record, with_times=True).plain
    assert "On Friday [2031-03-07]␛“it is over,” he said last week [2031-W09]." in page
    assert "\n   said    2031-W09 (“last week”)\n   venue   Lund Radio\n   to      reporters\n" in page
    assert page.endswith("last week  2031-W09 (DATE, from 2031-02-24 to before 2031-03-03)  last  [32-41]")
    plain = render_record(record).plain
    assert "[2031" not in plain and "said    2031" not in plain
