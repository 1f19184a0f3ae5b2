"""Any number of records, made from real articles by repeating and altering them, without annotation."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from corpora.articles import Article, iter_articles
from onrecord.record import (
    AnnotatedReport,
    Entity,
    Kind,
    Mention,
    Report,
    RoleSpans,
    Said,
    SourceSpans,
    Speaker,
    Statement,
    TimeExpression,
    statement_id,
)
from onrecord.text.spans import Span

STATEMENTS = 10
MODEL = "model@00000000beef"
_SENTENCE = re.compile(r"[^\n.!?]{30,400}[.!?]")
_NAME = re.compile(r"\b[A-Z][a-z]{2,12} [A-Z][a-z]{2,12}\b")
_WORD = re.compile(r"\w+")
_ROLES = ("senator", "mayor of Westmere", "spokeswoman", "professor of law", "campaign manager", "")
_KINDS: tuple[Kind, ...] = ("direct", "indirect", "mixed")


def read_articles(corpora: Path) -> list[Article]:
    """Read the articles that have at least three sentences.

    Args:
        corpora: Folder with ``articles/articles.jsonl.gz`` in it.
    """
    return [article for article in iter_articles(corpora) if len(_SENTENCE.findall(article.text)) >= 3]


def make_records(articles: list[Article], start: int, count: int) -> Iterator[AnnotatedReport]:
    """Make records; the same numbers give the same records.

    Args:
        articles: The articles, used in rounds.
        start: Number of the first record.
        count: How many.
    """
    for number in range(start, start + count):
        yield _make(articles[number % len(articles)], number // len(articles), random.Random(number))  # noqa: S311


def _make(article: Article, repeat: int, rng: random.Random) -> AnnotatedReport:
    text = _alter_text(article.text, repeat, rng) if repeat else article.text
    published = article.published + timedelta(days=31 * repeat)
    report = Report(
        text,
        f"archive/{repeat}/{rng.getrandbits(32):08x}.html",
        article.publisher,
        article.title,
        (),
        f"https://news.example/{rng.getrandbits(40):010x}",
        "en",
        published.isoformat(),
        "metadata",
    )
    entities = _make_entities(text, rng)
    times = _make_times(text, published, rng)
    sentences = [found for found in _SENTENCE.finditer(text) if len(_WORD.findall(found[0])) > 4]
    chosen = sorted(rng.sample(sentences, min(STATEMENTS, len(sentences))), key=lambda found: found.start())
    statements = [_make_statement(report, found, entities, times, rng) for found in chosen]
    return AnnotatedReport(report, tuple(statements), tuple(entities), tuple(times))


def _alter_text(text: str, repeat: int, rng: random.Random) -> str:
    """Replace one word in twenty by another of the same text, as a later version of an article might."""
    words = _WORD.findall(text)
    parts: list[str] = [f"Edition {repeat}. "]
    at = 0
    for found in _WORD.finditer(text):
        if rng.random() < 0.05:
            parts += [text[at : found.start()], rng.choice(words)]
            at = found.end()
    return "".join([*parts, text[at:]])


def _make_entities(text: str, rng: random.Random) -> list[Entity]:
    places: dict[str, list[Span]] = {}
    for found in _NAME.finditer(text):
        places.setdefault(found[0], []).append(Span(*found.span()))
    entities = []
    for name, spans in list(places.items())[:8] or [("Ada Lund", [])]:
        role = rng.choice(_ROLES)
        mentions = tuple(Mention(span, "name") for span in spans)
        entities.append(
            Entity(
                id=f"e_{rng.getrandbits(64):016x}",
                kind="person",
                name=name,
                roles=(role,) if role else (),
                mentions=mentions,
            )
        )
    return entities


def _make_times(text: str, published: date, rng: random.Random) -> list[TimeExpression]:
    times = []
    for found in list(re.finditer(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b", text))[:5]:
        day = published - timedelta(days=rng.randrange(7))
        start, end = day.isoformat(), (day + timedelta(days=1)).isoformat()
        identity = f"t_{rng.getrandbits(64):016x}"
        times.append(
            TimeExpression(identity, Span(*found.span()), found[0], "DATE", start, start, end, "published", "weekday")
        )
    return times


def _make_statement(
    report: Report, sentence: re.Match[str], entities: list[Entity], times: list[TimeExpression], rng: random.Random
) -> Statement:
    text = report.text
    words = [Span(*found.span()) for found in _WORD.finditer(text, *sentence.span())]
    source = RoleSpans.of(text, [Span(words[0].start, words[1].end)])
    cue = RoleSpans.of(text, [words[2]])
    content = RoleSpans.of(text, [Span(words[3].start, sentence.end())])
    time = rng.choice(times) if times and rng.random() < 0.4 else None
    said = (
        Said(time.value, time.start, time.end, time.id)
        if time
        else Said(str(report.published), str(report.published), None, "published")
    )
    entity = rng.choice(entities) if rng.random() < 0.7 else None
    speaker = (
        Speaker(entity.name, entity.id, "resolved", "name") if entity else Speaker(None, None, "unnamed", "description")
    )
    return Statement(
        id=statement_id(report.id, source, cue, content),
        kind=rng.choice(_KINDS),
        source=SourceSpans(source.spans, source.quote, entity.id if entity else None),
        cue=cue,
        content=content,
        speaker=speaker,
        said=said,
        confidence=round(rng.uniform(0.4, 1.0), 4),
        made_by=MODEL,
    )
