"""The two distributions as users install them: what is in the wheels, and how large they are."""

from __future__ import annotations

import importlib
import json
import shutil
import subprocess
import sys
import tarfile
import tomllib
from pathlib import Path
from zipfile import ZipFile

import pytest

import onrecord
from onrecord.model.manifest import MANIFEST_FILE, NETWORK_FILE, read_manifest
from onrecord.model.weights import WEIGHTS_FOLDER, load_weights
from onrecord.models import find_model_folder, load_model
from tests.model.copying import BASE_DISTRIBUTION, BASE_WEIGHTS, has_base_weights

pytest.importorskip("build")
pytest.importorskip("hatchling")

ROOT = Path(__file__).parent.parent
MEGABYTE = 1_000_000
MAIN = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
BASE = tomllib.loads((BASE_DISTRIBUTION / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def build(source: Path, target: Path, kind: str = "--wheel") -> Path:
    """Build a distribution without fetching anything."""
    command = [sys.executable, "-m", "build", "--no-isolation", kind, "--outdir", str(target), str(source)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = target.iterdir()
    return built


@pytest.fixture(scope="module")
def base_source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The distribution of ``base``: with its weights where they are, else with those of ``small`` in their place."""
    if has_base_weights():
        return BASE_DISTRIBUTION
    copy = tmp_path_factory.mktemp("source") / "base"
    shutil.copytree(BASE_DISTRIBUTION, copy, ignore=shutil.ignore_patterns("dist", "build", "__pycache__"))
    weights = copy / BASE_WEIGHTS.relative_to(BASE_DISTRIBUTION)
    for entry in read_manifest(WEIGHTS_FOLDER).files.in_order():
        shutil.copy(WEIGHTS_FOLDER / entry.name, weights)
    manifest = json.loads((WEIGHTS_FOLDER / MANIFEST_FILE).read_text(encoding="utf-8"))
    renamed = manifest | {"name": "base", "version": f"base-{manifest['version']}"}
    (weights / MANIFEST_FILE).write_text(json.dumps(renamed), encoding="utf-8")
    return copy


@pytest.fixture(scope="module")
def base_wheel(base_source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(base_source, tmp_path_factory.mktemp("wheel"))


def test_the_extra_asks_for_the_distribution_in_this_repository() -> None:
    assert MAIN["optional-dependencies"]["base"] == ["onrecord-base>=0.1,<0.2"]
    assert (BASE["name"], BASE["version"]) == ("onrecord-base", MAIN["version"])
    assert BASE["dependencies"] == ["onrecord>=0.1,<0.2"]
    assert BASE["requires-python"] == MAIN["requires-python"]
    assert (BASE_DISTRIBUTION / "LICENSE").read_bytes() == (ROOT / "LICENSE").read_bytes()


def test_the_wheel_of_onrecord_has_the_small_model_and_no_other(tmp_path: Path) -> None:
    wheel = build(ROOT, tmp_path)
    assert wheel.stat().st_size < 30 * MEGABYTE
    with ZipFile(wheel) as archive:
        names = set(archive.namelist())
        assert sum(entry.file_size for entry in archive.infolist()) < 40 * MEGABYTE
    files = (MANIFEST_FILE, "MODEL_CARD.md", *(e.name for e in read_manifest(WEIGHTS_FOLDER).files.in_order()))
    assert {f"onrecord/model/small/{name}" for name in files} <= names
    assert {name.split("/")[0] for name in names} == {"onrecord", f"onrecord-{MAIN['version']}.dist-info"}
    assert [name for name in names if name.endswith(".onnx")] == [f"onrecord/model/small/{NETWORK_FILE}"]


def test_the_source_of_onrecord_is_without_the_weights_of_base(tmp_path: Path) -> None:
    with tarfile.open(build(ROOT, tmp_path, "--sdist")) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"pyproject.toml", "models/base/pyproject.toml", f"src/onrecord/model/small/{NETWORK_FILE}"} <= names
    weights = BASE_WEIGHTS.relative_to(ROOT).as_posix()
    assert {n for n in names if n.startswith(weights)} <= {f"{weights}/__init__.py", f"{weights}/MODEL_CARD.md"}


def test_the_wheel_of_base_has_all_of_its_files_and_none_is_too_large(base_wheel: Path) -> None:
    assert base_wheel.stat().st_size < 100 * MEGABYTE
    with ZipFile(base_wheel) as archive:
        sizes = {entry.filename: entry.file_size for entry in archive.infolist()}
        files = json.loads(archive.read(f"onrecord_base/{MANIFEST_FILE}"))["files"]
        (points,) = (archive.read(name).decode() for name in sizes if name.endswith("entry_points.txt"))
    entries = [files["network"], files["arrays"], files["tokenizer"], *files.get("tensors", ())]
    packed = {name for name in sizes if name.startswith("onrecord_base/")}
    own = {"__init__.py", "MODEL_CARD.md", MANIFEST_FILE}
    assert packed == {f"onrecord_base/{name}" for name in own | {entry["name"] for entry in entries}}
    assert max(sizes.values()) < 100 * MEGABYTE
    assert points.split() == ["[onrecord.models]", "base", "=", "onrecord_base"]
    assert any(name.endswith("licenses/LICENSE") for name in sizes)


def test_a_base_that_is_installed_reads_reports_without_being_asked_for(
    base_wheel: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ZipFile(base_wheel) as archive:
        archive.extractall(tmp_path)
    monkeypatch.delenv("ONRECORD_MODEL", raising=False)
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    importlib.invalidate_caches()
    assert find_model_folder() == tmp_path / "onrecord_base"
    assert load_model().name == "base"
    text = "“The boats will sail,” said Ilse Brandvold, the harbour master."
    for model, weights in (("base", load_model()), ("small", load_weights())):
        assert {s.made_by for s in onrecord.annotate(text, model=model).statements} == {f"model@{weights.version}"}
    assert load_model("base").version.startswith("base-")


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        ("no manifest", "no model.json there"),
        ("no network", "encoder.onnx: missing"),
        ("a large file", "100000000 bytes"),
    ],
)
def test_no_base_is_built_that_could_not_be_used_or_published(damage: str, said: str, tmp_path: Path) -> None:
    copy = tmp_path / "base"
    shutil.copytree(BASE_DISTRIBUTION, copy, ignore=shutil.ignore_patterns("*.onnx*", "*.npz", "*.json", "dist"))
    weights = copy / BASE_WEIGHTS.relative_to(BASE_DISTRIBUTION)
    if damage != "no manifest":
        shutil.copy(WEIGHTS_FOLDER / MANIFEST_FILE, weights)
    if damage == "a large file":
        with (weights / NETWORK_FILE).open("wb") as file:
            file.truncate(100 * MEGABYTE)
    command = [sys.executable, "-m", "build", "--no-isolation", "--wheel", str(copy)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode != 0
    assert said in done.stdout + done.stderr
    assert not list(copy.glob("dist/*.whl"))


@pytest.mark.skipif(not has_base_weights(), reason="the weights of base are not in this checkout")
def test_the_weights_of_base_are_whole_and_bear_its_name() -> None:
    assert read_manifest(BASE_WEIGHTS).name == "base"
    assert "no weights are released yet" not in (BASE_WEIGHTS / "MODEL_CARD.md").read_text(encoding="utf-8").lower()
