"""What fine-tuning asks of a task."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from torch import Tensor, nn

from training.model import ReportModel


class Task(Protocol):
    """Something that the encoder learns, alone or beside other tasks.

    To add a task, write a class with these methods in a module of :mod:`training.tasks` and give one to
    :func:`training.finetune.finetune`.
    """

    def describe(self) -> dict[str, Any]:
        """Give what tells this task from others, in plain values; a checkpoint of another description is refused."""
        ...

    def batches(self, epoch: int) -> Sequence[Any]:
        """Give the batches of a pass over the texts, in any order; the same number gives the same batches."""
        ...

    def losses(self, model: ReportModel, batch: Any) -> Mapping[str, Tensor]:
        """Give the losses of a batch by name; their sum is minimised."""
        ...

    def heads(self, model: ReportModel) -> Sequence[nn.Module]:
        """Give the parts of the model, beside the encoder, that this task trains."""
        ...
