"""Time expressions as annotators of TimeBank would mark them, of newswire and in other written forms."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from onrecord.extract.times import find_times

MARKED = re.compile(r"\[([^|\]]+)\|([A-Z]+)\|([^\]]+)\]")
FILES = ("conventions.txt", "written-forms.txt")
LINES = [line for name in FILES for line in (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("line", [line for line in LINES if not line.startswith("#")])
def test_expressions_are_those_of_the_guidelines(line: str) -> None:
    published, marked = line.split("\t")
    text = MARKED.sub(r"\1", marked)
    found = [(time.quote, time.type, time.value) for time in find_times(text, published)]
    assert found == MARKED.findall(marked)
