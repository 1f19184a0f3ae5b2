"""Roles of people as printed: "White House spokesman", "president of the union", "who leads the talks".

A role stands before a name ("Foreign Minister Ada Lund"), after it between commas ("Ada Lund, the foreign minister,"),
before it with a comma ("The foreign minister, Ada Lund,") or in a relative clause ("Ada Lund, who leads the talks,").
Every pattern reads a bounded number of words.
"""

from __future__ import annotations

import re

from onrecord import lexicon
from onrecord.text.spans import Span

ROLE_NOUNS = lexicon.words("role")
"""Nouns for the role of a person: an office, a profession or a relation."""

_NAME_OF_PLACE_OR_PARTY = re.compile(r"\s*\([^()]{1,20}\)")
_AFTER = re.compile(
    r"\s*,\s*(?P<role>(?:(?:the|a|an|its|his|her|their|former|then|now)\s+)?[^,.;:()“”\"\n]{3,120})[,.;]"
)
_HOLDS_OFFICE = "|".join(sorted(lexicon.words("holds-office")))
_RELATIVE = re.compile(rf"\s*,\s*(?P<role>who\s+(?:{_HOLDS_OFFICE})\s+[^,.;:()“”\"\n]{{2,100}})[,.;]")
_BEFORE_COMMA = re.compile(r"(?P<role>(?:[Tt]he|[Aa]n?|[Ii]ts|[Hh]is|[Hh]er|[Tt]heir)\s[^,.;:()“”\"\n]{2,80}),\s*$")
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’\-](?=[^\W\d_]))*")
_LONGEST_BEFORE = 90
_DETERMINERS = {"one"} | lexicon.words(
    "article", "first-person-possessive", "third-person-possessive", "singular-demonstrative"
)


def find_roles(text: str, name: Span, titled: Span) -> list[str]:
    """Find the roles around a name, as printed, without an article.

    Args:
        text: The text.
        name: A person's name.
        titled: The same with the titles and capitals before it.
    """
    before = _role_before(text, titled, name)
    end = name.end
    party = _NAME_OF_PLACE_OR_PARTY.match(text, end)
    if party:
        end = party.end()
    found = [before, _role_after(text, end), _role_with_comma(text, titled.start)]
    return [_without_article(role) for role in found if role]


def role_noun(words: str) -> str | None:
    """Return the head noun of a role, with "vice" or "deputy" before it.

    Example:
        >>> role_noun("deputy president of the union")
        'deputy president'
    """
    head = re.split(r"\s(?:of|for|at|in|to|from|with|on|who|and)\s", words, maxsplit=1)[0]
    found = [word.lower() for word in _WORD.findall(head)]
    places = [place for place, word in enumerate(found) if word in ROLE_NOUNS]
    if not places:
        return None
    before = found[places[-1] - 1] if places[-1] else ""
    return f"{before} {found[places[-1]]}" if before in ("vice", "deputy") else found[places[-1]]


def _role_before(text: str, titled: Span, name: Span) -> str | None:
    """The words right before a name, back to an article or a mark, if they end in a role noun."""
    line = text.rfind("\n", 0, name.start) + 1
    begin = max(line, name.start - _LONGEST_BEFORE)
    words = list(_WORD.finditer(text, begin, name.start))
    # An editor's bracket names the person described before it: "the Prime Minister [Ada Lund]".
    if not words or text[words[-1].end() : name.start].strip(" ["):
        return None
    if words[-1][0].lower() not in ROLE_NOUNS:
        return None
    first = len(words) - 1
    while first > 0:
        gap = text[words[first - 1].end() : words[first].start()]
        previous = words[first - 1][0]
        is_apart = " -" in gap or "- " in gap
        if is_apart or gap.strip(" -’'" if len(previous) > 2 else " .-’'") or previous.lower() in _DETERMINERS:
            break
        if not (previous[0].isupper() or previous.lower() in ROLE_NOUNS or previous.lower() in _ADJECTIVES):
            break
        first -= 1
    return text[words[first].start() : words[-1].end()]


_ADJECTIVES = lexicon.words("role-adjective")


def _role_after(text: str, end: int) -> str | None:
    found = _RELATIVE.match(text, end, end + 140) or _AFTER.match(text, end, end + 140)
    if found is None:
        return None
    role = found["role"].strip()
    if role.startswith("who"):
        return role
    return role if role_noun(role) else None


def _role_with_comma(text: str, start: int) -> str | None:
    line = text.rfind("\n", 0, start) + 1
    found = _BEFORE_COMMA.search(text, max(line, start - 100), start)
    if found is None:
        return None
    return found["role"] if role_noun(found["role"]) else None


def _without_article(role: str) -> str:
    return re.sub(r"^(?:the|an?)\s+", "", role, flags=re.IGNORECASE)
