"""A record in packed form: a report, and its layers as the bytes that a store keeps."""

from __future__ import annotations

from collections.abc import Mapping

from onrecord.record.annotated import AnnotatedReport
from onrecord.record.layers.report import Report
from onrecord.record.packing import unpack_layer


class PackedRecord:
    """A record whose layers are packed, as a part in Parquet holds them.

    Attributes:
        report: The report.
        layers: The layers that have items, as :func:`~onrecord.record.packing.pack_layer` gives them, by name.

    Example:
        >>> packed = PackedRecord(Report("So."), {})
        >>> packed.unpack() == AnnotatedReport(Report("So."))
        True
    """

    __slots__ = ("layers", "report")

    def __init__(self, report: Report, layers: Mapping[str, bytes]) -> None:
        self.report = report
        self.layers = layers

    def unpack(self) -> AnnotatedReport:
        """Give the record.

        Raises:
            RecordError: The layers are damaged.
        """
        text = self.report.text
        return AnnotatedReport(
            self.report, **{name: unpack_layer(name, raw, text) for name, raw in self.layers.items()}
        )
