"""Loading weights: whole, and broken in each way that happens."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path

import numpy as np
import pytest

from onrecord.errors import ModelError
from onrecord.model.encoders.tokenizer import QUOTE_STATES
from onrecord.model.heads import HEADS
from onrecord.model.heads.links import LINKS, link_context
from onrecord.model.heads.roles import ROLE_TAGS
from onrecord.model.heads.tags import ALLOWED, TAGS
from onrecord.model.manifest import (
    ARRAYS_FILE,
    MANIFEST_FILE,
    NETWORK_FILE,
    TOKENIZER_FILE,
    WEIGHTS_FORMAT,
    hash_file,
    hash_version,
    read_manifest,
)
from onrecord.model.weights import WEIGHTS_FOLDER, load_weights
from onrecord.text.document import Document

FILES = (NETWORK_FILE, ARRAYS_FILE, TOKENIZER_FILE, MANIFEST_FILE)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the packaged weights that a test may break."""
    for name in FILES:
        try:
            os.link(WEIGHTS_FOLDER / name, tmp_path / name)
        except OSError:
            shutil.copy(WEIGHTS_FOLDER / name, tmp_path / name)
    return tmp_path


def replace(path: Path, content: bytes) -> None:
    path.unlink()  # the file may be a link to the packaged one
    path.write_bytes(content)


def test_the_packaged_weights_load_and_score_every_word() -> None:
    weights = load_weights()
    assert weights.arrays["transitions"].shape == (QUOTE_STATES, len(TAGS), len(TAGS))
    assert (weights.arrays["transitions"][:, ~ALLOWED] < -1000).all()
    encoded = weights.tokenizer.encode(Document.from_text("“The dam will hold,” said Irma Varga of Westmere Water."))
    scores = weights.encoder.score_words(encoded)
    for head in weights.encoder.heads:
        assert scores[head].shape == (len(encoded.document.words), head.size)
        assert np.isfinite(scores[head]).all()


def test_weights_are_loaded_once() -> None:
    assert load_weights() is load_weights()


def test_the_manifest_describes_the_files_beside_it() -> None:
    manifest = read_manifest(WEIGHTS_FOLDER)
    files = manifest.files.in_order()
    assert [entry.sha256 for entry in files] == [hash_file(WEIGHTS_FOLDER / entry.name) for entry in files]
    # Weights that were made before versions had names have the hash alone.
    version = hash_version(manifest.name, [WEIGHTS_FOLDER / entry.name for entry in files])
    assert manifest.version in (version, version.removeprefix(f"{manifest.name}-"))
    assert manifest.version == load_weights().version
    assert manifest.heads.items() <= {head.name: head.size for head in HEADS}.items()


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(ModelError, match=re.escape(name)) as caught:
        load_weights(folder)
    assert str(folder) in str(caught.value)
    assert "reinstall" in str(caught.value)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("damage", ["empty", "cut", "noise"])
def test_a_damaged_file_is_a_model_error_that_says_where(folder: Path, name: str, damage: str) -> None:
    whole = (folder / name).read_bytes()
    replace(folder / name, {"empty": b"", "cut": whole[: len(whole) // 2], "noise": b"\x00\xff" * 64}[damage])
    with pytest.raises(ModelError) as caught:
        load_weights(folder)
    assert str(folder) in str(caught.value)
    assert "reinstall" in str(caught.value)


def change_manifest(folder: Path, path: tuple[str, ...], value: object) -> None:
    """Set one value of the manifest."""
    manifest = json.loads((folder / MANIFEST_FILE).read_text(encoding="utf-8"))
    inner = manifest
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    replace(folder / MANIFEST_FILE, json.dumps(manifest).encode())


def test_weights_of_another_format_say_both_formats(folder: Path) -> None:
    change_manifest(folder, ("format",), 99)
    with pytest.raises(ModelError, match="99") as caught:
        load_weights(folder)
    assert f"reads {WEIGHTS_FORMAT}" in str(caught.value)


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (("heads", "moods"), 4, "unknown head moods"),
        (("heads", "links"), 64, "head links has size 64, this onrecord reads 128"),
        (("encoder", "features", "pitch"), 3, "unknown feature pitch"),
        (("encoder", "features", "quote"), 3, "feature quote has size 3"),
        (("files", "network", "name"), "../encoder.onnx", "outside the folder"),
        (("files", "network", "name"), "other.onnx", "no other.onnx there"),
        (("files", "arrays", "sha256"), "0" * 64, "decoder.npz: damaged"),
        (("encoder", "window"), "wide", "encoder.window"),
    ],
    ids=lambda value: ".".join(value) if isinstance(value, tuple) else None,
)
def test_a_manifest_that_does_not_fit_says_what_is_wrong(
    folder: Path, path: tuple[str, ...], value: object, message: str
) -> None:
    change_manifest(folder, path, value)
    with pytest.raises(ModelError, match=re.escape(message)) as caught:
        load_weights(folder)
    assert str(folder) in str(caught.value)


def test_weights_without_a_head_load_and_say_so_when_it_is_asked_for(folder: Path) -> None:
    manifest = json.loads((folder / MANIFEST_FILE).read_text(encoding="utf-8"))
    del manifest["heads"]["links"]
    replace(folder / MANIFEST_FILE, json.dumps(manifest).encode())
    weights = load_weights(folder)
    scores = weights.encoder.score_words(weights.encoder.tokenizer.encode(Document.from_text("The dam will hold.")))
    assert scores[ROLE_TAGS].shape == (5, ROLE_TAGS.size)
    with pytest.raises(ModelError, match="links"):
        weights.decoder(LINKS)


@pytest.mark.parametrize("manifest", ["[]", "null", '"1"', '{"format": 1}'])
def test_a_manifest_without_its_fields_is_a_model_error(folder: Path, manifest: str) -> None:
    replace(folder / MANIFEST_FILE, manifest.encode())
    with pytest.raises(ModelError):
        load_weights(folder)


def test_sentence_ends_are_the_words_that_end_one() -> None:
    document = Document.from_text("Who spoke? Ms Varga. She did! Not he; or Brzeszczykiewicz.")
    ends = [document.words[index].start for index in np.flatnonzero(link_context(document).sentence_end)]
    assert ends == [9, 19, 28, 57]
