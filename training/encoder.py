"""The encoder in PyTorch: BERT (Devlin et al. 2019) with embeddings of casing and quotation state.

Written out rather than taken from a library, so that the graph which is exported holds only what is used and
reads the way the paper does. Weights of the MiniLM-L6-H384-uncased family load by their usual names.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from onrecord.model.encoders.tokenizer import CASINGS, QUOTE_STATES

HIDDEN = 384
ATTENTION_HEADS = 12
LAYERS = 6
FEED_FORWARD = 1536
VOCABULARY = 30522
POSITIONS = 512
EPSILON = 1e-12


class Layer(nn.Module):
    """One post-norm transformer layer."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.query_key_value = nn.Linear(HIDDEN, 3 * HIDDEN)
        self.output = nn.Linear(HIDDEN, HIDDEN)
        self.attention_norm = nn.LayerNorm(HIDDEN, EPSILON)
        self.up = nn.Linear(HIDDEN, FEED_FORWARD)
        self.down = nn.Linear(FEED_FORWARD, HIDDEN)
        self.norm = nn.LayerNorm(HIDDEN, EPSILON)
        self.dropout = nn.Dropout(dropout)

    def forward(self, states: Tensor, bias: Tensor) -> Tensor:
        """Apply the layer to ``[batch, pieces, hidden]``; ``bias`` is added to the attention scores."""
        batch, pieces, _ = states.shape
        heads = self.query_key_value(states).view(batch, pieces, 3, ATTENTION_HEADS, HIDDEN // ATTENTION_HEADS)
        query, key, value = heads.permute(2, 0, 3, 1, 4).unbind(0)
        mixed = nn.functional.scaled_dot_product_attention(query, key, value, attn_mask=bias.to(query.dtype))
        mixed = mixed.transpose(1, 2).reshape(batch, pieces, HIDDEN)
        states = self.attention_norm(states + self.dropout(self.output(mixed)))
        widened = nn.functional.gelu(self.up(states))
        return self.norm(states + self.dropout(self.down(widened)))


class Encoder(nn.Module):
    """Word pieces with their features in, one state a piece out."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.word = nn.Embedding(VOCABULARY, HIDDEN)
        self.position = nn.Embedding(POSITIONS, HIDDEN)
        self.casing = nn.Embedding(CASINGS, HIDDEN)
        self.quote = nn.Embedding(QUOTE_STATES, HIDDEN)
        for added in (self.casing, self.quote):
            nn.init.normal_(added.weight, std=0.002)
        self.norm = nn.LayerNorm(HIDDEN, EPSILON)
        self.dropout = nn.Dropout(dropout)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))

    def forward(self, ids: Tensor, casing: Tensor, quote: Tensor, mask: Tensor) -> Tensor:
        """Encode.

        Args:
            ids: Vocabulary ids, ``[batch, pieces]``.
            casing: Casing ids, same shape.
            quote: Quote states, same shape.
            mask: 1.0 for a piece, 0.0 for padding, same shape.

        Returns:
            States, ``[batch, pieces, hidden]``.
        """
        embedded = self.word(ids) + self.position.weight[: ids.shape[1]] + self.casing(casing) + self.quote(quote)
        states = self.dropout(self.norm(embedded))
        bias = (1.0 - mask)[:, None, None, :] * -1e4
        for layer in self.layers:
            states = layer(states, bias)
        return states


def load_minilm(encoder: Encoder, weights: dict[str, Tensor]) -> None:
    """Copy MiniLM weights, named as in Hugging Face's BERT, into the encoder."""

    def put(module: nn.Module, name: str) -> None:
        for part in ("weight", "bias"):
            if f"{name}.{part}" in weights:
                getattr(module, part).data.copy_(weights[f"{name}.{part}"])

    put(encoder.word, "embeddings.word_embeddings")
    put(encoder.position, "embeddings.position_embeddings")
    put(encoder.norm, "embeddings.LayerNorm")
    encoder.word.weight.data += weights["embeddings.token_type_embeddings.weight"][0]
    for index, layer in enumerate(encoder.layers):
        name = f"encoder.layer.{index}."
        for part in ("weight", "bias"):
            stacked = [weights[f"{name}attention.self.{kind}.{part}"] for kind in ("query", "key", "value")]
            getattr(layer.query_key_value, part).data.copy_(torch.cat(stacked))
        put(layer.output, name + "attention.output.dense")
        put(layer.attention_norm, name + "attention.output.LayerNorm")
        put(layer.up, name + "intermediate.dense")
        put(layer.down, name + "output.dense")
        put(layer.norm, name + "output.LayerNorm")
