"""Time expressions of newswire and broadcasts of 1989 to 2000, as annotators of TimeBank would mark them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from onrecord.extract.times import find_times

MARKED = re.compile(r"\[([^|\]]+)\|([A-Z]+)\|([^\]]+)\]")
LINES = (Path(__file__).parent / "conventions.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("line", [line for line in LINES if not line.startswith("#")])
def test_expressions_are_those_of_the_guidelines(line: str) -> None:
    published, marked = line.split("\t")
    text = MARKED.sub(r"\1", marked)
    found = [(time.quote, time.type, time.value) for time in find_times(text, published)]
    assert found == MARKED.findall(marked)
