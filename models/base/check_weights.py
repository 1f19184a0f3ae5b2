"""Build hook: no distribution is built without its weights, or with a file that package indexes refuse."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

WEIGHTS = Path("src", "onrecord_base")
MOST_BYTES = 100_000_000
"""Size of the largest file that the package index and code hosts take."""


class WeightsHook(BuildHookInterface[Any]):
    """Checks the folder of the weights before each build."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Check that every file that the manifest names is there and small enough."""
        folder = Path(self.root) / WEIGHTS
        manifest = folder / "model.json"
        if not manifest.is_file():
            self.app.abort(f"{folder}: no model.json there; train or copy the weights first, as README.md says")
        files = json.loads(manifest.read_text(encoding="utf-8"))["files"]
        entries = [files["network"], files["arrays"], files["tokenizer"], *files.get("tensors", ())]
        for path in (folder / entry["name"] for entry in entries):
            if not path.is_file():
                self.app.abort(f"{path}: missing, though model.json names it; train or copy the weights again")
            if path.stat().st_size >= MOST_BYTES:
                self.app.abort(f"{path}: {path.stat().st_size} bytes; a file may have less than {MOST_BYTES}")
