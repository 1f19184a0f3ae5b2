"""What a reader of news takes for a quotation, mark by mark."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from types import FrameType

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from onrecord.text import quotations as module
from onrecord.text.paragraphs import find_paragraphs
from onrecord.text.quotations import Quotation, QuoteState, find_quotations, quote_states
from onrecord.text.spans import Span


@dataclass(frozen=True)
class Seen:
    """A quotation as a person would write it down: the words with their marks, how deep, how it ends."""

    words: str
    depth: int = 0
    closed: bool = True
    continues: bool = False


def inner(words: str, depth: int = 1) -> Seen:
    return Seen(words, depth)


def unclosed(words: str, depth: int = 0) -> Seen:
    return Seen(words, depth, closed=False)


def continued(words: str, depth: int = 0) -> Seen:
    return Seen(words, depth, closed=False, continues=True)


def seen_in(text: str) -> list[Seen]:
    found = find_quotations(text, find_paragraphs(text))
    return [Seen(text[q.span.start : q.span.end], q.depth, q.closed, q.continues) for q in found]


ROWS: list[tuple[str, list[Seen]]] = [
    # double marks, straight and curly
    ('"We open on Monday," said Ms Varga.', [Seen('"We open on Monday,"')]),
    ("“We open on Monday,” said Ms Varga.", [Seen("“We open on Monday,”")]),
    ("“We open on Monday,” she said. “Come early.”", [Seen("“We open on Monday,”"), Seen("“Come early.”")]),
    ('She called it "odd" and "sad" at once.', [Seen('"odd"'), Seen('"sad"')]),
    ("No marks here at all.", []),
    # mixed and mistyped pairs
    ('"The dam will hold,” he said. "It has to.”', [Seen('"The dam will hold,”'), Seen('"It has to.”')]),
    ('“The dam will hold," he said. “It has to."', [Seen('“The dam will hold,"'), Seen('“It has to."')]),
    ("”The dam will hold,” he said.", [Seen("”The dam will hold,”")]),
    ("“The dam will hold,“ he said. “It has to.“", [Seen("“The dam will hold,“"), Seen("“It has to.“")]),
    ("“ The dam will hold, ” he said.", [Seen("“ The dam will hold, ”")]),
    # marks of one kind in marks of the other
    (
        '"He called it “odd” twice," she said. "Odd."',
        [Seen('"He called it “odd” twice,"'), inner("“odd”"), Seen('"Odd."')],
    ),
    (
        '“He called it "odd" twice,” she said. “Odd.”',
        [Seen('“He called it "odd" twice,”'), inner('"odd"'), Seen("“Odd.”")],
    ),
    ('"He said “no.”" That was all.', [Seen('"He said “no.”"'), inner("“no.”")]),
    ('"He said “no” and left. "Odd," she said.', [Seen("“no”"), Seen('"Odd,"')]),
    # doubled single marks
    ("''We are closed,'' the clerk said.", [Seen("''We are closed,''")]),
    ("``We are closed,'' the clerk said.", [Seen("``We are closed,''")]),
    ("‘‘We are closed,’’ the clerk said.", [Seen("‘‘We are closed,’’")]),
    ("''He told me 'never' twice,'' she said.", [Seen("''He told me 'never' twice,''"), inner("'never'")]),
    ("''He told me 'never''' was all she said.", [Seen("''He told me 'never'''"), inner("'never'")]),
    ("'''Never' is a long time,'' she said.", [Seen("'''Never' is a long time,''"), inner("'Never'")]),
    # single marks, British style
    ("‘We lost,’ said Dr Okpara. ‘That is all.’", [Seen("‘We lost,’"), Seen("‘That is all.’")]),
    ("'We lost,' said Dr Okpara. 'That is all.'", [Seen("'We lost,'"), Seen("'That is all.'")]),
    ("'She said \"no\" to me,' he recalled.", [Seen("'She said \"no\" to me,'"), inner('"no"')]),
    ("‘She said “no” to me,’ he recalled.", [Seen("‘She said “no” to me,’"), inner("“no”")]),
    ("'I don't know, it's late,' he said.", [Seen("'I don't know, it's late,'")]),
    ("‘I don’t know, it’s late,’ he said.", [Seen("‘I don’t know, it’s late,’")]),
    ("'The nurses' pay is low,' he said.", [Seen("'The nurses' pay is low,'")]),
    ("‘The nurses’ pay is low,’ he said.", [Seen("‘The nurses’ pay is low,’")]),
    ("He praised 'the rangers' and 'the pilots' alike.", [Seen("'the rangers'"), Seen("'the pilots'")]),
    ("He praised ‘the rangers’ and ‘the pilots’ alike.", [Seen("‘the rangers’"), Seen("‘the pilots’")]),
    ("The 'experts' were late.", [Seen("'experts'")]),
    ("‘130 people came,’ said Ms Varga.", [Seen("‘130 people came,’")]),
    ("'5 people came,' said Ms Varga.", [Seen("'5 people came,'")]),
    ("'I love rock 'n' roll,' he said.", [Seen("'I love rock 'n' roll,'")]),
    # apostrophes alone
    ("They don’t know; it’s the officials’ plan.", []),
    ("They don't know; it's the officials' plan and the mayors' too.", []),
    ("Music of the ’90s and the '80s, the officials' choice.", []),
    ("We wait 'til dawn for the officials' word.", []),
    ("It was rock 'n' roll, the Hendersons' kind.", []),
    ("She's been Lagos's voice for years' worth of songs.", []),
    ("O'Malley met D’Souza near the Joneses' house.", []),
    ("Back in '08 the nurses' union won.", []),
    ("The cafe\u0301's owner heard the nurses' song.", []),
    # nesting
    (
        "“He told us, ‘Leave now,’ and we left,” she said.",
        [Seen("“He told us, ‘Leave now,’ and we left,”"), inner("‘Leave now,’")],
    ),
    ("\"He told us, 'Leave now,'\" she said.", [Seen("\"He told us, 'Leave now,'\""), inner("'Leave now,'")]),
    ("\"'Leave now' is what he said,\" she said.", [Seen("\"'Leave now' is what he said,\""), inner("'Leave now'")]),
    (
        "“She wrote, ‘They sang “Old Tin Roof” again,’ and wept,” he said.",
        [
            Seen("“She wrote, ‘They sang “Old Tin Roof” again,’ and wept,”"),
            inner("‘They sang “Old Tin Roof” again,’"),
            inner("“Old Tin Roof”", 2),
        ],
    ),
    (
        "‘She wrote, “They sang ‘Old Tin Roof’ again,” and wept,’ he said.",
        [
            Seen("‘She wrote, “They sang ‘Old Tin Roof’ again,” and wept,’"),
            inner("“They sang ‘Old Tin Roof’ again,”"),
            inner("‘Old Tin Roof’", 2),
        ],
    ),
    (
        '"She wrote, \'They sang "Old Tin Roof" again,\' and wept," he said.',
        [
            Seen('"She wrote, \'They sang "Old Tin Roof" again,\' and wept,"'),
            inner("'They sang \"Old Tin Roof\" again,'"),
            inner('"Old Tin Roof"', 2),
        ],
    ),
    (
        "'He read \"the workers' charter\" aloud,' she said.",
        [Seen("'He read \"the workers' charter\" aloud,'"), inner('"the workers\' charter"')],
    ),
    # marks that lack their partner
    ("“We will not go, said Mr Tamm.", [unclosed("“We will not go, said Mr Tamm.")]),
    ("He called it “odd and then, “We go.”", [unclosed("“odd and then, "), Seen("“We go.”")]),
    ('He called it "odd and then, "We go."', [unclosed('"odd and then, '), Seen('"We go."')]),
    ("We will not go,” said Mr Tamm. “Never.”", [Seen("“Never.”")]),
    ('We will not go," said Mr Tamm. "Never."', [Seen('"Never."')]),
    ("“We will go 'round back,” he said.", [Seen("“We will go 'round back,”")]),
    # straight marks before the paragraphs of an excerpt
    ('"Tamm was asleep.\n\n“Here it comes,” she said.', [Seen("“Here it comes,”")]),
    ('"Tamm stood and shouted “Here! Here!”\n\nAll rose.', [Seen("“Here! Here!”")]),
    ("\"Tamm was asleep.\n\n'Here it comes,' she said.", [unclosed('"Tamm was asleep.'), Seen("'Here it comes,'")]),
    ('"One.\n\n"Two.\n\n“Three,” she said.', [continued('"One.'), Seen("“Three,”")]),
    # long quotations over paragraphs
    (
        "“First point.\n\n“Second point.\n\n“Third point,” said Ms Varga.",
        [continued("“First point."), continued("“Second point."), Seen("“Third point,”")],
    ),
    ('"First point.\n"Second point," said Ms Varga.', [continued('"First point.'), Seen('"Second point,"')]),
    ("``First point.\n\n``Second point,'' said Ms Varga.", [continued("``First point."), Seen("``Second point,''")]),
    ("‘First point.\n\n‘Second point,’ said Ms Varga.", [continued("‘First point."), Seen("‘Second point,’")]),
    ("“First point.\n\nMs Varga left.", [unclosed("“First point.")]),
    ("He said “yes”.\n\n“No,” she said.", [Seen("“yes”"), Seen("“No,”")]),
    (
        "“He said, ‘First point.\n\n“‘Second point.’” She left.",
        [
            continued("“He said, ‘First point."),
            Seen("“‘Second point.’”"),
            inner("‘Second point.’"),
        ],
    ),
    # primes
    ("He is 6'2\" and she is 5'11\" tall.", []),
    ('A 5″ pipe and a 6" pipe.', []),
    ('"He is 6\'2" tall," said the coach.', [Seen('"He is 6\'2" tall,"')]),
    ("“We need a 5″ pipe,” he said.", [Seen("“We need a 5″ pipe,”")]),
    ('"It ended 3 to 2," he said. "We beat 5" was the headline.', [Seen('"It ended 3 to 2,"'), Seen('"We beat 5"')]),
    ('He said "we won in 2005" and "we lost in 2006" too.', [Seen('"we won in 2005"'), Seen('"we lost in 2006"')]),
    ('<p date="2016-02-15">“Too late,” she wrote.', [Seen('"2016-02-15"'), Seen("“Too late,”")]),
    # other conventions
    ("«We open on Monday», said Ms Varga.", [Seen("«We open on Monday»")]),
    ("« We open on Monday », said Ms Varga.", [Seen("« We open on Monday »")]),
    ("«\xa0We open on Monday\xa0», said Ms Varga.", [Seen("«\xa0We open on Monday\xa0»")]),
    ("»We open on Monday«, said Ms Varga.", [Seen("»We open on Monday«")]),
    ("„We open on Monday“, said Ms Varga. „Good.“", [Seen("„We open on Monday“"), Seen("„Good.“")]),
    ("„We open on Monday”, said Ms Varga.", [Seen("„We open on Monday”")]),
    ("”We open on Monday”, said Ms Varga. ”Good.”", [Seen("”We open on Monday”"), Seen("”Good.”")]),
    ("＂We open＂ on Monday.", [Seen("＂We open＂")]),
    # what stands next to the marks
    ('The plan—"a farce"—was dropped.', [Seen('"a farce"')]),
    ("The plan – “a farce” – was dropped.", [Seen("“a farce”")]),
    ('"I thought—" he began.', [Seen('"I thought—"')]),
    ('The plan ("a farce") was dropped.', [Seen('"a farce"')]),
    ("The plan ['a farce'] was dropped.", [Seen("'a farce'")]),
    ('"… and so it ends …" he said.', [Seen('"… and so it ends …"')]),
    ('"...and so it ends..." he said.', [Seen('"...and so it ends..."')]),
    ("“[They] left”, he said, “in [her] car”.", [Seen("“[They] left”"), Seen("“in [her] car”")]),
    ('He said:"We go."', [Seen('"We go."')]),
    ('He said so."We go," he added.', [Seen('"We go,"')]),
    ('"Really?" "Yes!" "No."', [Seen('"Really?"'), Seen('"Yes!"'), Seen('"No."')]),
    ('an anti-"reform" mood', [Seen('"reform"')]),
    ('the "reform"-minded few', [Seen('"reform"')]),
    ("Her film “Dust” and her song “Rain, Rain” won.", [Seen("“Dust”"), Seen("“Rain, Rain”")]),
    ('👍"Great" and 🎉“super” day', [Seen('"Great"'), Seen("“super”")]),
    ('\u200b"Great" was the word', [Seen('"Great"')]),
    ('“Cafe\u0301”s and "cafe\u0301"s', [Seen("“Cafe\u0301”"), Seen('"cafe\u0301"')]),
    # nothing between the marks
    ('An empty "" pair.', []),
    ("An empty “” pair and an ‘’ pair.", []),
    ('"', []),
    ('""""', []),
    ("“”‘’\"'«»", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), ROWS, ids=lambda v: repr(v)[:60])
def test_quotations_as_a_reader_sees_them(text: str, expected: list[Seen]) -> None:
    assert seen_in(text) == expected


MARKS = "\"'“”‘’«»„‚`″"
marked_text = st.text(alphabet=MARKS * 2 + "as19  \n\n.,—(é\u0301\u200b👍", max_size=80) | st.text(max_size=40)


@settings(deadline=None, max_examples=300)
@given(marked_text)
@example("'a \"b 'c' d\" e'" * 3)
@example("“a ‘b “c ‘d “e ‘f’ g” h’ i” j’ k”")
def test_any_text_gives_quotations_that_nest(text: str) -> None:
    paragraphs = find_paragraphs(text)
    found = find_quotations(text, paragraphs)
    assert [q.span.start for q in found] == sorted({q.span.start for q in found})
    around: list[Quotation] = []
    for quotation in found:
        assert sum(paragraph.contains(quotation.span) for paragraph in paragraphs) == 1
        assert quotation.span.start < quotation.inner.start < quotation.inner.end <= quotation.span.end
        assert quotation.closed == (quotation.inner.end < quotation.span.end)
        assert not (quotation.closed and quotation.continues)
        assert not set(text[quotation.inner.start : quotation.inner.end]) <= set(MARKS + " \n")
        while around and around[-1].span.end <= quotation.span.start:
            around.pop()
        assert all(outer.inner.contains(quotation.span) for outer in around)
        assert quotation.depth == len(around)
        around.append(quotation)


@settings(deadline=None, max_examples=150)
@given(marked_text)
def test_each_word_has_the_state_of_its_innermost_quotation(text: str) -> None:
    quotations = find_quotations(text, find_paragraphs(text))
    words = [Span(i, i + 1) for i, character in enumerate(text) if not character.isspace()]
    states = quote_states(quotations, words)
    assert len(states) == len(words)
    for word, state in zip(words, states, strict=True):
        inside = [q for q in quotations if q.span.overlaps(word)]
        assert (state is QuoteState.OUTSIDE) == (not inside)
        if inside:
            innermost = inside[-1]
            assert (state is QuoteState.UNCLOSED) == (not innermost.closed)
            nested = state in {QuoteState.NESTED_MARK, QuoteState.IN_NESTED}
            assert nested == (innermost.closed and innermost.depth > 0)


def test_states_tell_short_from_long_and_marks_from_words() -> None:
    text = "“A dam,” he said. “It will hold for at least ‘one’ whole year.” “But no"
    words = [Span(i, i + 1) for i, character in enumerate(text) if not character.isspace()]
    states = dict(zip(words, quote_states(find_quotations(text, find_paragraphs(text)), words), strict=True))

    def state(fragment: str) -> QuoteState:
        start = text.index(fragment)
        return states[Span(start, start + 1)]

    assert state("“A") is QuoteState.OPEN_SHORT
    assert state("dam") is QuoteState.IN_SHORT
    assert state("” he") is QuoteState.CLOSE_SHORT
    assert state("he said") is QuoteState.OUTSIDE
    assert state("“It") is QuoteState.OPEN_LONG
    assert state("hold") is QuoteState.IN_LONG
    assert state("‘one") is state("’ whole") is QuoteState.NESTED_MARK
    assert state("one") is QuoteState.IN_NESTED
    assert state("” “") is QuoteState.CLOSE_LONG
    assert state("“But") is state("no") is QuoteState.UNCLOSED


def _lines_run(text: str) -> int:
    """How many lines of the reader's own code run on a text: its work, whatever the machine is doing."""
    count = 0

    def trace(frame: FrameType, event: str, _argument: object) -> object:
        nonlocal count
        if frame.f_code.co_filename != module.__file__:
            return None
        count += event == "line"
        return trace

    paragraphs = find_paragraphs(text)
    before = sys.gettrace()
    sys.settrace(trace)
    try:
        quotations = find_quotations(text, paragraphs)
        quote_states(quotations, paragraphs)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize(
    "unit",
    [
        "“a ",
        '"a ',
        "‘a ",
        "'a s' b ",
        "“‘",
        "\"'a ",
        "“a ‘b ",
        "'a \"b ",
        "a\u0301'",
        "\u0301",
        "' \"",
        "” ’ ",
        "“a” ",
        '5" ',
    ],
)
def test_work_grows_in_proportion_to_the_text(unit: str) -> None:
    assert _lines_run(unit * 400) <= 4.5 * _lines_run(unit * 100)
