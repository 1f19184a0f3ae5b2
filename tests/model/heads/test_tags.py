"""The tags, and which may follow which."""

from __future__ import annotations

import itertools

from onrecord.model.heads.tags import ALLOWED, MAY_START, OUTSIDE, ROLES, TAGS, begin_tag, inside_tag


def test_a_role_has_its_two_tags() -> None:
    assert TAGS[OUTSIDE] == "O"
    for role in ROLES:
        assert TAGS[begin_tag(role)] == f"B-{role}"
        assert TAGS[inside_tag(role)] == f"I-{role}"
    assert len(TAGS) == 1 + 2 * len(ROLES)


def test_an_inside_tag_follows_only_its_own_role() -> None:
    for (before, first), (after, second) in itertools.product(enumerate(TAGS), repeat=2):
        expected = not second.startswith("I-") or (first != "O" and first[2:] == second[2:])
        assert ALLOWED[before, after] == expected, (first, second)


def test_a_paragraph_never_starts_inside() -> None:
    assert [tag for tag, may in zip(TAGS, MAY_START, strict=True) if may] == ["O", "B-source", "B-cue", "B-content"]
