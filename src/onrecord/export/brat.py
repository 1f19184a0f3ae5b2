"""brat standoff (brat.nlplab.org, "Standoff format"): a folder with a text and an annotation file for each report.

Each cue is the trigger of an event whose arguments are its source and content; a statement without a cue is a relation
between content and source instead. Spans of several pieces are discontinuous. A piece that runs over a line's end is
split there, since brat's spans may not cross lines. Offsets count code points, as the record's do. Tabs, carriage
returns and other characters that end lines or fields in some program become spaces in both files, one for one, so that
offsets still fit.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain, count
from pathlib import Path

from onrecord.export.wellformed import wellformed
from onrecord.record import AnnotatedReport, RoleSpans, Statement
from onrecord.text.spans import Span

CONFIGURATION_FILE = "annotation.conf"
CONFIGURATION = """[entities]
Source
Content
Venue
Addressee

[relations]
Attribution Arg1:Content, Arg2:Source
Within Arg1:Cue|Content, Arg2:Cue|Content

[events]
Cue Source*:Source, Content:Content, Venue?:Venue, Addressee?:Addressee

[attributes]
Kind Arg:Cue|Content, Value:direct|indirect|mixed
Speaker Arg:Source, Value:resolved|unresolved|unnamed
"""

_BREAK = re.compile("[\t\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


def export_brat(records: Iterable[AnnotatedReport], folder: Path) -> None:
    """Write records as brat standoff.

    Args:
        records: The records. Each gives two files named by its id; a second record of the same text gets a number.
        folder: A folder that exists.
    """
    (folder / CONFIGURATION_FILE).write_text(CONFIGURATION, encoding="utf-8")
    for record in map(wellformed, records):
        text = _BREAK.sub(" ", record.report.text)
        name = _free_name(folder, record.report.id)
        # No translation of line ends: it would move offsets.
        (folder / f"{name}.txt").write_bytes(text.encode())
        lines = "".join(f"{line}\n" for line in _Annotations(text, record.statements))
        (folder / f"{name}.ann").write_bytes(lines.encode())


def is_brat_export(folder: Path) -> bool:
    """Tell whether a folder holds only files of :func:`export_brat`; a folder of texts alone is the user's own."""
    entries = list(folder.iterdir())
    if not all(entry.is_file() for entry in entries):
        return False
    names = {entry.name for entry in entries}
    texts, annotations = ({entry.stem for entry in entries if entry.suffix == end} for end in (".txt", ".ann"))
    return texts == annotations and len(names) == len(texts) + len(annotations) + 1 and CONFIGURATION_FILE in names


def _free_name(folder: Path, name: str) -> str:
    numbers = (f"{name}-{number}" for number in count(2))
    return next(free for free in chain([name], numbers) if not (folder / f"{free}.txt").exists())


class _Annotations:
    """The lines of one annotation file, numbered by kind.

    Args:
        text: The text as the text file has it.
        statements: The statements of its record.
    """

    def __init__(self, text: str, statements: Iterable[Statement]) -> None:
        self._text = text
        self._lines: list[str] = []
        self._counts: Counter[str] = Counter()
        anchors = {statement.id: (statement, self._add_statement(statement)) for statement in statements}
        for statement, anchor in anchors.values():
            outer = anchors.get(statement.within or "")
            if outer and outer[1] and anchor:
                self._add("R", f"Within Arg1:{anchor} Arg2:{outer[1]}")

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def _add(self, letter: str, rest: str) -> str:
        self._counts[letter] += 1
        name = f"{letter}{self._counts[letter]}"
        self._lines.append(f"{name}\t{rest}")
        return name

    def _add_statement(self, statement: Statement) -> str | None:
        """Add the lines of a statement; give the id of the line that stands for it."""
        parts = {kind: self._add_words(kind, words) for kind, words in _typed_words(statement)}
        source, content, cue = parts["Source"], parts["Content"], parts["Cue"]
        if source and statement.speaker:
            self._add("A", f"Speaker {source} {statement.speaker.status}")
            if statement.speaker.name:
                self._add("#", f"AnnotatorNotes {source}\t{_one_line(statement.speaker.name)}")
        if cue:
            roles = [f"{kind}:{part}" for kind, part in parts.items() if part and kind != "Cue"]
            anchor = self._add("E", " ".join([f"Cue:{cue}", *roles]))
        elif content:
            anchor = content
            if source:
                self._add("R", f"Attribution Arg1:{content} Arg2:{source}")
        else:
            return None
        self._add("A", f"Kind {anchor} {statement.kind}")
        return anchor

    def _add_words(self, kind: str, words: RoleSpans | None) -> str | None:
        pieces = [piece for span in (words.spans if words else ()) for piece in self._find_pieces(span)]
        if not pieces:
            return None
        places = ";".join(f"{start} {end}" for start, end in pieces)
        return self._add("T", f"{kind} {places}\t{' '.join(self._text[start:end] for start, end in pieces)}")

    def _find_pieces(self, span: Span) -> Iterator[Span]:
        """Split a span at the ends of lines; white space alone is no piece."""
        start = span.start
        for line in self._text[span.start : span.end].split("\n"):
            if line.strip():
                yield Span(start + len(line) - len(line.lstrip()), start + len(line.rstrip()))
            start += len(line) + 1


def _typed_words(statement: Statement) -> list[tuple[str, RoleSpans | None]]:
    return [
        ("Source", statement.source),
        ("Cue", statement.cue),
        ("Content", statement.content),
        ("Venue", statement.venue),
        ("Addressee", statement.addressee),
    ]


def _one_line(words: str) -> str:
    return " ".join(_BREAK.sub(" ", words).split())
