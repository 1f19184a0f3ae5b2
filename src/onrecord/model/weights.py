"""The encoder at run time: word pieces in, scores of every word out, by ONNX Runtime.

The weights lie in the package: the int8 network, the arrays that decoding needs, and the tokenizer. One
session serves the whole process and runs on one thread, so that workers do not fight over cores.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import onnxruntime

from onrecord.errors import ModelError
from onrecord.model.arrays import FloatArray
from onrecord.model.encoders.tokenizer import EncodedDocument, WordTokenizer
from onrecord.model.encoders.windows import Window, cut_windows
from onrecord.model.heads import HEADS
from onrecord.model.heads.head import Decoder, Head, WordScores
from onrecord.text.document import Document

WEIGHTS_FOLDER = Path(__file__).parent / "small"
NETWORK_FILE, ARRAYS_FILE, TOKENIZER_FILE, MANIFEST_FILE = "encoder.onnx", "decoder.npz", "tokenizer.json", "model.json"
WEIGHTS_FORMAT = 3
_SLOWER_FUSIONS = ["SkipLayerNormFusion"]
"""What ONNX Runtime would fuse into an operator that takes a tenth longer than its parts."""


class Network(Protocol):
    """Anything that scores the pieces of one window: the packaged session, or weights in training."""

    def __call__(self, window: Window) -> Sequence[FloatArray]:
        """One array ``[pieces, size]`` for each of :data:`~onrecord.model.heads.HEADS`."""
        ...


@dataclass(frozen=True, slots=True)
class AttributionWeights:
    """Everything that was trained, ready to use.

    Attributes:
        network: Scores the pieces of a window.
        arrays: Transitions, linkers and calibration by name.
        tokenizer: Cuts text into words and pieces.
        version: Short hash of the weights, as in ``made_by``.
    """

    network: Network
    arrays: dict[str, FloatArray]
    tokenizer: WordTokenizer
    version: str

    def decoder(self, head: Head[Decoder]) -> Decoder:
        """Make the decoder of a head's scores."""
        return head.make_decoder(self.arrays)


class OnnxNetwork:
    """The packaged network.

    Args:
        path: The ONNX file.

    Raises:
        ModelError: ONNX Runtime does not take the file.
    """

    def __init__(self, path: Path) -> None:
        # Once more for a program that loaded it before onrecord.
        onnxruntime.disable_telemetry_events()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
        options.log_severity_level = 3
        # Windows differ in length, and a plan of memory for each length takes longer than the arena without one.
        options.enable_mem_pattern = False
        try:
            self._session = onnxruntime.InferenceSession(
                str(path), options, providers=["CPUExecutionProvider"], disabled_optimizers=_SLOWER_FUSIONS
            )
        except (RuntimeError, ValueError) as error:
            raise ModelError(f"{path}: ONNX Runtime cannot load it ({error}); reinstall onrecord") from error

    def __call__(self, window: Window) -> Sequence[FloatArray]:
        """Score one window."""
        inputs = {"ids": window.ids[None], "casing": window.casing[None], "quote": window.quote[None]}
        return [output[0] for output in self._session.run([head.name for head in HEADS], inputs)]


@functools.cache
def load_weights(folder: Path = WEIGHTS_FOLDER) -> AttributionWeights:
    """Load weights; the packaged ones unless another folder is named. Loaded once a process.

    Raises:
        ModelError: A file is missing, damaged or of another format.
    """
    paths = [folder / name for name in (NETWORK_FILE, ARRAYS_FILE, TOKENIZER_FILE, MANIFEST_FILE)]
    missing = [path.name for path in paths if not path.is_file()]
    if missing:
        raise ModelError(f"{folder}: no {', '.join(missing)} there; reinstall onrecord, or train new weights")
    network, arrays, tokenizer, manifest = paths
    try:
        description = json.loads(manifest.read_text(encoding="utf-8"))
    except (ValueError, OSError) as error:
        raise ModelError(f"{manifest}: damaged ({error}); reinstall onrecord") from error
    found_format, version = (
        description.get(key) if isinstance(description, dict) else None for key in ("format", "version")
    )
    if found_format != WEIGHTS_FORMAT:
        raise ModelError(
            f"{manifest}: weights of format {found_format}, this onrecord reads {WEIGHTS_FORMAT}; "
            "install matching versions"
        )
    # The version is a hash of the files: damage is found here, before three parsers fail on it in three ways.
    if version != weights_version(folder):
        raise ModelError(f"{folder}: damaged: not the files that {MANIFEST_FILE} names; reinstall onrecord")
    try:
        with np.load(arrays, allow_pickle=False) as archive:
            by_name = {name: archive[name] for name in archive.files}
    except (ValueError, OSError, KeyError) as error:
        raise ModelError(f"{folder}: damaged ({error}); reinstall onrecord") from error
    return AttributionWeights(OnnxNetwork(network), by_name, WordTokenizer(tokenizer), version)


def weights_version(folder: Path) -> str:
    """Give the short hash that names the weights in a folder."""
    digest = hashlib.sha256()
    for name in (NETWORK_FILE, ARRAYS_FILE, TOKENIZER_FILE):
        digest.update((folder / name).read_bytes())
    return digest.hexdigest()[:12]


def score_words(encoded: EncodedDocument, network: Network, windows: Sequence[Window] | None = None) -> WordScores:
    """Run the network over a text, window by window; cut as usual unless other windows are given."""
    by_name = {head.name: np.zeros((len(encoded.document.words), head.size), dtype=np.float32) for head in HEADS}
    for window in cut_windows(encoded) if windows is None else windows:
        for array, output in zip(by_name.values(), network(window), strict=True):
            output.take(window.word_pieces, axis=0, out=array[window.first_word : window.end_word], mode="clip")
    return WordScores(by_name)


def score_document(document: Document, weights: AttributionWeights) -> WordScores:
    """Run the encoder over a document.

    Example:
        >>> score_document(Document.from_text("The dam will hold, engineers said."), load_weights())[LINKS].shape
        (8, 128)
    """
    return score_words(weights.tokenizer.encode(document), weights.network)
