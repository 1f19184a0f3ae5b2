"""Where the paragraphs of a report begin and end.

A blank line always ends a paragraph. A single line end does too, unless the text is hard-wrapped
(lines filled to a column and broken in mid-sentence), where it stands for a space.
"""

from __future__ import annotations

import re
from itertools import pairwise

from onrecord.text.spans import Span

_LINE = re.compile(r"[^\n]+")
_SENTENCE_FINAL = ".!?:;\"'”’»)]"
_WRAP_SHORTEST, _WRAP_LONGEST = 40, 100


def find_paragraphs(text: str) -> list[Span]:
    """Find the paragraphs of a text.

    Args:
        text: The report's text with one kind of line end, the line feed.

    Returns:
        Spans in order, none empty or only white space, each without white space at its ends.
    """
    lines = [Span(m.start(), m.end()) for m in _LINE.finditer(text)]
    wrapped = _is_hard_wrapped(text, lines)
    paragraphs: list[Span] = []
    open_until = -1  # end of the line that a hard-wrapped continuation would join
    for line in lines:
        stripped = _strip(text, line)
        if stripped is None:
            open_until = -1
            continue
        if wrapped and open_until == line.start - 1 and paragraphs:
            paragraphs[-1] = Span(paragraphs[-1].start, stripped.end)
        else:
            paragraphs.append(stripped)
        open_until = line.end
    return paragraphs


def _strip(text: str, line: Span) -> Span | None:
    words = text[line.start : line.end]
    left = len(words) - len(words.lstrip())
    right = len(words.rstrip())
    return Span(line.start + left, line.start + right) if left < right else None


def _is_hard_wrapped(text: str, lines: list[Span]) -> bool:
    """Tell whether most lines that another follows directly are full and end in mid-sentence."""
    joined = [
        text[line.start : line.end].rstrip() for line, following in pairwise(lines) if following.start == line.end + 1
    ]
    joined = [line for line in joined if line]
    if len(joined) < 2:
        return False
    full = [line for line in joined if _WRAP_SHORTEST <= len(line) <= _WRAP_LONGEST and line[-1] not in _SENTENCE_FINAL]
    return 2 * len(full) > len(joined)
