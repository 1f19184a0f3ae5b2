"""The command ``onrecord models``: which models are installed, and which one is used."""

from __future__ import annotations

import click

from onrecord.cli.options import examples
from onrecord.cli.terminal import FAILED
from onrecord.errors import OnRecordError
from onrecord.model.manifest import read_manifest
from onrecord.models import InstalledModel, choose_model, find_model_folder, list_models

_MEGABYTE = 1_000_000


@click.command(
    "models",
    epilog=examples("onrecord models", "onrecord models --names", "onrecord read report.txt --model small"),
)
@click.option("--names", is_flag=True, help="Print only the names of the installed models.")
def models_command(names: bool) -> int:
    """List the installed models and mark the one that is used.

    One line for each: its name, its version as in `made_by`, its encoder, its size and its folder. The model that the
    commands use without --model is marked. A model that is damaged or does not fit this onrecord is listed with the
    reason, and the exit code is 1.
    """
    installed = list_models()
    if names:
        click.echo("\n".join(model.name for model in installed))
        return 0
    chosen = choose_model()
    known = {model.name for model in installed}
    rows = [(model.name, describe_model(model)) for model in installed]
    if chosen not in known:
        rows.append((chosen, describe_model(chosen)))
    width = max(len(name) for name, _ in rows)
    for name, (description, _) in rows:
        click.echo(f"{name:<{width}}  {description}{'  (used without --model)' if name == chosen else ''}")
    return 0 if all(is_whole for _, (_, is_whole) in rows) else FAILED


def describe_model(model: InstalledModel | str) -> tuple[str, bool]:
    """Describe a model on one line, and tell whether it can be used."""
    try:
        folder = find_model_folder(model) if isinstance(model, str) else model.folder
        manifest = read_manifest(folder)
    except OnRecordError as error:
        return f"cannot be used: {error}", False
    size = sum((folder / entry.name).stat().st_size for entry in manifest.files.in_order())
    return f"{manifest.version}  {manifest.encoder.kind}  {size / _MEGABYTE:.0f} MB  {folder}", True
