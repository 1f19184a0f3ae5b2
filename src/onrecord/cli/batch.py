"""``onrecord batch``: reads an archive into parts, on the processes of this machine or on a Ray cluster."""

from __future__ import annotations

import os
from typing import Any

import click

from onrecord.batch.engines import Engine, LocalEngine
from onrecord.batch.parts import PART_FORMATS
from onrecord.batch.plan import SHARD_BYTES
from onrecord.batch.run import BatchCounts, BatchOptions, run_batch
from onrecord.batch.shard import AnnotationSettings
from onrecord.batch.tasks import PageLimits
from onrecord.cli.options import examples, model_option, reading_options
from onrecord.cli.progress import ShardProgress
from onrecord.cli.terminal import FAILED, say
from onrecord.errors import ConfigurationError
from onrecord.read import ReadOptions

_MB = 2**20
_LIMITS = PageLimits()


@click.command(
    "batch",
    epilog=examples(
        "onrecord batch 'cc-news/*.warc.gz' --out records/ --workers 8",
        "onrecord batch s3://news/2031/ --out s3://records/2031/ --engine ray --address auto",
        "onrecord add records/ --store archive.db",
    ),
)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--out", required=True, metavar="FOLDER", help="Folder to write parts and manifest into.")
@click.option(
    "--output",
    "part_format",
    type=click.Choice(list(PART_FORMATS)),
    default="parquet",
    show_default=True,
    help="Format of the parts.",
)
@click.option("--engine", type=click.Choice(["local", "ray"]), default="local", show_default=True, help="Where to run.")
@click.option("--address", metavar="ADDRESS", help="Ray cluster to run on; by default one is started on this machine.")
@click.option(
    "--workers",
    type=click.IntRange(1, 100_000),
    metavar="NUMBER",
    help="Number of processes; by default one for each core.",
)
@click.option(
    "--shard-mb",
    type=click.IntRange(1),
    default=SHARD_BYTES // _MB,
    show_default=True,
    metavar="MB",
    help="Input of one shard.",
)
@click.option(
    "--page-seconds",
    type=click.FloatRange(0.1),
    default=_LIMITS.seconds,
    show_default=True,
    metavar="SECONDS",
    help="Computation after which a page is given up.",
)
@click.option(
    "--page-mb",
    type=click.IntRange(16),
    default=_LIMITS.memory // _MB,
    show_default=True,
    metavar="MB",
    help="Memory beyond which a page is given up.",
)
@reading_options
@model_option
def batch_command(paths: tuple[str, ...], out: str, part_format: str, **options: Any) -> int:
    """Read an archive into files of records.

    PATH is what `onrecord read` takes except standard input, or a path such as s3://…. The folder gets a part for each
    shard of input, and _manifest.jsonl, which says what became of every input. A run that was stopped or killed
    continues where it stopped when you start it again. A page that crashes, hangs or takes too much memory is given up
    and counted.

    The exit code is 0 if every input and page was read, and 1 if some could not be.
    """
    limits = PageLimits(options.pop("page_seconds"), options.pop("page_mb") * _MB)
    engine = _choose_engine(options.pop("engine"), options.pop("address"), options.pop("workers"))
    settings = AnnotationSettings(options.pop("day_first"), options.pop("model"))
    shard_bytes = options.pop("shard_mb") * _MB
    batch = BatchOptions(out, part_format, settings, ReadOptions(**options), shard_bytes, limits)
    # Wrong names of models and missing weights show before any input is hashed.
    settings.made_by()
    with ShardProgress() as progress:
        counts = run_batch(
            paths, batch, engine, on_error=say, on_start=progress.start, on_shard=lambda row: progress.advance(row)
        )
    say(f"{out}: {describe_batch(counts)}")
    return FAILED if counts.failed or counts.failed_inputs or counts.failed_shards else 0


def _choose_engine(name: str, address: str | None, workers: int | None) -> Engine:
    if name == "ray":
        from onrecord.batch.ray_engine import RayEngine

        return RayEngine(address, workers)
    if address is not None:
        raise ConfigurationError("--address is for --engine ray; the local engine runs on this machine")
    if os.name != "posix":
        raise ConfigurationError("onrecord batch runs on Linux and macOS; use: onrecord read --output jsonl")
    return LocalEngine(workers or os.cpu_count() or 1)


def describe_batch(counts: BatchCounts) -> str:
    """Say in one line what a run did."""
    parts = [f"{counts.shards} shards"]
    if counts.known:
        parts[0] += f", {counts.known} of them done before"
    parts.append(f"{counts.reports} reports with {counts.statements} statements and {counts.events} events")
    if counts.copies:
        parts.append(f"{counts.copies} in equal words")
    if counts.skipped:
        reasons = ", ".join(f"{reason} {number}" for reason, number in sorted(counts.skipped.items()))
        parts.append(f"left out: {reasons}")
    for number, what in (
        (counts.failed, "could not be read"),
        (counts.failed_inputs, "inputs could not be read"),
        (counts.failed_shards, "shards failed; run again to retry them"),
    ):
        if number:
            parts.append(f"{number} {what}")
    return "; ".join(parts)
