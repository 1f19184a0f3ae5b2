"""Who speaks in a dialogue: each label joined to the fullest name that the text has for it.

"ORENKO" is the Vera Orenko of the heading or of the list of participants, "THE PRESIDENT" the one president whom the
heading names, "A" the one person introduced above an interview. "Q" and "Operator" name no one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

from onrecord import lexicon
from onrecord.extract.speakers.found import GivenSpeaker
from onrecord.extract.transcripts.labels import Label
from onrecord.lexicon.given_names import given_names
from onrecord.names.persons import PersonName, is_title, may_be_same, name_keys, parse_name
from onrecord.names.roles import ROLE_NOUNS
from onrecord.text.spans import Span

LABEL, INTERVIEWEE, ROLE = "label", "interviewee", "role of the label"
_BY_LINE = re.compile(r"\b(?:[Bb]y|[Ii]nterviewer|[Hh]ost|[Pp]hotos?|[Ii]mages?)\b:?\s*$")
_INTERVIEW = re.compile(r"\b(?:interview|spoke|speak|talk|answer|sat down|question|told|tells|conversation|chat)")
_PART = re.compile(r"[^\W\d_]+")
_JOINT = re.compile(r"\w{0,2}(?:-|\s+(?:[^\W\d_]\.\s*){1,2})|[^\W\d_]\.\s+")
_NAME_WORD = re.compile(r"[^\W\d_][\w’'-]*\.?")
_LONGEST_NAME = 3
_OUTLETS = lexicon.words("outlet", "broadcaster", "credit")
_VOWELS = frozenset("aeiouyáàâäåæéèêëíìîïóòôöøúùûüý")
_MOST_CANDIDATES = 4
MOST_PERSONS = 60
"""Most persons of a heading, names on labels, and mentions of one surname to compare: this bounds the time."""
_NEAR_ROLE = 60


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """A person's name in the text or in the title of the report.

    Attributes:
        name: The name.
        span: Where it stands in the text; None in the title.
        context: The words around it, to find a role in.
        before: The words right before it.
    """

    name: PersonName
    span: Span | None
    context: str = ""
    before: str = ""


@dataclass(frozen=True)
class Participants:
    """Gives each label of a dialogue its speaker.

    Args:
        labels: The labels, in order.
        heading: The persons in the title and above the first turn, in order.
        others: The persons in the turns, in order.
    """

    labels: Sequence[Label]
    heading: Sequence[NamedPerson]
    others: Sequence[NamedPerson]
    _known: dict[str, GivenSpeaker] = field(default_factory=dict)

    def find_speaker(self, label: Label | None) -> GivenSpeaker:
        """Give the speaker of a label; None stands for the one who answers unlabelled."""
        key = label.key if label is not None else "a"
        if key not in self._known:
            self._known[key] = self._find(label)
        known = self._known[key]
        own = _name_span(label) if label is not None and known.name and known.how == LABEL else ()
        return GivenSpeaker(known.name, known.how, (*known.spans, *own), known.candidates)

    @cached_property
    def _labelled(self) -> list[NamedPerson]:
        """The persons whose names label turns, each once; a dialogue has few."""
        by_key = {label.key: label for label in self.labels if not label.is_role}
        first = islice(by_key.values(), MOST_PERSONS)
        return [person for label in first if (person := self._of_label(label)) is not None]

    @cached_property
    def _others_by_key(self) -> dict[str, list[NamedPerson]]:
        by_key: defaultdict[str, list[NamedPerson]] = defaultdict(list)
        for person in self.others:
            for key in name_keys(person.name):
                if person.name.given and len(by_key[key]) < MOST_PERSONS:
                    by_key[key].append(person)
        return by_key

    def _find(self, label: Label | None) -> GivenSpeaker:
        if label is None or label.answers:
            return self._interviewee()
        if label.asks or not label.name:
            return GivenSpeaker(None, LABEL)
        if label.is_role and not self._is_surname(label):
            return self._by_role(label)
        return self._by_name(label)

    def _is_surname(self, label: Label) -> bool:
        """Tell the "DEAN" who is the John Dean of an earlier label from a dean."""
        return any(p.name.given and p.name.surname == label.name.lower() for p in self._labelled)

    def _by_name(self, label: Label) -> GivenSpeaker:
        parsed = parse_name(label.name)
        if parsed is None:
            return GivenSpeaker(None, LABEL)
        others = [person for key in name_keys(parsed) for person in self._others_by_key.get(key, ())]
        for pool in (self.heading, [p for p in self._labelled if p.name != parsed], others):
            fitting = (p for p in pool if p.name.given and _may_name(parsed, label.name, p.name))
            # A full name stays as it is printed, whatever short form of it stands elsewhere.
            groups = _group(p for p in fitting if not parsed.given or p.name.given[0] == parsed.given[0])
            if len(groups) > 1:
                names = tuple(write_name(_fullest(group).name.plain) for group in groups[:_MOST_CANDIDATES])
                return GivenSpeaker(None, LABEL, (), names)
            if groups:
                return _give(_fullest([*groups[0], NamedPerson(parsed, None)]), groups[0], LABEL)
        return GivenSpeaker(write_name(parsed.plain), LABEL)

    def _of_label(self, label: Label) -> NamedPerson | None:
        parsed = parse_name(label.name)
        return NamedPerson(parsed, next(iter(_name_span(label)), None)) if parsed is not None else None

    def _by_role(self, label: Label) -> GivenSpeaker:
        """The one person of the heading whose role the label is."""
        words = [word.strip(".").lower() for word in label.name.split()]
        role = next((word for word in reversed(words) if word in ROLE_NOUNS), None)
        if role is None:
            return GivenSpeaker(None, LABEL)
        labelled = [person.name for person in self._labelled]
        fitting = [p for p in self.heading if re.search(rf"\b{re.escape(role)}\b", p.context.lower())]
        groups = _group(p for p in fitting if not any(may_be_same(p.name, name) for name in labelled))
        if len(groups) != 1:
            return GivenSpeaker(None, LABEL)
        found = groups[0][0].name
        others = (p for key in name_keys(found) for p in self._others_by_key.get(key, ()))
        in_turns = _group(p for p in others if may_be_same(p.name, found))
        group = [*groups[0], *(in_turns[0] if len(in_turns) == 1 else ())]
        return _give(_fullest(group), group, ROLE)

    def _interviewee(self) -> GivenSpeaker:
        """The one person introduced above the turns who writes no by-line and asks under no label."""
        labelled = [person.name for person in self._labelled]
        introduced = [
            person
            for person in self.heading
            if not _BY_LINE.search(person.before) and not any(may_be_same(person.name, name) for name in labelled)
        ]
        groups = [group for group in _group(introduced) if any(person.name.given for person in group)]
        if len(groups) > 1:
            asked = [group for group in groups if any(_INTERVIEW.search(person.context) for person in group)]
            groups = asked if len(asked) == 1 else groups
        if len(groups) == 1:
            return _give(_fullest(groups[0]), groups[0], INTERVIEWEE)
        names = tuple(write_name(_fullest(group).name.plain) for group in groups[:_MOST_CANDIDATES])
        return GivenSpeaker(None, INTERVIEWEE, (), names)


def _name_span(label: Label) -> tuple[Span, ...]:
    """Where the name of a label stands, without titles and roles."""
    parsed = parse_name(label.name)
    if parsed is None or label.source is None:
        return ()
    start = label.source.start + max(0, label.name.rfind(parsed.plain))
    return (Span(start, start + len(parsed.plain)),)


def write_name(name: str) -> str:
    """Write a name in capitals as names are written: "VERA McORENKO-TAMM" as "Vera McOrenko-Tamm".

    Example:
        >>> write_name("TOR O'HALLORAN")
        "Tor O'Halloran"
    """
    return " ".join(_write_word(word) for word in name.split())


def _write_word(word: str) -> str:
    letters = [c for c in word if c.isalpha()]
    plain = word[2:] if word.startswith("Mc") else word
    is_acronym = word.lower() in _OUTLETS or not _VOWELS.intersection(plain.lower())
    if len(letters) < 2 or not plain.isupper() or "." in word or is_acronym:
        return word
    written = _PART.sub(lambda part: part[0][0] + part[0][1:].lower(), plain)
    if word.startswith("Mc"):
        return "Mc" + written
    return "Mc" + written[2:].capitalize() if written.startswith("Mc") and len(written) > 3 else written


def _may_name(parsed: PersonName, printed: str, full: PersonName) -> bool:
    if may_be_same(parsed, full):
        return True
    initials = "".join(part[0] for part in (*full.given, full.surname))
    return printed.isupper() and 2 <= len(printed) <= 4 and printed.lower() == initials


def _give(best: NamedPerson, group: Sequence[NamedPerson], how: str) -> GivenSpeaker:
    spans = [person.span for person in (best, *group) if person.span is not None]
    return GivenSpeaker(write_name(best.name.plain), how, tuple(dict.fromkeys(spans))[:2])


def _group(persons: Iterable[NamedPerson]) -> list[list[NamedPerson]]:
    """Gather the names that can belong to one person, fuller ones first."""
    groups: list[list[NamedPerson]] = []
    for person in sorted(persons, key=lambda person: -person.name.size):
        same = [group for group in groups if may_be_same(group[0].name, person.name)]
        if same:
            same[0].append(person)
        elif len(groups) <= _MOST_CANDIDATES:
            groups.append([person])
    return groups


def _fullest(group: Sequence[NamedPerson]) -> NamedPerson:
    return max(group, key=lambda person: (person.name.size, len(person.name.given), not person.name.plain.isupper()))


def find_persons(text: str, spans: Iterable[Span], *, in_title: bool = False) -> Iterator[NamedPerson]:
    """Parse the names of persons.

    Args:
        text: The text.
        spans: Where names of persons stand in it, in order.
        in_title: Whether the text is the title of the report, in whose text the spans do not stand.
    """
    for span in _join_parts(text, spans):
        trimmed = _without_words_before(text, span)
        parsed = parse_name(" ".join(text[slice(*trimmed)].split()))
        if parsed is None or is_title(parsed.plain):
            continue
        begin = text.rfind("\n", 0, trimmed.start) + 1
        end = text.find("\n", trimmed.end)
        line_end = end if end >= 0 else len(text)
        before = text[max(begin, trimmed.start - _NEAR_ROLE) : trimmed.start]
        context = before + text[trimmed.start : min(line_end, trimmed.end + _NEAR_ROLE)]
        yield NamedPerson(parsed, None if in_title else trimmed, context, before)


def find_full_names(text: str, labels: Iterable[Label]) -> Iterator[Span]:
    """Find the surnames of labels behind given names, which headings in capitals hide from the tags.

    Args:
        text: A heading.
        labels: The labels of a dialogue.

    Yields:
        Spans from the first given name to the end of the surname.
    """
    parsed = (parse_name(label.name) for label in labels if label.name and not label.is_role)
    surnames = {name.surname for name in parsed if name is not None}
    words = list(_NAME_WORD.finditer(text))
    for place, word in enumerate(words):
        if word[0].lower() not in surnames:
            continue
        first = place
        while (
            first > 0 and _is_given(words[first - 1][0]) and text[words[first - 1].end() : words[first].start()] == " "
        ):
            first -= 1
        if (
            first == place
            and place > 0
            and _begins_entry(text, words[place - 1])
            and _is_next(text, words[place - 1], word)
        ):
            first = place - 1
        if first < place and len(words[first][0].rstrip(".")) > 1:
            yield Span(words[first].start(), word.end())


def find_names_behind_roles(text: str, labels: Iterable[Label]) -> Iterator[Span]:
    """Find the names behind the roles that label turns: "Remarks by President Lund" for "THE PRESIDENT".

    Args:
        text: A heading.
        labels: The labels of a dialogue.
    """
    roles = {word.lower() for label in labels if label.is_role for word in label.name.split()} & ROLE_NOUNS
    words = list(_NAME_WORD.finditer(text))
    for role, *behind in zip(words, words[1:], words[2:], words[3:], strict=False):
        last = 0
        while last < 2 and _is_given(behind[last][0]) and _is_next(text, behind[last], behind[last + 1]):
            last += 1
        name = behind[last][0]
        is_name = name[0].isupper() and name.lower() not in ROLE_NOUNS and not is_title(name)
        if role[0].lower() in roles and is_name and _is_next(text, role, behind[0]):
            yield Span(behind[0].start(), behind[last].end())


def _is_next(text: str, one: re.Match[str], other: re.Match[str]) -> bool:
    return text[one.end() : other.start()] in (" ", "\xa0")


def _begins_entry(text: str, word: re.Match[str]) -> bool:
    """Tell whether a word that can be a given name begins an entry of a list: "Lucía Ferrer, envoy; Hå Holt, clerk"."""
    before = text[max(0, word.start() - _NEAR_ROLE) : word.start()].rstrip(" \t\xa0*_")
    is_entry = not before or before[-1] in "\n;:,(•–—-|" or before.endswith((" and", " with", " by"))
    plain = word[0].lower().rstrip(".")
    return is_entry and word[0][0].isupper() and plain not in ROLE_NOUNS and not is_title(plain)


def _is_given(word: str) -> bool:
    name = parse_name(word)
    plain = name.surname if name is not None else ""
    return word[0].isupper() and (plain in given_names() or len(plain) == 1) and not is_title(plain)


def _without_words_before(text: str, span: Span) -> Span:
    """Leave out what a heading in capitals puts before a name: "MIDDLE EAST PEACE ENVOY ADA LUND"."""
    words = list(_NAME_WORD.finditer(text, *span))
    given = [place for place, word in enumerate(words[:-1]) if _is_given(word[0])]
    if len(words) <= _LONGEST_NAME or not given:
        return span
    return Span(words[given[0]].start(), span.end)


def _join_parts(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    """Join names that only an initial or a hyphen separates: "Ada" and "Lund" of "Ada J. Lund"."""
    open_span: Span | None = None
    for span in spans:
        if open_span is not None and _JOINT.fullmatch(text, max(open_span.start, open_span.end - 2), span.start):
            open_span = Span(open_span.start, span.end)
            continue
        if open_span is not None:
            yield open_span
        open_span = span
    if open_span is not None:
        yield open_span
