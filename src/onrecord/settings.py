"""Environment variables; no other module reads or sets them."""

from __future__ import annotations

import os


def read_token() -> str | None:
    """Give the token that the reading room asks for, ``ONRECORD_TOKEN``, or None where none is set."""
    return os.environ.get("ONRECORD_TOKEN") or None


def read_model() -> str | None:
    """Give the model to annotate with, ``ONRECORD_MODEL``, or None where none is set.

    Example:
        >>> os.environ["ONRECORD_MODEL"] = "small"
        >>> read_model()
        'small'
    """
    return os.environ.get("ONRECORD_MODEL") or None


def refuse_telemetry() -> None:
    """Tell ONNX Runtime, before it is loaded, not to record its use or report it to its makers.

    Recent versions do both by default. What you read is your own business.
    """
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"


COMPLETION = "_ONRECORD_COMPLETE"
"""Environment variable by which a shell asks the command for completions."""


def read_completion() -> str | None:
    """Return what a shell asks to complete, such as ``bash_complete``, or None where it asks nothing."""
    return os.environ.get(COMPLETION) or None
