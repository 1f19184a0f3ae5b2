"""What the environment says: the only place that reads it."""

from __future__ import annotations

import os


def read_token() -> str | None:
    """Give the token that the reading room asks for, ``ONRECORD_TOKEN``, or None where none is set."""
    return os.environ.get("ONRECORD_TOKEN") or None
