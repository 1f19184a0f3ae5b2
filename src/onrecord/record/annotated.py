"""A report with what was found in it: the record that onrecord reads and writes."""

from __future__ import annotations

from typing import Any, Self

from onrecord.record.codec import parse_json, read_record, write_record, write_record_as_json
from onrecord.record.layers import Layers
from onrecord.record.layers.statements import Statement


class AnnotatedReport(Layers, frozen=True):
    """A report and what was found in it: the record.

    Attributes:
        report: The report.
        statements: Who said what, in the order in which the statements begin.
        entities: Who and what is named, and who speaks unnamed.
        times: The time expressions, in order.
        events: Who did what to whom.
        negotiations: Where talks stand.

    Example:
        >>> record = AnnotatedReport(Report("Nothing was said."))
        >>> AnnotatedReport.from_json(record.to_json()) == record
        True
    """

    def to_dict(self) -> dict[str, Any]:
        """Give the record as plain JSON values, in the order of the format."""
        return write_record(self)

    def to_json(self, indent: int | None = None) -> str:
        """Give the record as JSON; on one line unless ``indent`` is given."""
        return write_record_as_json(self, indent)

    def _repr_html_(self) -> str:
        from onrecord.record.notebook import render_head, render_table

        count = f"{len(self.statements)} statement{'' if len(self.statements) == 1 else 's'}"
        report = self.report
        head = render_head(report.title, (report.publisher, report.published or "no date", report.origin, count))
        return head + render_table(("who", "kind", "said", "what", "confidence"), map(_make_row, self.statements))

    @classmethod
    def from_dict(cls, document: object) -> Self:
        """Read a record from plain JSON values: the inverse of :meth:`to_dict`, with nothing lost.

        Records of earlier formats are read too. Use :func:`onrecord.record.check.check_record` to learn whether each
        quote is the text at its span.

        Raises:
            RecordError: The document is of a later format, a value is missing, unknown or of the wrong kind, or the
                id or hash is not that of the text.
        """
        return cls(**read_record(document))

    @classmethod
    def from_json(cls, document: str | bytes) -> Self:
        """Read a record from its JSON.

        Raises:
            RecordError: It is no JSON, or no record of a format that is read.
        """
        return cls.from_dict(parse_json(document))


def _make_row(statement: Statement) -> tuple[object, ...]:
    """Return what a notebook shows of a statement."""
    speaker, words = statement.speaker, " … ".join(statement.source.quote)
    name = speaker.name if speaker and speaker.name else words or "no source"
    said = statement.said.value if statement.said else ""
    return name, statement.kind, said, " … ".join(statement.content.quote), statement.confidence
