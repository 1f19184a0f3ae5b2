"""``onrecord doctor``: what is installed, what is missing, and the line that installs it."""

from __future__ import annotations

import importlib.util
import platform
import sqlite3
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import click

import onrecord
from onrecord.cli.models import describe_model
from onrecord.cli.options import examples, store_option
from onrecord.cli.terminal import FAILED
from onrecord.errors import OnRecordError
from onrecord.models import choose_model, list_models
from onrecord.text.display import visible

_CORE = ("onnxruntime", "numpy", "tokenizers", "trafilatura", "sqlalchemy", "msgspec")
_EXTRAS: dict[str, tuple[str, tuple[str, ...]]] = {
    "serve": ("the reading room", ("fastapi", "uvicorn", "jinja2", "httptools")),
    "feed": ("feeds", ("feedparser", "protego")),
    "pandas": ("pandas data frames", ("pandas",)),
    "polars": ("polars data frames", ("polars",)),
    "parquet": ("Parquet", ("pyarrow",)),
    "warc": ("compressed web archives", ("warcio",)),
    "followthemoney": ("FollowTheMoney", ("followthemoney",)),
    "spacy": ("spaCy", ("spacy",)),
    "postgresql": ("PostgreSQL stores", ("psycopg",)),
}


@click.command("doctor", epilog=examples("onrecord doctor", "onrecord doctor --store archive.db"))
@store_option
def doctor_command(location: str) -> int:
    """Show what is installed and what is missing.

    Lists versions, models, optional packages and the store, each with the line that installs or mends it. The exit code
    is 1 if something is broken; what is only optional may be missing.
    """
    is_well = True
    for name, words, is_right in (*_check_versions(), *_check_models(), *_check_extras(), *_check_store(location)):
        click.echo(visible(f"{'ok' if is_right else '--' if is_right is None else 'NO':<3} {name:<16} {words}"))
        is_well &= is_right is not False
    return 0 if is_well else FAILED


_Finding = tuple[str, str, bool | None]
"""What was looked at, what was found, and whether it is right; None for what is optional and missing."""


def _check_versions() -> Iterator[_Finding]:
    yield "onrecord", f"{onrecord.__version__}, Python {platform.python_version()}, {platform.platform()}", True
    for name in _CORE:
        found = _find_version(name)
        yield name, found or f"missing; install it: pip install --force-reinstall {name}", found is not None


def _check_models() -> Iterator[_Finding]:
    chosen = choose_model()
    for model in list_models():
        words, is_whole = describe_model(model)
        yield f"model {model.name}", words + ("  (used)" if model.name == chosen else ""), is_whole
    if all(model.name != "base" for model in list_models()):
        yield "model base", "the larger model is not installed; pip install 'onrecord[base]'", None


def _check_extras() -> Iterator[_Finding]:
    for extra, (use, modules) in _EXTRAS.items():
        missing = [module for module in modules if importlib.util.find_spec(module) is None]
        if missing:
            yield extra, f"for {use}: {', '.join(missing)} is missing; pip install 'onrecord[{extra}]'", None
        else:
            yield extra, f"for {use}: {modules[0]} {_find_version(modules[0]) or ''}".rstrip(), True


def _check_store(location: str) -> Iterator[_Finding]:
    yield "SQLite", sqlite3.sqlite_version, True
    if "://" not in location and not Path(location).exists():
        yield "store", f"there is none at {location}; make one: onrecord add REPORTS --store {location}", None
        return
    from onrecord.store import open_store

    try:
        with open_store(location, create=False, read_only=True) as store:
            reports, statements = store.size()
            yield "store", f"{location}: {reports} reports, {statements} statements", True
    except OnRecordError as error:
        yield "store", str(error), False


def _find_version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
