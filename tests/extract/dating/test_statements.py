"""When, where and to whom statements were made, on statements marked by hand.

In the texts, ``[…]`` is a source, ``<…>`` a cue and ``{…}`` a content; the report is of Wednesday 2031-03-12.
"""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.extract.dating.reporting_clause import ReportingClause
from onrecord.extract.dating.statements import PUBLISHED, date_statements
from onrecord.extract.dating.time_of_statement import PlacedTime, find_time_of_statement
from onrecord.extract.times import find_times
from onrecord.record import Entity, Mention, RoleSpans, SourceSpans, Speaker, Statement, replace
from onrecord.text.document import Document
from onrecord.text.spans import Span

PUBLISHED_ON = "2031-03-12"
_PART = re.compile(r"\[(?P<source>[^]]*)\]|<(?P<cue>[^>]*)>|\{(?P<content>[^}]*)\}")


def date_marked(marked: str, published: str | None = PUBLISHED_ON) -> list[Statement]:
    """Date the marked statements of a text; each cue begins a new one, with the parts nearest to it in its line."""
    text, parts, end = "", [], 0
    for match in _PART.finditer(marked):
        text += marked[end : match.start()]
        role = match.lastgroup or ""
        parts.append((role, Span(len(text), len(text) + len(match[role]))))
        text += match[role]
        end = match.end()
    text += marked[end:]
    statements, entities = [], {}
    for line in re.finditer(r"[^\n]+", text):
        inside = [(role, span) for role, span in parts if line.start() <= span.start < line.end()]
        roles = {
            r: RoleSpans.of(text, [span for role, span in inside if role == r]) for r in ("source", "cue", "content")
        }
        if not roles["cue"].spans:
            continue
        name = roles["source"].quote[0].split()[-1] if roles["source"].spans else None
        entity = f"e_{name}" if name and name[0].isupper() and name != "He" else "e_Tamm" if name == "He" else None
        if entity:
            named = tuple(Mention(Span(*match.span()), "name") for match in re.finditer(entity[2:], text))
            entities[entity] = Entity(id=entity, kind="person", name=entity[2:], mentions=named)
        status = "resolved" if entity else "unnamed"
        statements.append(
            Statement(
                id=f"s_{line.start()}",
                kind="indirect",
                source=SourceSpans(roles["source"].spans, roles["source"].quote, entity),
                cue=roles["cue"],
                content=roles["content"],
                speaker=Speaker(name, entity, status),
                confidence=0.9,
                made_by="test",
            )
        )  # fmt: skip
    document = Document.from_text(text)
    times = find_times(text, published, document.paragraphs)
    return list(date_statements(document, statements, times, list(entities.values()), published))


def said(marked: str, published: str | None = PUBLISHED_ON) -> list[tuple[str, bool]]:
    """For each statement the value, and whether the report's date stands in."""
    return [(s.said.value, s.said.origin == PUBLISHED) for s in date_marked(marked, published) if s.said is not None]


GOVERNED = [
    ("[Tamm] <said> in a letter of 3 March {that the dam would hold}.", "2031-03-03"),
    ("[Tamm] <said> at a hearing on March 3-4 {that the dam would hold}.", "P2D"),
    ("The dam broke in 2029. {“We saw it coming,”} [Tamm] <said> at the time.", "2029"),
    ("{“We saw it coming,”} [Tamm] <said> at the time.", "PAST_REF"),
    # behind the cue, within it, between source and cue, behind the content
    ("[Tamm] <told> reporters on Monday {that the dam would hold}.", "2031-03-10"),
    ("[Tamm] <said Monday> {that the dam would hold}.", "2031-03-10"),
    ("[Tamm] on Monday <said> {that the dam would hold}.", "2031-03-10"),
    ("[Tamm] <called> {the dam “unsafe”} on Monday.", "2031-03-10"),
    ("{“The dam will hold,”} [Tamm] <said> in a statement on Monday.", "2031-03-10"),
    ("[Tamm], speaking on Monday, <said> {that the dam would hold}.", "2031-03-10"),
    # what introduces the sentence
    ("On Monday, [Tamm] <said> {that the dam would hold}.", "2031-03-10"),
    ("Speaking to LBC on Sunday, [Tamm] <said> {that the dam would hold}.", "2031-03-09"),
    ("In a speech in Lund last week, [Tamm] <said> {that the dam would hold}.", "2031-W10"),
    ("During Monday night's debate, [Tamm] <said> {that the dam would hold}.", "2031-03-10TNI"),
    ("Two years ago, when the dam was new, [Tamm] <said> {that it would hold}.", "2029"),
    # documents that speak
    ("[A report released Friday] <found> {that the dam was unsafe}.", "2031-03-07"),
    ("[A letter by the engineers on Monday] <said> {that the dam was unsafe}.", "2031-03-10"),
    # vaguer ones
    ("[Tamm] <recently said> {that the dam would hold}.", "PAST_REF"),
    ("[Tamm] <wrote> in his 2029 book {that the dam would hold}.", "2029"),
    ("[A letter of 3 March] <said> {that the dam was unsafe}.", "2031-03-03"),
    ("[Papers filed on Monday] <said> {that the dam was unsafe}.", "2031-03-10"),
    # behind the source where that follows the cue
    ("Lund kept to a goal that was <set> by [the people who own the dam] in 2029 {to drain the fen}.", "2029"),
    # before a clause that it dates
    ("Doubts grew on Monday, when [Tamm] <said> {that the dam would hold}.", "2031-03-10"),
    ("Doubts grew at Monday's debate, when [Tamm] <said> {that the dam would hold}.", "2031-03-10"),
    ("Doubts grew after a call on Monday in which [Tamm] <said> {that the dam would hold}.", "2031-03-10"),
    ("Meanwhile, in a speech on Monday, [Tamm] <said> {that the dam would hold}.", "2031-03-10"),
    # of two the nearer one
    ("Last week, on Friday, [Tamm] <said> {that the dam would hold}.", "2031-03-07"),
    # an occasion that is over
    ("After a rally on Monday, [Tamm] <said> {that the dam would hold}.", "2031-03-10"),
    # a programme with its day
    ("[Tamm] <said> on Monday's “Quay and Tide” {that the dam would hold}.", "2031-03-10"),
    # of two the one that stands closer to the cue
    ("In a speech last week [Tamm] <said Monday> {that the dam would hold}.", "2031-03-10"),
    ("In a report on Friday, [Tamm] <said> in Lund on Monday {that the dam would hold}.", "2031-03-10"),
    # a name that the cue takes as its object
    ("[Tamm] <chided> {the Harbour Board on Monday for its silence}.", "2031-03-10"),
]


@pytest.mark.parametrize(("marked", "value"), GOVERNED)
def test_an_expression_in_the_frame_governs(marked: str, value: str) -> None:
    assert said(marked) == [(value, False)]


NOT_GOVERNED = [
    "[Tamm] <said> {that the dam broke on Monday}.",
    "[Tamm], who was elected on Monday, <said> {that the dam would hold}.",
    "[Tamm] <spoke> of the storm on Monday: {“The dam will hold.”}",
    "[Tamm] <defended> {the law} that passed in March 2029.",
    "[Tamm] <said> in response to Monday's flood {that the dam would hold}.",
    "[Tamm] <has said> since Monday {that the dam would hold}.",
    "In Lund, before the flood of March 2029, [Tamm] <said> {that the dam would hold}.",
    "After the flood on Monday, [Tamm] <said> {that the dam would hold}.",
    "[Tamm] <praised> the 2029 campaign, {which was his first}.",
    "Following the collapse in March 2029, [Tamm] <said> {that the dam would hold}.",
    "Having won the vote on Monday, [Tamm] <told> reporters {that the dam would hold}.",
    "[A woman elected on Monday] <said> {that the dam would hold}.",
    "[Tamm] <told> Lund, winning his first case on Monday, {that the dam would hold}.",
    "[Tamm] <told> the board and sailed on Monday {that the dam would hold}.",
    "[Tamm] <told> the board about Monday's flood {that the dam would hold}.",
    "On the old quay below the mill in the town of Lund by the bay with its long pier of grey stone at the end of the "
    "road from the station in the cold rain on Monday [Tamm] <said> {that the dam would hold}.",
    "[A letter that the board burnt on Monday] <said> {that the dam would hold}.",
    "In Lund, which he left on Monday, [Tamm] <said> {that the dam would hold}.",
    "In a letter on Monday the board asked for more because [Tamm] <said> {that the dam would hold}.",
    "[Tamm's most recent letter] <said> {that the dam would hold}.",
    "[Tamm] <called> Monday's Harbour Board vote {a shame}.",
    "Lund left on Monday and slept well when [Tamm] <said> {that the dam would hold}.",
    "Lund's speech on Monday pleased all as [Tamm] <said> {that the dam would hold}.",
    "The board met on Monday, and [Tamm] <said> {that the dam would hold}, which it did on Tuesday.",
    "[Tamm] <will say> on Friday {that the dam will hold}.",
    "[Tamm] <said> every Monday {that the dam would hold}.",
    "[Tamm] <said> {that the dam would hold}.",
]


@pytest.mark.parametrize("marked", NOT_GOVERNED)
def test_what_dates_something_else_leaves_the_reports_date(marked: str) -> None:
    assert said(marked) == [(PUBLISHED_ON, True)]


CARRIED = [
    # the same person goes on
    ("Speaking on Monday, [Tamm] <said> {that the dam would hold}.\n\n{“It must,”} [He] <added>.", "2031-03-10"),
    # a sentence that tells of the occasion
    ("Tamm spoke at a rally on Monday.\n\n{“The dam will hold,”} [Tamm] <said>.", "2031-03-10"),
    # for a source that could not be told, right behind
    ("On Monday, [Tamm] <said> {that it would}.\n\n{“It must,”} [the engineer] <added>.", "2031-03-10"),
    # a sentence that tells what somebody did in the last days
    ("Tamm sailed home on Monday.\n\n{“The dam will hold,”} [Tamm] <said>.", "2031-03-10"),
    # a week is long enough for an occasion, and reaches over three paragraphs
    (
        "Tamm spoke at a rally in the square behind the old mill last week.\n\n"
        "Rain fell.\n\nIt froze.\n\n{“It holds,”} [Tamm] <said>.",
        "2031-W10",
    ),
    # refusals do; what was read from goes on, in the present tense too
    ("The board put out a statement on Monday.\n\n[The statement] <said> {that the dam would hold}.", "2031-03-10"),
    ("The board put out a survey on Monday.\n\n[The survey] <finds> {that the dam is old}.", "2031-03-10"),
    ("The Quay, [which] <aimed> its Monday editorial at {Lund}.\n\n{“No,”} [the editorial] <read>.", "2031-03-10"),
    ("On Monday, [Tamm] <said> {that it would}.\n\n[Tamm] <would not say> {whether it must}.", "2031-03-10"),
    (
        "The board put out a statement on Monday.\n\n[The statement] <said> {that it would}.\n\n{“No,”} [it] <read>.",
        "2031-03-10",
    ),
    # a vaguer expression adds nothing
    (
        "On Monday, [Tamm] <said> {that it would}.\n\nThis week [Tamm] <said> {that it must}.\n\n[Tamm] <said> {so}.",
        "2031-03-10",
    ),
]


@pytest.mark.parametrize(("marked", "value"), CARRIED)
def test_an_occasion_goes_on(marked: str, value: str) -> None:
    assert said(marked)[-1] == (value, False)


NOT_CARRIED = [
    # another person, a standing belief, a perfect, an occasion of its own, too far away
    "On Monday, [Tamm] <said> {that it would}.\n\n{“No,”} [Lund] <said>.",
    "On Monday, [Tamm] <said> {that it would}.\n\n[Tamm] <believes> {that it will}.",
    "On Monday, [Tamm] <said> {that it would}.\n\n[Tamm] <has said> {that it will}.",
    "On Monday, [Tamm] <said> {that it would}.\n\n[Tamm] <said> in an interview {that it will}.",
    "On Monday, [Tamm] <said> {that it would}.\n\n[Tamm] <is demanding> {that it must}.",
    "On Monday, [Tamm] <said> {that it would}.\n\nAfter the flood of May 2029 [Tamm] <warned> {that it must}.",
    "On Monday, [Tamm] <said> {that it would}.\n\n[The statement] <said> {that it must}.",
    "Tamm spoke at a rally last week.\n\nA.\n\nB.\n\nC.\n\n{“It holds,”} [Tamm] <said>.",
    "On Monday, [Tamm] <said> {that it would}.\n\n[Tamm] <believed> {that it must}.",
    "On Monday, [Tamm] <said> {that it would}.\n\n[Tamm] <was standing by> {the dam}.",
    "Monday's flood took Tamm's house.\n\n{“The dam will hold,”} [Tamm] <said>.",
    "On Monday, [Tamm] <said> {that it would}.\n\nRain fell.\n\nIt froze.\n\n{“It must,”} [the engineer] <added>.",
    # what was done long ago, or by others, and what a poll was taken from
    "Tamm sailed home on 1 February.\n\n{“The dam will hold,”} [Tamm] <said>.",
    "Tamm sailed home on Monday while Lund slept.\n\n{“The dam will hold,”} [Lund] <said>.",
    "The survey asked people from 3 March to 7 March.\n\n[The survey] <finds> {that the dam is old}.",
    # an occasion too many words away from the date
    "A rally that drew all who live in the isles and the towns along the coast of the bay where Tamm had spoken "
    "ended on 1 February.\n\n{“The dam will hold,”} [Tamm] <said>.",
    "On 1 February the fleet that carries coal and corn to the isles left for a rally of Tamm's.\n\n"
    "{“The dam will hold,”} [Tamm] <said>.",
    "On Monday, [Tamm] <said> {that it would}.\n\n" + "Rain fell.\n\n" * 30 + "[Tamm] <said> {that it will}.",
    "Lund quoted Tamm, [who] <said> on Monday {that it would}.\n\n{“It must,”} [Lund] <said>.",
]


GATHERINGS = [
    ("The council met on Monday.\n[Tamm] <told> the meeting {that the dam would hold}.", "2031-03-10"),
    ("The inquiry sat on Monday.\n[Tamm] <told> it {that the dam would hold}.", "2031-03-10"),
    ("Residents packed the hall on Monday evening.\n[Tamm] <told> them {that the dam would hold}.", "2031-03-10TEV"),
    ("The trial opened on Monday.\n[Tamm] <told> the jury {that the dam would hold}.", "2031-03-10"),
    ("The match was on Monday.\n{“We lost,”} [Tamm] <said> after the match.", "2031-03-10"),
    ("Senators held a hearing on Monday.\n{“You knew,”} [Tamm] <told> the executives.", "2031-03-10"),
]


@pytest.mark.parametrize(("marked", "value"), GATHERINGS)
def test_what_is_said_at_a_gathering_has_its_day(marked: str, value: str) -> None:
    assert said(marked) == [(value, False)]


@pytest.mark.parametrize(
    "marked",
    [
        "The dam broke on Monday.\n[Tamm] <told> the Courier {that it had been old}.",
        "The council met on Monday.\n[Tamm] <told> reporters {that the dam would hold}.",
        "The council met on Monday.\n[Tamm] <told> a meeting {that the dam would hold}.",
        "The match was on Monday.\nRain fell.\n\nNo dam broke.\n[Tamm] <told> the jury {that the dam would hold}.",
    ],
)
def test_what_is_said_elsewhere_has_not(marked: str) -> None:
    assert said(marked) == [(PUBLISHED_ON, True)]


def test_an_answer_at_a_gathering_has_its_day() -> None:
    marked = (
        "Senators held a hearing on Monday.\n{“You knew,”} [Holub] <told> the executives.\n"
        "{“We did not,”} [Tamm] <replied>."
    )
    assert said(marked) == [("2031-03-10", False)] * 2


@pytest.mark.parametrize("marked", NOT_CARRIED)
def test_an_occasion_ends(marked: str) -> None:
    assert said(marked)[-1] == (PUBLISHED_ON, True)


def test_a_date_at_the_front_is_of_the_first_cue_behind_it() -> None:
    text = "On Monday, Lund denied it while Tamm said no."
    words = Document.from_text(text)
    at = {word: (index, index + 1) for index, word in enumerate(words.lower)}
    times = [PlacedTime(time, words.word_range(time.span)) for time in find_times(text, PUBLISHED_ON)]
    clause = ReportingClause((0, len(words.lower)), at["tamm"], at["said"], (at["no"],))
    assert find_time_of_statement(words, clause, times, [at["said"]], PUBLISHED_ON) == times[0].time
    assert find_time_of_statement(words, clause, times, [at["denied"], at["said"]], PUBLISHED_ON) is None


def test_the_day_of_a_quoted_saying_stays_inside() -> None:
    (model,) = date_marked("[Tamm] <said> {that it would}.")
    words = " \n".join(["“Lund said on Monday that it would hold,” Tamm said.", "“No,” Lund said."])
    document = Document.from_text(words)

    def at(words_: str, start: int = 0) -> RoleSpans:
        begin = words.index(words_, start)
        return RoleSpans.of(words, [Span(begin, begin + len(words_))])

    def make(source: RoleSpans, cue: RoleSpans, content: RoleSpans, within: str | None) -> Statement:
        who = source.quote[0]
        return replace(
            model, id=f"s_{cue.spans[0].start}", source=SourceSpans(source.spans, source.quote, f"e_{who}"), cue=cue,
            content=content, speaker=Speaker(who, f"e_{who}", "resolved"), within=within, said=None,
        )  # fmt: skip

    outside = make(at("Tamm"), at("said", 45), at("“Lund said on Monday that it would hold,”"), None)
    inside = make(at("Lund"), at("said"), at("that it would hold"), outside.id)
    last = make(at("Lund", 50), at("said", 60), at("“No,”"), None)
    times = find_times(words, PUBLISHED_ON, document.paragraphs)
    dated = date_statements(document, [outside, inside, last], times, (), PUBLISHED_ON)
    assert [s.said.value for s in dated if s.said] == [PUBLISHED_ON, "2031-03-10", PUBLISHED_ON]


def test_a_headline_takes_the_date_of_the_sentence_behind_it() -> None:
    headline, lead = said("[Court] <rules> {against the dam}.\n\n[A court] <ruled> Monday {that the dam must go}.")
    assert headline == lead == ("2031-03-10", False)


def test_a_relative_clause_dates_no_headline() -> None:
    first, second = said("[Tamm] <said> {that it was old}.\nTamm, [who] <said> on Monday {that it would hold}, left.")
    assert (first, second) == ((PUBLISHED_ON, True), ("2031-03-10", False))


def test_without_a_date_nothing_is_made_up() -> None:
    (undated,) = date_marked("[Tamm] <said> {that the dam would hold}.", published=None)
    assert undated.said is None
    (open_,) = date_marked("[Tamm] <said> on Friday {that the dam would hold}.", published=None)
    assert open_.said is not None
    assert (open_.said.value, open_.said.start, open_.said.end) == ("XXXX-WXX-5", None, None)


def test_the_interval_is_half_open() -> None:
    (statement,) = date_marked("[Tamm] <said> {that the dam would hold}.")
    assert statement.said is not None
    assert (statement.said.start, statement.said.end) == ("2031-03-12", "2031-03-13")


CIRCUMSTANCES = [
    ("[Tamm] <told> reporters on Monday {that the dam would hold}.", None, "reporters"),
    ("Speaking to LBC on Sunday, [Tamm] <said> {that the dam would hold}.", "LBC", None),
    ("[Tamm] <told> the Lund Times {that the dam would hold}.", "the Lund Times", None),
    ("[Tamm] <told> Lund Radio's Ida Moe {that the dam would hold}.", None, "Lund Radio's Ida Moe"),
    ("{“The dam will hold,”} [Tamm] <said> in a statement.", "a statement", None),
    ("{“The dam will hold,”} [Tamm] <said> in an interview with Ida Moe.", "an interview with Ida Moe", None),
    ("{“The dam will hold,”} [Tamm] <told> a crowd of engineers in Lund.", "Lund", "a crowd of engineers"),
    ("{“The dam will hold,”} [Tamm] <said> on Lund Radio's “Evening Hour”.", "Lund Radio's “Evening Hour”", None),
    ("[Tamm] <wrote> to his 20,000 followers {that the dam would hold}.", None, "his 20,000 followers"),
    ("[Tamm] <said> in part {that the dam would hold}.", None, None),
    ("[Tamm] <hopes> in Lund {that the dam will hold}.", None, None),
    ("[Tamm] <said> {that he was in Lund and told reporters so}.", None, None),
    ("{“It will hold,”} <said> [Ida Moe, a professor in Lund].", None, None),
]


@pytest.mark.parametrize(("marked", "venue", "addressee"), CIRCUMSTANCES)
def test_venue_and_addressee(marked: str, venue: str | None, addressee: str | None) -> None:
    (statement,) = date_marked(marked)
    found = [role.quote[0] if role else None for role in (statement.venue, statement.addressee)]
    assert found == [venue, addressee]


PIECES = st.sampled_from(
    [
        "[Tamm]", "<said>", "{the dam}", "{“x”}", "on Monday", "Friday's", "who", "and", ",", ".", "\n\n", "told",
        "to", "in", "an interview", "“", "”", "🙂", "é", "1998", "last week", ":", "—", "of", "the", "\u2028",
    ]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=30))
def test_no_text_is_too_odd(pieces: list[str]) -> None:
    for statement in date_marked(" ".join(pieces)):
        assert statement.said is not None
        if statement.said.start is not None and statement.said.end is not None:
            assert statement.said.start < statement.said.end


def test_long_sentences_take_linear_time() -> None:
    def steps(count: int) -> int:
        calls = 0

        class Counting(list):  # type: ignore[type-arg]
            def __getitem__(self, key):  # type: ignore[no-untyped-def]
                nonlocal calls
                calls += 1
                return super().__getitem__(key)

        line = "[Tamm] <said> in Lund and {the dam} , on Monday "
        text = (line * count).strip()
        for match in reversed(list(_PART.finditer(text))):
            text = text[: match.start()] + match[0][1:-1] + text[match.end() :]
        document = Document.from_text(text)
        vars(document)["lower"] = Counting(document.lower)
        statements = []
        for match in re.finditer("Tamm (said) in Lund and (the dam)", text):
            cue, content = (RoleSpans.of(text, [Span(*match.span(group))]) for group in (1, 2))
            statements.append(
                Statement(
                    id=f"s_{match.start()}",
                    kind="indirect",
                    source=SourceSpans(),
                    cue=cue,
                    content=content,
                    speaker=None,
                    confidence=0.9,
                    made_by="test",
                )
            )
        times = find_times(text, PUBLISHED_ON, document.paragraphs)
        assert len(date_statements(document, statements, times, (), PUBLISHED_ON)) == count
        return calls

    # Not only does the time of a statement not grow with the sentence: it is that of a few looks at each word near it.
    assert steps(400) < 6 * steps(100)
    assert steps(400) < 400 * 1_000
