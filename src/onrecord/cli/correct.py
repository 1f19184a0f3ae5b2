"""``onrecord correct``: corrections by people, and their log."""

from __future__ import annotations

import getpass
import json
import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar, cast, get_args

import click

from onrecord.cli.options import examples, store_option
from onrecord.cli.terminal import prepare_output, say
from onrecord.errors import ConfigurationError, NotInStoreError
from onrecord.record.layers.events import EventType, Stance
from onrecord.store import Correction, Corrections, Hit, StatementParts, Store, open_store
from onrecord.store.correct_events import EventCorrections
from onrecord.text.display import visible
from onrecord.text.locate import locate_words
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


_WORDS = "Words exactly as printed, or offsets (120-299). Repeatable, for parts."


def _correction_options(command: Command) -> Command:
    """Add the options of a command that makes a correction."""
    by = click.option("--by", metavar="NAME", help="Who corrects; by default the name of the system's user.")
    return store_option(by(command))


def _parts_options(command: Command) -> Command:
    """Add the options that set parts of a statement."""
    for role, what in reversed(_ROLES.items()):
        command = click.option(f"--{role}", metavar="WORDS", multiple=True, help=f"{what} {_WORDS}")(command)
    kinds = click.Choice(["direct", "indirect", "mixed"])
    kind = click.option("--kind", type=kinds, help="Kind; by default it follows from the quotation marks.")
    said = click.option("--said", metavar="DAY", help='When: 2031-03-09, 2031-03 or 2031; "" if nothing says when.')
    return kind(said(command))


_ROLES = {
    "source": "Who says it.",
    "cue": "What signals it, such as said.",
    "content": "What is said.",
    "venue": "Where, or on what occasion.",
    "addressee": "To whom.",
}


def _read_parts(text: str, options: dict[str, Any]) -> StatementParts:
    """Read the options of a statement's parts; words become spans in the text of its report."""
    parts: dict[str, Any] = {"kind": options["kind"], "said": options["said"]}
    for role in _ROLES:
        spans = sorted(locate_words(text, words) for words in options[role])
        parts[role] = [] if options.get(f"no_{role}") else spans or None
    return cast(StatementParts, parts)


@click.group(
    "correct",
    epilog=examples(
        'onrecord correct accept s_1e972df9a96574d0 --by "Ada Quist"',
        'onrecord correct speaker s_1e972df9a96574d0 "Ilse Brandvold"',
        'onrecord correct add r_5d41402abc4b2a76 --source "Ada Lund" --cue warned --content "the dam leaks"',
        'onrecord correct note s_1e972df9a96574d0 "call the harbour" --tag ferry',
        "onrecord correct undo 1",
    ),
)
def correct_command() -> None:
    """Correct and add statements, and correct people in a store.

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


@correct_command.command("add")
@click.argument("report", metavar="REPORT")
@_parts_options
@click.option("--who", metavar="NAME", help="The speaker: a name or an id (p_…); by default whom --source names.")
@click.option("--unnamed", is_flag=True, help="The report never names the source.")
@_correction_options
def add_statement_command(
    report: str, location: str, by: str | None, who: str | None, unnamed: bool, **options: Any
) -> None:
    """Add a statement that the model missed.

    REPORT is an id (r_…) that `onrecord search` shows. Words are given as the report prints them; a content is needed.
    """
    prepare_output(is_data=False)
    with open_store(location, create=False) as store:
        record = store.get(report)
        if record is None:
            raise NotInStoreError(f"the store has no report {report!r}; find it with: onrecord search")
        parts = _read_parts(record.report.text, options)
        entry = store.corrections.add(report, find_author(by), who=who, is_unnamed=unnamed, **parts)
        sys.stdout.write(_describe_correction(entry) + "\n")


@correct_command.command("edit")
@click.argument("statement", metavar="STATEMENT")
@_parts_options
@click.option("--no-source", is_flag=True, help="The statement has no source.")
@click.option("--no-venue", is_flag=True, help="The statement has no venue.")
@click.option("--no-addressee", is_flag=True, help="The statement has no addressee.")
@_correction_options
def edit_command(statement: str, location: str, by: str | None, **options: Any) -> None:
    """Change the words, the kind, the day, the venue or the addressee of a statement.

    Offsets count characters of the report, as `onrecord read` shows them.
    """
    prepare_output(is_data=False)
    with open_store(location, create=False) as store:
        hit = store.statement(statement)
        parts = _read_parts(hit.report.text if hit else "", {**options, **_without_words(hit, options)})
        sys.stdout.write(_describe_correction(store.corrections.edit(statement, find_author(by), **parts)) + "\n")


def _without_words(hit: Hit | None, options: dict[str, Any]) -> dict[str, Any]:
    """Drop the words where there is no text to find them in: the store then says what became of the statement."""
    return {} if hit else dict.fromkeys(_ROLES, ())


@correct_command.command("speaker")
@click.argument("statement", metavar="STATEMENT")
@click.argument("who", metavar="[NAME]", required=False)
@click.option("--unnamed", is_flag=True, help="The report never names the source.")
@_correction_options
def speaker_command(statement: str, who: str | None, unnamed: bool, location: str, by: str | None) -> None:
    """Set the speaker of a statement.

    NAME is a name, or the id (p_…) of a person in the store.
    """
    if (who is None) != unnamed:
        raise click.UsageError("give a name, or --unnamed if the report never names the source")
    _make_corrections(location, lambda corrections: [corrections.speaker(statement, find_author(by), who)])


@correct_command.command("note")
@click.argument("statement", metavar="STATEMENT")
@click.argument("text", metavar="[TEXT]", default="")
@click.option("--tag", "tags", metavar="TAG", multiple=True, help="A tag, which searches find. Repeatable.")
@_correction_options
def note_command(statement: str, text: str, tags: tuple[str, ...], location: str, by: str | None) -> None:
    """Attach a note or tags to a statement, which does not change."""
    _make_corrections(location, lambda corrections: [corrections.note(statement, find_author(by), text, tags)])


@correct_command.command("merge")
@click.argument("who", metavar="PERSON")
@click.argument("into", metavar="INTO")
@_correction_options
def merge_command(who: str, into: str, location: str, by: str | None) -> None:
    """Merge two people into one.

    The merged person has the name of INTO. Each is an id (p_…) or a full name.
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


def _mark_tags(detail: dict[str, Any]) -> list[str]:
    return [f"[{tag}]" for tag in detail.get("tags", ())]


def _name_speaker(detail: dict[str, Any]) -> str:
    return f"{detail['name']} ({detail['person']})" if detail.get("name") else "a source that the report never names"


def _describe_correction(entry: Correction) -> str:
    detail = entry.detail
    what = {
        "add": f"added {entry.statement}",
        "note": f"noted on {entry.statement}: {' '.join([detail.get('text', ''), *_mark_tags(detail)]).strip()}",
        "accept": f"accepted {entry.statement}",
        "reject": f"rejected {entry.statement}",
        "edit": f"edited {entry.statement}, now {entry.detail.get('id')}",
        "speaker": f"{entry.statement} is said by {_name_speaker(detail)}",
        "merge": f"{entry.detail.get('from')} is {entry.detail.get('into')}",
        "talks": _describe_talks(entry),
        "undo": f"undid {entry.detail.get('undoes')}",
        "event-reject": f"rejected {entry.statement}",
        "event-type": f"{entry.statement} is {entry.detail.get('type')}, now {entry.detail.get('id')}",
        "event-side": f"set the {entry.detail.get('role')} of {entry.statement}",
        "event-view": f"view {entry.detail.get('view')} of {entry.statement} {entry.detail.get('stance') or 'removed'}",
    }[entry.action]
    return visible(f"{entry.number}  {entry.at}  {entry.by}  {what}" + ("  (undone)" if entry.undone else ""))
