"""Records with talks in them, written down by hand."""

from __future__ import annotations

from onrecord.record import AnnotatedReport, Entity, Mention, Negotiation, Report, RoleSpans, Said, negotiation_id
from onrecord.record.layers.negotiations import AgendaItem, MoveView, NextStep, Party, StageView
from onrecord.record.talks import derive_state
from onrecord.text.spans import Span

COUNTRIES = {"Georgia": "GEO", "Armenia": "ARM", "Sweden": "SWE", "Chad": "TCD", "Mali": "MLI"}


def make_talks(
    day: str,
    text: str,
    stage: str = "",
    move: str = "",
    parties: str = "Georgia Armenia",
    mediators: str = "",
    talks: str = "ceasefire talks",
    agenda: str = "ceasefire",
    step: str = "",
    publisher: str = "The Westmere Post",
) -> AnnotatedReport:
    """Make the record of a report that tells of one negotiation.

    Args:
        day: Date of the report.
        text: Its text, in which all words below stand.
        stage: A stage and, after a colon, its words.
        move: The same for the move.
        parties: The parties.
        mediators: The mediators.
        talks: The words for the talks.
        agenda: Topics.
        step: Words of a step to come and, after a colon, its day and the day after it.
        publisher: The outlet.
    """
    report = Report(text, published=day, published_from="header", publisher=publisher, origin=f"{publisher} {day}")
    names = [*parties.split(), *mediators.split()]
    entities = tuple(
        Entity(
            id=f"e_{name}", kind="place", name=name, country=COUNTRIES[name],
            mentions=(Mention(_span(text, name), "name"),),
        )
        for name in names
    )  # fmt: skip
    mentions = RoleSpans.of(text, [_span(text, talks)])
    stages = [StageView(**_view(text, stage))] if stage else []
    moves = [MoveView(**_view(text, move))] if move else []
    steps: tuple[NextStep, ...] = ()
    if step:
        words, _, days = step.partition(":")
        start, end = days.split()
        span = _span(text, words)
        steps = (NextStep((span,), (words,), Said(start, start, end, "published")),)
    negotiation = Negotiation(
        id=negotiation_id(report.id, mentions),
        name=talks,
        mentions=mentions,
        agenda=tuple(AgendaItem(item=topic) for topic in agenda.split()),  # type: ignore[arg-type]
        parties=tuple(
            Party(
                (_span(text, name),), (name,), role="party" if name in parties.split() else "mediator",
                entity=f"e_{name}", country=COUNTRIES[name],
            )
            for name in names
        ),
        stage=tuple(stages),
        move=tuple(moves),
        next=steps,
        state=derive_state(stages, moves),
        confidence=0.8,
        made_by="rule:test",
    )  # fmt: skip
    return AnnotatedReport(report, entities=entities, negotiations=(negotiation,))


def _view(text: str, marked: str) -> dict[str, object]:
    value, _, words = marked.partition(":")
    return {"by": "report", "value": value, "spans": (_span(text, words),), "quote": (words,), "confidence": 0.8}


def _span(text: str, words: str) -> Span:
    return Span(text.index(words), text.index(words) + len(words))


OPENING = make_talks(
    "2031-03-01", "Sweden said that ceasefire talks of Georgia and Armenia have begun and go on until Friday.",
    "underway:begun", mediators="Sweden", step="Friday:2031-03-07 2031-03-08",
)  # fmt: skip
STALL = make_talks(
    "2031-03-05", "The ceasefire talks between Georgia and Armenia continue but are stuck.", "underway:continue",
    "stall:stuck",
)  # fmt: skip
HOPE = make_talks(
    "2031-03-06", "The ceasefire talks of Armenia and Georgia are going on, with progress, until Friday.",
    "underway:going on", "progress:progress", step="Friday:2031-03-07 2031-03-08", publisher="Radio Westmere",
)  # fmt: skip
SIGNED = make_talks(
    "2031-03-20", "Georgia and Armenia signed the ceasefire accord.", "signed:signed", talks="ceasefire accord"
)
TRADE = make_talks(
    "2031-03-06", "Chad and Mali hold trade talks.", "underway:hold", parties="Chad Mali", talks="trade talks",
    agenda="trade",
)  # fmt: skip
ALL = (SIGNED, HOPE, TRADE, OPENING, STALL)
