"""Records that every format can hold.

A text from JSON may contain half of a UTF-16 surrogate pair, which UTF-8 cannot hold and most formats refuse. JSON
Lines keeps it, escaped; in the other formats it becomes U+FFFD, one for one, so that every offset still fits.
"""

from __future__ import annotations

import json
import re

from onrecord.record import AnnotatedReport, Report

_SURROGATE = re.compile("[\ud800-\udfff]")


def wellformed(record: AnnotatedReport) -> AnnotatedReport:
    """Give the record itself, or one with U+FFFD for every lone surrogate in it.

    Such a record has another text, and so another id and hash.
    """
    written = json.dumps(record.to_dict(), ensure_ascii=False)
    if not _SURROGATE.search(written):
        return record
    values = json.loads(_SURROGATE.sub("\ufffd", written))
    report = Report(values["text"])
    return AnnotatedReport.from_dict({**values, "id": report.id, "sha256": report.sha256})
