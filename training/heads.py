"""Trains heads alone, on an encoder that does not change.

An averaged encoder fits no head exactly; a few passes over known states mend that in minutes.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import nn

from training.finetune import mix_batches, update_mean
from training.model import ReportModel
from training.schedule import Schedule
from training.tasks.task import Task


@dataclass(frozen=True)
class HeadOptions:
    """How to train heads.

    Attributes:
        epochs: Passes over the documents of every task.
        rate: Peak learning rate.
        mean_decay: Of the running mean of the weights.
        seed: Of the order of batches and of dropout.
    """

    epochs: int = 8
    rate: float = 5e-4
    mean_decay: float = 0.99
    seed: int = 1


def train_heads(model: ReportModel, tasks: Sequence[Task], options: HeadOptions) -> None:
    """Train the heads of tasks in place; the encoder stays as it is.

    Args:
        model: With a trained encoder.
        tasks: What to train for; give them :class:`training.tasks.documents.KnownStates`.
        options: How to train.
    """
    torch.manual_seed(options.seed)
    heads = nn.ModuleList({id(head): head for task in tasks for head in task.heads(model)}.values())
    mean = copy.deepcopy(heads)
    optimizer = torch.optim.AdamW(heads.parameters(), lr=options.rate, weight_decay=0.01)
    epochs = [mix_batches(tasks, options.seed, epoch) for epoch in range(1, options.epochs + 1)]
    schedule = Schedule(sum(map(len, epochs)), warm_up=0.1)
    step = 0
    heads.train()
    for number, batches in enumerate(epochs, start=1):
        totals: dict[str, list[float]] = {}
        for task, batch in batches:
            for group in optimizer.param_groups:
                group["lr"] = options.rate * schedule.factor(step)
            losses = task.losses(model, batch)
            torch.stack(list(losses.values())).sum().backward()
            nn.utils.clip_grad_norm_(heads.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad()
            step += 1
            update_mean(mean, heads, min(options.mean_decay, (1 + step) / (10 + step)))
            for name, loss in losses.items():
                totals.setdefault(name, []).append(float(loss.detach()))
        shown = ", ".join(f"{name} {np.mean(values):.4f}" for name, values in totals.items())
        print(f"heads, epoch {number}: {shown}", flush=True)
    heads.load_state_dict(mean.state_dict())
    model.eval()
