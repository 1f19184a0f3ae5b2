"""``onrecord prune`` and ``onrecord reindex``: looking after a store."""

from __future__ import annotations

import click

from onrecord.cli.options import store_option
from onrecord.cli.progress import CountProgress
from onrecord.cli.terminal import say
from onrecord.store import open_store


@click.command("prune")
@store_option
def prune_command(location: str) -> None:
    """Delete what older weights found in reports that newer ones have read.

    Reports, corrections and the newest readings stay.
    """
    with open_store(location, create=False) as store:
        deleted = store.prune()
    say(f"{deleted} older readings deleted")


@click.command("reindex")
@store_option
def reindex_command(location: str) -> None:
    """Make anew what is searched, from reports, newest readings and corrections.

    For a store of which `onrecord verify` says that what is searched is not what was found.
    """
    with open_store(location, create=False) as store:
        reports, _ = store.size()
        with CountProgress("reports", reports) as progress:
            store.reindex(after_chunk=progress.advance)
    say(f"what is searched of {reports} reports was made anew")
