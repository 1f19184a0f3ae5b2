"""Score time expressions with the measures of TempEval-3: ``python -m evaluation.times CORPORA``.

The measures are those of the shared task (UzZaman et al. 2013, "SemEval-2013 Task 1: TempEval-3"), summed over all
reports. Gold and found expressions that share a character are paired one to one. ``relaxed`` counts the pairs,
``strict`` those with equal spans, ``type`` and ``value`` those with an equal attribute; precision divides by the
expressions found, recall by those of the gold. Values are compared as strings. The report's date of creation is given,
not looked for.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpora.timeml import TimexAnnotation, TimexDocument, iter_timebank, iter_wikiwars
from evaluation.scores import Counts
from onrecord.extract.times import find_times
from onrecord.text.spans import Span

FindTimes = Callable[[str, str], Iterable[tuple[tuple[int, int], str, str]]]
"""Takes a text and its ISO date of publication, gives spans, TIMEX3 types and values."""

Pair = tuple[TimexAnnotation | None, TimexAnnotation | None]
"""A gold expression and the one found for it; None on one side where there is none."""

_CONTEXT = 60


@dataclass(frozen=True, slots=True)
class TimeError:
    """An expression that is not found as the gold has it.

    Attributes:
        kind: What is wrong with it.
        document: Where it stands.
        gold: The expression as annotated, or None.
        found: The expression as found, or None.
    """

    kind: str
    document: TimexDocument
    gold: TimexAnnotation | None
    found: TimexAnnotation | None

    def __str__(self) -> str:
        """The error on one line, with the words around it."""
        text = self.document.text
        shown = [time for time in (self.gold, self.found) if time]
        start, end = min(time.span.start for time in shown), max(time.span.end for time in shown)
        around = f"{text[max(0, start - _CONTEXT) : start]}[{text[start:end]}]{text[end : end + _CONTEXT]}"
        readings = " | ".join(
            f"{name} {time.type} {time.value} '{text[slice(*time.span)]}'"
            for name, time in (("gold", self.gold), ("found", self.found))
            if time
        )
        return " ".join(f"{self.kind}: {readings} | {self.document.published} {self.document.name}: {around}".split())


def pair_times(gold: Sequence[TimexAnnotation], found: Sequence[TimexAnnotation]) -> list[Pair]:
    """Pair expressions that share a character, one to one: equal spans first, then in the order of the text."""
    by_span = {time.span: time for time in found}
    partners = {time.span: by_span.pop(time.span) for time in gold if time.span in by_span}
    left = sorted(by_span.values(), key=lambda time: time.span)
    for time in sorted(gold, key=lambda time: time.span):
        if time.span not in partners:
            match = next((other for other in left if other.span.overlaps(time.span)), None)
            if match:
                left.remove(match)
                partners[time.span] = match
    return [(time, partners.get(time.span)) for time in gold] + [(None, time) for time in left]


def score_pairs(pairs: Sequence[Pair]) -> dict[str, Counts]:
    """Count what the pairs get right, for each measure."""
    gold = sum(left is not None for left, _ in pairs)
    found = sum(right is not None for _, right in pairs)
    matched = [(left, right) for left, right in pairs if left and right]
    right = {
        "strict": sum(left.span == right.span for left, right in matched),
        "relaxed": len(matched),
        "type": sum(left.type == right.type for left, right in matched),
        "value": sum(left.value == right.value for left, right in matched),
    }
    return {name: Counts(count, found, gold, count) for name, count in right.items()}


def pair_documents(documents: Iterable[TimexDocument], find: FindTimes) -> Iterator[tuple[TimexDocument, list[Pair]]]:
    """Find the expressions of each document and pair them with the gold ones."""
    for document in documents:
        found = {Span(*span): (kind, value) for span, kind, value in find(document.text, document.published)}
        times = [TimexAnnotation(span, *reading) for span, reading in sorted(found.items())]
        yield document, pair_times(document.times, times)


def score_times(documents: Iterable[TimexDocument], find: FindTimes) -> dict[str, Counts]:
    """Find the expressions of the documents and count what is right, for each measure."""
    return score_pairs([pair for _, pairs in pair_documents(documents, find) for pair in pairs])


def iter_errors(document: TimexDocument, pairs: Iterable[Pair]) -> Iterator[TimeError]:
    """Give what is wrong in a report; a pair can be wrong in more than one way."""
    for gold, found in pairs:
        if not found:
            yield TimeError("missed", document, gold, found)
        elif not gold:
            yield TimeError("spurious", document, gold, found)
        else:
            for name in ("span", "type", "value"):
                if getattr(gold, name) != getattr(found, name):
                    yield TimeError(name, document, gold, found)


def main() -> None:
    """Print the figures, and errors with the words around them."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.times", description=__doc__)
    parser.add_argument("corpora", type=Path, help="folder with timebank and wikiwars in it")
    parser.add_argument("--part", choices=["tune", "held-out", "wikiwars"], default="tune", help="which texts")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="print the first N errors of each kind")
    options = parser.parse_args()
    if options.errors and options.part == "held-out":
        parser.error("the errors of the held-out part are not shown, so that nothing is tuned on them")
    scored = list(pair_documents(iter_part(options.corpora, options.part), find_packaged))
    pairs = [pair for _, of_document in scored for pair in of_document]
    print_figures(f"{options.part}, {len(scored)} texts", score_pairs(pairs))
    errors = [error for document, pairs in scored for error in iter_errors(document, pairs)]
    for kind in ("missed", "spurious", "span", "type", "value"):
        of_kind = [error for error in errors if error.kind == kind]
        print(f"{kind}: {len(of_kind)}")
        for error in of_kind[: options.errors]:
            print(f"  {error}")


def figures(corpora: Path) -> dict[str, float]:
    """Give F1 of the package's own grammar on TimeBank and AQUAINT, by part and measure.

    Args:
        corpora: Folder with ``timebank`` in it.

    Returns:
        ``tune.strict``, ``tune.relaxed``, ``tune.value``, and the same of ``held-out``.
    """
    given: dict[str, float] = {}
    for part in ("tune", "held-out"):
        totals = score_times(iter_part(corpora, part), find_packaged)
        given |= {f"{part}.{name}": totals[name].f1 for name in ("strict", "relaxed", "value")}
    return given


def iter_part(corpora: Path, part: str) -> Iterator[TimexDocument]:
    """Read the texts of a part: ``tune`` and ``held-out`` are of TimeBank and AQUAINT, ``wikiwars`` is all of it."""
    if part == "wikiwars":
        return iter_wikiwars(corpora / "wikiwars")
    return iter_timebank(corpora / "timebank", "tune" if part == "tune" else "held-out")


def find_packaged(text: str, published: str) -> Iterator[tuple[Span, str, str]]:
    """Find time expressions with the package's own grammar."""
    return ((time.span, time.type, time.value) for time in find_times(text, published))


def print_figures(title: str, totals: dict[str, Counts]) -> None:
    """Print precision, recall and F1 of each measure, and how often the type of a pair is right."""
    print(f"{title}: {totals['relaxed'].gold} expressions, {totals['relaxed'].predicted} found")
    for name, counts in totals.items():
        print(f"{name:<8} P {counts.precision:.3f}  R {counts.recall:.3f}  F1 {counts.f1:.3f}")
    paired = max(1, totals["relaxed"].right)
    print(f"of pairs: type right {totals['type'].right / paired:.3f}, value right {totals['value'].right / paired:.3f}")


if __name__ == "__main__":
    main()
