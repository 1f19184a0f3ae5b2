"""``onrecord duplicates``: the same statement in several reports of an archive."""

from __future__ import annotations

from pathlib import Path

import click

from onrecord.cli.options import examples
from onrecord.cli.terminal import say
from onrecord.export.destinations import new_file
from onrecord.store.part_duplicates import find_part_duplicates


@click.command("duplicates", epilog=examples("onrecord duplicates records/ --out duplicates.jsonl"))
@click.argument("folder", metavar="FOLDER")
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar="FILE", help="File to write.")
@click.option("--overwrite", is_flag=True, help="Replace the file if it exists.")
@click.option(
    "--likeness",
    type=click.FloatRange(0.2, 1.0),
    default=0.5,
    show_default=True,
    metavar="SHARE",
    help="Least share of word pairs in common.",
)
def duplicates_command(folder: str, out: Path, overwrite: bool, likeness: float) -> None:
    """Find the same statement in several reports of an archive.

    FOLDER is a folder that `onrecord batch` wrote. Each line of the file is a statement in a group of equal or similar
    wordings, with the number of the group, its ids, and where and when it was published. Memory does not grow with the
    archive; temporary files take about 350 bytes a statement.
    """
    with new_file(out, overwrite) as stream:
        counts = find_part_duplicates(folder, stream, likeness)
    say(f"{out}: {counts.members} of {counts.statements} statements in {counts.groups} groups")
