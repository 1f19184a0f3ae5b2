"""Copies of the packaged weights that tests may change."""

from __future__ import annotations

import json
from pathlib import Path

from onrecord.model.manifest import MANIFEST_FILE
from onrecord.model.weights import WEIGHTS_FOLDER

BASE_DISTRIBUTION = Path(__file__).parents[2] / "models" / "base"
BASE_WEIGHTS = BASE_DISTRIBUTION / "src" / "onrecord_base"


def has_base_weights() -> bool:
    """Tell whether the weights of ``base`` lie in this checkout."""
    return (BASE_WEIGHTS / MANIFEST_FILE).is_file()


def copy_weights(folder: Path, version: str | None = None, name: str | None = None) -> Path:
    """Fill a folder with links to the packaged weights and a manifest of its own, with another version or name."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in WEIGHTS_FOLDER.iterdir():
        if file.name != MANIFEST_FILE:
            (folder / file.name).symlink_to(file)
    manifest = json.loads((WEIGHTS_FOLDER / MANIFEST_FILE).read_text(encoding="utf-8"))
    manifest["version"] = version or manifest["version"]
    manifest["name"] = name or manifest["name"]
    (folder / MANIFEST_FILE).write_text(json.dumps(manifest), encoding="utf-8")
    return folder
