"""One encoder: its tokenizer, its windows and its network. Text goes in, scores of every word come out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from onrecord.model.encoders.network import Network
from onrecord.model.encoders.tokenizer import EncodedDocument, WordTokenizer
from onrecord.model.encoders.windows import Window, cut_windows
from onrecord.model.heads.head import Head, WordScores


@dataclass(frozen=True, slots=True)
class Encoder:
    """An encoder that is ready to use.

    Attributes:
        tokenizer: Cuts words into pieces.
        network: Scores the pieces of a window.
        heads: What the network gives, in this order.
        window: Most pieces in a window, special tokens included.

    Example:
        >>> encoder = load_weights().encoder
        >>> document = Document.from_text("The dam will hold, engineers said.")
        >>> scores = encoder.score_words(encoder.tokenizer.encode(document))
        >>> scores[LINKS].shape
        (8, 128)
    """

    tokenizer: WordTokenizer
    network: Network
    heads: tuple[Head[Any], ...]
    window: int

    def cut_windows(self, encoded: EncodedDocument) -> list[Window]:
        """Cut a document into windows of this encoder's size."""
        return cut_windows(encoded, self.window)

    def score_words(self, encoded: EncodedDocument, windows: Sequence[Window] | None = None) -> WordScores:
        """Run the network over a document, window by window.

        Args:
            encoded: The words and pieces of a document.
            windows: Other windows than :meth:`cut_windows` gives; each word is in one.
        """
        words = len(encoded.document.words)
        by_name = {head.name: np.zeros((words, head.size), dtype=np.float32) for head in self.heads}
        for window in self.cut_windows(encoded) if windows is None else windows:
            for array, output in zip(by_name.values(), self.network(window), strict=True):
                output.take(window.word_pieces, axis=0, out=array[window.first_word : window.end_word], mode="clip")
        return WordScores(by_name)
