"""Labels: the words at the head of a line that say whose turn begins.

A label is a name or a role before a colon (``Ms Varga, the chair (on camera):``), alone on its line, a letter (``Q``
and ``A.``), arrows (``>>``), or none where a question in emphasis begins a turn by itself. Whether such lines make a
dialogue is decided in :mod:`onrecord.extract.transcripts.dialogue`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from onrecord import lexicon
from onrecord.lexicon.given_names import given_names
from onrecord.names.persons import is_title
from onrecord.names.roles import ROLE_NOUNS
from onrecord.text.spans import Span

Form = Literal["colon", "line", "letter", "arrows", "emphasis"]

DIALOGUE_ROLES = lexicon.values("dialogue-role")
"""Words for somebody in a dialogue who is not named; the value says whether this one asks or answers."""
_HEADINGS = lexicon.words("heading")
_SMALL_WORDS = lexicon.words("inside-name", "surname-particle", "role-adjective", "person") | ROLE_NOUNS
_LONGEST_LABEL, _MOST_NAME_WORDS = 140, 8
_OPENING = re.compile(r"[\s*_#\"“]{0,8}(?:[\[(]?\d{1,2}:\d\d(?::\d\d)?[\])]?[\s*_-]{0,4})?[*_\[(]{0,4}")
_CLOSING = re.compile(r"[\s*_\])]{0,6}")
_COLON = re.compile(r":(?=[\s*_\])]|$)", re.MULTILINE)
_NOTE = re.compile(r"\s*[\[(][^\[\]()]{1,80}[\])]?\s*$")
_TIME_NOTE = re.compile(r"[\s\[(]*\b\d{1,2}:\d\d(?::\d\d)?[\s\])]*$")
_ROLE_MARK = re.compile(r"\s*,\s+|\s+(?:--?|[–—|/])\s+|\s*[–—]\s*|\s*\|\s*")
_NAME_WORD = re.compile(r"[^\W_][\w.'’&-]{0,30}|&")
_LETTER = re.compile(r"(Q|A)(?:\d{0,2}[.)]\s+|\d{0,2}\s?[–—-]{1,2}\s+|[ \t\xa0]+(?=[\"“(\[]?[A-Z0-9]))")
_ARROWS = re.compile(r"(>{2,3}|(?:&gt;){2,3})[ \t\xa0]*")
_EMPHASIS = re.compile(r"(\*{1,3}|_{1,3})(?=[^\s*_])")
_EMPHASIS_END = re.compile(r"[*_]{1,3}$")
_SENTENCE_END = ".?!…;,"
_HOME = re.compile(r"(?<=\w) (?:of|from) ")
_SENTENCE_BREAK = re.compile(r"[a-zß-ÿ]{3}[.?!]\s")
_MOST_ROLE_WORDS = 14
_CLAUSE_WORDS = lexicon.words("subject-pronoun", "reporting", "first-person-possessive") | {"is", "was", "are", "were"}
_NO_NAMES = (lexicon.words("not-name", "reporting") | {"on", "in", "at", "said", "to"}) - {"the", "a"}


@dataclass(frozen=True, slots=True)
class Label:
    """What begins a turn.

    Attributes:
        form: How it is printed.
        source: The name or role with what follows it ("Ms Varga, the chair"), without a note; None where nothing is
            printed.
        cue: The colon or the arrows, or None.
        name: The name or role alone ("Ms Varga"), empty where there is none.
        begin: Where its line begins.
        body: Where the words of the turn begin.
        noted: Whether a note in brackets follows the name ("on camera").
    """

    form: Form
    source: Span | None
    cue: Span | None
    name: str
    begin: int
    body: int
    noted: bool = False

    @property
    def key(self) -> str:
        """The name in lower case without titles: labels with one key are one person."""
        words = [word.strip(".").lower() for word in self.name.split()]
        core = words[:]
        while len(core) > 1 and is_title(core[0]):
            core.pop(0)
        return " ".join(words if self.is_role else core)

    @property
    def is_role(self) -> bool:
        """Whether the label is a role and no name: "Q", "The Chair", "PRIME MINISTER", "Speaker 2"."""
        words = [word.strip(".").lower() for word in self.name.split()]
        while len(words) > 1 and (words[-1].isdigit() or words[-1] in _NUMBERS):
            words.pop()
        if not words:
            return True
        last = words[-1].rstrip("0123456789")
        if last in DIALOGUE_ROLES:
            return True
        # "Mr Baker", "Justice Cook" and "Ada Painter" are names, "Vice President" is a role.
        before = words[-2] if len(words) > 1 else ""
        is_named = is_title(before) or (before in given_names() and before not in _ROLES)
        return last in _ROLES and not (is_named and not is_title(last))

    @property
    def is_numbered(self) -> bool:
        """Whether the label counts something that is no role: "Point One"."""
        return not self.is_role and self.name.split()[-1].lower() in _NUMBERS

    @property
    def is_titled(self) -> bool:
        """Whether a name follows a title: "Mr. Kirby", "PRESIDENT ORELLANA"."""
        words = self.name.split()
        return len(words) > 1 and is_title(words[0].strip(".")) and not self.is_role

    @property
    def asks(self) -> bool:
        """Whether the label is that of an asker: "Q", "Interviewer"."""
        return self.form == "emphasis" or self._dialogue_role == "asks"

    @property
    def answers(self) -> bool:
        """Whether the label is that of somebody who answers: "A"."""
        return self._dialogue_role == "answers"

    @property
    def _dialogue_role(self) -> str:
        return DIALOGUE_ROLES.get(self.name.lower().rstrip("0123456789. "), "")


_NUMBERS = frozenset("one two three four five six i ii iii iv".split())
_ROLES = ROLE_NOUNS | lexicon.words("person")


def find_lines(text: str, paragraphs: Sequence[Span]) -> Iterator[Span]:
    """Cut paragraphs where a line inside begins with a label: a dialogue may have no blank lines.

    Args:
        text: The text.
        paragraphs: Its paragraphs, in order.

    Yields:
        Spans in order; together they cover the paragraphs.
    """
    for paragraph in paragraphs:
        begin = paragraph.start
        at = text.find("\n", begin, paragraph.end)
        while at >= 0:
            line_end = text.find("\n", at + 1, paragraph.end)
            line = Span(at + 1, line_end if line_end >= 0 else paragraph.end)
            if read_label(text, line) is not None and text[begin:at].strip():
                yield Span(begin, at)
                begin = at + 1
            at = line_end
        yield Span(begin, paragraph.end)


def read_label(text: str, line: Span) -> Label | None:
    """Read the label at the head of a line, if there is one.

    Args:
        text: The text.
        line: A line or a paragraph.

    Example:
        >>> read_label("Ms Varga (on camera): It will hold.", Span(0, 35)).name
        'Ms Varga'
    """
    arrows = _ARROWS.match(text, line.start, line.end)
    if arrows is not None:
        named = _read_colon(text, Span(arrows.end(), line.end), line.start)
        return named or Label("arrows", None, Span(*arrows.span(1)), "", line.start, arrows.end())
    opening = _OPENING.match(text, line.start, line.end)
    begin = opening.end() if opening else line.start
    letter = _LETTER.match(text, begin, line.end)
    if letter is not None:
        return Label("letter", Span(*letter.span(1)), None, letter[1], line.start, letter.end())
    return _read_colon(text, Span(begin, line.end), line.start) or _read_emphasis(text, line)


def read_line_label(text: str, line: Span) -> Label | None:
    """Read a line that is nothing but a label, such as a name in bold above a turn.

    Args:
        text: The text.
        line: A line or a paragraph.

    Example:
        >>> read_line_label("**Beate Strand** - Chief Executive", Span(0, 34)).name
        'Beate Strand'
    """
    if line.end - line.start > _LONGEST_LABEL or "\n" in text[line.start : line.end]:
        return None
    opening = _OPENING.match(text, line.start, line.end)
    begin, end = opening.end() if opening else line.start, line.end
    while end > begin and (text[end - 1] in "*_" or text[end - 1].isspace()):
        end -= 1
    if end <= begin or text[end - 1] in _SENTENCE_END:
        return None
    return _make_label("line", text, Span(begin, end), None, line.start, line.end)


def is_turn(text: str, source: Sequence[Span], cue: Sequence[Span], content: Sequence[Span]) -> bool:
    """Tell whether an attribution reads ``SPEAKER: words`` with the label at the head of its line."""
    if len(source) != 1 or len(cue) != 1 or text[cue[0].start : cue[0].end].strip() != ":" or not content:
        return False
    before = text[text.rfind("\n", 0, source[0].start) + 1 : source[0].start]
    is_label = text[source[0].start : source[0].end].isupper() and not before.strip(' \t\xa0[(*"“')
    return is_label and source[0].end <= cue[0].start and content[0].start >= cue[0].end


def _read_colon(text: str, span: Span, begin: int) -> Label | None:
    colon = _COLON.search(text, span.start, min(span.end, span.start + _LONGEST_LABEL))
    if colon is None or "\n" in text[span.start : colon.start()]:
        return None
    closing = _CLOSING.match(text, colon.end(), span.end)
    body = closing.end() if closing else colon.end()
    return _make_label("colon", text, Span(span.start, colon.start()), Span(*colon.span()), begin, body)


def _make_label(form: Form, text: str, printed: Span, cue: Span | None, begin: int, body: int) -> Label | None:
    words = text[printed.start : printed.end].rstrip(" \t\xa0*_")
    if words.endswith("]") and "[" not in words:
        words = words[:-1]
    bare = _TIME_NOTE.sub("", words)
    plain = _NOTE.sub("", bare)
    name = _ROLE_MARK.split(plain, maxsplit=1)[0].strip(" *_")
    if not _is_name_like(name):
        return None
    source = plain.rstrip(" *_")
    if not _is_role_like(source[len(name) :]):
        return None
    home = _HOME.search(name)
    if home is not None and not is_title(name[: home.start()].split()[-1].strip(".")):
        name = name[: home.start()]
    return Label(form, Span(printed.start, printed.start + len(source)), cue, name, begin, body, plain != bare)


def _is_role_like(words: str) -> bool:
    """Tell whether what follows a name can be a role, a firm or a place: no sentence, and no clause."""
    found = [word.strip(".,'’-–—|/").lower() for word in words.split()]
    if len(found) > _MOST_ROLE_WORDS or _SENTENCE_BREAK.search(words):
        return False
    return _CLAUSE_WORDS.isdisjoint(found)


def _is_name_like(name: str) -> bool:
    """Tell whether words can be a name or a role: few, with capitals, none that heads something else."""
    words = name.split()
    if not words or len(words) > _MOST_NAME_WORDS or not words[0][0].isupper():
        return False
    if not _HEADINGS.isdisjoint(word.strip(".").upper() for word in words):
        return False
    first = words[0].strip(".").lower()
    if (first in _NO_NAMES and not is_title(first)) or any(word.endswith(("'s", "’s")) for word in words):
        return False
    return all(_is_name_word(word, place == len(words) - 1) for place, word in enumerate(words))


def _is_name_word(word: str, is_last: bool) -> bool:
    if is_last and word.isdigit() and len(word) <= 2:
        return True
    if _NAME_WORD.fullmatch(word) is None:
        return False
    if word[0].isupper():
        # A full stop ends a sentence unless it is that of an initial or an abbreviation.
        return not (word.endswith(".") and len(word) > 5)
    return word in _SMALL_WORDS or word == "&"


def _read_emphasis(text: str, line: Span) -> Label | None:
    """A paragraph that is one question in emphasis."""
    opening = _EMPHASIS.match(text, line.start, line.end)
    if opening is None or not text.endswith(opening[1], line.start, line.end):
        return None
    words = text[opening.end() : line.end - len(opening[1])]
    if not words.rstrip().endswith("?") or opening[1] in words:
        return None
    return Label("emphasis", None, None, "", line.start, opening.end())
