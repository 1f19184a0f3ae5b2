"""The encoders that training can build, by the kind that the manifest names."""

from __future__ import annotations

from training.encoders.minilm import MINILM

ENCODERS = {spec.kind: spec for spec in (MINILM,)}
"""Every encoder by its kind."""
