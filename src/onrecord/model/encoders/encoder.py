"""One encoder: its tokenizer, its windows and its network. Text goes in, scores of every word come out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from onrecord.model.encoders.network import Network
from onrecord.model.encoders.tokenizer import TokenizedText, WordTokenizer
from onrecord.model.encoders.windows import WINDOW_PIECES, Window, cut_windows
from onrecord.model.heads.head import Head, WordScores


@dataclass(frozen=True, slots=True)
class Encoder:
    """An encoder that is ready to use.

    Attributes:
        tokenizer: Cuts text into words and pieces.
        network: Scores the pieces of a window.
        heads: What the network gives, in this order.
        window: Most pieces in a window, special tokens included.

    Example:
        >>> encoder = load_weights().encoder
        >>> scores = encoder.score_words(encoder.tokenizer.tokenize("The dam will hold, engineers said."))
        >>> scores[LINKS].shape
        (8, 128)
    """

    tokenizer: WordTokenizer
    network: Network
    heads: tuple[Head[Any], ...]
    window: int = WINDOW_PIECES

    def cut_windows(self, tokenized: TokenizedText) -> list[Window]:
        """Cut a text into windows of this encoder's size."""
        return cut_windows(tokenized, self.window)

    def score_words(self, tokenized: TokenizedText, windows: Sequence[Window] | None = None) -> WordScores:
        """Run the network over a text, window by window.

        Args:
            tokenized: The text's words and pieces.
            windows: Other windows than :meth:`cut_windows` gives; each word is in one.
        """
        words = len(tokenized.words)
        by_name = {head.name: np.zeros((words, head.size), dtype=np.float32) for head in self.heads}
        for window in self.cut_windows(tokenized) if windows is None else windows:
            for array, output in zip(by_name.values(), self.network(window), strict=True):
                output.take(window.word_pieces, axis=0, out=array[window.first_word : window.end_word], mode="clip")
        return WordScores(by_name)
