"""What a store gives: hits, people, groups of like statements, corrections, faults. Plain values all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from onrecord.errors import MissingExtraError
from onrecord.record import EntityKind, Report, Statement
from onrecord.record.check import Fault
from onrecord.text.spans import Span

Sort = Literal["date", "newest", "published", "relevance"]
Action = Literal["accept", "reject", "edit", "speaker", "merge", "undo"]
CountBy = Literal["speaker", "publisher", "kind", "day", "month", "year"]


@dataclass(frozen=True, slots=True)
class Added:
    """What became of records that were added.

    Attributes:
        reports: Reports that the store did not hold.
        annotations: Records that say something new: of new reports, or of known ones by another version of the model.
        statements: Statements in these.
        known: Records that were there already.
        empty: Records of reports without a word, which are not stored.
    """

    reports: int = 0
    annotations: int = 0
    statements: int = 0
    known: int = 0
    empty: int = 0

    def __add__(self, other: Added) -> Added:
        """Sum up."""
        return Added(
            self.reports + other.reports,
            self.annotations + other.annotations,
            self.statements + other.statements,
            self.known + other.known,
            self.empty + other.empty,
        )


@dataclass(frozen=True, slots=True)
class Hit:
    """A statement that was found, with the report it stands in.

    Attributes:
        statement: The statement, corrections taken in.
        report: The report with its text.
        person: Id of the speaker over all reports, or None where the speaker is not resolved.
        speaker: The speaker's fullest name in the store, or None.
        role: Roles that the report gives the speaker, as printed.
        matches: Where the words that were looked for stand in the report's text.
    """

    statement: Statement
    report: Report
    person: str | None
    speaker: str | None
    role: str | None
    matches: tuple[Span, ...] = ()

    @property
    def is_human(self) -> bool:
        """Whether a person made, altered or accepted the statement."""
        return self.statement.made_by.startswith("human@")

    def snippet(self, around: int = 60) -> tuple[str, tuple[Span, ...]]:
        """Give the words of the statement with some around them.

        Args:
            around: Characters before and after, at most.

        Returns:
            The words, with "…" where a paragraph goes on before or after them, and where in them the matches stand.
        """
        text = self.report.text
        start, end = self.context(around)
        before = "… " if text[text.rfind("\n", 0, start) + 1 : start].strip() else ""
        line_end = text.find("\n", end)
        after = " …" if text[end : None if line_end < 0 else line_end].strip() else ""
        shift = len(before) - start
        marks = tuple(Span(match.start + shift, match.end + shift) for match in self.matches)
        return before + text[start:end] + after, marks

    def context(self, around: int = 60) -> Span:
        """Give where the words of the statement stand, with some around them.

        Args:
            around: Characters before and after, at most.
        """
        spans = [*self.statement.source.spans, *self.statement.cue.spans, *self.statement.content.spans]
        first, last = min((s.start for s in spans), default=0), max((s.end for s in spans), default=0)
        return Span(_word_start(self.report.text, first, around), _word_end(self.report.text, last, around))

    def to_dict(self) -> dict[str, Any]:
        """The hit as plain JSON values on one level: what a table or a spreadsheet shows."""
        statement, report = self.statement, self.report
        said = statement.said
        return {
            "statement": statement.id,
            "report": report.id,
            "said": said.value if said else None,
            "said_start": said.start if said else None,
            "said_end": said.end if said else None,
            "said_from": said.origin if said else None,
            "published": report.published,
            "publisher": report.publisher,
            "title": report.title,
            "url": report.url,
            "origin": report.origin,
            "speaker": self.speaker,
            "person": self.person,
            "status": statement.speaker.status if statement.speaker else None,
            "role": self.role,
            "kind": statement.kind,
            "source": " … ".join(statement.source.quote),
            "cue": " … ".join(statement.cue.quote),
            "content": " … ".join(statement.content.quote),
            "spans": [list(span) for span in statement.content.spans],
            "confidence": statement.confidence,
            "made_by": statement.made_by,
        }

    def to_dict_in_context(self) -> dict[str, Any]:
        """The hit as :meth:`to_dict` gives it, with the words around it and where in these the matches stand."""
        snippet, marks = self.snippet()
        return {**self.to_dict(), "snippet": snippet, "matches": [list(mark) for mark in marks]}


def _word_start(text: str, at: int, around: int) -> int:
    """Go back from a place to the start of a word, but not over the end of a paragraph."""
    start = max(0, at - around)
    start = text.rfind("\n", start, at) + 1 or start
    return start if start == 0 or text[start - 1].isspace() else _after_space(text, start, at)


def _after_space(text: str, start: int, at: int) -> int:
    return next((place + 1 for place in range(start, at) if text[place].isspace()), at)


def _word_end(text: str, at: int, around: int) -> int:
    limit = min(len(text), at + around)
    line_end = text.find("\n", at, limit)
    if line_end >= 0:
        return line_end
    if limit == len(text) or text[limit].isspace():
        return limit
    return next((place for place in range(limit, at, -1) if text[place].isspace()), at)


@dataclass(frozen=True, slots=True)
class SearchResults:
    """One page of what a search found.

    Attributes:
        hits: In the order asked for.
        cursor: Give it to the same search for the page that follows; None on the last.
        speakers: Whom the query's speaker was taken to be.
        perhaps: Who may be the same but was left out, since nothing but a surname says so.
    """

    hits: tuple[Hit, ...]
    cursor: str | None = None
    speakers: tuple[PersonName, ...] = ()
    perhaps: tuple[PersonName, ...] = ()

    def __iter__(self) -> Iterator[Hit]:
        """Go through the hits."""
        return iter(self.hits)

    def __len__(self) -> int:
        """Count the hits of this page."""
        return len(self.hits)

    def to_dicts(self) -> list[dict[str, Any]]:
        """The hits as plain values, one a row."""
        return [hit.to_dict() for hit in self.hits]

    def to_pandas(self) -> Any:
        """The hits as a pandas ``DataFrame``.

        Raises:
            MissingExtraError: pandas is not installed.
        """
        try:
            import pandas
        except ImportError as error:
            raise MissingExtraError("pandas", "pandas") from error
        return pandas.DataFrame(self.to_dicts(), columns=list(_COLUMNS))

    def to_polars(self) -> Any:
        """The hits as a polars ``DataFrame``.

        Raises:
            MissingExtraError: polars is not installed.
        """
        try:
            import polars
        except ImportError as error:
            raise MissingExtraError("polars", "polars") from error
        rows = self.to_dicts()
        types: dict[str, Any] = dict.fromkeys(_COLUMNS, polars.String) | {
            "confidence": polars.Float64,
            "spans": polars.List(polars.List(polars.Int64)),
        }
        return polars.DataFrame(rows, schema=types)


_COLUMNS = (
    "statement report said said_start said_end said_from published publisher title url origin speaker person status "
    "role kind source cue content spans confidence made_by"
).split()


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person or another speaker in the store, in short.

    Attributes:
        id: ``p_`` and a hash; it stays when you add reports.
        name: The fullest name.
        kind: person, organisation, place or group.
        statements: Number of statements.
    """

    id: str
    name: str
    kind: EntityKind
    statements: int

    def to_dict(self) -> dict[str, Any]:
        """The person as plain JSON values."""
        return {"id": self.id, "name": self.name, "kind": self.kind, "statements": self.statements}


@dataclass(frozen=True, slots=True)
class NamedSpeaker:
    """Who makes a statement, over all reports.

    Attributes:
        person: Id, or None where the speaker is not resolved.
        name: The fullest name in the store, or None.
        role: Roles that the report gives, as printed, or None.
    """

    person: str | None
    name: str | None
    role: str | None


@dataclass(frozen=True, slots=True)
class RoleSeen:
    """A role as reports print it.

    Attributes:
        role: The words.
        first: Day of the first report that prints it, or None.
        last: Day of the last report that prints it, or None.
        statements: Number of statements beside which it is printed.
    """

    role: str
    first: str | None
    last: str | None
    statements: int


@dataclass(frozen=True, slots=True)
class Person:
    """A person or another speaker over all reports of the store.

    Attributes:
        id: ``p_`` and a hash; it stays when you add reports.
        name: The fullest name.
        kind: person, organisation, place or group.
        names: All names, including those of merged people.
        roles: Roles as printed, latest first.
        statements: Number of statements.
        first: Day of the first statement, or None.
        last: Day of the last statement, or None.
        merged: Ids of people who were merged into this one.
    """

    id: str
    name: str
    kind: EntityKind
    names: tuple[str, ...]
    roles: tuple[RoleSeen, ...]
    statements: int
    first: str | None
    last: str | None
    merged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Subject:
    """Words that a person uses more than others do.

    Attributes:
        words: As printed.
        statements: Number of the person's latest statements that have them.
    """

    words: str
    statements: int


@dataclass(frozen=True, slots=True)
class QuotedTogether:
    """A person who is quoted in the same reports as another.

    Attributes:
        id: ``p_`` and a hash.
        name: The fullest name.
        kind: person, organisation, place or group.
        reports: Number of reports that quote both.
    """

    id: str
    name: str
    kind: EntityKind
    reports: int


@dataclass(frozen=True, slots=True)
class ListedReport:
    """A report in short.

    Attributes:
        report: Its newest publication; the text is left empty.
        id: ``r_…``.
        statements: How many are found in it.
    """

    report: Report
    id: str
    statements: int


@dataclass(frozen=True, slots=True)
class ReportList:
    """Some reports of a store, newest first.

    Attributes:
        reports: In order.
        cursor: Give it for those that follow; None where there are none.
    """

    reports: tuple[ListedReport, ...]
    cursor: str | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """A difference between two wordings; either side may be empty.

    Attributes:
        theirs: Words of the earliest wording.
        ours: Words of this wording.
    """

    theirs: str
    ours: str


@dataclass(frozen=True, slots=True)
class Aligned:
    """A stretch of two wordings that stands in the same place, as printed, with the signs between its words.

    Attributes:
        theirs: Of the earliest report's wording; may be empty.
        ours: Of this one; may be empty.
        is_same: Whether the words are the same, letter case and accents aside.
    """

    theirs: str
    ours: str
    is_same: bool


@dataclass(frozen=True, slots=True)
class Variant:
    """One wording of a statement, with the reports that carry it.

    Attributes:
        hits: Earliest first.
        likeness: Share of words that it has in common, in the same order, with the earliest report's wording.
        differences: From the earliest report's wording to this one, words alone.
        alignment: Both wordings from beginning to end, stretch by stretch.
    """

    hits: tuple[Hit, ...]
    likeness: float
    differences: tuple[Difference, ...]
    alignment: tuple[Aligned, ...]


@dataclass(frozen=True, slots=True)
class NearDuplicates:
    """A statement as several reports carry it.

    Attributes:
        earliest: In the report published first; where days are equal, the one added first.
        variants: Wordings, that of the earliest first, then by their earliest report.
    """

    earliest: Hit
    variants: tuple[Variant, ...]

    @property
    def reports(self) -> int:
        """How many reports carry it."""
        return len({hit.report.id for variant in self.variants for hit in variant.hits})

    def to_dict(self) -> dict[str, Any]:
        """The group as plain JSON values."""
        return {
            "reports": self.reports,
            "earliest": self.earliest.to_dict_in_context(),
            "variants": [
                {
                    "likeness": variant.likeness,
                    "differences": [{"theirs": one.theirs, "ours": one.ours} for one in variant.differences],
                    "hits": [hit.to_dict_in_context() for hit in variant.hits],
                }
                for variant in self.variants
            ],
        }


@dataclass(frozen=True, slots=True)
class Correction:
    """An entry in the log of corrections.

    Attributes:
        number: Its number, which undoing needs.
        at: Time, ISO, UTC.
        by: Name of the person who made it.
        action: Kind of correction.
        report: Id of the report, or None for a merge.
        statement: Id that the statement had before, or None.
        detail: For an edit the new spans (start, end, start, end …), kind and id; for a speaker ``person`` and
            ``name``; for a merge ``from`` and ``into``; for an undo ``undoes``.
        undone: Whether a later entry undoes it.
    """

    number: int
    at: str
    by: str
    action: Action
    report: str | None
    statement: str | None
    detail: dict[str, Any]
    undone: bool = False

    def to_dict(self) -> dict[str, Any]:
        """The entry as plain JSON values, less the facts by which newer weights find its statement again."""
        return {
            "number": self.number,
            "at": self.at,
            "by": self.by,
            "action": self.action,
            "report": self.report,
            "statement": self.statement,
            "detail": {key: value for key, value in self.detail.items() if key != "target"},
            "undone": self.undone,
        }


@dataclass(frozen=True, slots=True)
class Checked:
    """The outcome of verifying.

    Attributes:
        reports: Reports, or lines, that were looked at.
        statements: Statements that were looked at.
        faults: What fails.
    """

    reports: int
    statements: int
    faults: Sequence[Fault]


@dataclass(frozen=True, slots=True)
class Annotation:
    """What one version of the model found in a report.

    Attributes:
        made_by: The version.
        added: Time at which it was added, ISO, UTC.
        statements: Number of statements.
        is_current: Whether searches use it.
    """

    made_by: str
    added: str
    statements: int
    is_current: bool
