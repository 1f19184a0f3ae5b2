"""``onrecord prune`` and ``onrecord reindex``: maintenance of a store."""

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
