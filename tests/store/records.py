"""Records to store, written down by hand: who says what, and when."""

from __future__ import annotations

from tests.making import make_record

DAM = make_record(
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
BUDGET = make_record(
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
OLD = make_record(
    "“We shall build it,” Ada Lund promised in 2029.",
    ("Ada Lund", "promised", "“We shall build it,”", "Ada Lund"),
    said=("2029-01-01", "2030-01-01"),
    published="2031-05-01",
    publisher="The Westmere Post",
    origin="reports/old.txt",
)
UNDATED = make_record(
    "“Nothing is certain,” Nora Lund said.",
    ("Nora Lund", "said", "“Nothing is certain,”", "Nora Lund"),
    origin="reports/undated.txt",
)
ALL = (DAM, BUDGET, OLD, UNDATED)
