"""The network at run time: one window of pieces in, the outputs of every head out, by ONNX Runtime."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import onnxruntime

from onrecord.errors import ModelError
from onrecord.model.arrays import FloatArray
from onrecord.model.encoders.windows import Window

_SLOWER_FUSIONS = ["SkipLayerNormFusion"]
"""Fusions of ONNX Runtime into an operator that takes a tenth longer than its parts."""


class Network(Protocol):
    """Anything that scores the pieces of one window: an ONNX session, or weights in training."""

    def __call__(self, window: Window) -> Sequence[FloatArray]:
        """Give one array ``[pieces, size]`` for each head, in the order of the encoder's heads."""
        ...


class OnnxNetwork:
    """A network in an ONNX file, run on one thread so that workers do not compete for cores.

    Args:
        path: The ONNX file.
        outputs: Names of the outputs to compute.

    Raises:
        ModelError: ONNX Runtime cannot load the file, or it lacks an output.
    """

    def __init__(self, path: Path, outputs: Sequence[str]) -> None:
        # Settings in the environment come too late when another module has loaded ONNX Runtime before onrecord.
        onnxruntime.disable_telemetry_events()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
        options.log_severity_level = 3
        # Windows differ in length, and planning the memory of each length takes longer than it saves.
        options.enable_mem_pattern = False
        try:
            self._session = onnxruntime.InferenceSession(
                str(path), options, providers=["CPUExecutionProvider"], disabled_optimizers=_SLOWER_FUSIONS
            )
        except (RuntimeError, ValueError) as error:
            raise ModelError(f"{path}: ONNX Runtime cannot load it ({error}); reinstall the model") from error
        missing = set(outputs) - {output.name for output in self._session.get_outputs()}
        if missing:
            raise ModelError(f"{path}: no output {', '.join(sorted(missing))}; install matching versions")
        self._outputs = list(outputs)

    def __call__(self, window: Window) -> Sequence[FloatArray]:
        """Score one window."""
        inputs = {"ids": window.ids[None], "casing": window.casing[None], "quote": window.quote[None]}
        return [output[0] for output in self._session.run(self._outputs, inputs)]
