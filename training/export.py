"""Turns a trained model into the files that the package loads: an int8 ONNX network, arrays, and their manifest.

ONNX Runtime quantizes the matrices of the layers (with a scale for each column); activations are quantized at run time.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from onrecord.model.manifest import ARRAYS_FILE, NETWORK_FILE, TOKENIZER_FILE, write_manifest
from onrecord.model.weights import load_weights
from training.model import ReportModel
from training.tensor_files import split_network


class RuntimeNetwork(nn.Module):
    """The network as it is exported: ids, casing and quote states in, one output for each head out."""

    def __init__(self, model: ReportModel) -> None:
        super().__init__()
        self.encoder = model.spec.build_runtime(model.encoder)
        # The heads' parameters keep the names that they have in the model; the export drops those it does not use.
        for name, module in model.named_children():
            if name != "encoder":
                self.add_module(name, module)
        self._names = [head.name for head in model.heads]
        self._readouts = model.readouts

    def forward(self, ids: Tensor, casing: Tensor, quote: Tensor) -> tuple[Tensor, ...]:
        """Score windows of one length, ``[batch, pieces]`` each."""
        by_name = self._readouts(self.encoder(ids, casing, quote))
        return tuple(by_name[name] for name in self._names)


def export_network(model: ReportModel, path: Path, quantized: bool = True) -> None:
    """Write the network as ONNX, int8 unless told otherwise."""
    network = RuntimeNetwork(model.eval().cpu().float()).eval()
    example = tuple(torch.ones(1, 40, dtype=torch.int64) for _ in range(3))
    inputs, outputs = ["ids", "casing", "quote"], [head.name for head in model.heads]
    axes = {name: {0: "batch", 1: "pieces"} for name in (*inputs, *outputs)}
    export = export_int8 if quantized else export_float
    export(network, example, path, inputs, outputs, axes)


def export_float(
    network: nn.Module,
    example: tuple[Tensor, ...],
    path: Path,
    inputs: list[str],
    outputs: list[str],
    axes: dict[str, dict[int, str]],
) -> None:
    """Write a module as ONNX in single precision; ``axes`` names the axes of inputs and outputs that vary."""
    torch.onnx.export(
        network,
        example,
        str(path),
        input_names=inputs,
        output_names=outputs,
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
    )


def export_int8(
    network: nn.Module,
    example: tuple[Tensor, ...],
    path: Path,
    inputs: list[str],
    outputs: list[str],
    axes: dict[str, dict[int, str]],
) -> None:
    """Write a module as ONNX with its matrices in int8; see :func:`export_float`."""
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        export_float(network, example, whole, inputs, outputs, axes)
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
    model: ReportModel, tokenizer_file: Path, folder: Path, calibration: np.ndarray, facts: dict[str, Any]
) -> None:
    """Write everything that the package needs to read reports into a folder.

    Args:
        model: The trained model.
        tokenizer_file: The ``tokenizer.json`` it was trained with.
        folder: Where to write.
        calibration: See :mod:`onrecord.extract.attribution.confidence`.
        facts: How the weights were made, for the manifest: the date and the options of training.
    """
    folder.mkdir(parents=True, exist_ok=True)
    export_network(model, folder / NETWORK_FILE)
    split_network(folder / NETWORK_FILE)
    if tokenizer_file.resolve() != (folder / TOKENIZER_FILE).resolve():
        shutil.copyfile(tokenizer_file, folder / TOKENIZER_FILE)
    write_arrays(model, folder, calibration, facts)


def write_arrays(model: ReportModel, folder: Path, calibration: np.ndarray, facts: dict[str, Any]) -> None:
    """Write the decoders' arrays beside a network, and the manifest of both.

    Args:
        model: The trained model.
        folder: With the network and the tokenizer in it; the model has its name, without ``onrecord_``.
        calibration: See :mod:`onrecord.extract.attribution.confidence`.
        facts: How the weights were made, for the manifest.
    """
    arrays: dict[str, Any] = {"calibration": calibration, **model.runtime_arrays()}
    np.savez_compressed(folder / ARRAYS_FILE, **arrays)
    heads = {head.name: head.size for head in model.heads}
    write_manifest(folder, folder.resolve().name.removeprefix("onrecord_"), model.spec.describe(), heads, facts)
    # The weights of the folder may have been loaded with other arrays.
    load_weights.cache_clear()
