"""``onrecord prune``, ``reindex`` and ``backup``: maintenance of a store."""

from __future__ import annotations

import click

from onrecord.cli.options import examples, store_option
from onrecord.cli.progress import CountProgress
from onrecord.cli.terminal import say
from onrecord.store import open_store


@click.command("prune", epilog=examples("onrecord prune", "onrecord prune --store archive.db"))
@store_option
def prune_command(location: str) -> None:
    """Delete outdated annotations from a store.

    An annotation is outdated if a newer model has annotated the same report. Reports, corrections and the
    newest annotations stay.
    """
    with open_store(location, create=False) as store:
        deleted = store.prune()
    say(f"{deleted} older annotations deleted")


@click.command("reindex", epilog=examples("onrecord reindex", "onrecord reindex --store archive.db"))
@store_option
def reindex_command(location: str) -> None:
    """Rebuild the search index of a store.

    The index is made from reports, newest annotations and corrections. Use this where `onrecord verify` says that the
    index differs from the annotations.
    """
    with open_store(location, create=False) as store:
        reports, _ = store.size()
        with CountProgress("reports", reports) as progress:
            store.reindex(after_chunk=progress.advance)
    say(f"search index of {reports} reports rebuilt")


@click.command("backup", epilog=examples("onrecord backup onrecord.db copy.db"))
@click.argument("location", metavar="STORE")
@click.argument("file", metavar="FILE")
def backup_command(location: str, file: str) -> None:
    """Copy a store into a new file.

    The copy is complete, also while a reading room or `onrecord add` uses the store. A copy made with other tools may
    lack what was written last. For a store in PostgreSQL, use pg_dump.
    """
    with open_store(location, create=False, read_only=True) as store:
        store.backup(file)
    say(f"{file}: a copy of {store.name}")
