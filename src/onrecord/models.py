"""The models that are installed: the one of this package, and those that other distributions offer.

A distribution offers a model by an entry point of the group ``onrecord.models``: its name is the model's name, and its
value is a package whose folder holds the weights::

    [project.entry-points."onrecord.models"]
    base = "onrecord_base"

The caller chooses a model by its name or by the path of its folder, such as ``work/weights/``. Without a choice it is
the one that the environment variable ``ONRECORD_MODEL`` names, and else the best one that is installed. A model that
cannot be loaded is an error in each case: another one in its place would give other records without a word.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from onrecord.errors import ConfigurationError, ModelError
from onrecord.model.weights import WEIGHTS_FOLDER, AttributionWeights, load_weights
from onrecord.settings import read_model

SMALL = "small"
"""The model of this package."""
BEST_FIRST = ("base",)
"""Models that are used in place of the small one where they are installed. The package of each is ``onrecord_`` and
its name, and the extra of onrecord that installs it has its name."""
_GROUP = "onrecord.models"
_OTHERWISE = f"or choose another model, as with --model {SMALL} or ONRECORD_MODEL={SMALL}"


@dataclass(frozen=True, slots=True)
class InstalledModel:
    """A model that can be loaded.

    Attributes:
        name: Name to choose it by.
        package: The package whose folder holds its weights.
    """

    name: str
    package: str

    @property
    def folder(self) -> Path:
        """The folder of its weights; the package is not imported.

        Raises:
            ConfigurationError: There is no such package.
        """
        if self.name == SMALL:
            return WEIGHTS_FOLDER
        try:
            spec = importlib.util.find_spec(self.package)
        except (ImportError, ValueError):
            spec = None
        if spec is None or not spec.submodule_search_locations:
            raise ConfigurationError(
                f"model {self.name!r}: no package {self.package} is installed; reinstall the model, {_OTHERWISE}"
            )
        return Path(next(iter(spec.submodule_search_locations)))


def list_models() -> list[InstalledModel]:
    """List the installed models, this package's first.

    Returns:
        Models with their names in alphabetical order after ``small``. No other distribution can replace ``small``.

    Example:
        >>> [model.name for model in onrecord.models.list_models()]
        ['small', 'base']
    """
    # Importing it takes 30 ms, and most programs need no list.
    from importlib.metadata import entry_points

    offered = {point.name: point.module for point in entry_points(group=_GROUP)}
    offered.pop(SMALL, None)
    small = InstalledModel(SMALL, "onrecord.model.small")
    return [small, *(InstalledModel(name, offered[name]) for name in sorted(offered))]


def choose_model(model: str | None = None) -> str:
    """Give the name or path of the model that is used.

    Args:
        model: As for :func:`find_model_folder`.

    Example:
        >>> choose_model()
        'base'
    """
    return model or read_model() or _best_installed()


def find_model_folder(model: str | None = None) -> Path:
    """Find the folder of a model's weights.

    Args:
        model: Name of an installed model, or path of a folder of weights (anything with a slash in it). None takes
            ``ONRECORD_MODEL`` from the environment, and the best installed model where that is not set.

    Raises:
        ConfigurationError: No model of this name is installed; the message lists those that are.

    Example:
        >>> find_model_folder("small").name
        'small'
    """
    chosen = choose_model(model)
    if chosen == SMALL:
        return WEIGHTS_FOLDER
    if os.sep in chosen or "/" in chosen:
        return Path(chosen).resolve()
    installed = {found.name: found for found in list_models()}
    if chosen not in installed:
        others = f"choose one of {', '.join(installed)}, or give a folder of weights as a path with a slash"
        hint = f"run: pip install 'onrecord[{chosen}]', or {others}" if chosen in BEST_FIRST else others
        origin = "" if model else " (ONRECORD_MODEL)"
        raise ConfigurationError(f"no model {chosen!r}{origin} is installed; {hint}, such as ./{chosen}")
    return installed[chosen].folder


def load_model(model: str | None = None) -> AttributionWeights:
    """Load a model, once a process.

    Args:
        model: As for :func:`find_model_folder`.

    Raises:
        ConfigurationError: No model of this name is installed.
        ModelError: Its weights are missing, damaged or of another format.

    Example:
        >>> load_model("small").name
        'small'
    """
    folder = find_model_folder(model)
    try:
        return load_weights(folder)
    except ModelError as error:
        if folder == WEIGHTS_FOLDER:
            raise
        raise ModelError(f"{error}, {_OTHERWISE}") from error


def _best_installed() -> str:
    # Looking for the metadata of a package takes far less time than reading all, and this runs at every start.
    if any(_has_metadata(f"onrecord_{name}") for name in BEST_FIRST):
        installed = {found.name for found in list_models()}
        return next((name for name in BEST_FIRST if name in installed), SMALL)
    return SMALL


def _has_metadata(package: str) -> bool:
    folders = (Path(place or os.curdir) for place in dict.fromkeys(sys.path))
    return any(next(folder.glob(f"{package}-*.dist-info"), None) for folder in folders if folder.is_dir())
