"""Score who is who on reports marked by reading: ``python -m evaluation.identity CORPORA``.

The marked statements of ``marked/dev`` are given. Printed are the share of speakers that are right (of all, of
pronouns, of organisations and states, of sources that the report never names), the share that is right of the names
that are given, the statuses, and the countries and sectors of entities. Names are scored on the fifth of the
publishers of ``enww`` that no training reads.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpora.marked import MarkedEntity, MarkedReport, MarkedStatement, iter_marked_reports
from evaluation.attribution import make_statement
from evaluation.models import add_model_option, load_chosen_model
from evaluation.scores import Counts
from onrecord.annotate import Annotator
from onrecord.extract.attribution.statements import STATEMENTS
from onrecord.extract.speakers.choice import SPEAKERS
from onrecord.extract.speakers.layer import ENTITIES, NAMED_STATEMENTS
from onrecord.model.heads.antecedents import PRONOUNS
from onrecord.names.persons import parse_name
from onrecord.record import Entity, Report, Speaker
from onrecord.text.spans import Span

NAME_KINDS = {"Person": "person", "Organization": "organisation", "Location": "place"}
"""The classes of enww whose names are scored, with their kinds."""
_SPACE = re.compile(r"\s+")
_ARTICLE = re.compile(r"^(?:the|a|an|this|that) ")


@dataclass(frozen=True)
class JudgedSpeaker:
    """A marked statement and the speaker that was found for it.

    Attributes:
        report: Name of the report.
        statement: The statement.
        source: Its source as printed.
        gold: The entities that speak.
        found: The speaker that was found.
        is_right: Whether that is right; "unresolved" never is.
    """

    report: str
    statement: MarkedStatement
    source: str
    gold: tuple[MarkedEntity, ...]
    found: Speaker
    is_right: bool


def judge_speakers(report: MarkedReport, annotator: Annotator) -> tuple[list[JudgedSpeaker], tuple[Entity, ...]]:
    """Find the speakers of a report's marked statements; give these and the entities."""
    statements = tuple(
        make_statement(report.text, {"source": s.source, "cue": s.cue, "content": s.content}) for s in report.statements
    )
    results = annotator.run_steps(Report(report.text), given={STATEMENTS: statements}, last=ENTITIES)
    by_id = {entity.id: entity for entity in report.entities}
    judged = []
    for marked, named in zip(report.statements, results[NAMED_STATEMENTS].statements, strict=True):
        assert named.speaker is not None
        gold = tuple(by_id[speaker] for speaker in marked.speakers)
        source = " … ".join(report.text[slice(*span)] for span in marked.source)
        is_right = is_right_speaker(report.text, gold, named.speaker)
        judged.append(JudgedSpeaker(report.name, marked, source, gold, named.speaker, is_right))
    return judged, results[ENTITIES]


def is_right_speaker(text: str, gold: Sequence[MarkedEntity], found: Speaker) -> bool:
    """Tell whether a speaker is the one that the marks give.

    A person is right by the fullest name, without titles. Another entity is right by any of its names or descriptions.
    Where the marks give a loose group or a person without a name, ``unnamed`` is right too.

    Args:
        text: The text of the report.
        gold: The entities that speak.
        found: The speaker that was found.
    """
    if found.status == "unnamed":
        return all(not is_named(text, entity) for entity in gold)
    if found.status != "resolved" or not gold:
        return False
    name = plain_name(found.name or "")
    if len(gold) == 1:
        return name in right_names(text, gold[0])
    parts = re.split(r", (?:and )?| and ", name)
    return len(parts) == len(gold) and all(
        any(part in right_names(text, entity) for part in parts) for entity in gold if entity.kind != "group"
    )


def is_named(text: str, entity: MarkedEntity) -> bool:
    """Tell whether a report names an entity: a group never counts as named, an organisation or a place always does."""
    if entity.kind != "person":
        return entity.kind != "group"
    words = [text[slice(*span)] for span in entity.mentions]
    return any(_is_proper(found) for found in (entity.name, *words))


def _is_proper(words: str) -> bool:
    """Tell a name from a description by the capital of its last word."""
    split = words.split()
    return bool(split) and split[-1][:1].isupper() and words.lower() not in PRONOUNS


def right_names(text: str, entity: MarkedEntity) -> set[str]:
    """Give every plain name by which an entity is right."""
    name = _SPACE.sub(" ", entity.name)
    if entity.kind == "person":
        parsed = parse_name(name)
        return {plain_name(name)} | ({plain_name(parsed.plain)} if parsed else set())
    words = (text[slice(*span)] for span in entity.mentions)
    return {plain_name(name)} | {plain_name(found) for found in words if found.lower() not in PRONOUNS}


def plain_name(words: str) -> str:
    """Give a name in lower case, without an article, marks and a possessive ending."""
    plain = _SPACE.sub(" ", words.replace("’", "'").replace("“", '"').replace("”", '"').lower()).strip(" .,\"'")
    return _ARTICLE.sub("", plain).removesuffix("'s").strip(" .,\"'")


def speaker_figures(judged: Sequence[JudgedSpeaker]) -> dict[str, float]:
    """Give the figures of speakers, by name."""
    pronouns = [j for j in judged if j.source.lower() in PRONOUNS]
    bodies = [j for j in judged if j.gold and all(e.kind in ("organisation", "place") for e in j.gold)]
    told = [j for j in judged if j.found.status == "resolved"]
    persons = [j for j in judged if j.gold and all(e.kind == "person" for e in j.gold)]
    figures = {"right": _share(judged), "pronouns": _share(pronouns), "organisations and states": _share(bodies)}
    figures |= {"persons": _share(persons), "never named": _share([j for j in judged if not j.gold])}
    figures |= {"of names told": _share(told)}
    for status in ("resolved", "unresolved", "unnamed"):
        figures[status] = sum(j.found.status == status for j in judged) / max(1, len(judged))
    return figures


def _share(judged: Sequence[JudgedSpeaker]) -> float:
    return sum(j.is_right for j in judged) / max(1, len(judged))


def entity_figures(pairs: Sequence[tuple[MarkedEntity, Entity | None]]) -> dict[str, float]:
    """Give the accuracy of kinds, countries and sectors of marked entities, where these are marked."""
    found = [(gold, entity) for gold, entity in pairs if entity is not None]

    def share(rows: Sequence[tuple[MarkedEntity, Entity]], is_right: Callable[[MarkedEntity, Entity], bool]) -> float:
        return sum(is_right(*row) for row in rows) / max(1, len(rows))

    by_country = [row for row in found if row[0].country]
    by_sector = [row for row in found if row[0].sectors and row[0].sectors != ("UNK",)]
    return {
        "found": len(found) / max(1, len(pairs)),
        "kind": share(found, lambda gold, entity: gold.kind == entity.kind),
        "country": share(by_country, lambda gold, entity: gold.country == entity.country),
        "country wrong": share(by_country, lambda gold, entity: entity.country not in (None, gold.country)),
        "sectors": share(by_sector, lambda gold, entity: bool({*gold.sectors} & {*entity.sectors})),
        "sectors exact": share(by_sector, lambda gold, entity: {*gold.sectors} == {*entity.sectors}),
    }


def pair_entities(report: MarkedReport, entities: Sequence[Entity]) -> Iterator[tuple[MarkedEntity, Entity | None]]:
    """Give for each marked entity the found one that shares most mentions with it, pronouns left out."""
    ends: dict[int, list[Entity]] = {}
    for entity in entities:
        for mention in entity.mentions:
            if mention.form != "pronoun":
                ends.setdefault(mention.span.end, []).append(entity)
    for gold in report.entities:
        shared = Counter(
            entity.id for span in gold.mentions for end in {span.end, span.end - 2} for entity in ends.get(end, ())
        )
        best = shared.most_common(1)[0][0] if shared else None
        yield gold, next((entity for entity in entities if entity.id == best), None)


def is_held_out(publisher: str) -> bool:
    """Tell whether enww's reports of a publisher are for evaluation alone: a fifth of them, by hash."""
    return int(hashlib.sha256(publisher.encode()).hexdigest(), 16) % 5 == 0


def name_figures(path: Path, annotator: Annotator, most: int) -> dict[str, float]:
    """Give the exact F1 of names in enww's held-out reports, by kind and together.

    Args:
        path: ``enww.jsonl.gz``.
        annotator: The annotator.
        most: Reports to read at most.
    """
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [row for row in map(json.loads, lines) if is_held_out(row["publisher"])][:most]
    counts = {kind: Counts() for kind in NAME_KINDS.values()}
    for row in rows:
        text = row["text"]
        mentions = annotator.run_steps(Report(text), given={STATEMENTS: ()}, last=SPEAKERS)[SPEAKERS].mentions
        gold = {
            (_trimmed(text, start, end), NAME_KINDS[kind]) for start, end, kind in row["mentions"] if kind in NAME_KINDS
        }
        found = {(_trimmed(text, *m.span), m.kind) for m in mentions if m.form == "name"}
        for kind in counts:
            true, guess = ({item for item in items if item[1] == kind} for items in (gold, found))
            right = len(true & guess)
            counts[kind] += Counts(right, len(guess), len(true), right)
    total = sum(counts.values(), Counts())
    return {kind: found.f1 for kind, found in counts.items()} | {"all": total.f1}


def _trimmed(text: str, start: int, end: int) -> Span:
    """Leave an article before a name out: corpora differ in whether it belongs to the name."""
    words = text[start:end]
    return Span(start + 4, end) if words[:4].lower() == "the " else Span(start, end)


def show_errors(judged: Sequence[JudgedSpeaker], texts: dict[str, str]) -> Iterator[str]:
    """Give a line for each speaker that is wrong, with the words before the source."""
    for row in judged:
        if not row.is_right:
            gold = ", ".join(f"{e.name} ({e.kind})" for e in row.gold) or "-"
            place = (row.statement.source or row.statement.content)[0]
            text = texts[row.report]
            around = text[max(0, place.start - 160) : place.start] + "[[" + text[slice(*place)] + "]]"
            around += text[place.end : place.end + 60]
            found = f"{row.found.status} {row.found.name or ''} ({row.found.how})"
            yield f"{row.report[:30]}\t{row.source!r}\tGOLD {gold}\tFOUND {found}\t{_SPACE.sub(' ', around)}"


def main() -> None:
    """Run the evaluation."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.identity", description=__doc__)
    parser.add_argument("corpora", type=Path, help="folder with marked and enww in it")
    add_model_option(parser)
    parser.add_argument("--part", choices=("dev", "train"), default="dev", help="part of marked")
    parser.add_argument("--names", type=int, default=60, help="reports of enww to read; 0 for none")
    parser.add_argument("--errors", type=Path, help="write a line for each wrong speaker here")
    options = parser.parse_args()
    print_figures(Annotator(load_chosen_model(parser, options.model)), options)


def print_figures(annotator: Annotator, options: argparse.Namespace) -> None:
    """Print every figure; write the errors if asked."""
    judged: list[JudgedSpeaker] = []
    pairs: list[tuple[MarkedEntity, Entity | None]] = []
    texts = {}
    for report in iter_marked_reports(options.corpora / "marked" / f"{options.part}.jsonl.gz"):
        found, entities = judge_speakers(report, annotator)
        judged += found
        pairs += pair_entities(report, entities)
        texts[report.name] = report.text
    _print_row(f"marked {options.part}, {len(judged)} speakers", speaker_figures(judged))
    _print_row(f"marked {options.part}, {len(pairs)} entities", entity_figures(pairs))
    if options.names:
        figures = name_figures(options.corpora / "enww" / "enww.jsonl.gz", annotator, options.names)
        _print_row("enww, held-out publishers, names F1", figures)
    if options.errors:
        options.errors.write_text("".join(line + "\n" for line in show_errors(judged, texts)), encoding="utf-8")


def _print_row(title: str, figures: dict[str, float]) -> None:
    print(f"{title}: " + ", ".join(f"{name} {value:.3f}" for name, value in figures.items()))


if __name__ == "__main__":
    main()
