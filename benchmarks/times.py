"""Measure how fast time expressions are found: ``python -m benchmarks.times CORPORA``.

Reads real articles in one process on one core, and prints the time per sentence, the median of several runs. Splitting
the text into sentences is not timed; the measurement needs it only to count them.
"""

from __future__ import annotations

import argparse
import itertools
import statistics
import time
from pathlib import Path

from corpora.articles import iter_articles
from onrecord.extract.times import find_times
from onrecord.extract.times.matching.tokens import cut_words
from onrecord.text.paragraphs import find_paragraphs
from onrecord.text.sentences import sentence_of_words
from onrecord.text.spans import Span


def main() -> None:
    """Run the measurement and print it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.times", description=__doc__)
    parser.add_argument("corpora", type=Path, help="folder with articles/articles.jsonl.gz in it")
    parser.add_argument("--articles", type=int, default=400, help="how many articles to read")
    parser.add_argument("--repeat", type=int, default=3, help="how many times to measure")
    options = parser.parse_args()
    articles = list(itertools.islice(iter_articles(options.corpora), options.articles))
    sentences = sum(_count_sentences(article.text) for article in articles)
    seconds, found = [], 0
    for _ in range(options.repeat):
        begun = time.process_time()
        found = sum(len(find_times(article.text, article.published.isoformat())) for article in articles)
        seconds.append(time.process_time() - begun)
    median = statistics.median(seconds)
    print(f"{len(articles)} articles, {sentences} sentences, {found} time expressions, median of {options.repeat}")
    print(f"per sentence {1000 * median / sentences:.3f} ms, {sentences / median:.0f} sentences/s")


def _count_sentences(text: str) -> int:
    total = 0
    for paragraph in find_paragraphs(text):
        words = cut_words(text, paragraph)
        spans = list(map(Span, words.starts, words.ends))
        total += sentence_of_words(text, spans, [0] * len(spans))[-1] + 1
    return total


if __name__ == "__main__":
    main()
