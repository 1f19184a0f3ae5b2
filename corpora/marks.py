"""Marks of whole reports, kept apart from the texts: offsets here, texts in the folder of corpora.

``marks/README.md`` tells the form of the files.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corpora.marked import MarkedReport, iter_marked_reports, parse_marked_report

MARKS_FOLDER = Path(__file__).parent / "marks"
FILES = {
    "articles": ("articles/articles.jsonl.gz", "name"),
    "enww": ("enww/enww.jsonl.gz", "id"),
    "news-clusters": ("news-clusters/clusters.jsonl.gz", "id"),
    "reports": ("reports/reports.jsonl.gz", "id"),
}
"""For each corpus: its file, and the field that holds a report's id."""


def iter_training_reports(corpora: Path) -> Iterator[MarkedReport]:
    """Read the marked reports that training uses: those of the corpus ``marked``, then :func:`iter_marks`."""
    yield from iter_marked_reports(corpora / "marked" / "train.jsonl.gz")
    yield from iter_marks(corpora)


def iter_marks(corpora: Path, folder: Path = MARKS_FOLDER) -> Iterator[MarkedReport]:
    """Join marks with the texts that they count in, in the order of the marks.

    Args:
        corpora: Folder of the corpora.
        folder: Folder of the marks. Of two marks of one report the first counts.

    Raises:
        ValueError: A corpus has no such report, or its text is not the one that was marked.

    Example:
        >>> next(iter_marks(Path("corpora"))).events[0].type
        'CONSULT'
    """
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            rows.setdefault((row["source"], row["id"]), row)
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for source in {source for source, _ in rows}:
        found.update(_read_reports(corpora, source, {name for corpus, name in rows if corpus == source}))
    for key, row in rows.items():
        if key not in found:
            raise ValueError(f"{corpora}: the corpus {key[0]} has no report {key[1]}, which has marks")
        yield parse_marked_report(_join(row, found[key]))


def _read_reports(corpora: Path, source: str, wanted: set[str]) -> dict[tuple[str, str], dict[str, Any]]:
    file, field = FILES[source]
    with gzip.open(corpora / file, "rt", encoding="utf-8") as lines:
        reports = (json.loads(line) for line in lines)
        return {(source, report[field]): report for report in reports if report[field] in wanted}


def _join(row: dict[str, Any], report: dict[str, Any]) -> dict[str, Any]:
    """Give the row of a marked report: marks with the text, title and date of the corpus."""
    text = report["text"][slice(*row.get("cut", (None, None)))]
    if hashlib.sha256(text.encode()).hexdigest() != row["sha256"]:
        raise ValueError(f"{row['source']}: the text of {row['id']} is not the one that was marked")
    names = (text[slice(*entity["mentions"][0])] for entity in row["entities"])
    entities = [{**entity, "name": name} for entity, name in zip(row["entities"], names, strict=True)]
    facts = {"name": row["id"], "text": text, "title": report.get("title"), "date": report.get("date")}
    return {**row, **facts, "entities": entities}
