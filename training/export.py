"""Turns trained weights into the files that the package ships: an int8 ONNX network and the decoder's arrays.

Word embeddings are stored as int8 with a scale a row; the matrices of the layers are quantized by ONNX Runtime
(dynamic, a scale a column), activations at run time.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from onrecord.model.heads import HEADS
from onrecord.model.weights import (
    ARRAYS_FILE,
    MANIFEST_FILE,
    NETWORK_FILE,
    TOKENIZER_FILE,
    WEIGHTS_FORMAT,
    weights_version,
)
from training.encoder import ATTENTION_HEADS, HIDDEN, Layer
from training.model import ReportModel

HEAD_SIZE = HIDDEN // ATTENTION_HEADS


class FusedAttention(torch.autograd.Function):
    """Multi-head attention as ONNX Runtime's one fused operator, a sixth faster than its parts."""

    @staticmethod
    def forward(ctx: Any, query: Tensor, key: Tensor, value: Tensor) -> Tensor:
        """Attend; all ``[batch, pieces, hidden]``."""
        heads = (t.unflatten(2, (ATTENTION_HEADS, HEAD_SIZE)).transpose(1, 2) for t in (query, key, value))
        return nn.functional.scaled_dot_product_attention(*heads).transpose(1, 2).flatten(2)

    @staticmethod
    def symbolic(graph: Any, query: Any, key: Any, value: Any) -> Any:
        """Give the operator to the exporter."""
        fused = graph.op("com.microsoft::MultiHeadAttention", query, key, value, num_heads_i=ATTENTION_HEADS)
        return fused.setType(query.type())


class RuntimeLayer(nn.Module):
    """A layer without dropout or mask."""

    def __init__(self, layer: Layer) -> None:
        super().__init__()
        self.query_key_value = layer.query_key_value
        self.output, self.attention_norm = layer.output, layer.attention_norm
        self.up, self.down, self.norm = layer.up, layer.down, layer.norm

    def forward(self, states: Tensor) -> Tensor:
        """Apply the layer to ``[batch, pieces, hidden]``."""
        query, key, value = self.query_key_value(states).split(HIDDEN, dim=2)
        mixed = FusedAttention.apply(query, key, value)
        states = self.attention_norm(states + self.output(mixed))
        return self.norm(states + self.down(nn.functional.gelu(self.up(states))))


class RuntimeNetwork(nn.Module):
    """The network as it is shipped: ids, casing and quote states in, one output for each head out."""

    def __init__(self, model: ReportModel) -> None:
        super().__init__()
        encoder = model.encoder
        scale = encoder.word.weight.data.abs().amax(dim=1, keepdim=True).clamp(min=1e-8) / 127
        self.register_buffer("word", torch.round(encoder.word.weight.data / scale).to(torch.int8))
        self.register_buffer("scale", scale)
        self.register_buffer("position", encoder.position.weight.data)
        self.casing, self.quote, self.norm = encoder.casing, encoder.quote, encoder.norm
        self.layers = nn.ModuleList(RuntimeLayer(layer) for layer in encoder.layers)
        # The heads' parameters keep the names that they have in the model.
        self.emission, self.link, self.mentions = model.emission, model.link, model.mentions
        self._readouts = model.readouts

    def forward(self, ids: Tensor, casing: Tensor, quote: Tensor) -> tuple[Tensor, ...]:
        """Score windows of one length, ``[batch, pieces]`` each."""
        words = self.word[ids].float() * self.scale[ids]
        states = self.norm(words + self.position[: ids.shape[1]] + self.casing(casing) + self.quote(quote))
        for layer in self.layers:
            states = layer(states)
        by_name = self._readouts(states)
        return tuple(by_name[head.name] for head in HEADS)


def export_network(model: ReportModel, path: Path, quantized: bool = True) -> None:
    """Write the network as ONNX, int8 unless told otherwise."""
    network = RuntimeNetwork(model.eval().cpu().float()).eval()
    example = tuple(torch.ones(1, 40, dtype=torch.int64) for _ in range(3))
    outputs = [head.name for head in HEADS]
    axes = {name: {0: "batch", 1: "pieces"} for name in ("ids", "casing", "quote", *outputs)}
    with tempfile.TemporaryDirectory() as folder:
        whole = path if not quantized else Path(folder) / "whole.onnx"
        torch.onnx.export(
            network,
            example,
            str(whole),
            input_names=["ids", "casing", "quote"],
            output_names=outputs,
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )
        if quantized:
            quantize_dynamic(
                whole,
                path,
                per_channel=True,
                # Seven bits: processors without VNNI add pairs of products in sixteen, which eight would overflow.
                reduce_range=True,
                weight_type=QuantType.QInt8,
                op_types_to_quantize=["MatMul"],
            )


def export_weights(
    model: ReportModel, tokenizer_file: Path, folder: Path, calibration: np.ndarray, description: dict
) -> None:
    """Write everything that the package needs to read reports into a folder.

    Args:
        model: The trained model.
        tokenizer_file: The ``tokenizer.json`` it was trained with.
        folder: Where to write.
        calibration: See :mod:`onrecord.extract.attribution.confidence`.
        description: Facts for the manifest, such as the date and the options of training.
    """
    folder.mkdir(parents=True, exist_ok=True)
    export_network(model, folder / NETWORK_FILE)
    write_arrays(model, folder, calibration)
    if tokenizer_file.resolve() != (folder / TOKENIZER_FILE).resolve():
        shutil.copyfile(tokenizer_file, folder / TOKENIZER_FILE)
    write_manifest(folder, description)


def write_arrays(model: ReportModel, folder: Path, calibration: np.ndarray) -> None:
    """Write the decoder's arrays."""
    np.savez_compressed(folder / ARRAYS_FILE, calibration=calibration, **model.runtime_arrays())


def write_manifest(folder: Path, description: dict) -> None:
    """Write the manifest, with the version that the other files hash to."""
    manifest = {"format": WEIGHTS_FORMAT, "version": weights_version(folder), **description}
    (folder / MANIFEST_FILE).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
