"""The tree of errors and what they say."""

from __future__ import annotations

import pickle

import pytest

from onrecord import errors
from onrecord.errors import (
    AnnotationError,
    ConfigurationError,
    DatabaseFailureError,
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

PARENTS = {
    ReadError: OnRecordError,
    UnsupportedFormatError: ReadError,
    MalformedReportError: ReadError,
    AnnotationError: OnRecordError,
    PublicationDateError: AnnotationError,
    WorkerError: OnRecordError,
    ExportError: OnRecordError,
    SpanError: OnRecordError,
    RecordError: OnRecordError,
    ModelError: OnRecordError,
    StoreError: OnRecordError,
    SchemaVersionError: StoreError,
    DatabaseFailureError: StoreError,
    QueryTimeoutError: StoreError,
    NotInStoreError: StoreError,
    ConfigurationError: OnRecordError,
    QueryError: ConfigurationError,
    MissingExtraError: OnRecordError,
}


def test_the_tree_is_as_drawn() -> None:
    defined = {value for value in vars(errors).values() if isinstance(value, type) and value is not OnRecordError}
    assert {error: error.__base__ for error in defined} == PARENTS
    assert OnRecordError.__base__ is Exception
    for error in (OnRecordError, *PARENTS):
        assert error.__name__ in (errors.__doc__ or "")


@pytest.mark.parametrize("kind", [ReadError, UnsupportedFormatError, MalformedReportError])
@pytest.mark.parametrize("offset", [None, 0, 311])
def test_a_read_error_survives_pickling(kind: type[ReadError], offset: int | None) -> None:
    error = kind("reports/march.html", "not HTML; try --format text", offset)
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is kind
    assert (again.path, again.reason, again.offset) == (error.path, error.reason, error.offset)
    assert str(again) == str(error)


def test_a_read_error_names_the_file_and_the_reason() -> None:
    assert str(ReadError("reports/march.html", "empty file")) == "reports/march.html: empty file"


def test_a_missing_extra_survives_pickling_and_names_the_command() -> None:
    error = MissingExtraError("pyarrow", "parquet")
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is MissingExtraError
    assert (again.package, again.extra, str(again)) == ("pyarrow", "parquet", str(error))
    assert "pyarrow" in str(error)
    assert "pip install 'onrecord[parquet]'" in str(error)


@pytest.mark.parametrize("kind", [SpanError, ModelError, ConfigurationError, StoreError, SchemaVersionError])
def test_plain_errors_survive_pickling(kind: type[OnRecordError]) -> None:
    again = pickle.loads(pickle.dumps(kind("what, where, what to do")))
    assert type(again) is kind
    assert str(again) == "what, where, what to do"


def test_an_annotation_error_survives_pickling() -> None:
    error = AnnotationError("reports/march.txt", "ValueError: no dam")
    again = pickle.loads(pickle.dumps(error))
    assert (again.origin, again.reason, str(again)) == (error.origin, error.reason, str(error))


def test_an_error_of_the_date_survives_pickling_and_says_what_to_give() -> None:
    error = PublicationDateError("reports/march.txt", "12 April 2032")
    again = pickle.loads(pickle.dumps(error))
    assert (again.origin, again.published, str(again)) == (error.origin, error.published, str(error))
    assert (
        str(error) == "reports/march.txt: published is '12 April 2032', not a date; give YYYY-MM-DD or a datetime.date"
    )


def test_a_record_error_survives_pickling_and_names_the_place() -> None:
    error = RecordError("statements[3].cue", "is null, not an object")
    again = pickle.loads(pickle.dumps(error))
    assert (again.place, again.reason, str(again)) == (error.place, error.reason, str(error))
    assert str(error) == "the record's statements[3].cue is null, not an object"
    assert str(RecordError("", "is not JSON")) == "the record is not JSON"


def test_a_query_error_survives_pickling_and_names_the_character() -> None:
    error = QueryError('grain "ships', 6, "a quotation mark is not closed")
    again = pickle.loads(pickle.dumps(error))
    assert (again.query, again.position, str(again)) == (error.query, error.position, str(error))
    assert "character 7" in str(error)


def test_an_export_error_survives_pickling_and_names_the_path() -> None:
    error = ExportError("out/records.csv", "exists; name another file")
    again = pickle.loads(pickle.dumps(error))
    assert (again.path, again.reason, str(again)) == (error.path, error.reason, str(error))
    assert str(error) == "out/records.csv: exists; name another file"
