"""Sources that end at their sentence, and the second piece of a split quotation."""

from __future__ import annotations

import pytest

from onrecord.extract.attribution.attributions import Attribution
from onrecord.extract.attribution.split_quotations import mend_split_quotations
from onrecord.text.document import Document
from onrecord.text.quotations import outermost
from tests.extract.marking import with_spans


def mend(marked: str) -> tuple[list[str], list[str]]:
    """Mend an attribution whose content, cue and source are marked in this order; give its source and content."""
    text, (content, cue, source) = with_spans(marked)
    document = Document.from_text(text)
    found = Attribution((source,), (cue,), (content,), ())
    (mended,) = mend_split_quotations(document, [found], outermost(document.quotations))
    return [text[slice(*span)] for span in mended.source], [text[slice(*span)] for span in mended.content]


@pytest.mark.parametrize(
    ("marked", "source"),
    [
        ("⟦“We will win,”⟧ ⟦said⟧ ⟦keeper Ivo Lund. Brandt are fourth⟧.", "keeper Ivo Lund"),
        ("⟦“They are safe,”⟧ ⟦said⟧ ⟦Dr. A. B. Lund. Rain follows⟧.", "Dr. A. B. Lund"),
        ("⟦“No,”⟧ ⟦said⟧ ⟦Gen. Ada Lund⟧. He left.", "Gen. Ada Lund"),
        ("⟦“No,”⟧ ⟦said⟧ ⟦Joe Lund (R-Ky.), who sat down⟧.", "Joe Lund (R-Ky.), who sat down"),
    ],
)
def test_a_source_ends_at_its_sentence(marked: str, source: str) -> None:
    assert mend(marked)[0] == [source]


@pytest.mark.parametrize(
    ("marked", "source", "piece"),
    [
        ("⟦‘They left,’⟧ ⟦said⟧ ⟦Bo Lund, ‘not once.’⟧", "Bo Lund", "‘not once.’"),
        ('⟦"It is ours"⟧, ⟦said⟧ ⟦Bo Lund, "and that is it"⟧.', "Bo Lund", '"and that is it"'),
        ("⟦'We won't pay,'⟧ ⟦said⟧ ⟦Bo Lund⟧, 'and that is it.'", "Bo Lund", "'and that is it.'"),
        ("⟦“He came,”⟧ ⟦said⟧ ⟦Bo Lund⟧. “At ten.” Nobody spoke.", "Bo Lund", "“At ten.”"),
        ("⟦“He came,”⟧ ⟦said⟧ ⟦Bo Lund⟧ to the court, “or not.”", "Bo Lund", "“or not.”"),
    ],
)
def test_the_second_piece_is_content_and_no_source(marked: str, source: str, piece: str) -> None:
    sources, content = mend(marked)
    assert sources == [source]
    assert content[1:] == [piece]


@pytest.mark.parametrize(
    "marked",
    [
        "⟦“He came,”⟧ ⟦said⟧ ⟦Bo “Bear” Lund⟧.",
        "⟦“He came,”⟧ ⟦said⟧ ⟦Bo Lund⟧, whose “Bear” won.",
        "⟦“He came,”⟧ ⟦said⟧ ⟦Bo Lund⟧.\n\n“Who did?” The room was still.",
        "⟦He had come⟧, ⟦said⟧ ⟦Bo Lund⟧, “the bear”.",
    ],
)
def test_other_quotations_stay_where_they_are(marked: str) -> None:
    text, (content, _, source) = with_spans(marked)
    assert mend(marked) == ([text[slice(*source)]], [text[slice(*content)]])
