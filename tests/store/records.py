"""Records to store, written down by hand: who says what, and when."""

from __future__ import annotations

from onrecord.record import (
    AnnotatedReport,
    Entity,
    Kind,
    Mention,
    Report,
    Said,
    Speaker,
    TimeExpression,
    replace,
)
from onrecord.text.spans import Span
from tests.making import find, state

MODEL = "model@000000000001"


def annotated(
    text: str,
    *statements: tuple[str, str, str, str | None],
    roles: dict[str, str] | None = None,
    made_by: str = MODEL,
    kind: Kind = "direct",
    said: tuple[str, str] | None = None,
    confidence: float = 0.9,
    **report: str | None,
) -> AnnotatedReport:
    """A record of a text: for each statement the words of source, cue and content, and the speaker's name."""
    published = report.get("published")
    read = Report(text, language="en", published_from="header" if published else "none", **report)  # type: ignore[arg-type]
    names = dict.fromkeys(name for *_, name in statements if name)
    entities = {
        name: Entity(
            id=f"e_{number}",
            kind="person",
            name=name,
            roles=tuple(filter(None, [(roles or {}).get(name)])),
            mentions=tuple(Mention(span, "name") for span in find(text, name).spans) if name in text else (),
        )
        for number, name in enumerate(names)
    }
    made = []
    times: list[TimeExpression] = []
    when = Said(published, published, None, "published") if published else None
    if said:
        times.append(TimeExpression("t_0", Span(0, 1), text[0], "DATE", said[0], *said, "published", "made up"))
        when = Said(said[0], *said, "t_0")
    for *words, name in statements:
        # Parts of a role are parted by a bar.
        spans = tuple(find(text, *filter(None, str(role).split("|"))) for role in words)
        unnamed = Speaker(None, None, "unnamed", "description")
        speaker = Speaker(name, entities[name].id, "resolved", "name") if name else unnamed
        made.append(state(read, kind, spans, speaker, said=when, confidence=confidence, made_by=made_by))
    return AnnotatedReport(read, tuple(made), tuple(entities.values()), tuple(times))


def at(record: AnnotatedReport, made_by: str) -> AnnotatedReport:
    """The same record made by another version."""
    return replace(record, statements=tuple(replace(found, made_by=made_by) for found in record.statements))


DAM = annotated(
    "“The dam will hold,” Mayor Ada Lund said on Sunday. “It must hold until the spring.” Two officials said that the "
    "old sluice would fail.",
    ("Mayor Ada Lund", "said", "“The dam will hold,”|“It must hold until the spring.”", "Ada Lund"),
    ("Two officials", "said that", "the old sluice would fail", None),
    roles={"Ada Lund": "Mayor"},
    published="2031-03-09",
    publisher="The Westmere Post",
    origin="reports/dam.txt",
    title="Dam will hold",
)
BUDGET = annotated(
    "The council has no money for a second dam, A. Lund, the mayor, told Radio Westmere. Piotr Salme, who runs the "
    "ferries, called the budget “a leaflet”.",
    ("A. Lund, the mayor,", "told", "The council has no money for a second dam", "A. Lund"),
    ("Piotr Salme", "called", "the budget “a leaflet”", "Piotr Salme"),
    roles={"A. Lund": "mayor", "Piotr Salme": "director of Lunde Line"},
    kind="indirect",
    confidence=0.6,
    published="2031-04-02",
    publisher="Radio Westmere",
    origin="reports/budget.txt",
)
OLD = annotated(
    "“We shall build it,” Ada Lund promised in 2029.",
    ("Ada Lund", "promised", "“We shall build it,”", "Ada Lund"),
    said=("2029-01-01", "2030-01-01"),
    published="2031-05-01",
    publisher="The Westmere Post",
    origin="reports/old.txt",
)
UNDATED = annotated(
    "“Nothing is certain,” Nora Lund said.",
    ("Nora Lund", "said", "“Nothing is certain,”", "Nora Lund"),
    origin="reports/undated.txt",
)
ALL = (DAM, BUDGET, OLD, UNDATED)
