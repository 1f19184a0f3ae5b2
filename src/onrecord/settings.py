"""The environment: the only place that reads it, or changes it."""

from __future__ import annotations

import os


def read_token() -> str | None:
    """Give the token that the reading room asks for, ``ONRECORD_TOKEN``, or None where none is set."""
    return os.environ.get("ONRECORD_TOKEN") or None


def refuse_telemetry() -> None:
    """Tell ONNX Runtime, before it is loaded, to keep no account of its use and to send none to its makers.

    Recent versions do both unless told otherwise, and nothing of a report's reading is anybody else's business.
    """
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
