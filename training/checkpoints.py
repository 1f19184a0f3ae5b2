"""Checkpoints of long runs. Each says with which options it was made and is never half-written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch


def save_checkpoint(path: Path, states: dict[str, Any]) -> None:
    """Write a checkpoint; a run that is interrupted meanwhile leaves the previous one."""
    partial = path.with_suffix(".partial")
    torch.save(states, partial)
    partial.replace(path)


def load_checkpoint(path: Path, options: dict[str, Any], device: torch.device) -> dict[str, Any]:
    """Read a checkpoint.

    Args:
        path: The checkpoint; its ``options`` say how it was made.
        options: Options of this run.
        device: Where its tensors go.

    Raises:
        SystemExit: The checkpoint was made with other options.
    """
    states: dict[str, Any] = torch.load(path, map_location=device, weights_only=True)
    if states["options"] != options:
        raise SystemExit(f"{path} was made with {states['options']}, not {options}; use another --work folder")
    return states
