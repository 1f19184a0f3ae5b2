"""Records with events, marked by hand: a denial, a plan, an accusation, a wish, a hypothesis and contested numbers."""

from __future__ import annotations

from onrecord.record import AnnotatedReport, replace
from tests.making import find_words, make_record
from tests.making_events import make_event, number, view, with_entities, with_events

_PORT = make_record(
    "On Friday Norwegian jets struck the port of Holm, killing at least six dockers. “The jets hit empty quays and no "
    "more than two people died,” General Tor Vik said. The lighthouse was shelled too, and the Holm militia has been "
    "blamed for it. Ivar Roe said that the militia had not shelled the lighthouse. Foreign Minister Ada Lund will "
    "visit Mayor Piotr Salme. Ada Lund urged Holm to free the pilots. Norway may send troops.",
    ("General Tor Vik", "said", "“The jets hit empty quays and no more than two people died,”", "Tor Vik"),
    ("Ivar Roe", "said that", "the militia had not shelled the lighthouse", "Ivar Roe"),
    roles={"Tor Vik": "General"},
    said=("2031-03-07", "2031-03-08"),
    published="2031-03-09",
    publisher="The Westmere Post",
    origin="reports/port.txt",
    title="Jets hit port",
)


def _mark_port() -> AnnotatedReport:
    friday = find_words(_PORT.report.text, "Friday")
    times = (replace(_PORT.times[0], span=friday.spans[0], quote=friday.quote[0]),)
    record = with_entities(
        replace(_PORT, times=times),
        ("Norwegian Air Force", "organisation", "NOR", "MIL", "Norwegian jets|The jets"),
        ("Holm", "place", "SWE", "GOV", "Holm|Holm to free>Holm"),
        ("the port of Holm", "place", "SWE", "", "the port"),
        ("dockers", "group", "SWE", "CVL", "dockers"),
        ("Holm militia", "organisation", "SWE", "REB", "the Holm militia|the militia"),
        ("Ada Lund", "person", "NOR", "GOV", "Foreign Minister Ada Lund|Ada Lund urged>Ada Lund"),
        ("Piotr Salme", "person", "SWE", "GOV", "Mayor Piotr Salme"),
        ("Norway", "place", "NOR", "GOV", "Norway may>Norway"),
    )
    six, two = number(record, "killed", "six", 6, None), number(record, "killed", "two", None, 2)
    return with_events(
        record,
        make_event(
            record,
            "ASSAULT",
            ("struck", "hit"),
            (
                view(record, "report", "asserted"),
                view(record, 0, "asserted"),
                view(record, 0, "asserted", numbers=(two,)),
            ),
            mode="aerial",
            actors=("Norwegian jets",),
            recipients=("dockers",),
            place="the port",
            time=("2031-03-07", "2031-03-07", "2031-03-08"),
            numbers=(six,),
        ),
        make_event(
            record,
            "ASSAULT",
            ("shelled", "had not shelled"),
            (
                view(record, "report", "asserted"),
                view(record, "unnamed", "alleged", actors=("the Holm militia",)),
                view(record, 1, "denied", actors=("the militia",)),
            ),
            mode="heavy-weapons",
        ),
        make_event(
            record,
            "CONSULT",
            ("visit",),
            (view(record, "report", "planned"),),
            mode="visit",
            actors=("Foreign Minister Ada Lund",),
            recipients=("Mayor Piotr Salme",),
        ),
        make_event(
            record,
            "REQUEST",
            ("urged",),
            (view(record, "report", "asserted"),),
            mode="yield",
            actors=("Ada Lund urged>Ada Lund",),
            recipients=("Holm to free>Holm",),
            confidence=0.5,
        ),
        make_event(
            record,
            "RETREAT",
            ("free",),
            (view(record, "report", "wanted"),),
            mode="release",
            actors=("Holm to free>Holm",),
        ),
        make_event(
            record,
            "MOBILIZE",
            ("send troops",),
            (view(record, "report", "possible"),),
            mode="troops",
            actors=("Norway may>Norway",),
        ),
    )


PORT = _mark_port()
"""Jets strike a port, a lighthouse is shelled, a visit is planned; published on 2031-03-09."""

_CLAIM = make_record(
    "Tor Vik told Radio Westmere that rebels had freed nine pilots. The rebels said that they had freed no one.",
    ("Tor Vik", "told", "rebels had freed nine pilots", "Tor Vik"),
    ("The rebels", "said that", "they had freed no one", None),
    published="2031-03-12",
    publisher="Radio Westmere",
    origin="reports/claim.txt",
)


def _mark_claim() -> AnnotatedReport:
    record = with_entities(_CLAIM, ("rebels", "group", "SWE", "REB", "rebels|The rebels"))
    nine = number(record, "released", "nine", 9, 9)
    freed = make_event(
        record,
        "RETREAT",
        ("freed", "freed no one"),
        (view(record, 0, "asserted"), view(record, 1, "denied")),
        mode="release",
        actors=("rebels",),
        numbers=(nine,),
    )
    return with_events(record, freed)


CLAIM = _mark_claim()
"""One voice claims a release, another denies it: contested, without a time of its own."""
BOTH = (PORT, CLAIM)
EMPTY = replace(CLAIM, events=(), statements=tuple(replace(one, about=()) for one in CLAIM.statements))
