"""The manifest of a folder of weights: ``model.json`` says what the other files are and what they can do.

It names the encoder with its special tokens and input features, the heads with their sizes, and the files with their
hashes. Loading and training read and write it through these types.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from onrecord.errors import ModelError
from onrecord.model.encoders.special_tokens import SpecialTokens
from onrecord.model.encoders.tokenizer import CASINGS, QUOTE_STATES
from onrecord.model.heads import HEADS_BY_NAME

MANIFEST_FILE, NETWORK_FILE, ARRAYS_FILE, TOKENIZER_FILE = "model.json", "encoder.onnx", "decoder.npz", "tokenizer.json"
TENSOR_FILES = f"{NETWORK_FILE}.*"
"""Pattern of the files of tensors beside the network."""
WEIGHTS_FORMAT = 4
INPUT_FEATURES = {"casing": CASINGS, "quote": QUOTE_STATES}
"""The features that this version computes for every word, and how many values each has."""
_VERSION_LENGTH = 12


class EncoderDescription(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an encoder is and what it takes.

    Attributes:
        kind: Its architecture; training builds the network of this name.
        width: Numbers in the state of a piece.
        window: Most pieces in a window, special tokens included.
        features: Features of every piece beside its id, and how many values each has.
        special_tokens: Tokens with a meaning of their own.
    """

    kind: str
    width: int
    window: int
    features: dict[str, int]
    special_tokens: SpecialTokens


class FileEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A file in the folder of the manifest.

    Attributes:
        name: Without a folder.
        sha256: Hash of its content, in hexadecimal.
    """

    name: str
    sha256: str


class Files(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The files beside the manifest.

    Attributes:
        network: The ONNX network.
        arrays: What decoding needs beside the network, as ``.npz``.
        tokenizer: The tokenizer, as ``tokenizer.json``.
        tensors: Files of tensors that the network names, where it keeps them outside (ONNX external data).
    """

    network: FileEntry
    arrays: FileEntry
    tokenizer: FileEntry
    tensors: tuple[FileEntry, ...] = ()

    def in_order(self) -> tuple[FileEntry, ...]:
        """Give the files in the order in which the version hashes them."""
        return self.network, self.arrays, self.tokenizer, *self.tensors


class Manifest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What ``model.json`` says.

    Attributes:
        format: Of the folder; see :data:`WEIGHTS_FORMAT`.
        name: Name of the model, such as ``small``.
        version: Name and short hash of the files; see :func:`hash_version`.
        encoder: The encoder.
        heads: For each head's name its size; every head is one output of the network.
        files: The other files.
        training: How the weights were made; for readers only.
    """

    format: int
    name: str
    version: str
    encoder: EncoderDescription
    heads: dict[str, int]
    files: Files
    training: dict[str, Any]


def read_manifest(folder: Path) -> Manifest:
    """Read and check the manifest of a folder of weights.

    Args:
        folder: With ``model.json`` in it.

    Returns:
        The manifest. Its heads and features are such as this version of onrecord knows.

    Raises:
        ModelError: There is no manifest, it is damaged or of another format, it has heads or features that this
            version does not know, or a file that it names is missing or damaged.

    Example:
        >>> read_manifest(WEIGHTS_FOLDER).heads["links"]
        128
    """
    path = folder / MANIFEST_FILE
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ModelError(f"{folder}: no {MANIFEST_FILE} there; name a folder of weights or reinstall it") from None
    except (ValueError, OSError) as error:
        raise ModelError(f"{path}: damaged ({error}); reinstall it") from error
    found_format = raw.get("format") if isinstance(raw, dict) else None
    if found_format != WEIGHTS_FORMAT:
        raise ModelError(
            f"{path}: weights of format {found_format}, this onrecord reads {WEIGHTS_FORMAT}; install matching versions"
        )
    try:
        manifest = msgspec.convert(raw, Manifest)
    except msgspec.ValidationError as error:
        raise ModelError(f"{path}: {error}; reinstall it") from error
    _check_sizes(path, "head", manifest.heads, {name: head.size for name, head in HEADS_BY_NAME.items()})
    _check_sizes(path, "feature", manifest.encoder.features, INPUT_FEATURES)
    _check_files(folder, manifest.files)
    return manifest


def _check_sizes(path: Path, what: str, named: dict[str, int], known: dict[str, int]) -> None:
    unknown = sorted(named.keys() - known.keys())
    if unknown:
        raise ModelError(
            f"{path}: unknown {what} {', '.join(unknown)}; this onrecord knows {', '.join(known)}: install a newer one"
        )
    for name, size in named.items():
        if size != known[name]:
            raise ModelError(
                f"{path}: {what} {name} has size {size}, this onrecord reads {known[name]}; install matching versions"
            )


def _check_files(folder: Path, files: Files) -> None:
    """Find damage here, before three parsers fail on it in three ways."""
    names = [entry.name for entry in files.in_order()]
    foreign = [name for name in names if Path(name).name != name]
    if foreign:
        raise ModelError(f"{folder / MANIFEST_FILE}: {foreign[0]!r} is outside the folder; reinstall it")
    missing = [name for name in names if not (folder / name).is_file()]
    if missing:
        raise ModelError(f"{folder}: no {', '.join(missing)} there; reinstall the model, or train new weights")
    for entry in files.in_order():
        if hash_file(folder / entry.name) != entry.sha256:
            raise ModelError(
                f"{folder / entry.name}: damaged (not the file that {MANIFEST_FILE} names); reinstall the model"
            )


def hash_file(path: Path) -> str:
    """Give the SHA-256 of a file in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def hash_version(name: str, paths: Iterable[Path]) -> str:
    """Give the name and short hash that tell weights from all others, as in ``made_by``.

    Args:
        name: Name of the model.
        paths: The files, in the order of :meth:`Files.in_order`.

    Example:
        >>> hash_version("base", [folder / entry.name for entry in files.in_order()])
        'base-80a322e046ba'
    """
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.read_bytes())
    return f"{name}-{digest.hexdigest()[:_VERSION_LENGTH]}"


def write_manifest(
    folder: Path, name: str, encoder: EncoderDescription, heads: dict[str, int], training: dict[str, Any]
) -> Manifest:
    """Describe the files of a folder of weights; its version follows from the files that lie there.

    Args:
        folder: With network, arrays and tokenizer in it, under their usual names, and what the network keeps outside
            in files named as :data:`TENSOR_FILES`.
        name: Name of the model.
        encoder: The encoder.
        heads: Names and sizes of the network's outputs.
        training: How the weights were made.
    """
    names = {"network": NETWORK_FILE, "arrays": ARRAYS_FILE, "tokenizer": TOKENIZER_FILE}
    named = {role: _describe_file(folder / file) for role, file in names.items()}
    files = Files(**named, tensors=tuple(map(_describe_file, sorted(folder.glob(TENSOR_FILES)))))
    manifest = Manifest(
        format=WEIGHTS_FORMAT,
        name=name,
        version=hash_version(name, [folder / entry.name for entry in files.in_order()]),
        encoder=encoder,
        heads=heads,
        files=files,
        training=training,
    )
    text = json.dumps(msgspec.to_builtins(manifest), indent=1) + "\n"
    (folder / MANIFEST_FILE).write_text(text, encoding="utf-8")
    return manifest


def _describe_file(path: Path) -> FileEntry:
    return FileEntry(name=path.name, sha256=hash_file(path))
