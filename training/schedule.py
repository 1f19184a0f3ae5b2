"""The learning rate over a run: a linear warm-up, then a linear fall."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Schedule:
    """Linear warm-up and decay.

    Attributes:
        steps: Steps of the whole run.
        warm_up: Share of the steps during which the rate rises.
        floor: Share of the peak that the rate falls to.
    """

    steps: int
    warm_up: float
    floor: float = 0.02

    def factor(self, step: int) -> float:
        """Share of the peak rate at a step, counted from 0."""
        rise = max(1, int(self.steps * self.warm_up))
        if step < rise:
            return (step + 1) / rise
        left = max(0.0, (self.steps - step) / max(1, self.steps - rise))
        return self.floor + (1.0 - self.floor) * left
