"""The fitted scorers of negotiations; ``training.negotiations`` makes the file."""

from __future__ import annotations

import functools
from pathlib import Path

from onrecord.model.linear import ScorerSet, load_scorers

SCORERS_FILE = Path(__file__).parent / "talks.json"
"""The scorers that come with the package."""


@functools.cache
def load_negotiation_scorers() -> ScorerSet:
    """Load the packaged scorers, once a process.

    Raises:
        ModelError: The file is missing or damaged.

    Example:
        >>> load_negotiation_scorers().scorers["stage"].classes[:3]
        ('none', 'mooted', 'scheduled')
    """
    return load_scorers(SCORERS_FILE)
