"""The speaker of each statement: the entity that its source refers to.

A name refers to its entity. A pronoun or description refers to what coreference resolved it to, and "who" to the
mention before it. "I" inside a quotation is the quoted speaker. Below :data:`RESOLVED` a speaker stays unresolved, with
candidates. A source that the report never names is unnamed.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from onrecord import lexicon
from onrecord.extract.attribution.statements import STATEMENTS
from onrecord.extract.speakers.coreference import Resolved, Resolver, is_bare_plural, is_indefinite
from onrecord.extract.speakers.entities import EntityDraft, draft_named_entities
from onrecord.extract.speakers.found import FoundSpeaker, FoundSpeakers, StatementSpans, display_name
from onrecord.extract.speakers.given import add_given_names, choose_given, find_who_speaks, with_given_names
from onrecord.extract.speakers.mentions import FoundMention, as_arrays, find_mentions
from onrecord.extract.speakers.source_heads import SourceHead, find_head
from onrecord.extract.step import DOCUMENT, SCORES, Step, StepResults
from onrecord.extract.transcripts.transcript import TRANSCRIPT
from onrecord.lexicon.countries import nationalities
from onrecord.model.heads.antecedents import ANTECEDENTS, PRONOUNS, ReferenceScorer, reference_context
from onrecord.model.heads.head import WordScores
from onrecord.model.heads.mentions import MENTIONS
from onrecord.model.weights import AttributionWeights
from onrecord.names.persons import parse_name
from onrecord.names.roles import ROLE_NOUNS
from onrecord.text.document import Document, WordRange
from onrecord.text.quotations import QuoteState
from onrecord.text.spans import Span

RESOLVED = 0.55
"""From this certainty on, a pronoun or description is resolved."""
_FARTHEST_RELATIVE = 8
_MOST_NESTED = 8
_LONGEST_HEAD = 3
_SHARED_SURNAME = 0.8
"""Certainty of a bare surname that several people in the report share."""
_FARTHEST_PAIR = 80
_STATES = lexicon.words("collective")
_DOCUMENTS = lexicon.words("speaking-document")
_BY_LINES = lexicon.words("author-note")
_PERSONS = lexicon.words("person")
_NAMING_FORMS = ("name", "description")
UNNAMED = 0.35
"""From this certainty on, a source that most likely refers to no named entity counts as unnamed."""
NAMED_HEADS = lexicon.words("named-by-modifier")
"""Nouns known by the name before them: "the Lund campaign"."""


_NOT_NAMED = FoundSpeaker(None, None, "unnamed", "indefinite", 0.9)


class SpeakerFinder:
    """Finds the entities of a text and the speakers of its statements.

    Args:
        scorer: The reference scorer.
    """

    def __init__(self, scorer: ReferenceScorer) -> None:
        self._scorer = scorer

    def find_speakers(
        self, document: Document, scores: WordScores, statements: Sequence[StatementSpans]
    ) -> FoundSpeakers:
        """Find mentions, entities and, for each statement, its speaker."""
        text, words = document.text, _source_words(document)
        given = [statement.given for statement in statements if statement.given is not None]
        mentions = with_given_names(document, find_mentions(document, scores[MENTIONS]), given)
        ranges = [_word_range(document, statement.source) for statement in statements]
        mentions = _with_source_descriptions(document, mentions, ranges)
        drafts = draft_named_entities(text, mentions)
        dependents = np.array([i for i, m in enumerate(mentions) if m.form != "name"], dtype=np.int64)
        arrays = as_arrays(text, mentions)
        context = reference_context(document)
        probabilities = self._scorer.score(scores[ANTECEDENTS], context, arrays, dependents)
        rows = {int(mention): row for row, mention in enumerate(dependents)}
        heads = [find_head(words, mentions, found) if found else SourceHead("none") for found in ranges]
        told = [head for head, statement in zip(heads, statements, strict=True) if statement.given is None]
        sources = _source_mentions(mentions, told)
        spoken_by = find_who_speaks(document, mentions, statements)
        resolver = Resolver(text, mentions, drafts, probabilities, rows, context.quotation.tolist(), sources, spoken_by)
        resolver.resolve()
        author = _find_author(document, mentions)
        chooser = _Chooser(document, mentions, resolver, statements, heads, author)
        add_given_names(mentions, resolver.drafts, resolver.owner, given)
        speakers = [chooser.choose(index) for index in range(len(statements))]
        return FoundSpeakers(mentions, resolver.drafts, speakers)


def _prepare(weights: AttributionWeights) -> Callable[[StepResults], FoundSpeakers]:
    finder = SpeakerFinder(weights.decoder(ANTECEDENTS))

    def find_speakers(results: StepResults) -> FoundSpeakers:
        turns = {turn.spans: turn.speaker for turn in results[TRANSCRIPT]}
        spans = [
            StatementSpans(s.source.spans, s.content.spans, turns.get((s.source.spans, s.content.spans[:1])))
            for s in results[STATEMENTS]
        ]
        return finder.find_speakers(results[DOCUMENT], results[SCORES], spans)

    return find_speakers


SPEAKERS = Step("speakers", _prepare)
"""The mentions, the entities and the speaker of each statement."""


def _find_author(document: Document, mentions: Sequence[FoundMention]) -> int | None:
    """The person with whose name a last paragraph of the kind "Ada Lund is the mayor of Westmere." begins."""
    words = document.lower
    if not words:
        return None
    last = bisect_left(document.paragraph, document.paragraph[-1])
    for index in range(bisect_left(mentions, last, key=lambda m: m.words[0]), len(mentions)):
        mention = mentions[index]
        if mention.words[0] > last:
            return None
        if mention.form == "name" and mention.kind == "person" and words[mention.words[1] : mention.words[1] + 1]:
            return index if words[mention.words[1]] in _BY_LINES else None
    return None


def _source_mentions(mentions: Sequence[FoundMention], heads: Sequence[SourceHead]) -> frozenset[int]:
    """The mentions that head a source."""
    by_end: dict[int, int] = {}
    for index, mention in enumerate(mentions):
        by_end.setdefault(mention.words[1], index)
    named = {index for head in heads for index in head.mentions[:1]}
    others = {by_end[head.words[1]] for head in heads if not head.mentions and head.words[1] in by_end}
    return frozenset(named | others)


def _source_words(document: Document) -> list[str]:
    """The words in lower case, but for "US" and "IT", which are no pronouns."""
    return [
        word if lower in PRONOUNS and len(word) > 1 and word.isupper() else lower
        for word, lower in zip(document.printed, document.lower, strict=True)
    ]


def _word_range(document: Document, spans: Sequence[Span]) -> WordRange | None:
    if not spans:
        return None
    first, last = document.word_range(spans[0])
    return (first, last) if first < last else None


def _with_source_descriptions(
    document: Document, mentions: list[FoundMention], ranges: Sequence[WordRange | None]
) -> list[FoundMention]:
    """Make sure that the head of every source is a mention."""
    words = _source_words(document)
    by_words = {mention.words: mention for mention in mentions}
    last_start: dict[int, int] = {}
    for start, end in by_words:
        last_start[end] = max(start, last_start.get(end, start))
    for found in ranges:
        if found is None:
            continue
        head = find_head(words, mentions, found)
        first, last = head.words
        if head.form != "description" or last_start.get(last, -1) >= first:
            continue
        kind = "person" if words[last - 1] in ROLE_NOUNS or words[last - 1] in _PERSONS else "organisation"
        kind = "group" if is_bare_plural(words[first:last]) else kind
        span = document.span_of_words((first, last))
        by_words.setdefault((first, last), FoundMention(span, (first, last), "description", kind))
    return [by_words[key] for key in sorted(by_words, key=lambda key: (key[0], -key[1]))]


@dataclass
class _Chooser:
    document: Document
    mentions: Sequence[FoundMention]
    resolver: Resolver
    statements: Sequence[StatementSpans]
    heads: Sequence[SourceHead]
    author: int | None
    _at: dict[tuple[int, int], int] = field(init=False)
    _ending: dict[int, list[int]] = field(init=False)
    _contents: list[tuple[Span, int]] = field(init=False)
    _forces: list[str] = field(init=False)

    def __post_init__(self) -> None:
        """Index the mentions by their words and by where they end, and the contents by where they begin."""
        self._at = {mention.words: index for index, mention in enumerate(self.mentions)}
        self._ending = defaultdict(list)
        for index, mention in enumerate(self.mentions):
            self._ending[mention.words[1]].append(index)
        text = self.document.text
        forces = (text[slice(*m.span)] + " police" for m in self.mentions if self._is_of_police(m))
        self._forces = list(dict.fromkeys(forces))
        self._contents = sorted((span, i) for i, statement in enumerate(self.statements) for span in statement.content)

    def choose(self, index: int) -> FoundSpeaker:
        """Give the speaker of a statement."""
        given = self.statements[index].given
        if given is not None:
            return choose_given(given, self.mentions, self.resolver.drafts, self.resolver.owner)
        head = self.heads[index]
        if head.form == "none":
            return FoundSpeaker(None, None, "unnamed", "no source", 0.8)
        if head.form == "name" and self._is_crowd(head):
            return FoundSpeaker(None, None, "unnamed", "group", 0.95)
        if head.form == "name":
            how = "apposition" if head.apposition else self._how_named(head.mentions[0])
            return self._named(head.mentions[0], how)
        if head.form == "names":
            return self._together(head.mentions, "names together", 0.97)
        if head.form == "relative":
            return self._relative(head.words[0])
        if head.form == "pronoun":
            return self._pronoun(index, head.words[0])
        return self._description(head)

    def _together(self, mentions: Sequence[int], how: str, certainty: float) -> FoundSpeaker:
        names = [self._entity_name(mention) or "" for mention in mentions]
        joined = " and ".join((", ".join(names[:-1]), names[-1]))
        return FoundSpeaker(joined, None, "resolved", how, certainty)

    def _pair_before(self, word: int, kinds: Sequence[str]) -> tuple[int, int] | None:
        """The last two names before a word that "and" joins, both of one of the kinds."""
        last = bisect_left(self.mentions, word, key=lambda mention: mention.words[0])
        for second in range(last - 1, max(0, last - _FARTHEST_PAIR), -1):
            start = self.mentions[second].words[0] - (self.document.lower[self.mentions[second].words[0] - 1] == "the")
            joined = start > 1 and self.document.lower[start - 1] == "and"
            for first in self._ending.get(start - 1, ()) if joined else ():
                pair = (self.mentions[first], self.mentions[second])
                if all(mention.form == "name" and mention.kind in kinds for mention in pair):
                    return first, second
        return None

    def _is_crowd(self, head: SourceHead) -> bool:
        """Tell the name of a people or a party's members from somebody's name."""
        return self.mentions[head.mentions[0]].kind == "group"

    def _draft(self, mention: int) -> EntityDraft:
        return self.resolver.drafts[self.resolver.owner[mention]]

    def _entity_name(self, mention: int) -> str | None:
        return display_name(self._draft(mention))

    def _named(self, mention: int, how: str, certainty: float = 0.98) -> FoundSpeaker:
        owner = self.resolver.owner[mention]
        draft = self.resolver.drafts[owner]
        rivals = tuple(name for rival in draft.rivals.get(mention, ()) if (name := display_name(rival)))
        if rivals:
            certainty = min(certainty, _SHARED_SURNAME)
        return FoundSpeaker(display_name(draft), owner, "resolved", how, certainty, rivals[:4])

    def _how_named(self, mention: int) -> str:
        found = self.mentions[mention]
        name = display_name(self._draft(mention)) or ""
        words = self.document.text[slice(*found.span)]
        if words == name:
            return "name"
        if self._draft(mention).kind != "person":
            return "short name"
        parsed = parse_name(words)
        return "surname" if parsed and not parsed.given else "name"

    def _pronoun(self, index: int, word: int) -> FoundSpeaker:
        around = self._statement_around(index) if PRONOUNS[self.document.lower[word]] in ("i", "we") else None
        if around is not None:
            return self.choose(around)
        if PRONOUNS[self.document.lower[word]] == "i" and self.document.quote[word] == QuoteState.OUTSIDE:
            if self.author is None:
                return FoundSpeaker(None, None, "unnamed", "author", 0.9)
            return self._named(self.author, "author", 0.9)
        before = self.heads[index - 1] if index and self.document.lower[word] == "they" else None
        if before is not None and before.form == "names" and before.words[0] < word:
            return self._together(before.mentions, "names together before", 0.85)
        mention = self._at.get((word, word + 1))
        if mention is None:
            return FoundSpeaker(None, None, "unnamed", "pronoun", 0.5)
        if self.mentions[mention].form == "name":
            return self._named(mention, "name")
        return self._resolved(self.resolver.resolved[mention])

    def _statement_around(self, index: int) -> int | None:
        """The statement in whose content a source stands, if another: "I" in it is its speaker."""
        place = self.statements[index].source[0].start
        last = bisect_right(self._contents, place, key=lambda content: content[0].start)
        for span, other in reversed(self._contents[max(0, last - _MOST_NESTED) : last]):
            form = self.heads[other].form
            word = self.document.lower[self.heads[other].words[0]]
            first_person = form == "pronoun" and PRONOUNS[word] in ("i", "we")
            is_given = self.statements[other].given is not None
            is_known = form not in ("none", "relative") and not first_person
            if place < span.end and other != index and (is_given or is_known):
                return other
        return None

    def _resolved(self, found: Resolved) -> FoundSpeaker:
        drafts = self.resolver.drafts
        others = tuple(name for i in found.candidates if (name := display_name(drafts[i])))
        if found.entity is None:
            if found.certainty >= UNNAMED or not others:
                return FoundSpeaker(None, None, "unnamed", found.how, found.certainty)
            return FoundSpeaker(None, None, "unresolved", found.how, found.certainty, others)
        name = display_name(drafts[found.entity])
        if name is None:
            return FoundSpeaker(None, found.entity, "unnamed", found.how, found.certainty, others)
        if found.certainty < RESOLVED:
            return FoundSpeaker(None, None, "unresolved", found.how, found.certainty, (name, *others))
        return FoundSpeaker(name, found.entity, "resolved", found.how, found.certainty, others)

    def _relative(self, word: int) -> FoundSpeaker:
        """The mention that a relative pronoun follows, or the name to which that mention is an apposition."""
        wanted = ("person", "group") if self.document.lower[word] != "which" else ("organisation", "place", "group")
        before = word - 1 if self.document.lower[word - 1 : word] == [","] else word
        by_words = self._named_by_words(max(0, before - _LONGEST_HEAD), before) if before > 1 else None
        if by_words is not None:
            return by_words
        near = (i for end in range(word, word - _FARTHEST_RELATIVE - 1, -1) for i in self._ending.get(end, ()))
        fitting = (i for i in near if self.mentions[i].kind in wanted and self.mentions[i].form in _NAMING_FORMS)
        best = next(fitting, None)
        if best is None:
            return FoundSpeaker(None, None, "unnamed", "relative pronoun", 0.5)
        if self.mentions[best].form == "description":
            named = self._named_before(best)
            if named is None:
                return self._resolved(self.resolver.resolved[best])
            best = named
        return self._named(best, "relative pronoun", 0.93)

    def _named_before(self, description: int) -> int | None:
        """The person's name that a description follows behind a comma."""
        first = self.mentions[description].words[0]
        if first < 2 or self.document.lower[first - 1] not in (",", "-", "—", "–"):
            return None
        return next((i for i in self._ending.get(first - 1, ()) if self.mentions[i].form == "name"), None)

    def _description(self, head: SourceHead) -> FoundSpeaker:
        first, last = head.words
        ending = [i for i in self._ending.get(last, ()) if self.mentions[i].words[0] >= first]
        named = self._named_by_words(first, last)
        if named is not None:
            return named
        words = self.document.lower[first:last]
        if words[0] == "both" or words[:2] == ["the", "two"]:
            kinds = ("place", "organisation") if words[-1] in _STATES else ("person",)
            pair = self._pair_before(first, kinds)
            return self._together(pair, "both named before", 0.8) if pair else _NOT_NAMED
        found = self.resolver.resolved.get(ending[0]) if ending else None
        by_role = found is not None and found.how.startswith(("role", "kind"))
        if found is None or ((is_indefinite(words) or is_bare_plural(words)) and not by_role):
            before = self._named_before(ending[0]) if ending else None
            if before is not None:
                return self._named(before, "apposition", 0.9)
            return _NOT_NAMED
        return self._resolved(found)

    def _named_by_words(self, first: int, last: int) -> FoundSpeaker | None:
        """Who is known by a name inside the description: "the Lund campaign", "a Lund tweet", "Westmere police"."""
        noun = self.document.lower[last - 1]
        inside = [i for end in range(first + 1, last) for i in self._ending.get(end, ()) if self._is_name_in(i, first)]
        if noun in NAMED_HEADS and inside:
            end = self.document.words[last - 1].end
            name = self.document.text[self.mentions[inside[0]].span.start : end]
            return FoundSpeaker(name, None, "resolved", "name of what it is known by", 0.95)
        if noun in _DOCUMENTS and inside and self.mentions[inside[-1]].words[1] == last - 1:
            return self._named(inside[-1], "author of the document", 0.85)
        if noun == "government" and last - first > 1 and self.document.lower[last - 2] in nationalities():
            span = Span(self.document.words[last - 2].start, self.document.words[last - 1].end)
            return FoundSpeaker(self.document.text[slice(*span)], None, "resolved", "name", 0.95)
        if noun == "police" and not inside and len(self._forces) == 1:
            return FoundSpeaker(self._forces[0], None, "resolved", "kind: police", 0.85)
        return None

    def _is_of_police(self, mention: FoundMention) -> bool:
        return mention.form == "name" and self.document.lower[mention.words[1] : mention.words[1] + 1] == ["police"]

    def _is_name_in(self, mention: int, first: int) -> bool:
        return self.mentions[mention].form == "name" and self.mentions[mention].words[0] >= first
