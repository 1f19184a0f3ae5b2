"""Score the statements of transcripts marked by reading: ``python -m evaluation.transcripts CORPORA``.

The marks in ``evaluation/gold/transcripts.jsonl`` are offsets into texts of the corpora, which their SHA-256 finds.
Each turn is one statement; statements that a turn reports are marked too. A marked statement is found if the words that
it shares with a statement of the record are at least half of the words of both together. Its speaker is right if the
name is one of those marked, or if none is given where the text names no one.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from evaluation.models import add_model_option, load_chosen_model
from onrecord.annotate import Annotator
from onrecord.record import Report, Statement
from onrecord.text.document import Document
from onrecord.text.spans import Span

GOLD = Path(__file__).parent / "gold" / "transcripts.jsonl"
_SHARE = 0.5


@dataclass(frozen=True)
class MarkedStatement:
    """A statement marked by reading.

    Attributes:
        content: Spans of its words.
        speakers: Names that are right; None among them if it is right to name no one.
        is_reported: Whether a turn reports it; else it is a turn.
    """

    content: tuple[Span, ...]
    speakers: tuple[str | None, ...]
    is_reported: bool


@dataclass(frozen=True)
class MarkedTranscript:
    """A transcript with its marks.

    Attributes:
        report: The text with its title.
        statements: The statements that a careful reader records.
    """

    report: Report
    statements: tuple[MarkedStatement, ...]


@dataclass(frozen=True)
class JudgedStatement:
    """A marked statement and what was found for it.

    Attributes:
        marked: The statement.
        found: The statement of the record, or None.
        is_right: Whether its speaker is right.
    """

    marked: MarkedStatement
    found: Statement | None
    is_right: bool


def read_marked_transcripts(corpora: Path, part: str, gold: Path = GOLD) -> Iterator[MarkedTranscript]:
    """Read the marked transcripts of a part.

    Args:
        corpora: The folder of the corpora.
        part: ``dev`` or ``held-out``.
        gold: The file of the marks.

    Raises:
        LookupError: A corpus has no text with the hash that the marks give.
    """
    for line in gold.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["part"] != part:
            continue
        statements = tuple(
            MarkedStatement(
                tuple(Span(*span) for span in marked["content"]), tuple(marked["speaker"]), "within" in marked
            )
            for marked in row["statements"]
        )
        yield MarkedTranscript(_find_report(corpora / row["corpus"], row["sha256"]), statements)


def _find_report(path: Path, sha256: str) -> Report:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if hashlib.sha256(row["text"].encode("utf-8")).hexdigest() == sha256:
                return Report(row["text"], title=row.get("title"))
    raise LookupError(f"{path} has no text with the SHA-256 {sha256}; the marks belong to another version of it")


def judge_transcript(transcript: MarkedTranscript, annotator: Annotator) -> list[JudgedStatement]:
    """Annotate a transcript and judge each of its marked statements."""
    document = Document.from_text(transcript.report.text)
    record = annotator.annotate(transcript.report)
    found = [(statement, _words(document, statement.content.spans)) for statement in record.statements]
    judged = []
    for marked in transcript.statements:
        words = _words(document, marked.content)
        share, best = max(
            ((len(words & other) / len(words | other), index) for index, (_, other) in enumerate(found)),
            default=(0.0, -1),
        )
        statement = found[best][0] if share >= _SHARE else None
        judged.append(JudgedStatement(marked, statement, statement is not None and is_right(marked, statement)))
    return judged


def is_right(marked: MarkedStatement, statement: Statement) -> bool:
    """Tell whether a statement's speaker is one of those marked; an unresolved one never is."""
    speaker = statement.speaker
    if speaker is None or speaker.status == "unresolved":
        return False
    names = {name.casefold() if name else None for name in marked.speakers}
    return (speaker.name.casefold() if speaker.name else None) in names


def _words(document: Document, spans: Sequence[Span]) -> frozenset[int]:
    ranges = (document.word_range(span) for span in spans)
    return frozenset(word for first, last in ranges for word in range(first, last) if document.printed[word].isalnum())


def main() -> None:
    """Run the evaluation."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.transcripts", description=__doc__)
    parser.add_argument("corpora", type=Path, help="folder with articles and reports in it")
    parser.add_argument("--part", choices=("dev", "held-out"), default="dev", help="which texts; dev")
    parser.add_argument("--verbose", action="store_true", help="print what is not right")
    add_model_option(parser)
    options = parser.parse_args()
    annotator = Annotator(load_chosen_model(parser, options.model))
    judged: list[JudgedStatement] = []
    for transcript in read_marked_transcripts(options.corpora, options.part):
        one = judge_transcript(transcript, annotator)
        judged += one
        print(f"{transcript.report.title}: {_figures(one)}")
        if options.verbose:
            for statement in one:
                _print_wrong(transcript.report.text, statement)
    print(f"all: {_figures(judged)}")
    print(f"reported in turns: {_figures([one for one in judged if one.marked.is_reported])}")


def _figures(judged: Sequence[JudgedStatement]) -> str:
    found, right = sum(one.found is not None for one in judged), sum(one.is_right for one in judged)
    return f"{len(judged)} statements, {found} found, {right} with their speaker"


def _print_wrong(text: str, judged: JudgedStatement) -> None:
    if judged.is_right:
        return
    words = text[judged.marked.content[0].start : judged.marked.content[0].end][:60]
    speaker = judged.found.speaker if judged.found is not None else None
    told = f"{speaker.name or speaker.status} by {speaker.how}" if speaker is not None else "not found"
    print(f"    {words!r}: {told}, not {judged.marked.speakers[0] or 'unnamed'}")


if __name__ == "__main__":
    main()
