"""Records to export: an easy one and one with all that formats stumble over."""

from __future__ import annotations

import importlib.util
import json
import os

import pytest

from onrecord.record import (
    AnnotatedReport,
    Entity,
    Mention,
    Report,
    RoleSpans,
    Said,
    Speaker,
    Statement,
)
from onrecord.text.spans import Span
from tests.making import find_words, make_statement

HARD = (
    "🚢🇳🇴 Cafe\u0301 notes\r\nfrom the quay\u2028today.\tMore:\n\n"
    "“=The boats\nwill sail,” said Ilse Brandvold, the e\u0301lue. “They 👩‍👩‍👧 must.”\n\n"
    "She said that two officials had warned <of> \"ice\" & 'fog'.\n\n"
    "-Nobody knows, according to no one\x1f.\n"
)
EASY = "The dam will hold, Mayor Ada Lund told Radio Westmere. “It has to.”"
ROLES = ("source", "cue", "content", "venue", "addressee")


def hard_record() -> AnnotatedReport:
    report = Report(
        HARD,
        origin="reports/=cmd|'x'!A1.txt",
        publisher="The “Varna” Post; Ltd",
        title='+Boats, "again"',
        authors=("Tove Quist", "@N. Øye"),
        url="https://post.example/boats and <ice>?a=1&b=ü",
        language="en",
        published="2031-03-09",
        published_from="header",
    )
    brandvold = Speaker("Ilse Brandvold", "e_1", "resolved", "name")
    boats = find_words(HARD, "Ilse Brandvold, the e\u0301lue"), find_words(HARD, "said")
    sail = find_words(HARD, "“=The boats\nwill sail,”", "“They 👩‍👩‍👧 must.”")
    said = Said("2031-03-09", "2031-03-09", "2031-03-10", "published")
    outer = make_statement(report, "direct", (*boats, sail), brandvold, said=said, venue=find_words(HARD, "the quay"))
    warning = find_words(HARD, "that two officials had warned <of> \"ice\" & 'fog'")
    second_said = RoleSpans.of(HARD, [Span(HARD.index("She said") + 4, HARD.index("She said") + 8)])
    second = make_statement(
        report, "indirect", (find_words(HARD, "She"), second_said, warning), brandvold, confidence=0.9
    )
    ice = find_words(HARD, "two officials"), find_words(HARD, "had warned"), find_words(HARD, "<of> \"ice\" & 'fog'")
    inner = make_statement(report, "mixed", ice, Speaker(None, "e_2", "unnamed", "description"), within=second.id)
    unknown = Speaker(None, None, "unresolved", None, ("Ada Lund", "Ilse Brandvold"))
    cueless = find_words(HARD, "no one\x1f"), RoleSpans(), find_words(HARD, "-Nobody knows")
    bare = make_statement(report, "indirect", cueless, unknown, addressee=find_words(HARD, "today.\tMore"))
    name = Mention(find_words(HARD, "Ilse Brandvold").spans[0], "name")
    officials = Mention(find_words(HARD, "two officials").spans[0], "description")
    entities = (
        Entity(id="e_1", kind="person", name="Ilse Brandvold", roles=("élue", "harbour master"), mentions=(name,)),
        Entity(id="e_2", kind="group", name=None, mentions=(officials,)),
    )
    return AnnotatedReport(report, (outer, second, inner, bare), entities)


def easy_record() -> AnnotatedReport:
    report = Report(EASY, origin="dam.txt", language="en")
    words = (
        find_words(EASY, "Mayor Ada Lund"),
        find_words(EASY, "told"),
        find_words(EASY, "The dam will hold", "“It has to.”"),
    )
    lund = Speaker("Ada Lund", "e_3", "resolved", "name")
    statement = make_statement(report, "mixed", words, lund, addressee=find_words(EASY, "Radio Westmere"))
    entities = (
        Entity(
            id="e_3",
            kind="person",
            name="Ada Lund",
            roles=("Mayor",),
            mentions=(Mention(find_words(EASY, "Ada Lund").spans[0], "name"),),
        ),
        Entity(
            id="e_4",
            kind="organisation",
            name="Radio Westmere",
            roles=(),
            mentions=(Mention(find_words(EASY, "Radio Westmere").spans[0], "name"),),
        ),
    )
    return AnnotatedReport(report, (statement,), entities)


def broken_record() -> AnnotatedReport:
    """A record with half of a surrogate pair, which JSON can bring along."""
    values = json.loads(hard_record().to_json().replace("They", r"Th\ud83dy"))
    report = Report(values["text"])
    return AnnotatedReport.from_dict({**values, "id": report.id, "sha256": report.sha256})


RECORDS = (hard_record(), easy_record(), AnnotatedReport(Report("Nothing was said.", origin="silent.txt")))
BROKEN = broken_record()
STATEMENTS = [(record, statement) for record in RECORDS for statement in record.statements]


needs_followthemoney = pytest.mark.skipif(
    importlib.util.find_spec("followthemoney") is None and "CI" not in os.environ,
    reason="followthemoney is not installed (it builds on ICU, which has to be compiled); CI installs it",
)


def spans_of(statement: Statement, role: str) -> list[tuple[int, int]]:
    words = getattr(statement, role)
    return [tuple(span) for span in (words.spans if words else ())]
