"""Who the pronouns and descriptions of a report are: each is linked to an entity, or to none.

Mentions are taken in the order of the text. Descriptions by role ("the mayor") are matched to the roles of persons
first; for the rest the reference scorer's probabilities are summed over the mentions of each entity (Clark and Manning
2016 rank entities so), entities that contradict in gender, number or kind left out.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from onrecord import lexicon
from onrecord.extract.speakers.entities import EntityDraft
from onrecord.extract.speakers.mentions import FoundMention
from onrecord.lexicon.countries import nationalities
from onrecord.lexicon.given_names import Gender
from onrecord.model.arrays import FloatArray
from onrecord.names.roles import role_noun

_GENDER: dict[str, Gender] = {"he": "masculine", "she": "feminine"}
_TITLE_NOUNS = lexicon.values("same-role")
_INDEFINITE = lexicon.words("indefinite")
_DEFINITE = lexicon.words("demonstrative", "possessive") | {"the"}
_ORGANISATION_WORDS = {noun: frozenset(names.split(",")) for noun, names in lexicon.values("named-with").items()}
"""Words in names of organisations that say what they are, for the nouns that mean them."""
LINKED = 0.5
"""A mention is put with an entity from this probability on; who speaks is decided apart from it."""
SAME_SPEAKER = 20.0
"""How many times likelier "he said" is the one who spoke last than the scorer, which knows of no statements, thinks."""
QUOTED = 0.2
"""How many times likelier "he said" is somebody who is mentioned only in a quotation than the scorer thinks."""
NEVER_NAMED = 0.15
"""How many times likelier "he" or "she" is somebody who is never named than the scorer thinks: news names people."""
POINTED_AT = 0.3
"""How many times likelier "the senator" is somebody never named than the scorer thinks."""
_DISTANT = 60
"""Mentions back to which a person is looked for where the scorer sees none near."""
_LEAD, _SOON = 60, 25
"""Words from the beginning of a report in which somebody may be described first, and mentions in which they are
named then."""
_MOST_NAMESAKES = 30
_POSSESSIVE = lexicon.words("possessive")


@dataclass
class Resolved:
    """What became of a mention.

    Attributes:
        entity: Index of its entity, or None.
        how: What decided, in a few words.
        certainty: Probability of the entity, or of there being none.
        candidates: Indices of other entities, best first.
    """

    entity: int | None
    how: str
    certainty: float
    candidates: tuple[int, ...] = ()


@dataclass
class Resolver:
    """Links mentions to entities, in the order of the text.

    Attributes:
        text: The text.
        mentions: Its mentions, in order.
        drafts: Its named entities; further ones are added.
        probabilities: The reference scorer's, a row a mention that may point back.
        rows: Row of each such mention.
        quotation: Index of the outermost quotation that each word stands in, or -1.
        sources: Indices of the mentions that head the source of a statement.
        spoken_by: For a mention in a turn, a mention of who speaks: "he" in it is somebody else.
        resolved: What became of each mention that is no name.
        owner: Index of each mention's entity.
    """

    text: str
    mentions: Sequence[FoundMention]
    drafts: list[EntityDraft]
    probabilities: FloatArray
    rows: dict[int, int]
    quotation: Sequence[int]
    sources: frozenset[int] = frozenset()
    spoken_by: Mapping[int, int] = field(default_factory=dict)
    resolved: dict[int, Resolved] = field(default_factory=dict)
    owner: dict[int, int] = field(default_factory=dict)
    _last_speaker: int | None = None
    _by_word: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    _certainty: dict[int, float] = field(default_factory=dict)
    """How sure the link of each earlier mention is, names left out: doubt is handed on."""

    def resolve(self) -> dict[int, Resolved]:
        """Resolve every mention that is no name; give what became of each."""
        for index, draft in enumerate(self.drafts):
            for named in draft.mentions:
                self.owner[named] = index
            self._index(index, draft)
        for index, mention in enumerate(self.mentions):
            if mention.form == "name":
                self._remember_speaker(index)
                continue
            found = self._by_description(index) if mention.form == "description" else None
            found = found or self._by_score(index)
            self.resolved[index] = found
            self._link(index, found)
            self._remember_speaker(index)
        return self.resolved

    def _link(self, index: int, found: Resolved) -> None:
        mention = self.mentions[index]
        linked = mention.form in _GENDER or found.certainty >= LINKED
        self._certainty[index] = found.certainty if linked else 1.0
        if found.entity is None or not linked:
            self.drafts.append(EntityDraft(mention.kind))
            self.owner[index] = len(self.drafts) - 1
        else:
            self.owner[index] = found.entity
        draft = self.drafts[self.owner[index]]
        insort(draft.mentions, index)
        if mention.form in _GENDER and found.certainty >= 0.8:
            draft.gender = draft.gender or _GENDER[mention.form]

    def _index(self, index: int, draft: EntityDraft) -> None:
        """Note a named entity under the words of its roles, their nouns, and the words of an organisation's name."""
        words = {word for role in (*draft.roles, *draft.titles) for word in role.lower().split()}
        keys = words | {f"{noun} (role)" for noun in _nouns_of(draft)}
        if draft.kind == "organisation":
            keys |= {f"{word} (organisation)" for word in (draft.name or "").lower().split()}
        for key in keys:
            self._by_word[key].append(index)

    def _remember_speaker(self, index: int) -> None:
        """Keep who spoke last; whoever speaks inside a quotation is not the one who is quoted next."""
        if index in self.sources and self.quotation[self.mentions[index].words[0]] < 0:
            self._last_speaker = self.owner[index]

    def _by_description(self, index: int) -> Resolved | None:
        """A description by the role of a person, or by the kind of an organisation, that just one has.

        It must be definite, or stand where a report begins and be followed by the name: "A judge has ruled …".
        """
        mention = self.mentions[index]
        words = self.text[slice(*mention.span)]
        split = words.lower().split()
        is_lead = mention.words[0] < _LEAD and index in self.sources and not is_bare_plural(split)
        if split[0] in _POSSESSIVE or (split[0] not in _DEFINITE and not is_lead):
            return None
        noun = role_noun(words)
        if noun is not None:
            return self._by_role(index, noun)
        return self._by_organisation(split[-1]) or self._by_nationality(split[-1])

    def _by_nationality(self, word: str) -> Resolved | None:
        """The one person whose role has a nationality in it: "the Varnian" of "Varnian envoy"."""
        if word not in nationalities():
            return None
        found = self._by_word[word]
        return Resolved(found[0], f"role: {word}", 0.85) if len(found) == 1 else None

    def _by_organisation(self, noun: str) -> Resolved | None:
        """The one organisation whose name has a word for what it is: "the union" of "United Dockers"."""
        wanted = _ORGANISATION_WORDS.get(noun)
        if wanted is None:
            return None
        found = sorted({i for word in wanted for i in self._by_word[f"{word} (organisation)"]})
        return Resolved(found[0], f"kind: {noun}", 0.85) if len(found) == 1 else None

    def _by_role(self, index: int, noun: str) -> Resolved | None:
        noun = _TITLE_NOUNS.get(noun, noun)
        namesakes = self._by_word[f"{noun} (role)"]
        if len(namesakes) == 1:
            return Resolved(namesakes[0], f"role: {noun}", 0.9)
        if not namesakes:
            return self._named_later(index, noun) if self.mentions[index].words[0] < _LEAD else None
        before = {i: bisect_left(self.drafts[i].mentions, index) for i in namesakes[:_MOST_NAMESAKES]}
        recent = max(before, key=lambda i: self.drafts[i].mentions[before[i] - 1] if before[i] else -1)
        if not before[recent]:
            return None
        return Resolved(recent, f"role: {noun}", 0.72, tuple(i for i in before if i != recent)[:4])

    def _named_later(self, index: int, noun: str) -> Resolved | None:
        """Whom a report begins with by role and names in the lines that follow: the person who speaks next."""
        if index not in self.sources:
            return None
        following = (i for i in range(index + 1, min(index + _SOON, len(self.mentions))) if i in self.sources)
        for later in following:
            owner = self.owner.get(later)
            if owner is None or self.drafts[owner].kind != "person" or not self.drafts[owner].names:
                continue
            draft = self.drafts[owner]
            is_new = draft.mentions[0] > index
            return Resolved(owner, f"role: {noun}, named later", 0.75) if is_new and not _nouns_of(draft) else None
        return None

    def _by_score(self, index: int) -> Resolved:
        mention = self.mentions[index]
        row = self.probabilities[self.rows[index]]
        sums: dict[int, float] = defaultdict(float)
        none = 0.0 if mention.form in _GENDER else float(row[-1])
        if mention.form == "description" and self._points_at_a_role(mention):
            none *= POINTED_AT
        total = none
        is_person = mention.form in _GENDER
        is_source = index in self.sources and is_person
        speaking = self._find_speaking(index)
        # The candidates are the mentions before it, nearest first.
        for candidate, probability in zip(range(index - 1, -1, -1), row[:-1].tolist(), strict=False):
            owner = self.owner.get(candidate)
            if owner is not None and owner != speaking and self._may_be(mention, self.drafts[owner]):
                weight = QUOTED if is_source and self._is_in_other_quotation(candidate, index) else 1.0
                weight *= NEVER_NAMED if is_person and not self.drafts[owner].names else 1.0
                sums[owner] += weight * probability * self._certainty.get(candidate, 1.0)
                total += weight * probability
        how = "pronoun" if mention.form != "description" else "description"
        if mention.form in _GENDER and total < 0.02:
            return self._nearest_person(index)
        if is_source and self._last_speaker in sums:
            more = sums[self._last_speaker] * (SAME_SPEAKER - 1)
            sums[self._last_speaker] += more
            total += more
        ranked = sorted(sums, key=lambda owner: -sums[owner])
        if not ranked or sums[ranked[0]] < none:
            return Resolved(None, how, none / total if total else 1.0, tuple(ranked[:4]))
        return Resolved(ranked[0], how, sums[ranked[0]] / total, tuple(ranked[1:5]))

    def _find_speaking(self, index: int) -> int | None:
        """The entity in whose turn a pronoun of the third person stands."""
        return self.owner.get(self.spoken_by.get(index, -1)) if self.mentions[index].form in _GENDER else None

    def _points_at_a_role(self, mention: FoundMention) -> bool:
        words = self.text[slice(*mention.span)]
        return words.split()[0].lower() in ("the", "this", "that") and role_noun(words) is not None

    def _is_in_other_quotation(self, candidate: int, index: int) -> bool:
        """Tell whether a candidate stands in a quotation that the mention does not stand in."""
        other = self.quotation[self.mentions[candidate].words[0]]
        return other >= 0 and other != self.quotation[self.mentions[index].words[0]]

    def _nearest_person(self, index: int) -> Resolved:
        """The person mentioned last, where the scorer knows of none near."""
        for back in range(index - 1, max(-1, index - _DISTANT), -1):
            owner = self.owner.get(back)
            if (
                owner is not None
                and owner != self._find_speaking(index)
                and self.drafts[owner].names
                and self._may_be(self.mentions[index], self.drafts[owner])
            ):
                return Resolved(owner, "pronoun, person last mentioned", 0.55)
        return Resolved(None, "pronoun", 0.5)

    def _may_be(self, mention: FoundMention, draft: EntityDraft) -> bool:
        """Tell whether kind, number and gender allow a mention to be of an entity."""
        if mention.form in _GENDER:
            own = _GENDER[mention.form]
            return draft.kind == "person" and draft.gender in (None, own)
        if mention.form == "it":
            return draft.kind in ("organisation", "place")
        if mention.form in ("they", "we"):
            return draft.kind != "person" or not draft.names
        if mention.form in ("i", "you"):
            return draft.kind == "person"
        if mention.form == "description" and draft.kind != mention.kind:
            return {draft.kind, mention.kind} == {"organisation", "place"} or "group" in {draft.kind, mention.kind}
        return True


def _nouns_of(draft: EntityDraft) -> set[str]:
    nouns = {noun for role in draft.roles if (noun := role_noun(role))}
    for titles in draft.titles:
        noun = role_noun(titles)
        nouns |= {noun} if noun else _TITLE_NOUNS.keys() & set(titles.split())
    return {_TITLE_NOUNS.get(noun, noun) for noun in nouns}


def is_bare_plural(words: Sequence[str]) -> bool:
    """Tell "skittish voters", which names no one, by its ending and its lack of an article."""
    return bool(words) and words[0] not in _DEFINITE and words[-1].endswith("s") and not words[-1].endswith("ss")


def is_indefinite(words: Sequence[str]) -> bool:
    """Tell whether a description introduces someone new, or no one in particular."""
    return bool(words) and (words[0] in _INDEFINITE or words[0][:1].isdigit())
