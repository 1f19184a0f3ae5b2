"""The query of a search, and the language of its words.

::

    grain ships          both words, anywhere in the content
    "grain ships"        the two beside one another
    sanction*            words that begin so
    grain OR wheat       either
    grain -wheat         the first word without the second; NOT wheat is equivalent; a dash alone is ignored
    (grain OR wheat) ships

Words are split and normalised as in the index (:mod:`onrecord.store.base.words`). The query becomes a tree, and each
database writes the tree in its own query language. No user input reaches a database unparsed.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date

from onrecord.errors import ConfigurationError, QueryError
from onrecord.record import Kind
from onrecord.store.base.word_forms import find_forms
from onrecord.store.base.words import find_words, split_words

_MOST_TERMS = 200
_DEEPEST = 40
_QUOTES = {'"': '"', "“": "”", "„": "“", "«": "»"}
_TOKEN = re.compile(r"\s+|[()]|(?P<exclude>-(?=[\w\"“„«(]))|[\"“„«]|[^\s()\"“”„«»]+|.", re.DOTALL)
_DASH = re.compile("[-‐-―−]+")
_DAY = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Adjacent words, or one word.

    Attributes:
        words: Normalised words.
        is_prefix: Whether the last one is a prefix of a word.
    """

    words: tuple[str, ...]
    is_prefix: bool = False


@dataclass(frozen=True, slots=True)
class AllOf:
    """All wanted nodes, and no unwanted one."""

    wanted: tuple[Node, ...]
    unwanted: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of several nodes."""

    nodes: tuple[Node, ...]


Node = Phrase | AllOf | AnyOf


@dataclass(frozen=True, slots=True)
class DateRange:
    """A range of days, both ends included. An end that is None is open.

    Attributes:
        start: First day, ISO.
        end: Last day, ISO.

    Raises:
        ConfigurationError: An end is not a day, or the range ends before it starts.

    Example:
        >>> DateRange("2031-01-05", "2031-02-28")
        DateRange(start='2031-01-05', end='2031-02-28')
    """

    start: str | None = None
    end: str | None = None

    def __post_init__(self) -> None:
        """Check the days."""
        for day in (self.start, self.end):
            if day is not None and _read_day(day, last=False) != day:
                raise ConfigurationError(f"{day!r} is not a date; write it as YYYY-MM-DD, such as 2024-09-22")
        if self.start and self.end and self.end < self.start:
            raise ConfigurationError(f"the range {self.start}..{self.end} ends before it starts; swap its ends")

    @classmethod
    def parse(cls, words: str) -> DateRange:
        """Parse a range of days, months or years: ``2031-01-05..2031-02``, ``2031-01..``, ``..2031``, ``2031-03``.

        Raises:
            ConfigurationError: The words are not a range.

        Example:
            >>> DateRange.parse("2031-02")
            DateRange(start='2031-02-01', end='2031-02-28')
        """
        start, dots, end = words.strip().partition("..")
        if not dots:
            end = start
        if not start and not end:
            raise ConfigurationError(f"the range {words!r} has no end; write it like 2031-01-05..2031-02-01 or 2031-03")
        return cls(_read_day(start, last=False) if start else None, _read_day(end, last=True) if end else None)


def _read_day(words: str, last: bool) -> str:
    """Parse a day, or the first or last day of a month or year."""
    found = _DAY.fullmatch(words.strip())
    try:
        if found is None:
            raise ValueError(words)
        year, month, day = (int(part) if part else None for part in found.groups())
        assert year is not None
        if day is not None and month is not None:
            return date(year, month, day).isoformat()
        if not last:
            return date(year, month or 1, 1).isoformat()
        return date(year, month or 12, monthrange(year, month or 12)[1]).isoformat()
    except ValueError as error:
        raise ConfigurationError(f"{words!r} is not a date; write it as YYYY-MM-DD, YYYY-MM or YYYY") from error


@dataclass(frozen=True, slots=True)
class Query:
    """A query for statements. Empty fields set no condition.

    Attributes:
        words: Words of the content, in this module's query language.
        speaker: Name or id of a speaker, or several alternatives. A name matches everyone it may refer to.
        role: Words of the speaker's role, as printed, in the same query language.
        kind: direct, indirect or mixed.
        publisher: Name of a publisher of the report.
        said: Range that contains the whole time of the statement.
        published: Range that contains the day of publication.
        confidence: Minimum confidence, from 0 to 1.
        report: Id of the only report to search.
        gloss: False leaves glosses out, True finds only them, None finds both.
        about: What the statement is about: an :class:`~onrecord.store.EventQuery`, or the id of an event or of
            negotiations.
        forms: Whether words also find their other forms: "sanction" finds "sanctions". Phrases and prefixes stay exact.
        doubt: Minimum doubt: what the confidence lacks, and 1 more for an unresolved speaker. What a person made,
            changed or accepted has none. So 0.3 finds what is unsure, and 1 the unresolved speakers.
        tag: Tag that a person gave the statement.

    Example:
        >>> Query("grain -wheat", speaker="Ilse Brandvold", said=DateRange.parse("2031-03"))
    """

    words: str = ""
    speaker: tuple[str, ...] | str = ()
    role: str = ""
    kind: Kind | None = None
    publisher: str | None = None
    said: DateRange | None = None
    published: DateRange | None = None
    confidence: float = 0.0
    report: str | None = None
    gloss: bool | None = None
    forms: bool = False
    about: object = None
    doubt: float = 0.0
    tag: str | None = None
    _parsed: tuple[Node | None, Node | None] = field(init=False, repr=False, compare=False, default=(None, None))

    def __post_init__(self) -> None:
        """Check the query once, before any database sees it."""
        if isinstance(self.speaker, str):
            object.__setattr__(self, "speaker", (self.speaker,))
        if not 0 <= self.confidence <= 1:
            raise ConfigurationError(f"confidence {self.confidence} is not from 0 to 1")
        if not 0 <= self.doubt <= 2:
            raise ConfigurationError(f"doubt {self.doubt} is not from 0 to 2")
        content = parse_words(self.words)
        content = _add_forms(content) if self.forms and content is not None else content
        object.__setattr__(self, "_parsed", (content, parse_words(self.role)))

    @property
    def content_node(self) -> Node | None:
        """The words as a tree."""
        return self._parsed[0]

    @property
    def role_node(self) -> Node | None:
        """The words of the role as a tree."""
        return self._parsed[1]


def parse_words(query: str) -> Node | None:
    """Parse the words of a query.

    Returns:
        The tree, or None for an empty query.

    Raises:
        QueryError: The words do not parse.

    Example:
        >>> parse_words("grain ships")
        AllOf(wanted=(Phrase(words=('grain',)), Phrase(words=('ships',))))
    """
    if not query.strip():
        return None
    parser = _Parser(query)
    node = parser.parse_any_of(0)
    if parser.peek_token() is not None:
        raise parser.fail("a parenthesis closes that was never opened; take it away")
    return node


def _add_forms(node: Node) -> Node:
    """Let each single word of a query stand for all its forms."""
    if isinstance(node, AnyOf):
        return AnyOf(tuple(map(_add_forms, node.nodes)))
    if isinstance(node, AllOf):
        return AllOf(tuple(map(_add_forms, node.wanted)), tuple(map(_add_forms, node.unwanted)))
    if node.is_prefix or len(node.words) > 1:
        return node
    forms = find_forms(node.words[0])
    return node if len(forms) == 1 else AnyOf(tuple(Phrase((form,)) for form in forms))


class _Parser:
    """Reads a query from left to right, one token ahead."""

    def __init__(self, query: str) -> None:
        self.query = query
        self.tokens = [(found[0], found.start()) for found in _TOKEN.finditer(query) if not _is_filler(found)]
        self.at = 0
        self.terms = 0

    def peek_token(self) -> str | None:
        return self.tokens[self.at][0] if self.at < len(self.tokens) else None

    def take_token(self) -> str:
        self.at += 1
        return self.tokens[self.at - 1][0]

    def fail(self, reason: str, position: int | None = None) -> QueryError:
        if position is None:
            position = self.tokens[self.at][1] if self.at < len(self.tokens) else len(self.query)
        return QueryError(self.query, position, reason)

    def parse_any_of(self, depth: int) -> Node:
        nodes = [self.parse_all_of(depth)]
        while self.peek_token() == "OR":
            self.take_token()
            nodes.append(self.parse_all_of(depth))
        return nodes[0] if len(nodes) == 1 else AnyOf(tuple(nodes))

    def parse_all_of(self, depth: int) -> Node:
        wanted: list[Node] = []
        unwanted: list[Node] = []
        begun = self.at
        while (ahead := self.peek_token()) not in (None, "OR", ")"):
            if ahead == "AND" and (wanted or unwanted):
                self.take_token()
            is_unwanted = self.peek_token() in ("-", "NOT")
            if is_unwanted:
                self.take_token()
            (unwanted if is_unwanted else wanted).append(self.parse_operand(depth))
        if not wanted:
            position = self.tokens[begun][1] if begun < len(self.tokens) else len(self.query)
            reason = "only says what to leave out; name a word to look for" if unwanted else "a word is missing here"
            raise self.fail(reason, position)
        return wanted[0] if len(wanted) == 1 and not unwanted else AllOf(tuple(wanted), tuple(unwanted))

    def parse_operand(self, depth: int) -> Node:
        ahead = self.peek_token()
        if ahead is None or ahead in (")", "OR", "AND", "NOT", "-"):
            raise self.fail("a word is missing here")
        self.terms += 1
        if self.terms > _MOST_TERMS or depth > _DEEPEST:
            raise self.fail("is too long or too deep; look for less at once")
        if ahead == "(":
            return self._parse_group(depth)
        if ahead in _QUOTES:
            return self._parse_phrase(_QUOTES[ahead])
        return self._make_phrase(self.take_token(), self.tokens[self.at - 1][1])

    def _parse_group(self, depth: int) -> Node:
        opened = self.tokens[self.at][1]
        self.take_token()
        node = self.parse_any_of(depth + 1)
        if self.peek_token() != ")":
            raise self.fail("the parenthesis opened here is not closed", opened)
        self.take_token()
        return node

    def _parse_phrase(self, closing: str) -> Node:
        opened = self.tokens[self.at][1]
        end = self.query.find(closing, opened + 1)
        if end < 0 and closing == "”":
            end = self.query.find('"', opened + 1)
        if end < 0:
            raise self.fail("the quotation mark opened here is not closed", opened)
        while self.at < len(self.tokens) and self.tokens[self.at][1] <= end:
            self.at += 1
        return self._make_phrase(self.query[opened + 1 : end], opened)

    def _make_phrase(self, words: str, position: int) -> Phrase:
        folded = tuple(split_words(words))
        if not folded:
            raise self.fail(f"{words!r} holds no letter or digit to look for", position)
        return Phrase(folded, words.rstrip().endswith("*"))


def _is_filler(token: re.Match[str]) -> bool:
    """Tell whether a token has no meaning: white space, or a dash that is not directly before a word."""
    return token[0].isspace() or (token["exclude"] is None and _DASH.fullmatch(token[0]) is not None)


def find_matches(node: Node | None, text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Find the matches of a query's words in a text.

    Args:
        node: The query.
        text: The text.
        spans: The parts of it to look in.

    Returns:
        The span of each word or phrase that the query asks for, in order.
    """
    phrases = list(_wanted_phrases(node))
    found: set[tuple[int, int]] = set()
    for start, end in spans:
        words = list(find_words(text, start, end))
        for phrase in phrases:
            found.update(_find_phrase(phrase, words))
    return sorted(found)


def _wanted_phrases(node: Node | None) -> list[Phrase]:
    if node is None:
        return []
    if isinstance(node, Phrase):
        return [node]
    nodes = node.wanted if isinstance(node, AllOf) else node.nodes
    return [phrase for inner in nodes for phrase in _wanted_phrases(inner)]


def _find_phrase(phrase: Phrase, words: list[tuple[str, int, int]]) -> list[tuple[int, int]]:
    length = len(phrase.words)
    return [
        (words[at][1], words[at + length - 1][2])
        for at in range(len(words) - length + 1)
        if all(_fits(phrase, place, words[at + place][0]) for place in range(length))
    ]


def _fits(phrase: Phrase, place: int, word: str) -> bool:
    wanted = phrase.words[place]
    if phrase.is_prefix and place == len(phrase.words) - 1:
        return word.startswith(wanted)
    return word == wanted
