"""Settings that annotate without a model, and reports some of which are poisonous."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from onrecord.batch.run import BatchOptions
from onrecord.batch.shard import AnnotationSettings
from onrecord.batch.tasks import PageLimits
from onrecord.record import AnnotatedReport, Report
from tests.making import make_record

SENTENCE = "“The dam of {0} will hold,” said Ilse Varga of {0}, and the people of the town believed what she said."


@dataclass(frozen=True, slots=True)
class StubSettings(AnnotationSettings):
    """One statement a report; words in capitals crash, hang or fill memory."""

    log: str | None = None

    def annotate(self, report: Report) -> AnnotatedReport:
        if self.log is not None:
            with Path(self.log).open("a", encoding="utf-8") as log:
                log.write(report.text + "\n")
        if "CRASH" in report.text:
            os.abort()
        if "HANG" in report.text:
            while True:
                pass
        if "SWELL" in report.text:
            held = []
            while True:
                held.append(bytearray(2**24))
        if "RAISE" in report.text:
            raise ValueError("no such dam")
        record = make_record(report.text, ("Ilse Varga", "said", report.text[: report.text.index(",")], "Ilse Varga"))
        return AnnotatedReport(report, record.statements, record.entities)

    def made_by(self) -> str:
        return "model@stub"


def write_reports(folder: Path, count: int, size: int = 1, **poison: int) -> Path:
    """Write tables of reports, all different; a word of poison goes into the report of its number."""
    words = {number: word for word, number in poison.items()}
    folder.mkdir(exist_ok=True)
    for table in range(count // size):
        texts = [
            SENTENCE.format(f"{number} {words.get(number, '')}") for number in range(table * size, (table + 1) * size)
        ]
        lines = "".join(f'{{"text": "{text}", "date": "2031-03-09"}}\n' for text in texts)
        (folder / f"{table:04}.jsonl").write_text(lines, encoding="utf-8")
    return folder


def stub_options(out: Path, size: int = 1, **options: object) -> BatchOptions:
    """Options with a shard for each table of so many reports."""
    chosen = {
        "settings": StubSettings(),
        "shard_bytes": 130 * size,
        "limits": PageLimits(seconds=1.0, memory=2**28),
        **options,
    }
    return BatchOptions(str(out), **chosen)  # type: ignore[arg-type]
