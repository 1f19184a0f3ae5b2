from __future__ import annotations

from onrecord.extract.attribution.attributions import Attribution
from onrecord.extract.attribution.block_quotations import RULE, find_block_quotations
from onrecord.record import MarkedQuotation
from onrecord.text.document import Document
from onrecord.text.spans import Span


def span_of(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def find(text: str, said: str, signature: str | None = None, source: str = "", cue: str = "") -> list[list[str]]:
    """Find the attributions, with a tagger that marks the given source and cue and the words in marks."""

    def tag(line: str) -> list[Attribution]:
        if source not in line or cue not in line:
            return []
        content = Span(line.index("“"), len(line))
        return [Attribution((span_of(line, source),), (span_of(line, cue),), (content,), ())]

    quotation = MarkedQuotation((span_of(text, said),), span_of(text, signature) if signature else None)
    found = list(find_block_quotations(Document.from_text(text), [quotation], tag))
    assert all(one.rule == RULE for one in found)
    return [[text[slice(*span)] for span in one.spans] for one in found]


def test_a_signed_quotation() -> None:
    text = "It rained.\n\nGrease will not save it.\n\n— Owen Trask, miller"
    assert find(text, "Grease will not save it.", "Owen Trask, miller") == [
        ["Owen Trask, miller", "—", "Grease will not save it."]
    ]


def test_the_date_of_a_post_is_not_its_source() -> None:
    text = "Warm feet.\n\n— Carys Lund (@cl) May 1, 2031"
    assert find(text, "Warm feet.", "Carys Lund (@cl) May 1, 2031") == [["Carys Lund (@cl)", "—", "Warm feet."]]


def test_the_line_before_a_quotation_names_the_speaker() -> None:
    text = "It rained.\n\nAda Lund wrote:\n\nLet “it” turn."
    assert find(text, "Let “it” turn.", source="Ada Lund", cue="wrote") == [["Ada Lund", "wrote", "Let “it” turn."]]


def test_without_a_colon_the_line_before_says_nothing() -> None:
    assert find("Ada Lund wrote.\n\nLet it turn.", "Let it turn.", source="Ada Lund", cue="wrote") == []


def test_the_letter_is_not_its_author() -> None:
    text = "In a letter to the town the widow, Ada Lund, wrote:\n\nLet it turn."
    found = find(text, "Let it turn.", source="a letter to the town the widow, Ada Lund", cue="wrote")
    assert found[0][0] == "the widow, Ada Lund"
    text = "The statement by Ada Lund reads:\n\nLet it turn."
    assert find(text, "Let it turn.", source="The statement by Ada Lund", cue="reads")[0][0] == "Ada Lund"
