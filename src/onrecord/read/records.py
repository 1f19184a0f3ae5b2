"""Records that were written before: the JSON Lines of ``onrecord read --output jsonl``, read back.

A record is taken only if each of its quotes is the text at its span: what goes on from here, into other tools, is
no longer checked against the words.
"""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.errors import ReadError, RecordError, SpanError
from onrecord.read.files import open_file
from onrecord.read.jsonl import number_lines, parse_line
from onrecord.records import AnnotatedReport, RoleSpans


def read_records(path: str) -> Iterator[AnnotatedReport | ReadError]:
    """Read the records of a JSON Lines file, one at a time.

    Args:
        path: The file, or ``-`` for standard input.

    Yields:
        A record for each line that holds one, an error for each that does not.
    """
    try:
        with open_file(path) as (_, stream):
            for place, line in number_lines(stream, path):
                try:
                    record = AnnotatedReport.from_dict(parse_line(line, place))
                    _check_quotes(record)
                except (RecordError, SpanError) as error:
                    yield place.fail(str(error))
                except ReadError as error:
                    yield error
                else:
                    yield record
    except ReadError as error:
        yield error


def _check_quotes(record: AnnotatedReport) -> None:
    text = record.report.text
    for statement in record.statements:
        roles = (statement.source, statement.cue, statement.content, statement.venue, statement.addressee)
        for words in filter(None, roles):
            if RoleSpans.of(text, words.spans).quote != words.quote:
                raise RecordError("", f"has a quote in {statement.id} that is not the text at its span")
