"""Windows: every word in one, nothing too long, ids as encoded."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.model.encoders.encoder import Encoder
from onrecord.model.encoders.tokenizer import SPECIAL_CASING, EncodedDocument, WordTokenizer
from onrecord.model.encoders.windows import Window, cut_windows
from onrecord.model.heads import HEADS
from onrecord.model.manifest import TOKENIZER_FILE, read_manifest
from onrecord.model.weights import WEIGHTS_FOLDER
from onrecord.text.document import Document

MANIFEST = read_manifest(WEIGHTS_FOLDER)
TOKENIZER = WordTokenizer(WEIGHTS_FOLDER / TOKENIZER_FILE, MANIFEST.encoder.special_tokens)
WINDOW = MANIFEST.encoder.window
START, END, PARAGRAPH = TOKENIZER.special.start, TOKENIZER.special.end, TOKENIZER.special.paragraph
POSITIONS = 512
"""Positions that the encoder knows."""


def check_windows(encoded: EncodedDocument, windows: list[Window]) -> None:
    first, paragraph = encoded.first_piece, encoded.document.paragraph
    held = [word for window in windows for word in range(window.first_word, window.end_word)]
    assert held == list(range(len(encoded.document.words)))
    for window in windows:
        assert len(window.ids) == len(window.casing) == len(window.quote)
        assert window.first_word < window.end_word
        assert window.ids[0] == START
        assert window.ids[-1] == END
        expected_ids, expected_casing, expected_quote = [START], [SPECIAL_CASING], [0]
        for word in range(window.first_word, window.end_word):
            pieces = encoded.piece_ids[first[word] : first[word + 1]].tolist()
            assert window.word_pieces[word - window.first_word] == len(expected_ids)
            expected_ids += pieces
            expected_casing += [int(encoded.casing[word])] * len(pieces)
            expected_quote += [int(encoded.document.quote[word])] * len(pieces)
            if word + 1 == window.end_word or paragraph[word + 1] != paragraph[word]:
                expected_ids.append(PARAGRAPH)
                expected_casing.append(SPECIAL_CASING)
                expected_quote.append(0)
        assert window.ids.tolist() == [*expected_ids, END]
        assert window.casing.tolist() == [*expected_casing, SPECIAL_CASING]
        assert window.quote.tolist() == [*expected_quote, 0]


def longest(windows: list[Window]) -> int:
    return max((len(window.ids) for window in windows), default=0)


paragraph_text = st.lists(
    st.sampled_from(
        ["the", "dam", "Brzeszczykiewicz", "“", "”", ".", "!", "-", "2024", "said", "counter-revolutionary"]
    ),
    min_size=1,
    max_size=30,
).flatmap(lambda words: st.integers(1, 25).map(lambda times: " ".join(words * times)))


@settings(deadline=None, max_examples=40)
@given(st.lists(paragraph_text, max_size=8).map("\n\n".join))
def test_each_word_is_in_one_window_and_every_window_fits(text: str) -> None:
    encoded = TOKENIZER.encode(Document.from_text(text))
    windows = cut_windows(encoded, WINDOW)
    check_windows(encoded, windows)
    assert longest(windows) <= WINDOW


@settings(deadline=None, max_examples=25)
@given(st.lists(paragraph_text, max_size=5).map("\n\n".join), st.integers(70, 256), st.integers(20, 70))
def test_other_sizes_hold_too(text: str, size: int, first_size: int) -> None:
    encoded = TOKENIZER.encode(Document.from_text(text))
    windows = cut_windows(encoded, size, first_size)
    check_windows(encoded, windows)
    # One word of many pieces may stand in the way of a cut.
    assert longest(windows) <= size + 16


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "a" * 5000,
        ("a" * 5000 + " ") * 300,
        ("ab" * 50 + " ") * 200,
        "北京" * 1500,
        "👍" * 1500,
        "." * 3000,
        "a.b" * 2000,
        "“" * 3000,
        "a\n" * 1500,
        "\xad".join("ab" * 1500),
        "x\u0301" * 3000,
    ],
    ids=lambda text: f"{text[:8]!r} x {len(text)}",
)
def test_odd_texts_stay_within_what_the_encoder_knows(text: str) -> None:
    encoded = TOKENIZER.encode(Document.from_text(text))
    windows = cut_windows(encoded, WINDOW)
    check_windows(encoded, windows)
    assert longest(windows) < POSITIONS


def test_no_text_has_no_window() -> None:
    assert cut_windows(TOKENIZER.encode(Document.from_text("")), WINDOW) == []


def test_short_paragraphs_share_a_window() -> None:
    text = "\n\n".join(f"Paragraph {number} says that the dam will hold for another year." for number in range(60))
    encoded = TOKENIZER.encode(Document.from_text(text))
    windows = cut_windows(encoded, WINDOW)
    assert 2 < len(windows) < 30
    for former, later in itertools.pairwise(windows):
        # Whole paragraphs only.
        assert encoded.document.paragraph[former.end_word - 1] != encoded.document.paragraph[later.first_word]


def test_a_paragraph_too_long_is_cut_behind_a_sentence() -> None:
    text = "The dam of Westmere will hold for one more year, engineers said. " * 60
    encoded = TOKENIZER.encode(Document.from_text(text))
    windows = cut_windows(encoded, WINDOW)
    assert len(windows) > 2
    for window in windows:
        assert encoded.document.printed[window.end_word - 1] == "."


def test_a_first_window_of_another_size_changes_only_the_cuts() -> None:
    encoded = TOKENIZER.encode(Document.from_text("\n\n".join(["The dam will hold, engineers said."] * 80)))
    usual, other = cut_windows(encoded, WINDOW), cut_windows(encoded, WINDOW, first_size=100)
    check_windows(encoded, other)
    assert len(other[0].ids) <= 100 < len(usual[0].ids)


def test_scores_of_a_word_come_from_its_window() -> None:
    encoded = TOKENIZER.encode(Document.from_text("\n\n".join(["Brzeszczykiewicz will hold, engineers said."] * 80)))
    number = itertools.count()
    calls: list[Window] = []

    def network(window: Window) -> list[np.ndarray]:
        """Says of each piece which window asked and where it stood."""
        calls.append(window)
        base = 1000.0 * next(number) + np.arange(len(window.ids))
        return [np.repeat(base[:, None], head.size, 1) for head in HEADS]

    scores = Encoder(TOKENIZER, network, HEADS, WINDOW).score_words(encoded)
    expected = [
        1000 * index + int(window.word_pieces[word - window.first_word])
        for index, window in enumerate(calls)
        for word in range(window.first_word, window.end_word)
    ]
    assert len(calls) > 2
    for head in HEADS:
        for column in (0, head.size // 2, -1):
            assert scores[head][:, column].tolist() == expected
