"""onrecord reads dated news reports and keeps the record: who said what, tied to the exact words.

>>> for report in onrecord.read("report.txt"):
...     record = onrecord.annotate(report)
"""

from __future__ import annotations

import importlib
from typing import Any

from onrecord.annotate import annotate
from onrecord.errors import (
    AnnotationError,
    ConfigurationError,
    ExportError,
    MalformedReportError,
    MissingExtraError,
    ModelError,
    NotInStoreError,
    OnRecordError,
    QueryError,
    QueryTimeoutError,
    ReadError,
    RecordError,
    SchemaVersionError,
    SpanError,
    StoreError,
    UnsupportedFormatError,
    WorkerError,
)
from onrecord.read import read
from onrecord.record import (
    AnnotatedReport,
    Entity,
    Mention,
    Report,
    RoleSpans,
    Said,
    SourceSpans,
    Speaker,
    Statement,
    TimeExpression,
)
from onrecord.text.spans import Span

__version__ = "0.1.0"

_OF_THE_STORE = ("DateRange", "Query", "Store", "open_store")


def __getattr__(name: str) -> Any:
    """Load the store, and with it the database's packages, when it is first asked for."""
    if name in _OF_THE_STORE:
        return getattr(importlib.import_module("onrecord.store"), name)
    raise AttributeError(f"module 'onrecord' has no attribute {name!r}")


__all__ = [
    "AnnotatedReport",
    "AnnotationError",
    "ConfigurationError",
    "DateRange",
    "Entity",
    "ExportError",
    "MalformedReportError",
    "Mention",
    "MissingExtraError",
    "ModelError",
    "NotInStoreError",
    "OnRecordError",
    "Query",
    "QueryError",
    "QueryTimeoutError",
    "ReadError",
    "RecordError",
    "Report",
    "RoleSpans",
    "Said",
    "SchemaVersionError",
    "SourceSpans",
    "Span",
    "SpanError",
    "Speaker",
    "Statement",
    "Store",
    "StoreError",
    "TimeExpression",
    "UnsupportedFormatError",
    "WorkerError",
    "annotate",
    "open_store",
    "read",
]
