"""Which models are installed, and which one is chosen."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import sys
from pathlib import Path

import pytest

import onrecord.models
from onrecord.batch.shard import AnnotationSettings, ReportList, Shard
from onrecord.errors import ConfigurationError, ModelError, OnRecordError
from onrecord.model.weights import WEIGHTS_FOLDER, load_weights
from onrecord.models import find_model_folder, list_models, load_model
from tests.model.copying import copy_weights


@pytest.fixture(autouse=True)
def no_choice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ONRECORD_MODEL", raising=False)


@pytest.fixture
def no_larger_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """The small model is the default, also where another one is installed beside onrecord."""
    monkeypatch.setattr(onrecord.models, "BEST_FIRST", ())


def install(site: Path, name: str, package: str) -> Path:
    """Make a distribution that offers the packaged weights under a name; give the folder of its weights."""
    information = site / f"{package}-1.0.dist-info"
    information.mkdir(parents=True)
    (information / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n", encoding="utf-8")
    (information / "entry_points.txt").write_text(f"[onrecord.models]\n{name} = {package}\n", encoding="utf-8")
    folder = copy_weights(site / package)
    (folder / "__init__.py").write_text("raise RuntimeError('nothing here needs to be run')\n", encoding="utf-8")
    return folder


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that Python looks for packages in."""
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    importlib.invalidate_caches()
    return tmp_path


def test_the_small_model_comes_with_the_package() -> None:
    assert list_models()[0].name == "small"
    assert list_models()[0].folder == WEIGHTS_FOLDER
    assert find_model_folder("small") == WEIGHTS_FOLDER


def test_a_distribution_offers_a_model(site: Path, no_larger_model: None) -> None:
    folder = install(site, "wide", "westmere_weights")
    assert "wide" in [model.name for model in list_models()]
    assert find_model_folder("wide") == folder
    assert load_model("wide").version == load_model("small").version
    # One that is not among the best is used only where it is asked for.
    assert find_model_folder() == WEIGHTS_FOLDER


def test_the_base_model_is_the_default_where_it_is_installed(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = install(site, "base", "onrecord_base")
    assert find_model_folder() == folder
    assert find_model_folder("small") == WEIGHTS_FOLDER
    monkeypatch.setenv("ONRECORD_MODEL", "small")
    assert find_model_folder() == WEIGHTS_FOLDER


def test_the_argument_wins_over_the_environment(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = install(site, "wide", "westmere_weights")
    monkeypatch.setenv("ONRECORD_MODEL", "wide")
    assert find_model_folder() == folder
    assert find_model_folder("small") == WEIGHTS_FOLDER


def test_no_distribution_replaces_the_small_model(site: Path) -> None:
    install(site, "small", "westmere_weights")
    assert find_model_folder("small") == WEIGHTS_FOLDER
    assert [model.name for model in list_models()].count("small") == 1


def test_a_folder_of_weights_is_a_model(tmp_path: Path) -> None:
    copy_weights(tmp_path)
    assert load_model(str(tmp_path)).version == load_model("small").version
    with pytest.raises(ModelError, match=r"no model\.json there"):
        load_model(f"{tmp_path}/none")


def test_an_unknown_name_is_an_error_that_lists_the_models(site: Path) -> None:
    install(site, "wide", "westmere_weights")
    with pytest.raises(ConfigurationError, match="'tall'") as caught:
        find_model_folder("tall")
    assert "small" in str(caught.value)
    assert "wide" in str(caught.value)


def test_a_model_that_is_not_installed_names_the_command_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.metadata, "entry_points", lambda group: ())
    with pytest.raises(ConfigurationError, match=r"no model 'base' is installed; run: pip install 'onrecord\[base\]'"):
        load_model("base")
    monkeypatch.setenv("ONRECORD_MODEL", "base")
    with pytest.raises(ConfigurationError, match=r"no model 'base' \(ONRECORD_MODEL\) is installed"):
        load_model()


@pytest.mark.parametrize("model", [None, "base"])
@pytest.mark.parametrize("damage", ["network", "manifest", "package"])
def test_a_damaged_base_is_an_error_and_never_replaced_by_the_small_model(
    site: Path, model: str | None, damage: str
) -> None:
    folder = install(site, "base", "onrecord_base")
    if damage == "package":
        folder.rename(site / "elsewhere")
    else:
        (folder / {"network": "encoder.onnx", "manifest": "model.json"}[damage]).unlink()
    if damage == "package" and importlib.util.find_spec("onrecord_base"):
        pytest.skip("another onrecord_base is installed")
    with pytest.raises(OnRecordError, match=r"reinstall.*--model small or ONRECORD_MODEL=small") as caught:
        load_model(model)
    assert "onrecord_base" in str(caught.value)
    assert load_model("small").version == load_weights(WEIGHTS_FOLDER).version


def test_a_model_whose_package_is_gone_says_so(site: Path) -> None:
    folder = install(site, "wide", "westmere_weights")
    folder.rename(site / "elsewhere")
    with pytest.raises(ConfigurationError, match="westmere_weights"):
        find_model_folder("wide")


def test_python_callers_choose_a_model(tmp_path: Path) -> None:
    folder = copy_weights(tmp_path / "weights", "0123456789ab")
    report = onrecord.Report("“The boats will sail,” said Ilse Brandvold, the harbour master.")
    (statement,) = onrecord.annotate(report, model=str(folder)).statements
    assert statement.made_by == "model@0123456789ab"
    (usual,) = onrecord.annotate(report, model="small").statements
    assert usual.made_by == f"model@{load_model('small').version}"


def test_a_shard_has_one_name_whatever_its_model_is_called(tmp_path: Path, no_larger_model: None) -> None:
    source = ReportList((onrecord.Report("“The boats will sail,” said Ilse Brandvold."),))
    usual, named, other = (
        Shard(source, AnnotationSettings(model=model)).name
        for model in (None, "small", str(copy_weights(tmp_path / "weights", "0123456789ab")))
    )
    assert usual == named != other
