"""Score the dates of pages: ``python -m evaluation.page_dates CORPORA``.

Reads the saved pages of ``CORPORA/html`` and the invented ones of ``gold/page-dates.txt``. A date is right if it is the
day of publication, or if nothing decides it and it is marked as uncertain. A wrong date that is not marked is silent.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from onrecord.read.formats.html import read_html
from onrecord.read.options import ReadOptions

GOLD = Path(__file__).parent / "gold" / "page-dates.txt"
UNDECIDED, NO_DATE = "?", "none"
FEWEST_RIGHT, MOST_SILENT = 0.95, 0.02

_HEADLINE = "Water mill to turn again after sixty years"
_STORY = "".join(
    f"<p>{words}</p>"
    for words in (
        "The old water mill on the Eade will turn again this spring, the town council decided by seven votes to four, "
        "after a winter in which volunteers cleared two tonnes of mud from the race.",
        "“It is the only wheel in the county that was never sold for scrap,” said Nerys Bevan, who leads them.",
        "The work will cost £90,000, most of it from a lottery for old buildings, said the council's treasurer.",
    )
)


class DatedPage(NamedTuple):
    """A page with the day of its publication.

    Attributes:
        name: Which page it is.
        day: The ISO day, ``?`` where nothing decides it, ``none`` where the page gives none.
        content: The page.
    """

    name: str
    day: str
    content: bytes


class Judgement(NamedTuple):
    """What was found for a page.

    Attributes:
        page: The page.
        found: The ISO day found, or None.
        is_certain: Whether it is marked as certain.
    """

    page: DatedPage
    found: str | None
    is_certain: bool

    @property
    def is_right(self) -> bool:
        """Whether the day is right, or openly unsure where nothing decides."""
        if self.page.day == UNDECIDED:
            return self.found is None or not self.is_certain
        return (self.found or NO_DATE) == self.page.day

    @property
    def is_silent(self) -> bool:
        """Whether the day is wrong and not marked."""
        return not self.is_right and self.found is not None and self.is_certain


def read_invented_pages(path: Path = GOLD) -> Iterator[DatedPage]:
    """Read the invented pages."""
    for part in path.read_text(encoding="utf-8").split("\n== ")[1:]:
        title, _, content = part.partition("\n")
        name, day, _ = (words.strip() for words in title.split("|"))
        head, _, body = content.partition("--\n")
        page = (
            f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{_HEADLINE} | The Post</title>{head}'
            f"</head><body>{body}</body></html>"
        )
        yield DatedPage(name, day, page.replace("{headline}", _HEADLINE).replace("{story}", _STORY).encode())


def read_saved_pages(folder: Path) -> Iterator[DatedPage]:
    """Read the saved pages of a folder, each beside a JSON file with its date."""
    for path in sorted(folder.glob("*.html.gz")):
        name = path.name.removesuffix(".html.gz")
        expected = json.loads(path.with_name(f"{name}.json").read_text(encoding="utf-8"))
        yield DatedPage(name, expected["published"][:10], gzip.decompress(path.read_bytes()))


def judge_pages(pages: Iterable[DatedPage]) -> list[Judgement]:
    """Read pages and compare their dates."""
    judged = []
    for page in pages:
        report = read_html(page.content, "page.html", ReadOptions())
        judged.append(Judgement(page, report.published, report.published_certain))
    return judged


def main() -> int:
    """Print the figures; exit 1 if they are below what is asked."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.page_dates", description=__doc__)
    parser.add_argument("corpora", type=Path, nargs="?", help="folder with html in it; only invented pages without it")
    options = parser.parse_args()
    pages = [*(read_saved_pages(options.corpora / "html") if options.corpora else ()), *read_invented_pages()]
    judged = judge_pages(pages)
    right, silent = (sum(kind) / len(judged) for kind in zip(*((j.is_right, j.is_silent) for j in judged), strict=True))
    for one in judged:
        if not one.is_right:
            mark = "silent" if one.is_silent else "marked"
            print(f"{one.page.name}: {one.found or NO_DATE} ({mark}), not {one.page.day}")
    unsure = sum(not one.is_certain for one in judged)
    print(f"{len(judged)} pages: right {right:.3f}, wrong and not marked {silent:.3f}, marked as uncertain {unsure}")
    return 0 if right >= FEWEST_RIGHT and silent <= MOST_SILENT else 1


if __name__ == "__main__":
    sys.exit(main())
