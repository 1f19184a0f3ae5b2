"""Entities of a report: which names belong to the same entity.

Names are matched as strings, from the fullest to the shortest, in the manner of the multi-pass sieve (Lee et al. 2013).
A bare surname belongs to the one person of that surname, or to the main one with the others as rivals. An acronym or
the end of a name belongs to its organisation. Two people whose names contradict each other stay two.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from onrecord import lexicon
from onrecord.extract.speakers.mentions import FoundMention
from onrecord.lexicon.countries import country_names
from onrecord.lexicon.given_names import Gender, given_names
from onrecord.names.persons import PersonName, is_title, may_be_same, name_keys, parse_name
from onrecord.names.roles import find_roles
from onrecord.text.spans import Span

_SPACE = re.compile(r"\s+")
_ACRONYM = re.compile(r"[A-Z][A-Z.&]{1,7}")
_SMALL_WORDS = lexicon.words("not-in-acronym")
_MOST_TITLE_WORDS = 6
_LONG_AGO, _JUST_NOW = 40, 12
_MOST_NAMESAKES, _MOST_FORMS = 30, 8
"""Most people of one surname, and forms of one name, to compare: this bounds the time for odd texts."""


@dataclass(eq=False)
class EntityDraft:
    """An entity while its mentions are being gathered.

    Attributes:
        kind: person, organisation, place or group.
        names: Its names as printed, titles left out, each once, in the order of mention.
        parsed: The same of a person, taken apart.
        mentions: Indices of its mentions.
        roles: Roles as printed.
        titles: What stands before its names as a title, each in lower case.
        gender: What its titles and pronouns say.
        in_full: How often a person is named with a given name.
        rivals: For mentions by a bare name that others bear too, who they are.
    """

    kind: str
    names: list[str] = field(default_factory=list)
    parsed: list[PersonName] = field(default_factory=list)
    mentions: list[int] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    titles: set[str] = field(default_factory=set)
    gender: Gender | None = None
    in_full: int = 0
    rivals: dict[int, list[EntityDraft]] = field(default_factory=dict)

    @property
    def name(self) -> str | None:
        """The fullest name, or None if it is never named."""
        if not self.names:
            return None
        if not self.parsed:
            return max(self.names, key=len)
        full = [name for name in self.parsed if name.given]
        # Words put before a whole name are mostly no part of it.
        proper = [n for n in full if not any(_is_padded(n, other) for other in full)]
        return max(
            proper or self.parsed,
            key=lambda name: (name.size, len(name.given), len(name.plain)),
        ).plain


def _is_padded(name: PersonName, other: PersonName) -> bool:
    """Tell "Crafty Ada Lund" from "Ada Maria Lund" where "Ada Lund" is a name by itself."""
    return name.plain.endswith(" " + other.plain) and other.given[0] in given_names()


@dataclass(frozen=True)
class _NamedPerson:
    index: int
    span: Span
    titled: Span
    parsed: PersonName


@dataclass(frozen=True)
class _Named:
    index: int
    words: str


def draft_named_entities(text: str, mentions: Sequence[FoundMention]) -> list[EntityDraft]:
    """Gather the names of a text into entities.

    Args:
        text: The text.
        mentions: Its mentions, in order.

    Returns:
        Entities in the order of their first mention; each name mention belongs to one.
    """
    kinds = _settle_kinds(text, mentions)
    persons: list[_NamedPerson] = []
    others: dict[str, list[_Named]] = defaultdict(list)
    for index, mention in enumerate(mentions):
        if mention.form != "name":
            continue
        titled = _with_titles(text, mention.span)
        parsed = parse_name(_SPACE.sub(" ", text[slice(*titled)])) if kinds[index] == "person" else None
        if parsed:
            start = text.rfind(parsed.plain, titled.start, mention.span.end)
            plain = Span(start, start + len(parsed.plain)) if start >= 0 else mention.span
            persons.append(_NamedPerson(index, plain, titled, parsed))
        else:
            others[kinds[index]].append(_Named(index, _SPACE.sub(" ", text[slice(*mention.span)])))
    drafts = _draft_persons(text, persons)
    for kind, named in others.items():
        drafts += _draft_others(kind, named)
    return sorted(drafts, key=lambda draft: draft.mentions[0])


def _settle_kinds(text: str, mentions: Sequence[FoundMention]) -> dict[int, str]:
    """Give the same name the same kind everywhere; a title or a person of the same surname makes it a person."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    keys: dict[int, str] = {}
    surnames = set()
    for index, mention in enumerate(mentions):
        if mention.form != "name":
            continue
        keys[index] = key = _key(text[slice(*mention.span)])
        votes[key][mention.kind] += 1
        if _with_titles(text, mention.span) != mention.span:
            votes[key]["person"] += 2
        if mention.kind == "person" and " " in key:
            surnames.add(key.rsplit(" ", 1)[-1])
    kinds = {key: votes[key].most_common(1)[0][0] for key in votes}
    letters = {a for key, kind in kinds.items() if kind == "organisation" and " " in key for a in _acronyms(key)}
    kinds |= {key: "organisation" for key in kinds if key in letters and len(key) > 2}
    return {index: "person" if key in surnames else kinds[key] for index, key in keys.items()}


def _with_titles(text: str, span: Span) -> Span:
    """Take in the titles right before a name."""
    start = span.start
    for _ in range(_MOST_TITLE_WORDS):
        before = text[max(0, start - 24) : start]
        found = re.search(r"([A-Za-zñÑ][\w\-]*\.?)[ \xa0]$", before)
        if found is None or not is_title(found[1]) or not (found[1][0].isupper() or start == span.start):
            break
        if found[1][0].islower() and found[1].lower() not in ("former", "president"):
            break
        start -= len(before) - found.start(1)
    return Span(start, span.end)


def _draft_persons(text: str, named: Sequence[_NamedPerson]) -> list[EntityDraft]:
    drafts: list[EntityDraft] = []
    by_key: dict[str, list[EntityDraft]] = defaultdict(list)
    for name in sorted(named, key=lambda name: not name.parsed.given):
        parsed = name.parsed
        near = [d for key in name_keys(parsed) for d in by_key[key][:_MOST_NAMESAKES]]
        if parsed.given:
            same = [d for d in near if all(may_be_same(parsed, other) for other in d.parsed[:_MOST_FORMS])]
        else:
            same = list({id(d): d for d in near if _has_surname(d, parsed)}.values())
        draft = _main_namesake(same, name) if same else _new(drafts, "person")
        if len(same) > 1:
            draft.rivals[name.index] = [other for other in same if other is not draft]
        _add_person(text, draft, name)
        for key in name_keys(parsed):
            if draft not in by_key[key][:_MOST_NAMESAKES]:
                by_key[key].append(draft)
    return drafts


def _has_surname(draft: EntityDraft, bare: PersonName) -> bool:
    if bare.gender and draft.gender and bare.gender != draft.gender:
        return False
    return any(may_be_same(bare, name) for name in draft.parsed)


def _main_namesake(drafts: Sequence[EntityDraft], name: _NamedPerson) -> EntityDraft:
    """Of several people with one surname, the one whom a report means by the surname alone.

    That is the one of the right gender with most full names, or the first one: reports give relatives their full name
    each time. Where the last mention of that one is far away, someone of the surname who was just named comes first.
    """
    namesakes = [d for d in drafts if any(n.surname == name.parsed.surname for n in d.parsed)] or list(drafts)
    gender = name.parsed.gender
    fitting = [d for d in namesakes if gender and d.gender == gender] or namesakes
    title = " ".join(name.parsed.titles)
    fitting = [d for d in fitting if title and any(title in known for known in d.titles)] or fitting
    main = max(fitting, key=lambda d: (d.in_full, -d.mentions[0]))
    recent = min(fitting, key=lambda d: _since(d, name.index))
    return recent if _since(main, name.index) > _LONG_AGO and _since(recent, name.index) <= _JUST_NOW else main


def _since(draft: EntityDraft, index: int) -> int:
    """How many mentions ago an entity was last named; very many if it was not."""
    place = bisect_left(draft.mentions, index)
    return index - draft.mentions[place - 1] if place else 10**6


def _new(drafts: list[EntityDraft], kind: str) -> EntityDraft:
    drafts.append(EntityDraft(kind))
    return drafts[-1]


def _add_person(text: str, draft: EntityDraft, name: _NamedPerson) -> None:
    insort(draft.mentions, name.index)
    draft.titles.add(" ".join(name.parsed.titles))
    draft.in_full += bool(name.parsed.given)
    if name.parsed.plain not in draft.names:
        draft.names.append(name.parsed.plain)
        draft.parsed.append(name.parsed)
    draft.gender = draft.gender or name.parsed.gender
    for role in find_roles(text, name.span, name.titled):
        if role not in draft.roles:
            draft.roles.append(role)


def _draft_others(kind: str, named: Sequence[_Named]) -> list[EntityDraft]:
    drafts: dict[str, EntityDraft] = {}
    by_end: dict[str, list[str]] = defaultdict(list)
    for name in sorted(named, key=lambda n: -len(n.words)):
        key = _key(name.words)
        key = country_names().get(key, key)
        owner = drafts.get(key) or _find_longer(drafts, by_end, name.words, key)
        if owner is None:
            owner = drafts[key] = EntityDraft(kind)
            for end in (key.rsplit(" ", 1)[-1], *_acronyms(key)):
                by_end[end].append(key)
        insort(owner.mentions, name.index)
        if name.words not in owner.names:
            owner.names.append(name.words)
    return list(drafts.values())


def _find_longer(
    drafts: dict[str, EntityDraft], by_end: dict[str, list[str]], words: str, key: str
) -> EntityDraft | None:
    """The one longer name that these words shorten, if there is just one; a country shortens nothing."""
    if key in country_names():
        return None
    if _ACRONYM.fullmatch(words):
        letters = words.replace(".", "").replace("&", "").lower()
        fitting = [other for other in by_end[letters][:_MOST_NAMESAKES] if letters in _acronyms(other)]
    else:
        near = by_end[key.rsplit(" ", 1)[-1]][:_MOST_NAMESAKES]
        fitting = [other for other in near if _shortens(key, other)]
    return drafts[fitting[0]] if len(fitting) == 1 else None


def _acronyms(name: str) -> set[str]:
    words = re.findall(r"[^\W\d_]+", name)
    return {"".join(w[0] for w in words if w not in _SMALL_WORDS), "".join(w[0] for w in words)}


def _shortens(short: str, full: str) -> bool:
    """Tell whether a name is a longer one with words left out before its last: "Post" of "New York Post"."""
    left, right = short.split(), full.split()
    if not left or len(left) >= len(right) or left[-1] != right[-1]:
        return False
    rest = iter(right)
    return all(word in rest for word in left)


def _key(words: str) -> str:
    key = _SPACE.sub(" ", words.replace("’", "'")).lower().strip(" .")
    return key.removeprefix("the ").removesuffix("'s") + ("." if words.endswith(".") and words.count(".") > 1 else "")
