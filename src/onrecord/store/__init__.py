"""The record store: reports and what was found in them, kept in one file or in PostgreSQL, searched and corrected.

>>> with open_store("onrecord.db") as store:
...     store.add(map(onrecord.annotate, onrecord.read("reports/")))
...     for hit in store.search(Query("grain ships", speaker="Ilse Brandvold")):
...         print(hit.statement.said, hit.snippet())
"""

from __future__ import annotations

from onrecord.record.check import Fault
from onrecord.store.base.event_query import EventQuery, NumberCondition
from onrecord.store.base.query import DateRange, Query
from onrecord.store.correct import Corrections
from onrecord.store.corrections.changes import StatementParts
from onrecord.store.store import Store, open_store
from onrecord.store.values.corrections import Correction
from onrecord.store.values.event_hits import EventHit, EventResults
from onrecord.store.values.hits import Hit
from onrecord.store.values.near_duplicates import Aligned, Difference, NearDuplicates, Variant
from onrecord.store.values.people import NamedSpeaker, Person, PersonName, QuotedTogether, RoleSeen, Subject
from onrecord.store.values.reports import Added, Annotation, ListedReport, ReportList
from onrecord.store.values.results import SearchResults
from onrecord.store.values.verification import VerificationResult

__all__ = [
    "Added",
    "Aligned",
    "Annotation",
    "Correction",
    "Corrections",
    "DateRange",
    "Difference",
    "EventHit",
    "EventQuery",
    "EventResults",
    "Fault",
    "Hit",
    "ListedReport",
    "NamedSpeaker",
    "NearDuplicates",
    "NumberCondition",
    "Person",
    "PersonName",
    "Query",
    "QuotedTogether",
    "ReportList",
    "RoleSeen",
    "SearchResults",
    "StatementParts",
    "Store",
    "Subject",
    "Variant",
    "VerificationResult",
    "open_store",
]
