"""The encoders that training can build, by the kind that the manifest names."""

from __future__ import annotations

from training.encoders.minilm import MINILM
from training.encoders.mpnet import MPNET

ENCODERS = {spec.kind: spec for spec in (MINILM, MPNET)}
"""Every encoder by its kind."""
