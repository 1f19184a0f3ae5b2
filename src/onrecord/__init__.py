"""onrecord reads dated news reports and keeps the record: who said what, tied to the exact words.

>>> for report in onrecord.read("report.txt"):
...     record = onrecord.annotate(report)
"""

from __future__ import annotations

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
    ReadError,
    RecordError,
    SchemaVersionError,
    SpanError,
    StoreError,
    UnsupportedFormatError,
    WorkerError,
)
from onrecord.pipeline import annotate
from onrecord.read import read
from onrecord.records import (
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
from onrecord.spans import Span

__version__ = "0.1.0"

__all__ = [
    "AnnotatedReport",
    "AnnotationError",
    "ConfigurationError",
    "Entity",
    "ExportError",
    "MalformedReportError",
    "Mention",
    "MissingExtraError",
    "ModelError",
    "NotInStoreError",
    "OnRecordError",
    "QueryError",
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
    "StoreError",
    "TimeExpression",
    "UnsupportedFormatError",
    "WorkerError",
    "annotate",
    "read",
]
