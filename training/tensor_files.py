"""Keeps the files of a network small enough for package indexes and code hosts: large tensors go into files beside it.

ONNX calls this external data (https://onnx.ai/onnx/repo-docs/ExternalData.html). ONNX Runtime finds
the files by itself.
"""

from __future__ import annotations

from pathlib import Path

import onnx
from onnx.external_data_helper import set_external_data

from onrecord.model.manifest import TENSOR_FILES

MOST_BYTES = 95_000_000
"""Size of the largest file. The package index and code hosts take 100 MB."""


def split_network(path: Path, most: int = MOST_BYTES) -> list[Path]:
    """Move the largest tensors of a network into files beside it until no file is larger than allowed.

    Args:
        path: The ONNX file; it is written again where it is too large. Tensor files of an earlier one are deleted.
        most: Bytes that a file may have. No tensor may be larger.

    Returns:
        The files of tensors.
    """
    for earlier in path.parent.glob(TENSOR_FILES):
        earlier.unlink()
    left = path.stat().st_size
    if left <= most:
        return []
    network = onnx.load(path)
    number, room = 1, most
    for tensor in sorted(network.graph.initializer, key=lambda tensor: len(tensor.raw_data), reverse=True):
        if left <= most:
            break
        size = len(tensor.raw_data)
        if size > room:
            number, room = number + 1, most
        set_external_data(tensor, f"{path.name}.{number}")
        left, room = left - size, room - size
    onnx.save_model(network, path)
    for written in path.parent.glob(TENSOR_FILES):
        # The library writes them for their owner alone, and a wheel keeps that.
        written.chmod(0o644)
    return sorted(path.parent.glob(TENSOR_FILES))
