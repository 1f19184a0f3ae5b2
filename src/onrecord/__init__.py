"""onrecord reads dated news reports and keeps the record: who said what, tied to the exact words.

>>> for report in onrecord.read("report.txt"):
...     record = onrecord.annotate(report)
"""

from __future__ import annotations

import importlib
from typing import Any

from onrecord import startup as startup  # first: it answers Ctrl-C while the others load
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
    PublicationDateError,
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

_LAZY = {
    "AnnotationSettings": "onrecord.batch.shard",
    "DateRange": "onrecord.store",
    "IngestCounts": "onrecord.ingest",
    "IngestOptions": "onrecord.ingest",
    "Ingestion": "onrecord.ingest",
    "Query": "onrecord.store",
    "Store": "onrecord.store",
    "ingest_reports": "onrecord.ingest",
    "to_pandas": "onrecord.export.frames",
    "open_store": "onrecord.store",
}
"""Public names whose modules are loaded at first use, since the database's packages take long to load."""


def __getattr__(name: str) -> Any:
    """Load the module of a name that is not loaded yet."""
    if name in _LAZY:
        return getattr(importlib.import_module(_LAZY[name]), name)
    raise AttributeError(f"module 'onrecord' has no attribute {name!r}")


def __dir__() -> list[str]:
    """List the public names, also those that are loaded at first use."""
    return sorted({*globals(), *__all__})


__all__ = [
    "AnnotatedReport",
    "AnnotationError",
    "AnnotationSettings",
    "ConfigurationError",
    "DateRange",
    "Entity",
    "ExportError",
    "IngestCounts",
    "IngestOptions",
    "Ingestion",
    "MalformedReportError",
    "Mention",
    "MissingExtraError",
    "ModelError",
    "NotInStoreError",
    "OnRecordError",
    "PublicationDateError",
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
    "ingest_reports",
    "open_store",
    "read",
    "to_pandas",
]
