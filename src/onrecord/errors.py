"""The errors of onrecord, all below one base.

::

    OnRecordError
    ├── ReadError                    an input cannot be read (path, offset)
    │   ├── UnsupportedFormatError   onrecord does not read this format
    │   └── MalformedReportError     the format is known, the content is broken
    ├── AnnotationError              one report cannot be annotated
    │   └── PublicationDateError     the date of a report is no date
    ├── WorkerError                  a worker process ended too early
    ├── ExportError                  an export cannot be written (path)
    ├── SpanError                    an offset does not lie in the text
    ├── RecordError                  the JSON of a record breaks the format or contradicts its text (place)
    ├── ModelError                   the weights are missing, damaged or of another version
    ├── StoreError                   a store cannot be opened, read or written
    │   ├── SchemaVersionError       a newer onrecord made the store
    │   ├── DatabaseFailureError     the database fails in a way that only its own words describe
    │   ├── QueryTimeoutError        a search takes longer than it may
    │   └── NotInStoreError          the store has no report, statement or person with this id
    ├── ConfigurationError           an option or environment variable makes no sense
    │   └── QueryError               a search query does not parse (query, position)
    └── MissingExtraError            an optional package is not installed

Each message says what is wrong, where, and what to do. Ambiguous news is no error: the record then says
``unresolved``.

An error with attributes takes them as its arguments, so that it crosses a process boundary whole.
"""

from __future__ import annotations


class OnRecordError(Exception):
    """Base of every error that onrecord raises on purpose.

    Example:
        >>> try:
        ...     reports = list(onrecord.read("reports/"))
        ... except onrecord.OnRecordError as error:
        ...     print(error)
    """


class ReadError(OnRecordError):
    """An input cannot be read.

    Args:
        path: The file or address, as the caller named it.
        reason: What is wrong and what to do.
        offset: Where it is wrong: a byte offset or a line number, where one is known.
    """

    def __init__(self, path: str, reason: str, offset: int | None = None) -> None:
        super().__init__(path, reason, offset)
        self.path = path
        self.reason = reason
        self.offset = offset

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


class UnsupportedFormatError(ReadError):
    """The input is in a format that onrecord does not read."""


class MalformedReportError(ReadError):
    """The input is in a known format, but its content is broken."""


class AnnotationError(OnRecordError):
    """One report cannot be annotated; the other reports of its batch are.

    Args:
        origin: The report.
        reason: What is wrong.
    """

    def __init__(self, origin: str, reason: str) -> None:
        super().__init__(origin, reason)
        self.origin = origin
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.origin}: could not be annotated ({self.reason}); please report it with the text"


class PublicationDateError(AnnotationError):
    """The date of publication of a report is no date.

    Args:
        origin: The report.
        published: What the report gives as its date.
    """

    def __init__(self, origin: str, published: object) -> None:
        super().__init__(origin, str(published))
        self.published = published

    def __str__(self) -> str:
        place = "" if self.origin == "-" else f"{self.origin}: "
        return f"{place}published is {self.published!r}, not a date; give YYYY-MM-DD or a datetime.date"


class WorkerError(OnRecordError):
    """A worker process ended before its work was done."""


class ExportError(OnRecordError):
    """An export cannot be written.

    Args:
        path: The file or folder, as the caller named it.
        reason: What is wrong and what to do.
    """

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


class SpanError(OnRecordError):
    """An offset does not lie in the text it belongs to."""


class RecordError(OnRecordError):
    """The JSON of a record breaks the format or contradicts its text.

    Args:
        place: Where in the record, such as ``statements[3].cue``; empty for the record as a whole.
        reason: What is wrong there.
    """

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(place, reason)
        self.place = place
        self.reason = reason

    def __str__(self) -> str:
        return f"the record's {self.place} {self.reason}" if self.place else f"the record {self.reason}"


class ModelError(OnRecordError):
    """The weights are missing, damaged or made for another version."""


class StoreError(OnRecordError):
    """A store cannot be opened, read or written."""


class SchemaVersionError(StoreError):
    """Another version of onrecord, as a rule a newer one, wrote what the store holds."""


class DatabaseFailureError(StoreError):
    """The database fails in a way that only its own words describe; they may name hosts and files."""


class QueryTimeoutError(StoreError):
    """A search takes longer than the caller who opened the store allows."""


class NotInStoreError(StoreError):
    """The store has no report, statement or person with this id."""


class ConfigurationError(OnRecordError):
    """An option or environment variable makes no sense."""


class QueryError(ConfigurationError):
    """A search query does not parse.

    Args:
        query: The query.
        position: The character at which parsing stops, from 0.
        reason: What is wrong and what to do.
    """

    def __init__(self, query: str, position: int, reason: str) -> None:
        super().__init__(query, position, reason)
        self.query = query
        self.position = position
        self.reason = reason

    def __str__(self) -> str:
        return f"the query {self.query!r} does not parse at character {self.position + 1}: {self.reason}"


class MissingExtraError(OnRecordError):
    """An optional package is needed and not installed.

    Args:
        package: The package that is missing.
        extra: The extra of onrecord that installs it.
        part: A package that it needs in turn and that is missing, such as one that has to be compiled; or None.
    """

    def __init__(self, package: str, extra: str, part: str | None = None) -> None:
        super().__init__(package, extra, part)
        self.package = package
        self.extra = extra
        self.part = part

    def __str__(self) -> str:
        if self.part is not None:
            return (
                f"{self.package} is installed, but {self.part}, which it needs, is not; run: "
                f"pip install 'onrecord[{self.extra}]', and if that has to compile, install a compiler and the "
                f"development files of {self.part} first"
            )
        return f"this needs {self.package}, which is not installed; run: pip install 'onrecord[{self.extra}]'"
