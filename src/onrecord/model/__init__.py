"""The one encoder: tokenizer, windows, network, decoding, linking and the packaged weights."""

from __future__ import annotations

from onrecord.settings import refuse_telemetry

refuse_telemetry()
