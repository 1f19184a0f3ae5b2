"""A head: one output of the network, its size, and what decodes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from onrecord.errors import ModelError
from onrecord.model.arrays import FloatArray

Decoder = TypeVar("Decoder")


@dataclass(frozen=True, slots=True)
class Head(Generic[Decoder]):
    """One output of the network, with a row of numbers for every word.

    Declare a head in a module of its own and list it in :data:`onrecord.model.heads.HEADS`. The ONNX outputs, the
    manifest, the checks of sizes and the outputs of the model in training follow from that list.

    Attributes:
        name: Name of the network's output and of the head in the manifest.
        size: Numbers for each word.
        make_decoder: Makes the decoder of these numbers from the arrays that lie beside the network.

    Example:
        >>> LINKS = Head("links", LINK_SIZE, Linkers)
        >>> scores[LINKS].shape
        (57, 128)
        >>> weights.decoder(LINKS).content_to_cue.score(scores[LINKS], context, contents, cues)
    """

    name: str
    size: int
    make_decoder: Callable[[Mapping[str, FloatArray]], Decoder]


@dataclass(frozen=True, slots=True)
class WordScores:
    """What the network says about every word of a text, by head.

    Attributes:
        by_name: For each head's name an array ``[words, size]``.

    Example:
        >>> scores = WordScores({"links": np.zeros((57, 128), dtype=np.float32)})
        >>> scores[LINKS].shape
        (57, 128)
    """

    by_name: Mapping[str, FloatArray]

    def __getitem__(self, head: Head[Any]) -> FloatArray:
        """Give the array of a head, ``[words, size]``.

        Raises:
            ModelError: The weights that made these scores do not have the head.
        """
        try:
            return self.by_name[head.name]
        except KeyError:
            raise ModelError(f"the model has no head {head.name!r}; choose a model that has it") from None
