"""Given names that tell a man from a woman.

A pronoun does not refer to a person whose given name contradicts it. The tables leave out a name that both men and
women have: there the context decides.

``training/given_names.py`` makes ``data/given-names`` from births in the United States and the World Gender Name
Dictionary. ``data/given-names.txt`` adds names of people in the news that these lack.
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Literal

from onrecord.lexicon.entries import DATA, words

Gender = Literal["masculine", "feminine"]

TABLES: dict[Gender, Path] = {
    "masculine": DATA / "given-names" / "masculine.txt",
    "feminine": DATA / "given-names" / "feminine.txt",
}
"""The file of each gender: one name a line, in lower case and without accents."""


@functools.cache
def given_names() -> dict[str, Gender]:
    """Return the gender of each given name.

    Returns:
        Gender by name, in lower case and without accents.

    Example:
        >>> given_names()["yvette"]
        'feminine'
    """
    found: dict[str, Gender] = {}
    for gender, path in TABLES.items():
        found.update(dict.fromkeys(path.read_text(encoding="utf-8").split(), gender))
    found.update(dict.fromkeys(words("masculine-name"), "masculine"))
    found.update(dict.fromkeys(words("feminine-name"), "feminine"))
    return found
