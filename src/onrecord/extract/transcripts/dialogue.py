"""Which labels of a text are those of a dialogue.

A label by itself proves little: headings, lists of facts and reactions of several people look the same. A dialogue
shows in labels that are names or roles, that come back, and in bodies that are spoken: a question, "I", "you", "we".
Quotations behind names are quotations, whatever the labels.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from onrecord.extract.transcripts.labels import Label, read_label, read_line_label
from onrecord.text.quotations import DOUBLE_MARKS
from onrecord.text.spans import Span

FEWEST_TURNS = 3
_SPOKEN_SHARE = 0.5
_ADDRESSED_SHARE = 0.25
_MOSTLY = 0.8
_LONGEST_LOOK = 1_500
"""Code points of a body that are looked at: this bounds the time."""
_FEWEST_QUESTIONS = 3
_LONGEST_QUESTION = 600
_LAST_HEADING_LINE, _HEADING_WORDS = 15, 30
_MOST_BEFORE = 4
"""How many times as many lines must follow the first label of a page as paragraphs stand before it."""
_FIRST_PERSON = re.compile(r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur|[Mm]e|us|[Mm]yself|[Mm]ine|[Oo]urs)\b(?!\.)")
_SECOND_PERSON = re.compile(r"\b(?:[Yy]ou|[Yy]our|[Yy]ours|[Yy]ourself)\b")
_OPENER = re.compile(
    r"\W*(?:Yes|Yeah|No|Well|Okay|OK|Thanks?|Good (?:morning|afternoon|evening|day)|Hello|Hi|Right|Sure|Absolutely|"
    r"Exactly|Please|Welcome|Correct|So|Because|Never|Once|Sorry|Indeed|Of course|Let|Let’s|Let's)\b"
)
_INTERVIEW = re.compile(
    r"\b(?:[Ii]nterview|Q ?& ?A|Q and A|[Cc]onversation with|[Tt]ranscript|[Ss]poke (?:to|with)|[Ss]peaks? (?:to|with)|"
    r"[Tt]alk(?:s|ed)? (?:to|with)|[Ss]at down|[Aa]nswer(?:s|ed)\b|[Cc]hat(?:s|ted)? with)"
)
_QUOTED = re.compile(r"[“\"][^”\"\n]{0,2000}[”\"]")
_NOTE = re.compile(r"[\s\"“]*[\[(][^\[\]()\n]{1,80}[\])][.\s]*")

IsPerson = Callable[[Label], bool]
"""Tells whether the name of a label is a person's."""


@dataclass(frozen=True, slots=True)
class Dialogue:
    """The labels of a dialogue.

    Attributes:
        lines: The lines of the text, in order.
        labels: The label of each line that begins a turn, by the index of the line.
        is_page: Whether the dialogue is the whole page and not an excerpt inside an article.
    """

    lines: Sequence[Span]
    labels: dict[int, Label]
    is_page: bool


def is_spoken(text: str, span: Span) -> bool:
    """Tell whether words show that somebody speaks to somebody: a question, "I", "you", a greeting."""
    words = _own_words(text, span)
    if _FIRST_PERSON.search(words) or _SECOND_PERSON.search(words) or "?" in words:
        return True
    return _OPENER.match(words) is not None


def is_first_person(text: str, span: Span) -> bool:
    """Tell whether "I" or "we" stands in a span outside quotation marks."""
    return _FIRST_PERSON.search(_own_words(text, span)) is not None


def skip_notes(text: str, span: Span) -> Span:
    """Leave out notes in brackets at the beginning: "(Laughter.)"."""
    start = span.start
    while start < span.end:
        note = _NOTE.match(text, start, span.end)
        if note is None or note.end() == start:
            break
        start = note.end()
    return Span(start, span.end)


def find_dialogue(text: str, lines: Sequence[Span], is_person: IsPerson, title: str = "") -> Dialogue | None:
    """Find the labels of a dialogue.

    Labels on the line of the words come first, then names on lines of their own, then questions in emphasis, then
    paragraphs that are questions.

    Args:
        text: The text.
        lines: Its paragraphs, cut where a label begins inside.
        is_person: Whether the name of a label is a person's.
        title: The title of the report, which may call it an interview.

    Returns:
        The dialogue, or None where the text has none.
    """
    if len(lines) == 0:
        return None
    inline = {index: label for index, line in enumerate(lines) if (label := read_label(text, line))}
    search = _Search(text, lines, is_person, title)
    for find in (search.with_labels, search.with_one_label, search.with_name_lines, search.with_questions):
        labels = find(inline)
        if labels:
            return Dialogue(lines, labels, search.is_page(labels))
    return None


def may_have_dialogue(text: str, lines: Sequence[Span], title: str = "") -> bool:
    """Tell whether a text has anything that could be a dialogue, without knowing its people; quick."""
    return find_dialogue(text, lines, lambda label: not label.is_role, title) is not None


@dataclass(frozen=True, slots=True)
class _Search:
    text: str
    lines: Sequence[Span]
    is_person: IsPerson
    title: str

    def is_page(self, labels: dict[int, Label]) -> bool:
        """Tell a page from an excerpt: little but headings and notes stands before the first turn."""
        first = min(labels)
        before = sum(self._is_prose(line) for line in self.lines[:first])
        return before <= 1 or _MOST_BEFORE * before < len(self.lines) - first

    def with_labels(self, inline: dict[int, Label]) -> dict[int, Label]:
        """Labels before the words of the turn."""
        if self._is_headline():
            inline = {index: label for index, label in inline.items() if index > 0}
        found = {index: label for index, label in inline.items() if self._body(index, label) is not None}
        found = _without_single_letters(found)
        strong = {label.key for label in found.values() if self._is_strong(label)}
        spoken = self._spoken_share_by_key(found)
        counts = Counter(label.key for label in found.values())
        keys = strong | {key for key, count in counts.items() if count > 1 and spoken[key] >= _SPOKEN_SHARE}
        keys |= {label.key for label in self._between(found, strong)}
        turns = {index: label for index, label in found.items() if label.key in keys}
        in_capitals = [_is_capitals(label) for label in turns.values() if len(label.name) > 1]
        if in_capitals and sum(in_capitals) >= _MOSTLY * len(in_capitals):
            turns |= {i: label for i, label in found.items() if _is_capitals(label) and not label.is_numbered}
            turns = {i: label for i, label in turns.items() if _is_capitals(label) or not self._is_plain(label)}
        if not self._is_dialogue(turns, strong):
            return {}
        # A label with nothing but a note behind it, "(Off-mike.)", ends the turn before it.
        silent = {i: label for i, label in inline.items() if i not in found and not self._is_bare(label, i)}
        return turns | {i: label for i, label in silent.items() if label.key in keys}

    def _between(self, labels: dict[int, Label], strong: set[str]) -> Iterator[Label]:
        """The labels that stand between two turns of one known speaker and answer or ask."""
        in_order = list(labels.items())
        for (_, before), (index, label), (_, after) in zip(in_order, in_order[1:], in_order[2:], strict=False):
            if before.key == after.key != label.key and before.key in strong:
                body = self._body(index, label)
                if body is not None and is_spoken(self.text, body):
                    yield label

    def _is_dialogue(self, turns: dict[int, Label], strong: set[str]) -> bool:
        bodies = [self._body(index, label) or self.lines[index] for index, label in turns.items()]
        counts = _count_people(turns)
        if all(label.asks or label.answers for label in turns.values()) and not self._is_addressed(turns):
            return False
        if self._has_question_and_answer(turns):
            return True
        if len(turns) < FEWEST_TURNS or (len(counts) < 2 and "" not in counts):
            return False
        if 2 * sum(self._is_quotation(body) for body in bodies) >= len(bodies):
            return False
        known = sum(label.key in strong for label in turns.values())
        share = sum(is_spoken(self.text, body) for body in bodies) / len(bodies)
        returns = max(counts.values()) > 1
        enough = _SPOKEN_SHARE if returns else _MOSTLY
        return 2 * known >= len(turns) and share >= enough

    def _is_addressed(self, turns: dict[int, Label]) -> bool:
        """Tell an interview from an article in questions and answers: somebody says "you", "I" or "we"."""
        bodies = (self._body(index, label) for index, label in turns.items())
        words = (_own_words(self.text, body) for body in bodies if body is not None)
        spoken = sum(bool(_FIRST_PERSON.search(own) or _SECOND_PERSON.search(own)) for own in words)
        return _ADDRESSED_SHARE * len(turns) <= spoken

    def _has_question_and_answer(self, turns: dict[int, Label]) -> bool:
        """Tell whether an asker is followed by somebody else: two such turns are a dialogue."""
        labels = list(turns.items())
        return any(
            one.asks and one.form != "emphasis" and not other.asks and self._asks(index, one)
            for (index, one), (_, other) in pairwise(labels)
        )

    def with_one_label(self, inline: dict[int, Label]) -> dict[int, Label]:
        """The one label of a speech: below the heading, with the first person in what follows."""
        strong = {i: label for i, label in inline.items() if label.form == "colon" and self._is_strong(label)}
        if not strong or len({label.key for label in strong.values()}) > 1:
            return {}
        first, label = next(iter(strong.items()))
        if first > _LAST_HEADING_LINE or not (label.is_titled or label.is_role or len(label.name.split()) > 1):
            return {}
        if any(self._is_prose(line) for line in self.lines[:first]) or label.asks or label.answers:
            return {}
        after = [self._body(first, label) or self.lines[first], *self.lines[first + 1 : first + 4]]
        spoken = sum(is_first_person(self.text, body) for body in after)
        is_speech = _is_capitals(label) and 2 * spoken >= len(after) and not self._is_quotation(after[0])
        return strong if is_speech else {}

    def with_name_lines(self, inline: dict[int, Label]) -> dict[int, Label]:
        """Names on lines of their own above the words of the turn; names that follow one another are a list."""
        found = {i: label for i, line in enumerate(self.lines) if (label := read_line_label(self.text, line))}
        found |= {i: label for i, label in inline.items() if label.form == "colon" and self._is_bare(label, i)}
        turns = {i: label for i, label in found.items() if i + 1 < len(self.lines) and i + 1 not in found}
        counts = Counter(label.key for label in turns.values())
        returning = {key for key, count in counts.items() if count > 1}
        strong = {label.key for label in turns.values() if self._is_strong(label)}
        turns = {i: label for i, label in turns.items() if label.key in strong}
        if len(turns) < FEWEST_TURNS or len({label.key for label in turns.values()}) < 2 or not returning & strong:
            return {}
        spoken = sum(is_spoken(self.text, self.lines[i + 1]) for i in turns)
        return turns if spoken >= _SPOKEN_SHARE * len(turns) else {}

    def with_questions(self, inline: dict[int, Label]) -> dict[int, Label]:
        """Questions in emphasis, or paragraphs that are questions to "you" with answers that say "I"."""
        found = {i: label for i, label in inline.items() if label.form == "emphasis" and i + 1 < len(self.lines)}
        if len(found) > 1:
            spoken = sum(is_spoken(self.text, self.lines[i + 1]) for i in found)
            return self._with_emphasised(found) if spoken >= _SPOKEN_SHARE * len(found) else {}
        asked = {i: line for i, line in enumerate(self.lines[:-1]) if self._is_question(line)}
        asked = {i: line for i, line in asked.items() if i + 1 not in asked}
        if len(asked) < _FEWEST_QUESTIONS or not self._is_interview(min(asked)):
            return {}
        to_you = sum(_SECOND_PERSON.search(_own_words(self.text, line)) is not None for line in asked.values())
        by_me = sum(is_first_person(self.text, self.lines[i + 1]) for i in asked)
        if to_you < _SPOKEN_SHARE * len(asked) or by_me < _SPOKEN_SHARE * len(asked):
            return {}
        return {i: Label("emphasis", None, None, "", line.start, line.start) for i, line in asked.items()}

    def _is_interview(self, first: int) -> bool:
        """Tell whether the title, or what stands above the first question, speaks of an interview."""
        begin = self.lines[first].start
        return _INTERVIEW.search(f"{self.title}\n{self.text[max(0, begin - _LONGEST_LOOK) : begin]}") is not None

    def _with_emphasised(self, found: dict[int, Label]) -> dict[int, Label]:
        """Take in what an asker says without a question mark: the other paragraphs in the same emphasis."""
        first, label = next(iter(found.items()))
        mark = self.text[label.begin : label.body]
        others = {}
        for index in range(first, len(self.lines) - 1):
            line = self.lines[index]
            inner = self.text[line.start + len(mark) : line.end - len(mark)]
            is_whole = self.text.startswith(mark, line.start) and self.text.endswith(mark, line.start, line.end)
            if is_whole and mark not in inner and len(inner.split()) > 2:
                others[index] = replace(label, begin=line.start, body=line.start + len(mark))
        return others | found

    def _is_question(self, line: Span) -> bool:
        is_whole = line.end - line.start <= _LONGEST_QUESTION and self.text[line.start] not in DOUBLE_MARKS
        return is_whole and self.text[line.end - 1] == "?"

    def _body(self, index: int, label: Label) -> Span | None:
        """The words of a turn on its first lines; None where there are none."""
        span = skip_notes(self.text, Span(label.body, self.lines[index].end))
        if span.start < span.end and self.text[span.start : span.end].strip(" *_"):
            return Span(span.start, min(span.end, span.start + _LONGEST_LOOK))
        has_next = label.body >= self.lines[index].end and index + 1 < len(self.lines)
        if not has_next or read_label(self.text, self.lines[index + 1]) is not None:
            return None
        return self.lines[index + 1]

    def _is_headline(self) -> bool:
        """Tell "Varga: The Dam Will Hold" above an article from a turn."""
        return self.text[self.lines[0].end - 1].isalnum() and len(self.lines) > 1

    def _is_plain(self, label: Label) -> bool:
        """Tell a bare name in small letters, which is no label where the others are in capitals."""
        return not (label.is_role or label.is_titled or label.noted) and label.form == "colon"

    def _is_bare(self, label: Label, index: int) -> bool:
        return not self.text[label.body : self.lines[index].end].strip()

    def _is_strong(self, label: Label) -> bool:
        if label.form in ("letter", "arrows", "emphasis") or label.noted or label.is_titled:
            return True
        return label.is_role or (self.is_person(label) and not label.is_numbered)

    def _spoken_share_by_key(self, labels: dict[int, Label]) -> dict[str, float]:
        spoken: dict[str, list[bool]] = defaultdict(list)
        for index, label in labels.items():
            spoken[label.key].append(is_spoken(self.text, self._body(index, label) or self.lines[index]))
        return {key: sum(values) / len(values) for key, values in spoken.items()}

    def _asks(self, index: int, label: Label) -> bool:
        return "?" in self.text[label.body : min(self.lines[index].end, label.body + _LONGEST_LOOK)]

    def _is_quotation(self, body: Span) -> bool:
        return self.text[body.start] in DOUBLE_MARKS and self.text[body.start : body.end].rstrip()[-1] in DOUBLE_MARKS

    def _is_prose(self, line: Span) -> bool:
        words = self.text[line.start : line.end]
        return len(words.split()) > _HEADING_WORDS and words.rstrip()[-1] in '.!?”"'


def _count_people(labels: dict[int, Label]) -> Counter[str]:
    """Count the turns of each person; a surname that ends the full name on another label is the same person."""
    counts = Counter(label.key for label in labels.values())
    full = {key.rsplit(" ", 1)[-1]: key for key in counts if " " in key}
    people: Counter[str] = Counter()
    for key, count in counts.items():
        people[full.get(key, key)] += count
    return people


def _without_single_letters(labels: dict[int, Label]) -> dict[int, Label]:
    """Drop letters without their counterpart: "A Tamm official" is an answer only right behind a "Q"."""
    letters = {label.name[:1] for label in labels.values() if label.asks and label.form in ("letter", "colon")}
    kept: dict[int, Label] = {}
    before: Label | None = None
    for index, label in labels.items():
        if label.form == "letter" and label.answers and ("Q" not in letters or before is None or before.answers):
            continue
        kept[index] = before = label
    return kept


def _own_words(text: str, span: Span) -> str:
    """The words of a span without those in quotation marks, unless they are all."""
    words = text[span.start : min(span.end, span.start + _LONGEST_LOOK)]
    outside = _QUOTED.sub(" ", words)
    return outside if outside.strip() else words


def _is_capitals(label: Label) -> bool:
    letters = [c for c in label.name if c.isalpha()]
    return sum(c.isupper() for c in letters) >= _MOSTLY * len(letters) and len(letters) > 0
