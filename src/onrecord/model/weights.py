"""Trained weights: a folder is read into an encoder and the decoders of its heads."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from onrecord.errors import ModelError
from onrecord.model.arrays import FloatArray
from onrecord.model.encoders.encoder import Encoder
from onrecord.model.encoders.network import OnnxNetwork
from onrecord.model.encoders.tokenizer import WordTokenizer
from onrecord.model.heads import HEADS_BY_NAME
from onrecord.model.heads.head import Decoder, Head, WordScores
from onrecord.model.manifest import read_manifest
from onrecord.text.document import Document

WEIGHTS_FOLDER = Path(__file__).parent / "small"
"""The weights that come with the package."""


@dataclass(frozen=True, slots=True)
class AttributionWeights:
    """Everything that was trained, ready to use.

    Attributes:
        encoder: Turns text into scores of its words.
        arrays: What decoding needs beside the network, by name: transitions, linkers, calibration.
        version: Tells the weights from all others, as in ``made_by``.
        name: Name of the model.
    """

    encoder: Encoder
    arrays: dict[str, FloatArray]
    version: str
    name: str

    @property
    def tokenizer(self) -> WordTokenizer:
        """The encoder's tokenizer."""
        return self.encoder.tokenizer

    def decoder(self, head: Head[Decoder]) -> Decoder:
        """Make the decoder of a head's scores.

        Raises:
            ModelError: The weights lack the head, or an array that its decoder needs.

        Example:
            >>> load_weights().decoder(LINKS).cue_to_source
            <onrecord.model.heads.links.Linker object at ...>
        """
        if head not in self.encoder.heads:
            raise ModelError(f"model@{self.version} has no head {head.name!r}; choose a model that has it")
        try:
            return head.make_decoder(self.arrays)
        except KeyError as error:
            raise ModelError(f"model@{self.version}: no array {error} for head {head.name!r}; reinstall it") from error


@functools.cache
def load_weights(folder: Path = WEIGHTS_FOLDER) -> AttributionWeights:
    """Load a folder of weights, once a process.

    Args:
        folder: With a manifest in it; the weights of the package unless given.

    Raises:
        ModelError: A file is missing, damaged or of another format, or the weights have heads that this version
            of onrecord does not know.

    Example:
        >>> load_weights().version
        '80a322e046ba'
    """
    manifest = read_manifest(folder)
    try:
        with np.load(folder / manifest.files.arrays.name, allow_pickle=False) as archive:
            arrays = {name: archive[name] for name in archive.files}
    except (ValueError, OSError, KeyError) as error:
        raise ModelError(f"{folder}: damaged ({error}); reinstall the model") from error
    encoder = Encoder(
        WordTokenizer(folder / manifest.files.tokenizer.name, manifest.encoder.special_tokens),
        OnnxNetwork(folder / manifest.files.network.name, list(manifest.heads)),
        tuple(HEADS_BY_NAME[name] for name in manifest.heads),
        manifest.encoder.window,
    )
    return AttributionWeights(encoder, arrays, manifest.version, manifest.name)


def score_document(document: Document, weights: AttributionWeights) -> WordScores:
    """Run the encoder over a document.

    Example:
        >>> score_document(Document.from_text("The dam will hold, engineers said."), load_weights())[LINKS].shape
        (8, 128)
    """
    return weights.encoder.score_words(weights.encoder.tokenizer.encode(document))
