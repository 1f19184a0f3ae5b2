"""Reads packaged weights into a model that can be trained further.

The int8 network holds every parameter, rounded. Further training starts from what users have and saves the hours that
made it.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from onrecord.errors import ModelError
from onrecord.model.manifest import read_manifest
from onrecord.model.weights import load_weights
from training.crf import SHARPNESS
from training.encoders import ENCODERS
from training.model import ReportModel, array_prefix


def load_packaged(folder: Path) -> ReportModel:
    """Read packaged weights into a model.

    Args:
        folder: The folder of the weights.

    Returns:
        The model. Heads that the weights lack have new parameters.

    Raises:
        ModelError: The weights cannot be loaded, or training does not know their encoder.
    """
    arrays = load_weights(folder).arrays
    manifest = read_manifest(folder)
    if manifest.encoder.kind not in ENCODERS:
        raise ModelError(
            f"{folder}: training knows no encoder {manifest.encoder.kind!r}; it knows {', '.join(ENCODERS)}"
        )
    model = ReportModel(ENCODERS[manifest.encoder.kind])
    states = dict(model.state_dict())
    modules = {name for name, _ in model.named_children()}
    for name, value in _network_parameters(folder / manifest.files.network.name, modules).items():
        states[name] = torch.from_numpy(np.array(value, dtype=np.float32))
    for path, new in model.scorers.items():
        prefix = array_prefix(path)
        if any(name.startswith(prefix) for name in arrays):
            scorer = new.sized_for(arrays, prefix)
            parent, _, name = path.rpartition(".")
            setattr(model.get_submodule(parent), name, scorer)
            states = {key: value for key, value in states.items() if not key.startswith(f"{path}.")}
            states |= {f"{path}.{key}": value for key, value in scorer.imported(arrays, prefix).items()}
    if "trigger_threshold" in arrays:
        states |= {f"events.{name}": value for name, value in model.events.imported(arrays).items()}
    # The corrections by quotation state hold the transitions that all states share.
    forbidden = states["crf.forbidden"]
    states["crf.by_quote"] = torch.from_numpy(arrays["transitions"]) * SHARPNESS - forbidden
    states["crf.shared"] = torch.zeros_like(forbidden)
    model.load_state_dict(states)
    return model.eval()


def _network_parameters(path: Path, modules: set[str]) -> dict[str, np.ndarray]:
    graph = onnx.load(path).graph
    tensors = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    parameters = {_trained_name(name, modules): value for name, value in tensors.items() if _is_plain(name)}
    prefix = "encoder." if "encoder.word" in tensors else ""
    parameters["encoder.word.weight"] = tensors[f"{prefix}word"].astype(np.float32) * tensors[f"{prefix}scale"]
    for node in graph.node:
        if node.op_type == "MatMulInteger":
            stem = node.input[1].removesuffix("_quantized")
            whole = tensors[node.input[1]].astype(np.float32) - tensors[f"{stem}_zero_point"]
            # "/encoder/layers.0/up/MatMul_quant" multiplies with the transposed weight of encoder.layers.0.up.
            module = ".".join(node.name.strip("/").split("/")[:-1])
            parameters[_trained_name(f"{module}.weight", modules)] = (whole * tensors[f"{stem}_scale"]).T
    return parameters


def _is_plain(name: str) -> bool:
    return name.removeprefix("encoder.") == "position" or name.endswith((".weight", ".bias"))


def _trained_name(name: str, modules: set[str]) -> str:
    """Give the name that a parameter has in the model; some networks name the encoder's without ``encoder.``."""
    name = name.removeprefix("encoder.")
    if name == "position":
        return "encoder.position.weight"
    return name if name.split(".")[0] in modules else f"encoder.{name}"
