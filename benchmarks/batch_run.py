"""One run with annotation stubbed, as a process that ``benchmarks.batch`` kills: archive, folder, engine."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.batch import kill_options
from onrecord.batch.engines import LocalEngine
from onrecord.batch.ray_engine import RayEngine
from onrecord.batch.run import run_batch

if __name__ == "__main__":
    archive, out, engine = sys.argv[1:]
    chosen = RayEngine(None, 2) if engine == "ray" else LocalEngine(2)
    run_batch([archive], kill_options(Path(out)), chosen, on_error=print)
