"""The errors a caller can meet, all below one base.

::

    OnRecordError
    ├── ReadError                    a file or stream could not be read (path, offset)
    │   ├── UnsupportedFormatError   nothing here reads this kind of file
    │   └── MalformedReportError     the kind is known, the content is broken
    ├── AnnotationError              a report could not be annotated; the others are
    ├── WorkerError                  a worker process was ended from outside
    ├── ExportError                  an export could not be written (path)
    ├── SpanError                    an offset does not lie in the text
    ├── RecordError                  a record's JSON is not of the format, or contradicts its text (place)
    ├── ModelError                   the weights are missing, damaged or of another version
    ├── StoreError                   a store cannot be opened, read or written
    │   ├── SchemaVersionError       a newer onrecord made it
    │   ├── QueryTimeoutError        a search took longer than it may
    │   └── NotInStoreError          it holds no report, statement or person of this id
    ├── ConfigurationError           an option or environment variable makes no sense
    │   └── QueryError               a search query does not parse (query, position)
    └── MissingExtraError            an optional package is not installed

Each message says what is wrong, where, and what to do about it. News that is ambiguous is no error:
the record then says ``unresolved``.
"""

from __future__ import annotations


class OnRecordError(Exception):
    """Base of every error that onrecord raises on purpose."""


class ReadError(OnRecordError):
    """A file or stream could not be read.

    Args:
        path: The file, as the caller named it.
        reason: What is wrong, and what would work.
        offset: Where it is wrong: a byte offset or a line number, where one is known.
    """

    def __init__(self, path: str, reason: str, offset: int | None = None) -> None:
        self.path = path
        self.reason = reason
        self.offset = offset
        super().__init__(f"{path}: {reason}")

    def __reduce__(self) -> tuple[type[ReadError], tuple[str, str, int | None]]:
        """Pickle with all three arguments, so that an error crosses a process boundary whole."""
        return type(self), (self.path, self.reason, self.offset)


class UnsupportedFormatError(ReadError):
    """The file is of a kind that onrecord does not read."""


class MalformedReportError(ReadError):
    """The file is of a known kind, but its content is broken."""


class AnnotationError(OnRecordError):
    """A report of a batch could not be annotated.

    Args:
        origin: The report.
        reason: What went wrong.
    """

    def __init__(self, origin: str, reason: str) -> None:
        self.origin = origin
        self.reason = reason
        super().__init__(f"{origin}: could not be annotated ({reason}); please report it with the text")

    def __reduce__(self) -> tuple[type[AnnotationError], tuple[str, str]]:
        """Pickle with both arguments."""
        return type(self), (self.origin, self.reason)


class WorkerError(OnRecordError):
    """A worker process ended before its work was done."""


class ExportError(OnRecordError):
    """An export could not be written.

    Args:
        path: Where to, as the caller named it.
        reason: What is wrong, and what would work.
    """

    def __init__(self, path: str, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(f"{path}: {reason}")

    def __reduce__(self) -> tuple[type[ExportError], tuple[str, str]]:
        """Pickle with both arguments."""
        return type(self), (self.path, self.reason)


class SpanError(OnRecordError):
    """An offset does not lie in the text it belongs to."""


class RecordError(OnRecordError):
    """A record's JSON is not of the format, or contradicts its own text.

    Args:
        place: Where in the document, such as ``statements[3].cue``; empty for the document as a whole.
        reason: What is wrong there.
    """

    def __init__(self, place: str, reason: str) -> None:
        self.place = place
        self.reason = reason
        super().__init__(f"the record's {place} {reason}" if place else f"the record {reason}")

    def __reduce__(self) -> tuple[type[RecordError], tuple[str, str]]:
        """Pickle with both arguments."""
        return type(self), (self.place, self.reason)


class ModelError(OnRecordError):
    """The model's files are missing, damaged or made for another version."""


class StoreError(OnRecordError):
    """A store cannot be opened, read or written."""


class SchemaVersionError(StoreError):
    """A newer onrecord made the store."""


class QueryTimeoutError(StoreError):
    """A search took longer than whoever opened the store allows."""


class NotInStoreError(StoreError):
    """The store holds no report, statement or person of this id."""


class ConfigurationError(OnRecordError):
    """An option or environment variable makes no sense."""


class QueryError(ConfigurationError):
    """A search query does not parse.

    Args:
        query: The query.
        position: Where in it the trouble is.
        reason: What is wrong, and what would work.
    """

    def __init__(self, query: str, position: int, reason: str) -> None:
        self.query = query
        self.position = position
        self.reason = reason
        super().__init__(f"the query {query!r} does not parse at character {position + 1}: {reason}")

    def __reduce__(self) -> tuple[type[QueryError], tuple[str, int, str]]:
        """Pickle with all three arguments."""
        return type(self), (self.query, self.position, self.reason)


class MissingExtraError(OnRecordError):
    """An optional package is needed and not installed.

    Args:
        package: The package that is missing.
        extra: The extra of onrecord that brings it.
    """

    def __init__(self, package: str, extra: str) -> None:
        self.package = package
        self.extra = extra
        super().__init__(f"this needs {package}, which is not installed; run: pip install 'onrecord[{extra}]'")

    def __reduce__(self) -> tuple[type[MissingExtraError], tuple[str, str]]:
        """Pickle with both arguments."""
        return type(self), (self.package, self.extra)
