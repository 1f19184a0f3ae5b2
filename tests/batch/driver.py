"""A run with stubbed annotation as a process of its own, which a test kills: inputs and folder."""

from __future__ import annotations

import sys
from pathlib import Path

from onrecord.batch.engines import LocalEngine
from onrecord.batch.run import run_batch
from tests.batch.material import stub_options

if __name__ == "__main__":
    reports, out = sys.argv[1:]
    run_batch(
        [reports],
        stub_options(Path(out)),
        LocalEngine(2),
        on_error=lambda error: print(error, file=sys.stderr),
        on_shard=lambda row: print(row["shard"], flush=True),
    )
