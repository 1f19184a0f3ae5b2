"""Fine-tunes the model on one task or several.

Word embeddings are not trained: 600,000 words are too few to improve 30,000 embeddings. The result is a running mean of
the weights over the steps, which gains more than choosing an epoch on dev (Izmailov et al. 2018).
"""

from __future__ import annotations

import copy
import dataclasses
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import nn

from training.checkpoints import load_checkpoint, save_checkpoint
from training.model import ReportModel
from training.schedule import Schedule
from training.tasks.task import Task

CHECKPOINT_STEPS = 100
"""Steps from one checkpoint to the next. An interrupted run repeats no more than these."""


@dataclass(frozen=True)
class FinetuneOptions:
    """How to fine-tune.

    Attributes:
        epochs: Passes over the texts of every task.
        rate: Peak learning rate of the top layer; each layer below has ``layer_decay`` of the one above.
        head_rate: Peak learning rate of the heads.
        layer_decay: See ``rate``.
        mean_decay: Of the running mean of the weights.
        seed: Of the order of the tasks' batches, and of dropout.
    """

    epochs: int = 7
    rate: float = 2e-4
    head_rate: float = 1e-3
    layer_decay: float = 0.85
    mean_decay: float = 0.998
    seed: int = 1


def finetune(
    model: ReportModel,
    tasks: Sequence[Task],
    options: FinetuneOptions,
    checkpoint: Path,
    after_epoch: Callable[[ReportModel], None] = lambda mean: None,
) -> ReportModel:
    """Train the model and return the running mean of its weights.

    Args:
        model: With a pre-trained encoder; changed in place.
        tasks: What to train for. The batches of all of them are mixed.
        options: How to train.
        checkpoint: Written every :data:`CHECKPOINT_STEPS`; a run that finds one continues from it.
        after_epoch: Called with the mean model.
    """
    device = model.emission.weight.device
    model.encoder.word.weight.requires_grad_(False)
    groups = _parameter_groups(model, tasks, options)
    parameters = [parameter for group in groups for parameter in group["params"]]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    epochs = [mix_batches(tasks, options.seed, epoch) for epoch in range(1, options.epochs + 1)]
    schedule = Schedule(sum(map(len, epochs)), warm_up=0.1)
    mean = copy.deepcopy(model)
    described = {"finetune": dataclasses.asdict(options), "tasks": [task.describe() for task in tasks]}
    done = _resume(checkpoint, described, model, mean, optimizer)
    step, begun = 0, time.monotonic()
    model.train()
    for batches in epochs:
        for task, batch in batches:
            step += 1
            if step <= done:
                continue
            torch.manual_seed(options.seed * 1_000_000 + step)
            for group in optimizer.param_groups:
                group["lr"] = group["peak"] * schedule.factor(step - 1)
            losses = task.losses(model, batch)
            sum(losses.values(), torch.zeros((), device=device)).backward()
            nn.utils.clip_grad_norm_(parameters, 1.0)
            optimizer.step()
            optimizer.zero_grad()
            update_mean(mean, model, min(options.mean_decay, (1 + step) / (10 + step)))
            if step % CHECKPOINT_STEPS == 0 or step == schedule.steps:
                states = {"model": model.state_dict(), "mean": mean.state_dict(), "optimizer": optimizer.state_dict()}
                save_checkpoint(checkpoint, {**states, "step": step, "options": described})
            if step % 20 == 0:
                shown = ", ".join(f"{name} {loss.item():.4f}" for name, loss in losses.items())
                print(f"step {step} of {schedule.steps}, {time.monotonic() - begun:.0f} s: {shown}", flush=True)
        if step > done:
            mean.eval()
            after_epoch(mean)
    return mean.eval()


def _resume(
    checkpoint: Path,
    options: dict[str, Any],
    model: ReportModel,
    mean: ReportModel,
    optimizer: torch.optim.Optimizer,
) -> int:
    """Load a checkpoint where there is one; return the number of steps done."""
    if not checkpoint.exists():
        return 0
    states = load_checkpoint(checkpoint, options, model.emission.weight.device)
    model.load_state_dict(states["model"])
    mean.load_state_dict(states["mean"])
    optimizer.load_state_dict(states["optimizer"])
    return int(states["step"])


def mix_batches(tasks: Sequence[Task], seed: int, epoch: int) -> list[tuple[Task, Any]]:
    """Give the batches of all tasks in random order."""
    batches = [(task, batch) for task in tasks for batch in task.batches(epoch)]
    random.Random(f"{seed} {epoch} tasks").shuffle(batches)
    return batches


def _parameter_groups(model: ReportModel, tasks: Sequence[Task], options: FinetuneOptions) -> list[dict[str, Any]]:
    encoder = model.encoder
    groups = []
    depth = len(encoder.layers)
    for index, layer in enumerate(encoder.layers):
        rate = options.rate * options.layer_decay ** (depth - 1 - index)
        groups.append({"params": list(layer.parameters()), "peak": rate})
    lowest = options.rate * options.layer_decay**depth
    groups.append({"params": encoder.input_parameters(), "peak": lowest})
    groups.append({"params": [encoder.casing.weight, encoder.quote.weight], "peak": options.rate})
    heads = {id(p): p for task in tasks for head in task.heads(model) for p in head.parameters()}
    groups.append({"params": list(heads.values()), "peak": options.head_rate})
    return groups


@torch.no_grad()
def update_mean(mean: nn.Module, model: nn.Module, decay: float) -> None:
    """Move a running mean of weights towards the weights of this step."""
    for kept, new in zip(mean.parameters(), model.parameters(), strict=True):
        if new.requires_grad:
            kept.lerp_(new, 1.0 - decay)
