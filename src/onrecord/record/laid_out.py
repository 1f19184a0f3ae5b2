"""A report with what the layout of its page says, for the steps of the annotation. The record does not hold it."""

from __future__ import annotations

from typing import NamedTuple

from onrecord.record.layers.report import Report
from onrecord.text.spans import Span


class MarkedQuotation(NamedTuple):
    """A quotation that a page marks by layout, such as a block quotation.

    Attributes:
        spans: Its paragraphs.
        signature: The words below it that say whose it is, or None.
    """

    spans: tuple[Span, ...]
    signature: Span | None


class DatedPost(NamedTuple):
    """A post of a live blog.

    Attributes:
        span: Where it stands, with the line that says when it was made.
        day: The ISO date of that line.
    """

    span: Span
    day: str


class LaidOutReport(Report, frozen=True):
    """A report that was read from a page.

    Attributes:
        quotations: The quotations that the page marks by layout, in order.
        posts: The posts of a live blog, in order; empty for other pages.

    Example:
        >>> plain_report(LaidOutReport("So.", quotations=(MarkedQuotation((Span(0, 3),), None),)))
        Report(text='So.', ...)
    """

    quotations: tuple[MarkedQuotation, ...] = ()
    posts: tuple[DatedPost, ...] = ()


def plain_report(report: Report) -> Report:
    """Give a report without its layout, as the record holds it."""
    if not isinstance(report, LaidOutReport):
        return report
    return Report(**{name: getattr(report, name) for name in Report.__struct_fields__})
