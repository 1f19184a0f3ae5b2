"""A store for the reading room's tests: outlets, people over months, and everything that could go wrong on a page."""

from __future__ import annotations

from itertools import cycle

from onrecord.record import AnnotatedReport, Entity, Mention, RoleSpans, Said, TimeExpression, replace
from onrecord.text.spans import Span
from tests.making import find_words, make_record

SCRIPT = "<script>alert(1)</script>"
IMAGE = '"><img src=x onerror=alert(1)>'
NO_LINK = "javascript:alert(1)"

# What takes more than one UTF-16 unit, more than one code point, or runs the other way, before every quotation.
ODD = "🚢🇳🇴 Nai\u0308ve cafe\u0301 👩‍👩‍👧 𝔘𝔫𝔦 שלום עולם مرحبا"
_STRAIT_TEXT = f"""{ODD}: “The boats will sail 🕊️ at dawn,” Captain Ada Lund told reporters on Sunday. “Again.”

She went on: “We asked the minister, and Piotr Salme says the strait is open, but nobody has seen it open.

“So we shall wait, e\u0301ven 👨‍👩‍👧‍👦 of us, and then we shall see.”

𝔑𝔬 one else spoke. {ODD} Piotr Salme, the pilot, called it “a matter of patience”.
"""
_OUTER = _STRAIT_TEXT[_STRAIT_TEXT.index("“We asked") : _STRAIT_TEXT.index("\n\n𝔑𝔬")]


def _in_full() -> AnnotatedReport:
    """A record with every part: a time, venue and addressee, a statement in another, content over two paragraphs."""
    made = make_record(
        _STRAIT_TEXT,
        ("Captain Ada Lund", "told", "“The boats will sail 🕊️ at dawn,”|“Again.”", "Ada Lund"),
        ("She", "went on", _OUTER, "Ada Lund"),
        ("Piotr Salme", "says", "the strait is open", "Piotr Salme"),
        ("Piotr Salme, the pilot,", "called", "it “a matter of patience”", "Piotr Salme"),
        roles={"Ada Lund": "Captain", "Piotr Salme": "pilot"},
        published="2031-03-09",
        publisher="The Westmere Post",
        origin="reports/strait.txt",
        title="Boats to sail at dawn 🚢",
        url="https://westmere.example/boats?one=1&two=2",
    )
    first, outer, inner, last = made.statements
    (sunday,) = find_words(_STRAIT_TEXT, "Sunday").spans
    time = TimeExpression(
        "t_1", sunday, "Sunday", "DATE", "2031-03-09", "2031-03-09", "2031-03-10", "published", "weekday, past tense"
    )
    place = find_words(_STRAIT_TEXT, "reporters")
    she = find_words(_STRAIT_TEXT, "She").spans[0]
    ada, piotr = made.entities
    said = Said("2031-03-09", "2031-03-09", "2031-03-10", "t_1")
    return replace(
        made,
        statements=(
            replace(first, said=said, addressee=RoleSpans(place.spans, place.quote)),
            outer,
            replace(inner, within=outer.id, kind="indirect"),
            replace(last, kind="mixed", confidence=0.55),
        ),
        entities=(replace(ada, mentions=(*ada.mentions, Mention(she, "pronoun"))), piotr),
        times=(time,),
    )


_CARRIED = "“The harbour will stay closed until the inspectors have seen every boat, whatever the owners may say,”"


def _carried() -> list[AnnotatedReport]:
    """One quotation in four outlets, twice word for word, then longer and shorter."""
    wordings = (
        ("Radio Meridian", "2031-04-02", _CARRIED),
        ("The Westmere Post", "2031-04-02", _CARRIED.replace("whatever", "no matter what")),
        ("Holm Gazette", "2031-04-03", _CARRIED.replace(" have seen", " from the capital have seen")),
        ("Eastern Wire", "2031-04-04", _CARRIED),
    )
    return [
        make_record(
            f"{ODD}. {quote} Captain Ada Lund, the harbour master, said, as {outlet} had it.",
            ("Captain Ada Lund, the harbour master,", "said", quote, "Ada Lund"),
            roles={"Ada Lund": "harbour master"},
            published=day,
            publisher=outlet,
            origin=f"wire/{number}.txt",
            title=f"Harbour stays closed ({outlet})",
        )
        for number, (outlet, day, quote) in enumerate(wordings)
    ]


_SUBJECTS = (
    "ferry fares rise again in spring",
    "winter boats need new engines soon",
    "ferry fares pay for winter boats",
    "the grain ships wait for inspectors",
)


def _monthly() -> list[AnnotatedReport]:
    """A person over ten months, whose role and printed name change half-way, beside others."""
    made = []
    for number, (subject, outlet) in enumerate(
        zip(_SUBJECTS * 7, cycle(("The Westmere Post", "Radio Meridian")), strict=False)
    ):
        month, day = 1 + number % 10, 1 + number % 27
        role = "ferry minister" if month <= 5 else "leader of the opposition"
        name = "Ilse Tamm" if month <= 5 else "Ilse K. Tamm"
        text = (
            f"“On day {number} I say that {subject},” {name}, {role}, said. Marguerite Eide, a baker, replied that "
            f"bread number {number} costs more."
        )
        made.append(
            make_record(
                text,
                (f"{name}, {role},", "said", f"“On day {number} I say that {subject},”", name),
                ("Marguerite Eide, a baker,", "replied", f"bread number {number} costs more", "Marguerite Eide"),
                roles={name: role, "Marguerite Eide": "baker"},
                published=f"2031-{month:02}-{day:02}",
                publisher=outlet,
                origin=f"monthly/{number:02}.txt",
                title=f"Ferries, part {number}",
            )
        )
    return made


def _hostile() -> AnnotatedReport:
    text = f"{SCRIPT} {IMAGE} said “{SCRIPT} & {IMAGE} will run” to <b>nobody</b>.\n\n'; DROP TABLE statements; --"
    content = f"“{SCRIPT} & {IMAGE} will run”"
    made = make_record(
        text,
        (IMAGE, "said", content, IMAGE),
        roles={IMAGE: SCRIPT},
        published="2031-05-05",
        publisher=f"Outlet {IMAGE}",
        origin=f"reports/{SCRIPT}.txt",
        title=f"Title {SCRIPT} {IMAGE}",
        url=NO_LINK,
    )
    span = Span(text.index("nobody"), text.index("nobody") + len("nobody"))
    nobody = Entity(
        id="e_nobody", kind="group", name=f"nobody {IMAGE}", roles=(SCRIPT,), mentions=(Mention(span, "name"),)
    )
    return replace(
        made,
        report=replace(made.report, authors=(SCRIPT, IMAGE)),
        entities=(*made.entities, nobody),
    )


STRAIT = _in_full()
CARRIED = _carried()
MONTHLY = _monthly()
HOSTILE = _hostile()
ALL = [STRAIT, *CARRIED, *MONTHLY, HOSTILE]


def to_correct(number: int) -> AnnotatedReport:
    """A report that no other test corrects: three statements, with odd characters before the second."""
    first, second, third = (
        f"“The first dam, number {number}, will hold,”",
        f"“the bridge 🌉 of 𝔚 number {number} is safe”",
        f"the third road, number {number}, is closed",
    )
    text = (
        f"{first} Mayor Vera Quist said.\n\n{ODD} Later Tomas Brae, an engineer {number}, added: {second}. "
        f"Nobody believed {third}, as councillor Quist warned."
    )
    return make_record(
        text,
        ("Mayor Vera Quist", "said", first, "Vera Quist"),
        (f"Tomas Brae, an engineer {number},", "added", second, "Tomas Brae"),
        ("councillor Quist", "warned", third, "Vera Quist"),
        roles={"Vera Quist": "Mayor", "Tomas Brae": "engineer"},
        published="2031-06-01",
        publisher="Holm Gazette",
        origin=f"correct/{number}.txt",
        title=f"To be corrected, {number}",
    )
