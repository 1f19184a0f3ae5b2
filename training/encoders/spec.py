"""What training has to know about an encoder. A new encoder is one specification and the modules that it names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from torch import nn

from onrecord.model.encoders.special_tokens import SpecialTokens
from onrecord.model.manifest import INPUT_FEATURES, EncoderDescription


class TrainedEncoder(nn.Module):
    """An encoder in training: ids, casing, quote states and a mask in, states out, each ``[batch, pieces, …]``.

    Attributes:
        word: Embeddings of pieces.
        casing: Embeddings of casing.
        quote: Embeddings of quote states.
        layers: Transformer layers, the lowest first.
    """

    word: nn.Embedding
    casing: nn.Embedding
    quote: nn.Embedding
    layers: nn.ModuleList

    def input_parameters(self) -> list[nn.Parameter]:
        """Give the published parameters below the layers, without the embeddings of pieces."""
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class EncoderSpec:
    """An encoder: its sizes, its vocabulary and how its network is built.

    Attributes:
        kind: Name of the architecture, as in the manifest.
        layers: Transformer layers.
        width: Numbers in the state of a piece.
        attention_heads: Heads of attention; each has ``width / attention_heads`` numbers.
        feed_forward: Width of the feed-forward layer.
        vocabulary: Pieces in the vocabulary.
        positions: Most pieces in a window that the published weights know.
        epsilon: Of the layer norms.
        window: Most pieces in a window in use.
        special_tokens: Tokens with a meaning of their own.
        word_pieces: Range of ids that masking may put in the place of a word.
        published: Finds the folder of the published weights and their tokenizer; it may unpack them into a folder.
        build: Makes the network, given this specification and the dropout.
        build_runtime: Makes the network that is exported from a trained one; it takes no mask.
        load: Copies the published weights in a folder into a network.
    """

    kind: str
    layers: int
    width: int
    attention_heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    epsilon: float
    window: int
    special_tokens: SpecialTokens
    word_pieces: tuple[int, int]
    published: Callable[[Path], Path]
    build: Callable[[EncoderSpec, float], TrainedEncoder]
    build_runtime: Callable[[TrainedEncoder], nn.Module]
    load: Callable[[TrainedEncoder, Path], None]

    def describe(self) -> EncoderDescription:
        """Give what the manifest says about this encoder."""
        return EncoderDescription(
            kind=self.kind,
            width=self.width,
            window=self.window,
            features=dict(INPUT_FEATURES),
            special_tokens=self.special_tokens,
        )
