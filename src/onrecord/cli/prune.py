"""``onrecord prune``: let go of what older weights found."""

from __future__ import annotations

import click

from onrecord.cli.options import store_option
from onrecord.cli.terminal import say
from onrecord.store import open_store


@click.command("prune")
@store_option
def prune_command(place: str) -> None:
    """Delete what older weights found in reports that newer ones have read.

    Reports, corrections and the newest readings stay.
    """
    with open_store(place, create=False) as store:
        deleted = store.prune()
    say(f"{deleted} older readings deleted")
