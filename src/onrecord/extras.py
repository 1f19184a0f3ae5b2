"""Optional packages: imported where they are used; if one is missing, the error says how to install it."""

from __future__ import annotations

import importlib
from typing import Any

from onrecord.errors import MissingExtraError


def import_extra(module: str, extra: str) -> Any:
    """Import a module of an optional package.

    Args:
        module: The module's full name, such as ``pyarrow.parquet``.
        extra: The extra of onrecord that installs its package.

    Raises:
        MissingExtraError: The package is not installed.
    """
    try:
        return importlib.import_module(module)
    except ImportError as error:
        package = module.partition(".")[0]
        missing = (error.name or package).partition(".")[0]
        raise MissingExtraError(package, extra, None if missing == package else missing) from error
