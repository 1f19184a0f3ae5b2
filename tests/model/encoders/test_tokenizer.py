"""Words, word pieces and their features, with the packaged tokenizer."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from onrecord.errors import ModelError
from onrecord.model.encoders.tokenizer import CASING_NAMES, CASINGS, QUOTE_STATES, WordTokenizer, align_pieces
from onrecord.model.manifest import TOKENIZER_FILE, read_manifest
from onrecord.model.weights import WEIGHTS_FOLDER
from onrecord.text.document import Document
from onrecord.text.quotations import QuoteState

SPECIAL_TOKENS = read_manifest(WEIGHTS_FOLDER).encoder.special_tokens
TOKENIZER = WordTokenizer(WEIGHTS_FOLDER / TOKENIZER_FILE, SPECIAL_TOKENS)
UNKNOWN_ID = TOKENIZER.special.unknown


def words_of(text: str) -> list[str]:
    return [text[word.start : word.end] for word in Document.from_text(text).words]


def test_special_ids_are_those_of_the_vocabulary() -> None:
    vocabulary = Tokenizer.from_file(str(WEIGHTS_FOLDER / TOKENIZER_FILE))
    for name, found in TOKENIZER.special._asdict().items():
        assert found == vocabulary.token_to_id(getattr(SPECIAL_TOKENS, name))


def test_a_special_token_that_the_vocabulary_lacks_is_an_error() -> None:
    with pytest.raises(ModelError, match="start token '<s>'"):
        WordTokenizer(WEIGHTS_FOLDER / TOKENIZER_FILE, msgspec.structs.replace(SPECIAL_TOKENS, start="<s>"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ms Varga said so.", ["Ms", "Varga", "said", "so", "."]),
        ("“Don’t,” he said", ["“", "Don", "’", "t", ",", "”", "he", "said"]),
        ("un-elected 5.5%", ["un", "-", "elected", "5", ".", "5", "%"]),
        ("Café Łódź naïveté", ["Café", "Łódź", "naïveté"]),
        ("cafe\u0301 noir", ["cafe\u0301", "noir"]),
        ("Okonkwo-Blågård hemmed", ["Okonkwo", "-", "Blågård", "hemmed"]),
        ("  two\n\n\tlines ", ["two", "lines"]),
        ("北京 said", ["北", "京", "said"]),
        ("👍 fine", ["👍", "fine"]),
        ("", []),
        (" \n ", []),
    ],
)
def test_words_are_cut_from_the_text_as_printed(text: str, expected: list[str]) -> None:
    assert words_of(text) == expected


def test_a_word_of_several_pieces_is_one_word() -> None:
    encoded = TOKENIZER.encode(Document.from_text("Brzeszczykiewicz spoke"))
    assert len(encoded.document.words) == 2
    assert encoded.first_piece[1] > 2
    assert encoded.first_piece[2] == len(encoded.piece_ids)


def test_a_special_token_that_the_text_spells_is_ordinary_words() -> None:
    encoded = TOKENIZER.encode(Document.from_text("A [SEP] B"))
    assert TOKENIZER.special.end not in encoded.piece_ids
    assert len(encoded.document.words) == 5


def test_a_word_without_a_piece_of_its_own_gets_an_unknown_one() -> None:
    words, starts, pieces = np.array([0, 2, 5, 7]), np.array([0, 2, 3, 7]), np.array([11, 12, 13, 14])
    aligned, first_piece = align_pieces(words, starts, pieces, UNKNOWN_ID)
    assert aligned.tolist() == [11, 12, 13, UNKNOWN_ID, 14]
    assert first_piece.tolist() == [0, 1, 3, 4, 5]


def test_a_word_of_five_thousand_letters_is_one_unknown_piece() -> None:
    encoded = TOKENIZER.encode(Document.from_text("a" * 5000 + " end"))
    assert [len(word) for word in words_of("a" * 5000 + " end")] == [5000, 3]
    assert encoded.piece_ids[0] == UNKNOWN_ID
    assert encoded.first_piece.tolist() == [0, 1, 2]


@pytest.mark.parametrize(
    ("text", "name", "glued"),
    [
        ("word", "lower", False),
        ("Word", "title", False),
        ("WORD", "upper", False),
        ("A", "initial", False),
        ("McKay", "mixed", False),
        ("2024", "digits", False),
        ("5pm", "lower", False),
        ("“", "other", False),
        ("\nWord", "title", False),
        ("(Word", "title", True),
        ("“5", "digits", True),
    ],
)
def test_casing_of_the_last_word(text: str, name: str, glued: bool) -> None:
    assert TOKENIZER.encode(Document.from_text(text)).casing[-1] == CASING_NAMES.index(name) + len(CASING_NAMES) * glued


def test_paragraphs_and_quotation_states_go_with_the_words() -> None:
    text = "Ms Varga spoke.\n\n“No,” she said."
    encoded = TOKENIZER.encode(Document.from_text(text))
    assert encoded.document.paragraph == [0] * 4 + [1] * 7
    states = [QuoteState(state).name for state in encoded.document.quote]
    assert states[4:8] == ["OPEN_SHORT", "IN_SHORT", "IN_SHORT", "CLOSE_SHORT"]
    assert {*states[:4], *states[8:]} == {"OUTSIDE"}


@settings(deadline=None, max_examples=200)
@given(st.text(alphabet="aB’“”. \n1éÅ\u0301\u200b\xad北👍🏽\ufffd\0", max_size=60) | st.text(max_size=40))
def test_any_text_gives_words_that_lie_in_it_in_order(text: str) -> None:
    encoded = TOKENIZER.encode(Document.from_text(text))
    count = len(encoded.document.words)
    assert len(encoded.casing) == len(encoded.document.quote) == len(encoded.document.paragraph) == count
    assert len(encoded.first_piece) == count + 1
    assert encoded.first_piece[0] == 0
    assert encoded.first_piece[-1] == len(encoded.piece_ids)
    assert (np.diff(encoded.first_piece) > 0).all()
    assert ((encoded.casing >= 0) & (encoded.casing < CASINGS - 1)).all()
    assert ((encoded.document.quote_array >= 0) & (encoded.document.quote_array < QUOTE_STATES)).all()
    end = 0
    for word, paragraph in zip(encoded.document.words, encoded.document.paragraph, strict=True):
        assert end <= word.start < word.end <= len(text)
        assert text[word.start : word.end].strip()
        assert encoded.document.paragraphs[paragraph].contains(word)
        end = word.end
