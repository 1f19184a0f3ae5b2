"""BERT (Devlin et al. 2019) in PyTorch with embeddings of casing and quotation state, in training and as exported.

It is written out rather than taken from a library, so that the exported graph holds only what is used.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from onrecord.model.encoders.tokenizer import CASINGS, QUOTE_STATES
from training.encoders.spec import EncoderSpec, TrainedEncoder


class Layer(nn.Module):
    """One post-norm transformer layer."""

    def __init__(self, spec: EncoderSpec, dropout: float) -> None:
        super().__init__()
        self.attention_heads = spec.attention_heads
        self.query_key_value = nn.Linear(spec.width, 3 * spec.width)
        self.output = nn.Linear(spec.width, spec.width)
        self.attention_norm = nn.LayerNorm(spec.width, spec.epsilon)
        self.up = nn.Linear(spec.width, spec.feed_forward)
        self.down = nn.Linear(spec.feed_forward, spec.width)
        self.norm = nn.LayerNorm(spec.width, spec.epsilon)
        self.dropout = nn.Dropout(dropout)

    def forward(self, states: Tensor, bias: Tensor) -> Tensor:
        """Apply the layer to ``[batch, pieces, width]``; ``bias`` is added to the attention scores."""
        batch, pieces, width = states.shape
        heads = self.query_key_value(states).view(batch, pieces, 3, self.attention_heads, -1)
        query, key, value = heads.permute(2, 0, 3, 1, 4).unbind(0)
        # On a CPU the plain products train 1.25 to 1.6 times as fast as the fused attention of PyTorch.
        scores = query @ key.transpose(2, 3) * query.shape[3] ** -0.5 + bias.to(query.dtype)
        mixed = (scores.softmax(dim=3).to(query.dtype) @ value).transpose(1, 2).reshape(batch, pieces, width)
        states = self.attention_norm(states + self.dropout(self.output(mixed)))
        widened = nn.functional.gelu(self.up(states))
        normed: Tensor = self.norm(states + self.dropout(self.down(widened)))
        return normed


@dataclass(frozen=True)
class PublishedNames:
    """What published weights call the parts of attention in a layer.

    Attributes:
        stacked: Query, key and value.
        output: What mixes the heads.
        norm: The norm after attention.
    """

    stacked: tuple[str, str, str]
    output: str
    norm: str


def copy_part(weights: Mapping[str, Tensor], module: nn.Module, name: str) -> None:
    """Copy the weight and the bias of that name, as far as there are any, into a module."""
    for part in ("weight", "bias"):
        if f"{name}.{part}" in weights:
            getattr(module, part).data.copy_(weights[f"{name}.{part}"])


def copy_layers(weights: Mapping[str, Tensor], encoder: TrainedEncoder, names: PublishedNames) -> None:
    """Copy the layers of weights that are named as Hugging Face names them."""
    for index, layer in enumerate(encoder.layers):
        assert isinstance(layer, Layer)
        prefix = f"encoder.layer.{index}."
        for part in ("weight", "bias"):
            stacked = [weights[f"{prefix}{name}.{part}"] for name in names.stacked]
            getattr(layer.query_key_value, part).data.copy_(torch.cat(stacked))
        copy_part(weights, layer.output, prefix + names.output)
        copy_part(weights, layer.attention_norm, prefix + names.norm)
        copy_part(weights, layer.up, prefix + "intermediate.dense")
        copy_part(weights, layer.down, prefix + "output.dense")
        copy_part(weights, layer.norm, prefix + "output.LayerNorm")


class BertEncoder(TrainedEncoder):
    """Word pieces with their features in, one state a piece out.

    Args:
        spec: Sizes.
        dropout: Share of numbers that are hidden in training.
    """

    def __init__(self, spec: EncoderSpec, dropout: float) -> None:
        super().__init__()
        self.word = nn.Embedding(spec.vocabulary, spec.width)
        self.position = nn.Embedding(spec.positions, spec.width)
        self.casing = nn.Embedding(CASINGS, spec.width)
        self.quote = nn.Embedding(QUOTE_STATES, spec.width)
        for added in (self.casing, self.quote):
            nn.init.normal_(added.weight, std=0.002)
        self.norm = nn.LayerNorm(spec.width, spec.epsilon)
        self.dropout = nn.Dropout(dropout)
        self.layers = nn.ModuleList(Layer(spec, dropout) for _ in range(spec.layers))

    def forward(self, ids: Tensor, casing: Tensor, quote: Tensor, mask: Tensor) -> Tensor:
        """Encode.

        Args:
            ids: Vocabulary ids, ``[batch, pieces]``.
            casing: Casing ids, same shape.
            quote: Quote states, same shape.
            mask: 1.0 for a piece, 0.0 for padding, same shape.

        Returns:
            States, ``[batch, pieces, width]``.
        """
        embedded = self.word(ids) + self.position.weight[: ids.shape[1]] + self.casing(casing) + self.quote(quote)
        states: Tensor = self.dropout(self.norm(embedded))
        bias = self.attention_bias(mask)
        for layer in self.layers:
            states = layer(states, bias)
        return states

    def attention_bias(self, mask: Tensor) -> Tensor:
        """Give what is added to the attention scores, of a shape that fits ``[batch, heads, pieces, pieces]``."""
        return (1.0 - mask)[:, None, None, :] * -1e4

    def input_parameters(self) -> list[nn.Parameter]:
        """Give the embeddings of positions and the norm of the input."""
        return [*self.position.parameters(), *self.norm.parameters()]


class FusedAttention(torch.autograd.Function):
    """Multi-head attention as ONNX Runtime's one fused operator, a sixth faster than its parts."""

    @staticmethod
    def forward(ctx: Any, query: Tensor, key: Tensor, value: Tensor, attention_heads: int, *bias: Tensor) -> Tensor:
        """Attend; states ``[batch, pieces, width]``, perhaps a bias of the scores ``[1, heads, pieces, pieces]``."""
        batch, pieces, _ = query.shape
        query, key, value = (t.view(batch, pieces, attention_heads, -1).transpose(1, 2) for t in (query, key, value))
        return nn.functional.scaled_dot_product_attention(query, key, value, *bias).transpose(1, 2).flatten(2)

    @staticmethod
    def symbolic(graph: Any, query: Any, key: Any, value: Any, attention_heads: int, *bias: Any) -> Any:
        """Give the operator to the exporter."""
        # Two inputs that are not used stand before the bias: a bias of the states, and a mask of the padding.
        absent = [graph.op("prim::Constant").setType(torch._C.OptionalType.ofTensor()) for _ in range(2 * len(bias))]
        inputs = (query, key, value, *absent, *bias)
        fused = graph.op("com.microsoft::MultiHeadAttention", *inputs, num_heads_i=attention_heads)
        return fused.setType(query.type())


class RowScaledLinear(nn.Module):
    """A linear layer whose input rows are scaled to a maximum of one, as it is exported.

    The int8 network has one scale for all activations that it multiplies with a matrix. Some layers give special tokens
    states that are a hundred times as large as those of words, and a common scale would leave words few of its levels.
    A scale for each row is the remedy of Yao et al. 2022 ("ZeroQuant").
    """

    def __init__(self, linear: nn.Linear) -> None:
        super().__init__()
        self.weight, self.bias = linear.weight, linear.bias

    def forward(self, states: Tensor) -> Tensor:
        """Apply the layer to ``[batch, pieces, width]``."""
        scale = states.abs().amax(dim=2, keepdim=True).clamp(min=1e-6)
        return nn.functional.linear(states / scale, self.weight) * scale + self.bias


class RuntimeLayer(nn.Module):
    """A layer without dropout or mask."""

    def __init__(self, layer: Layer) -> None:
        super().__init__()
        self.attention_heads = layer.attention_heads
        self.query_key_value = layer.query_key_value
        self.output, self.attention_norm = layer.output, layer.attention_norm
        self.up, self.down, self.norm = RowScaledLinear(layer.up), RowScaledLinear(layer.down), layer.norm

    def forward(self, states: Tensor, bias: Tensor | None) -> Tensor:
        """Apply the layer to ``[batch, pieces, width]``; ``bias`` is added to the attention scores."""
        query, key, value = self.query_key_value(states).split(states.shape[2], dim=2)
        mixed = FusedAttention.apply(query, key, value, self.attention_heads, *(() if bias is None else (bias,)))
        states = self.attention_norm(states + self.output(mixed))
        normed: Tensor = self.norm(states + self.down(nn.functional.gelu(self.up(states))))
        return normed


class RuntimeBertEncoder(nn.Module):
    """The encoder as it is exported: word embeddings are int8 with a scale for each row."""

    def __init__(self, encoder: TrainedEncoder) -> None:
        super().__init__()
        assert isinstance(encoder, BertEncoder)
        scale = encoder.word.weight.data.abs().amax(dim=1, keepdim=True).clamp(min=1e-8) / 127
        self.word: Tensor
        self.scale: Tensor
        self.position: Tensor
        self.register_buffer("word", torch.round(encoder.word.weight.data / scale).to(torch.int8))
        self.register_buffer("scale", scale)
        self.register_buffer("position", encoder.position.weight.data)
        self.casing, self.quote, self.norm = encoder.casing, encoder.quote, encoder.norm
        self.layers = nn.ModuleList(RuntimeLayer(layer) for layer in encoder.layers if isinstance(layer, Layer))

    def forward(self, ids: Tensor, casing: Tensor, quote: Tensor) -> Tensor:
        """Give the states of windows of one length, ``[batch, pieces]`` each."""
        words = self.word[ids].float() * self.scale[ids]
        states: Tensor = self.norm(words + self.position[: ids.shape[1]] + self.casing(casing) + self.quote(quote))
        bias = self.attention_bias(ids)
        for layer in self.layers:
            states = layer(states, bias)
        return states

    def attention_bias(self, ids: Tensor) -> Tensor | None:
        """Give what is added to the attention scores, ``[1, heads, pieces, pieces]``, or None."""
        return None
