"""Copies of the packaged weights that tests may change."""

from __future__ import annotations

import json
from pathlib import Path

from onrecord.model.manifest import MANIFEST_FILE
from onrecord.model.weights import WEIGHTS_FOLDER


def copy_weights(folder: Path, version: str | None = None) -> Path:
    """Fill a folder with links to the packaged weights and a manifest of its own, with another version if given."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in WEIGHTS_FOLDER.iterdir():
        if file.name != MANIFEST_FILE:
            (folder / file.name).symlink_to(file)
    manifest = json.loads((WEIGHTS_FOLDER / MANIFEST_FILE).read_text(encoding="utf-8"))
    manifest["version"] = version or manifest["version"]
    (folder / MANIFEST_FILE).write_text(json.dumps(manifest), encoding="utf-8")
    return folder
