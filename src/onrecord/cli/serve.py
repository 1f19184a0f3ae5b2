"""``onrecord serve``: opens a reading room over a store or over reports."""

from __future__ import annotations

import glob
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from onrecord.batch.shard import AnnotationSettings
from onrecord.cli.add import describe_counts
from onrecord.cli.correct import find_author
from onrecord.cli.input_files import read_files
from onrecord.cli.options import examples, model_option, store_option
from onrecord.cli.progress import ReadProgress
from onrecord.cli.record_inputs import is_store
from onrecord.cli.terminal import ErrorCounter, say
from onrecord.errors import ConfigurationError, OnRecordError
from onrecord.extras import import_extra
from onrecord.ingest import IngestOptions, ingest_reports
from onrecord.models import find_model_folder
from onrecord.read import ReadOptions, iter_files
from onrecord.settings import read_token
from onrecord.store import open_store
from onrecord.store.base.places import name_place
from onrecord.text.display import visible

_IDLE_MINUTES = 60
"""Minutes after which a room in the background closes if no one visits it."""
_OPENING_SECONDS = 600
"""How long to wait for such a room to open; it reads the reports first."""
_OPEN = "the reading room is open: "


class _NotOpenedError(OnRecordError):
    """A room in the background did not open; the message is what it printed."""


@click.command(
    "serve",
    epilog=examples("onrecord serve onrecord.db", "onrecord serve reports/", "onrecord serve examples --detach"),
)
@click.argument("sources", nargs=-1, metavar="[STORE | REPORTS...]")
@store_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on. Any other needs a token.")
@click.option("--port", type=click.IntRange(0, 65535), help="Port; by default 8765 or the next free one. 0 picks any.")
@click.option("--by", metavar="NAME", help="Author of corrections, until a visitor gives another name.")
@click.option("--read-only", is_flag=True, help="Allow no additions or corrections.")
@model_option
@click.option(
    "--workers", type=click.IntRange(1, 64), help="Number of processes; by default two, or one on a single processor."
)
@click.option("--detach", is_flag=True, help="Run in the background, and close after an hour without a visitor.")
@click.option(
    "--idle-minutes", type=click.FloatRange(min=0.01), metavar="NUMBER", help="Close after this long without a visitor."
)
def serve_command(
    sources: tuple[str, ...],
    location: str,
    host: str,
    port: int | None,
    by: str | None,
    read_only: bool,
    model: str | None,
    workers: int | None,
    detach: bool,
    idle_minutes: float | None,
) -> None:
    """Open a reading room: web pages over a store.

    STORE is a store that `onrecord add` made. REPORTS are what `onrecord read` takes. onrecord reads them into a
    temporary store, which it deletes when the room closes.

    The room is open to this machine only. To let in other machines (--host), set the environment variable
    ONRECORD_TOKEN; visitors then have to give that token.
    """
    import_extra("fastapi", "serve")
    from onrecord.web.serving import ServerOptions, bind_socket, check_access, format_address, serve
    from onrecord.web.state import RoomOptions

    token = read_token()
    hosts = check_access(host, token)
    if detach:
        _open_in_background(idle_minutes)
        return
    # A wrong name is an error now, not when a visitor sends the first text.
    find_model_folder(model)
    with _find_store(sources, location, model) as (found, title), bind_socket(host, port) as listening:
        options = RoomOptions(_find_room_author(by), token, hosts, title, read_only, model)
        seconds = 60 * idle_minutes if idle_minutes is not None else None
        # Opened once here, so that an error of the store comes before the address.
        open_store(found, create=False, read_only=read_only).close()
        say(_OPEN + format_address(listening) + ("" if idle_minutes is not None else " (Ctrl-C closes it)"))
        serve(listening, ServerOptions(found, options, workers or min(2, os.cpu_count() or 1), seconds))


def _find_room_author(by: str | None) -> str:
    """Return the author of corrections; a system without users, such as a container, still gets a room."""
    try:
        return find_author(by)
    except ConfigurationError:
        return "reader"


@contextmanager
def _find_store(sources: tuple[str, ...], location: str, model: str | None) -> Iterator[tuple[str, str]]:
    """Yield the store and its title; reports are read into a store that is deleted afterwards."""
    if not sources or (len(sources) == 1 and is_store(sources[0])):
        found = sources[0] if sources else location
        yield found, visible(name_place(found))
        return
    if any(is_store(source) for source in sources):
        raise ConfigurationError("a reading room shows one store, or reports; give one of the two")
    with tempfile.TemporaryDirectory(prefix="onrecord-") as folder:
        found = str(Path(folder) / "onrecord.db")
        _ingest_reports(found, sources, IngestOptions(AnnotationSettings(model=model)))
        say("corrections made here are lost when the room closes; to keep them, use: onrecord add")
        yield found, visible(", ".join(sources))


def _ingest_reports(location: str, sources: tuple[str, ...], options: IngestOptions) -> None:
    """Annotate reports into a new store."""
    missing = [source for source in sources if not glob.has_magic(source) and not Path(source).exists()]
    if missing and "-" not in missing:
        raise ConfigurationError(
            f"there is no store, file or folder {missing[0]!r}; make a store with: onrecord add REPORTS --store "
            f"{missing[0]}, or name reports to read"
        )
    files = list(iter_files(sources))
    with open_store(location) as store, ReadProgress(len(files)) as progress:
        reports = read_files(files, ReadOptions(), progress)
        counts = ingest_reports(
            store, reports, options, on_error=ErrorCounter(), on_progress=lambda report: progress.advance(report.words)
        )
        if not store.size()[0]:
            raise ConfigurationError(f"{', '.join(sources)}: no report to show; name a store, or reports to read")
    say(describe_counts(counts))


def _open_in_background(idle_minutes: float | None) -> None:
    """Start the same command as a process of its own, and wait until it prints its address."""
    arguments = [argument for argument in sys.argv[1:] if argument != "--detach"]
    if idle_minutes is None:
        arguments += ["--idle-minutes", str(_IDLE_MINUTES)]
    folder = Path(tempfile.mkdtemp(prefix="onrecord-room-"))
    log = folder / "room.log"
    with log.open("wb") as stream:
        room = subprocess.Popen(  # noqa: S603 - this very command
            [sys.executable, "-m", "onrecord", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=stream,
            start_new_session=True,
        )
    address = _wait_for_address(room, log)
    told = log.read_text(encoding="utf-8", errors="replace")
    # The room keeps the file open and writes on; no one else needs its name.
    shutil.rmtree(folder, ignore_errors=True)
    if address is None:
        raise _NotOpenedError(told.strip() or "the reading room did not open; try without --detach")
    closing = f"it closes after {idle_minutes or _IDLE_MINUTES:g} minutes without a visitor, or with: kill {room.pid}"
    say(f"{_OPEN}{address} ({closing})")


def _wait_for_address(room: subprocess.Popen[bytes], log: Path) -> str | None:
    end = time.monotonic() + _OPENING_SECONDS
    while time.monotonic() < end:
        is_over = room.poll() is not None
        for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
            if _OPEN in line:
                return line.partition(_OPEN)[2].split()[0]
        if is_over:
            return None
        time.sleep(0.1)
    room.terminate()
    return None
