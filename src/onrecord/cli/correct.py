"""``onrecord correct``: corrections by people, and their log."""

from __future__ import annotations

import getpass
import json
import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar, get_args

import click

from onrecord.cli.options import examples, store_option
from onrecord.cli.terminal import prepare_output, say
from onrecord.errors import ConfigurationError
from onrecord.record.layers.events import EventType, Stance
from onrecord.store import Correction, Corrections, Store, open_store
from onrecord.store.correct_events import EventCorrections
from onrecord.text.display import visible
from onrecord.text.spans import Span

Command = TypeVar("Command", bound=Callable[..., Any])
_SPAN = re.compile(r"([0-9]{1,9})-([0-9]{1,9})")


class _SpanType(click.ParamType[Span]):
    """Offsets as all output shows them: ``120-299``."""

    name = "START-END"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Span:
        """Read the two offsets."""
        found = _SPAN.fullmatch(value) if isinstance(value, str) else None
        if found is None:
            self.fail(f"{value!r} is not a span; write it like 120-299, in characters of the report's text")
        return Span(int(found[1]), int(found[2]))


def _correction_options(command: Command) -> Command:
    """Add the options of a command that makes a correction."""
    by = click.option("--by", metavar="NAME", help="Who corrects; by default the name of the system's user.")
    return store_option(by(command))


@click.group(
    "correct",
    epilog=examples(
        'onrecord correct accept s_1e972df9a96574d0 --by "Ada Quist"',
        'onrecord correct speaker s_1e972df9a96574d0 "Ilse Brandvold"',
        "onrecord correct undo 1",
    ),
)
def correct_command() -> None:
    """Correct statements and people in a store.

    A log keeps each correction with its author and time. Corrections apply to the annotations of every model,
    are marked as human in all output, and can be undone. STATEMENT is an id (s_…) that `onrecord search` shows.
    """


@correct_command.command("accept")
@click.argument("statements", nargs=-1, required=True, metavar="STATEMENT...")
@_correction_options
def accept_command(statements: tuple[str, ...], location: str, by: str | None) -> None:
    """Mark statements as right."""
    _make_corrections(location, lambda corrections: (corrections.accept(one, find_author(by)) for one in statements))


@correct_command.command("reject")
@click.argument("statements", nargs=-1, required=True, metavar="STATEMENT...")
@_correction_options
def reject_command(statements: tuple[str, ...], location: str, by: str | None) -> None:
    """Mark statements as wrong: no one said this."""
    _make_corrections(location, lambda corrections: (corrections.reject(one, find_author(by)) for one in statements))


@correct_command.command("edit")
@click.argument("statement", metavar="STATEMENT")
@click.option("--source", type=_SpanType(), multiple=True, help="Offsets of the source. Repeatable, for parts.")
@click.option("--no-source", is_flag=True, help="The statement has no source.")
@click.option("--cue", type=_SpanType(), multiple=True, help="Offsets of the cue. Repeatable.")
@click.option("--content", type=_SpanType(), multiple=True, help="Offsets of the content. Repeatable.")
@_correction_options
def edit_command(statement: str, location: str, by: str | None, no_source: bool, **spans: tuple[Span, ...]) -> None:
    """Change the spans of a statement.

    Offsets count characters of the report, as `onrecord read` shows them.
    """
    source = () if no_source else spans["source"] or None
    cue, content = spans["cue"] or None, spans["content"] or None
    _make_corrections(location, lambda c: [c.edit(statement, find_author(by), source=source, cue=cue, content=content)])


@correct_command.command("speaker")
@click.argument("statement", metavar="STATEMENT")
@click.argument("who", metavar="NAME")
@_correction_options
def speaker_command(statement: str, who: str, location: str, by: str | None) -> None:
    """Set the speaker of a statement.

    NAME is a name, or the id (p_…) of a person in the store.
    """
    _make_corrections(location, lambda corrections: [corrections.speaker(statement, find_author(by), who)])


@correct_command.command("merge")
@click.argument("who", metavar="PERSON")
@click.argument("into", metavar="INTO")
@_correction_options
def merge_command(who: str, into: str, location: str, by: str | None) -> None:
    """Merge two people into one.

    The merged person has the name of INTO. Each is an id (p_…) or a name.
    """
    _make_corrections(location, lambda corrections: [corrections.merge(who, into, find_author(by))])


@correct_command.command("talks")
@click.argument("kind", type=click.Choice(["same", "not-same", "part-of"]), metavar="same|not-same|part-of")
@click.argument("one", metavar="TALKS")
@click.argument("other", metavar="OTHER")
@_correction_options
def talks_command(kind: str, one: str, other: str, location: str, by: str | None) -> None:
    """Say that two talks are the same, are not, or that one is part of the other.

    Each is an id (k_… or n_…) that `onrecord talks --store` shows.
    """
    _make_corrections(location, lambda corrections: [corrections.judge_talks(kind, one, other, find_author(by))])


@correct_command.command("stage")
@click.argument("talks", metavar="TALKS")
@click.argument("stage", metavar="STAGE")
@click.argument("day", metavar="YYYY-MM-DD")
@_correction_options
def stage_command(talks: str, stage: str, day: str, location: str, by: str | None) -> None:
    """Say at which stage talks are from a day on, until a later report says one."""
    _make_corrections(
        location, lambda corrections: [corrections.set_stage_of_talks(talks, stage, day, find_author(by))]
    )


@correct_command.command("event")
@click.argument("event", metavar="EVENT")
@click.option("--reject", is_flag=True, help="The report tells of no such deed.")
@click.option("--type", "kind", type=click.Choice(get_args(EventType), case_sensitive=False), help="The right type.")
@click.option("--mode", metavar="MODE", help="The mode, beside --type.")
@click.option("--actor", "actors", type=_SpanType(), multiple=True, help="Offsets of who did it. Repeatable.")
@click.option("--no-actor", is_flag=True, help="Nobody is said without dispute to have done it.")
@click.option("--recipient", "recipients", type=_SpanType(), multiple=True, help="To whom it was done. Repeatable.")
@click.option("--no-recipient", is_flag=True, help="No one to whom it was done.")
@click.option("--view", type=click.IntRange(1), help="Number of the view that --stance corrects.")
@click.option("--stance", type=click.Choice([*get_args(Stance), "none"]), help="Its stance; none takes it away.")
@_correction_options
def event_command(event: str, location: str, by: str | None, **changes: Any) -> None:
    """Correct one thing of an event: reject it, or set its type, a side or a view.

    EVENT is an id (v_…) that `onrecord events` shows. Give one kind of change at a time, since the type gives a new id.
    """
    author = find_author(by)
    prepare_output(is_data=False)
    with open_store(location, create=False) as store:
        entry = _correct_event(store.event_corrections, event, author, changes)
        sys.stdout.write(_describe_correction(entry) + "\n")


def _correct_event(log: EventCorrections, event: str, by: str, changes: dict[str, Any]) -> Correction:
    if changes["reject"]:
        return log.reject(event, by)
    if changes["kind"]:
        return log.set_type(event, by, changes["kind"].upper(), changes["mode"])
    for role in ("actors", "recipients"):
        if changes[role] or changes[f"no_{role[:-1]}"]:
            return log.set_sides(event, by, role, [[span] for span in changes[role]])
    if changes["view"] and changes["stance"]:
        return log.set_view(event, by, changes["view"], None if changes["stance"] == "none" else changes["stance"])
    raise click.UsageError("give --reject, --type, --actor, --recipient, or --view with --stance")


@correct_command.command("undo")
@click.argument("numbers", nargs=-1, required=True, type=click.IntRange(1), metavar="NUMBER...")
@_correction_options
def undo_command(numbers: tuple[int, ...], location: str, by: str | None) -> None:
    """Undo corrections by their numbers in the log, newest first."""
    _make_corrections(location, lambda corrections: (corrections.undo(number, find_author(by)) for number in numbers))


@correct_command.command("log")
@store_option
@click.option("--output", type=click.Choice(["text", "jsonl"]), default="text", show_default=True, help="Format.")
def log_command(location: str, output: str) -> None:
    """List all corrections, oldest first."""
    prepare_output(is_data=output != "text")
    with open_store(location, create=False, read_only=True) as store:
        for entry in store.corrections.log():
            sys.stdout.write((_describe_correction(entry) if output == "text" else json.dumps(entry.to_dict())) + "\n")


@correct_command.command("export")
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True), metavar="FILE")
@store_option
def export_command(path: Path, location: str) -> None:
    """Write corrected reports as training data.

    FILE gets JSON Lines in the format of PolNeAR; - is standard output.
    """
    with open_store(location, create=False, read_only=True) as store:
        if str(path) == "-":
            prepare_output(is_data=True)
            _write_training(store, sys.stdout.write)
            return
        with path.open("w", encoding="utf-8") as file:
            count = _write_training(store, file.write)
    say(f"{path}: {count} corrected {'report' if count == 1 else 'reports'}")


def _write_training(store: Store, write: Callable[[str], object]) -> int:
    count = 0
    for line in store.corrections.iter_training():
        write(json.dumps(line) + "\n")
        count += 1
    return count


def _make_corrections(location: str, correct: Callable[[Corrections], Iterable[Correction]]) -> None:
    """Make corrections one by one, and print each: one that is refused stops only those after it."""
    prepare_output(is_data=False)
    with open_store(location, create=False) as store:
        for entry in correct(store.corrections):
            sys.stdout.write(_describe_correction(entry) + "\n")


def find_author(by: str | None) -> str:
    """Return the name of the person who corrects: the given one, or the system's user.

    Args:
        by: The given name, or None.

    Raises:
        ConfigurationError: The system does not know the user's name.
    """
    if by is not None:
        return by
    try:
        return getpass.getuser()
    except (KeyError, OSError) as error:
        raise ConfigurationError("the system does not know your name; give it with --by NAME") from error


def _describe_talks(entry: Correction) -> str:
    """Describe a judgement of talks; they are named by the report and the place of the words for them."""
    if entry.action != "talks":
        return ""
    detail = entry.detail
    one, other = (
        f"talks at {anchor['spans'][0][0]} of {anchor['report']}" if anchor else ""
        for anchor in (detail["one"], detail.get("other"))
    )
    if detail["judgement"] == "stage":
        return f"{one}: {detail['value']} from {detail['day']}"
    return f"{one}: {detail['judgement'].replace('-', ' ')} {other}"


def _describe_correction(entry: Correction) -> str:
    what = {
        "accept": f"accepted {entry.statement}",
        "reject": f"rejected {entry.statement}",
        "edit": f"edited {entry.statement}, now {entry.detail.get('id')}",
        "speaker": f"{entry.statement} is said by {entry.detail.get('name')} ({entry.detail.get('person')})",
        "merge": f"{entry.detail.get('from')} is {entry.detail.get('into')}",
        "talks": _describe_talks(entry),
        "undo": f"undid {entry.detail.get('undoes')}",
        "event-reject": f"rejected {entry.statement}",
        "event-type": f"{entry.statement} is {entry.detail.get('type')}, now {entry.detail.get('id')}",
        "event-side": f"set the {entry.detail.get('role')} of {entry.statement}",
        "event-view": f"view {entry.detail.get('view')} of {entry.statement} {entry.detail.get('stance') or 'removed'}",
    }[entry.action]
    return visible(f"{entry.number}  {entry.at}  {entry.by}  {what}" + ("  (undone)" if entry.undone else ""))
