"""Networks whose large tensors lie in files beside them."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch")
pytest.importorskip("onnx")

from onrecord.errors import ModelError
from onrecord.model.manifest import NETWORK_FILE, WEIGHTS_FORMAT, read_manifest, write_manifest
from onrecord.model.weights import WEIGHTS_FOLDER, load_weights
from onrecord.text.document import Document
from tests.training.material import TEXT
from training.packaged import load_packaged
from training.tensor_files import split_network

LESS_THAN_HALF, MORE_THAN_HALF = 12_000_000, 12_500_000
"""Bytes, of the network's 23.9 million; half of them are the table of words."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The packaged weights as a model named ``wide``, with a network of several files."""
    manifest = read_manifest(WEIGHTS_FOLDER)
    folder = tmp_path / "wide"
    folder.mkdir()
    for entry in manifest.files.in_order():
        shutil.copy(WEIGHTS_FOLDER / entry.name, folder)
    split_network(folder / NETWORK_FILE, LESS_THAN_HALF)
    write_manifest(folder, "wide", manifest.encoder, manifest.heads, {})
    return folder


def test_a_network_in_several_files_scores_as_the_one_in_a_file(folder: Path) -> None:
    manifest = read_manifest(folder)
    assert manifest.format == WEIGHTS_FORMAT
    assert [entry.name for entry in manifest.files.tensors] == [f"{NETWORK_FILE}.1", f"{NETWORK_FILE}.2"]
    document = Document.from_text(TEXT)
    one, several = (
        weights.encoder.score_words(weights.tokenizer.encode(document))
        for weights in (load_weights(WEIGHTS_FOLDER), load_weights(folder))
    )
    for name, scores in one.by_name.items():
        np.testing.assert_array_equal(scores, several.by_name[name])


def test_the_version_names_the_model_and_depends_on_every_file(folder: Path) -> None:
    manifest = read_manifest(folder)
    assert manifest.version.startswith("wide-")
    with (folder / f"{NETWORK_FILE}.1").open("ab") as file:
        file.write(b"\0")
    with pytest.raises(ModelError, match=r"encoder\.onnx\.1: damaged"):
        read_manifest(folder)
    assert write_manifest(folder, "wide", manifest.encoder, manifest.heads, {}).version != manifest.version


def test_a_network_is_split_until_every_file_is_small_enough(folder: Path) -> None:
    shutil.copy(WEIGHTS_FOLDER / NETWORK_FILE, folder)
    files = [*split_network(folder / NETWORK_FILE, MORE_THAN_HALF), folder / NETWORK_FILE]
    assert len(files) == 2 and max(path.stat().st_size for path in files) <= MORE_THAN_HALF
    assert all(path.stat().st_mode & 0o044 == 0o044 for path in files)
    # A network that is small enough is left as it is, and files of an earlier one do not stay beside it.
    shutil.copy(WEIGHTS_FOLDER / NETWORK_FILE, folder)
    assert split_network(folder / NETWORK_FILE) == []
    assert (folder / NETWORK_FILE).read_bytes() == (WEIGHTS_FOLDER / NETWORK_FILE).read_bytes()
    assert [path.name for path in folder.glob("encoder*")] == [NETWORK_FILE]


def test_training_goes_on_from_a_network_of_several_files(folder: Path) -> None:
    whole, split = load_packaged(WEIGHTS_FOLDER).state_dict(), load_packaged(folder).state_dict()
    # The packaged weights lack the events; what reads them is new each time.
    assert all(bool((whole[name] == split[name]).all()) for name in whole if not name.startswith("events."))
