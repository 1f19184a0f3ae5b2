"""``onrecord search``: finds statements in a store."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click
from rich.text import Text

from onrecord.cli.near_duplicates import show_group
from onrecord.cli.options import examples, store_option
from onrecord.cli.render import GLOSS, RecordConsole
from onrecord.cli.terminal import prepare_output, say
from onrecord.export.csv import format_cell
from onrecord.identity.people import KnownPerson, index_known_people, is_bare_surname, plain_name, read_known_people
from onrecord.store import DateRange, EventQuery, Hit, PersonName, Query, SearchResults, Store, open_store
from onrecord.store.values.hits import HIT_COLUMNS, Sort
from onrecord.text.display import harmless, visible
from onrecord.text.timex_words import drop_unknown_hour

_FILTERS = (
    "speaker", "role", "about", "about_type", "kind", "publisher", "said", "published", "confidence", "unsure", "tag"
)  # fmt: skip
_UNSURE = 0.3
"""Doubt from which `--unsure` finds statements: unresolved speakers, and confidence up to 0.7."""


@click.command(
    "search",
    epilog=examples(
        'onrecord search grain ships --speaker "Ilse Brandvold"',
        "onrecord search 'grain NOT wheat' --said 2031-03.. --output csv",
        "onrecord search --like s_1e972df9a96574d0",
    ),
)
@click.argument("words", nargs=-1, metavar="[WORDS...]")
@store_option
@click.option(
    "--speaker", multiple=True, metavar="NAME", help="Speaker: a name in any form or an id (p_…). Repeatable."
)
@click.option("--forms", is_flag=True, help="Find other forms of the words too: sanction finds sanctions.")
@click.option("--role", default="", metavar="WORDS", help="Words of the speaker's role.")
@click.option("--kind", type=click.Choice(["direct", "indirect", "mixed"]), help="Direct, indirect or mixed quotation.")
@click.option("--gloss/--no-gloss", default=None, help="Only, or without, what the report only points at.")
@click.option("--about", default="", metavar="EVENT", help="About an event: its id (v_…), or words of its sentences.")
@click.option("--about-type", multiple=True, metavar="TYPE", help="About events of a PLOVER type. Repeatable.")
@click.option("--publisher", metavar="NAME", help="Outlet that published the report.")
@click.option("--said", metavar="FROM..TO", help="When it was said, such as 2031-01-05..2031-02, 2031-03 or 2030..")
@click.option("--published", metavar="FROM..TO", help="When the report was published.")
@click.option(
    "--confidence", type=click.FloatRange(0, 1), default=0.0, metavar="NUMBER", help="Lowest confidence, 0 to 1."
)
@click.option("--unsure", is_flag=True, help="Only what needs a look: unresolved speakers and low confidence.")
@click.option("--tag", metavar="TAG", help="Only statements with this tag.")
@click.option("--like", metavar="STATEMENT", help="Find near-duplicates of a statement (s_…) in other reports.")
@click.option(
    "--sort",
    type=click.Choice(["date", "newest", "published", "relevance", "unsure"]),
    default="date",
    show_default=True,
    help="By the date of the statement, oldest or newest first; by the report's date; by how well the words match; by "
    "doubt, unresolved speakers and low confidence first.",
)
@click.option(
    "--output",
    type=click.Choice(["table", "json", "csv"]),
    default="table",
    show_default=True,
    help="table for people; json, one object with all hits; csv, one hit per row.",
)
@click.option(
    "--limit",
    type=click.IntRange(1, 1_000_000),
    default=50,
    show_default=True,
    metavar="NUMBER",
    help="Most hits to print.",
)
@click.option("--cursor", metavar="CURSOR", help="Continue after the hits of the search that gave it.")
@click.option(
    "--known",
    type=click.Path(path_type=Path, dir_okay=False),
    help="CSV of people you know: a listed name stands for all names of that person.",
)
def search_command(words: tuple[str, ...], location: str, output: str, known: Path | None, **options: Any) -> None:
    """Find statements in a store.

    WORDS are searched in the content of statements: every word must occur. "Words in quotation marks" must be
    adjacent, sanction* matches words that start so, and OR, NOT and parentheses combine: grain OR wheat.
    """
    prepare_output(is_data=output != "table")
    if options["like"]:
        if words or options["gloss"] is not None or any(options[name] for name in _FILTERS):
            raise click.UsageError("--like takes no words and no other filter: it finds one statement everywhere")
        with open_store(location, create=False, read_only=True) as store:
            show_group(store.near_duplicates(options["like"]), output)
        return
    with open_store(location, create=False, read_only=True) as store:
        query = Query(
            " ".join(words),
            _expand_names(store, options["speaker"], known),
            options["role"],
            options["kind"],
            options["publisher"],
            DateRange.parse(options["said"]) if options["said"] else None,
            DateRange.parse(options["published"]) if options["published"] else None,
            options["confidence"],
            gloss=options["gloss"],
            forms=options["forms"],
            about=_read_subject(options["about"], options["about_type"]),
            doubt=_UNSURE if options["unsure"] else 0,
            tag=options["tag"],
        )
        sort: Sort = options["sort"]
        results = store.search(query, sort=sort, limit=options["limit"], cursor=options["cursor"])
    _SHOW[output](results)
    _explain_results(results, options["speaker"])


def _read_subject(words: str, types: tuple[str, ...]) -> EventQuery | str | None:
    """Read what statements must be about: the id of an event or of negotiations, or a query for events."""
    if words.startswith(("v_", "n_")) and not types:
        return words
    return EventQuery(words, type=types) if words or types else None


def _expand_names(store: Store, names: Sequence[str], known: Path | None) -> tuple[str, ...]:
    """Return the names, each that is on the user's list replaced by all names of that person."""
    listed = index_known_people(read_known_people(known)) if known else {}
    found: list[str] = []
    for name in names:
        person = listed.get(plain_name(name))
        found += [name] if person is None else _find_names(store, person)
    return tuple(dict.fromkeys(found))


def _find_names(store: Store, person: KnownPerson) -> list[str]:
    """Return a known person's names; a bare surname as the ids of people in the store who have only a surname."""
    found: list[str] = []
    for name in (person.name, *person.aliases):
        if is_bare_surname(name):
            people = store.search(Query(speaker=name), limit=1).speakers
            found += [one.id for one in people if is_bare_surname(one.name)]
        else:
            found.append(name)
    return found or [person.name]


def _show_table(results: SearchResults) -> None:
    console = RecordConsole(highlight=False, soft_wrap=True)
    for hit in results:
        console.print(_render_hit(hit, is_marked=not console.is_terminal), end="\n\n")
    sys.stdout.flush()


def _render_hit(hit: Hit, is_marked: bool) -> Text:
    statement, report = hit.statement, hit.report
    said = drop_unknown_hour(statement.said.value) if statement.said else report.published or "no date"
    facts = [statement.kind, f"confidence {statement.confidence:.2f}"]
    if statement.gloss:
        facts.append(GLOSS)
    if hit.is_human:
        facts.append(statement.made_by)
    block = Text(visible(f"{said}  {render_speaker_of_hit(hit)}"), style="bold")
    block.append("\n   " + visible(" · ".join(facts)), style="not bold")
    block.append("\n   ")
    block.append(_render_snippet(hit, is_marked))
    place = [fact for fact in (report.publisher, report.published, report.title, report.url or report.origin) if fact]
    block.append("\n   " + visible(" ".join(" · ".join([statement.id, *place]).split())), style="not bold dim")
    return block


def render_speaker_of_hit(hit: Hit) -> str:
    """Return the speaker: the name with the role, or what the report calls the source."""
    words = " ".join(" … ".join(hit.statement.source.quote).split())
    speaker = hit.statement.speaker
    if hit.speaker:
        return hit.speaker + (f" ({hit.role})" if hit.role else f" ({words})" if words and words != hit.speaker else "")
    if speaker is not None and speaker.status == "unresolved":
        return f"{words} (unresolved: {' or '.join(speaker.candidates[:3])}?)"
    return f"{words} (not named)" if words else "(no source)"


def _render_snippet(hit: Hit, is_marked: bool) -> Text:
    """Lay the words out on one line, matches in colour, or between asterisks where there is no colour."""
    words, marks = hit.snippet()
    found = Text(style="not bold")
    at = 0
    for start, end in marks:
        found.append(visible(words[at:start]))
        match = visible(words[start:end])
        found.append(f"**{match}**" if is_marked else match, style="bold reverse")
        at = end
    found.append(visible(words[at:]))
    return _one_line(found)


def _one_line(words: Text) -> Text:
    """Replace line ends by spaces, and keep the colours."""
    joined = Text(style=words.style)
    for number, part in enumerate(words.split("\n")):
        joined.append(" " if number and part else "")
        joined.append(part)
    return joined


def _rows(results: SearchResults) -> list[dict[str, Any]]:
    return [hit.to_dict_in_context() for hit in results]


def _show_json(results: SearchResults) -> None:
    document = {
        "hits": _rows(results),
        "cursor": results.cursor,
        "speakers": [person.to_dict() for person in results.speakers],
        "perhaps": [person.to_dict() for person in results.perhaps],
    }
    sys.stdout.write(json.dumps(document, indent=1) + "\n")


def _show_csv(results: SearchResults) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow((*HIT_COLUMNS, "snippet"))
    for hit in results.hits:
        row = hit.to_row()
        snippet = " ".join(hit.snippet()[0].split())
        writer.writerow([*(format_cell(name, row[name]) for name in HIT_COLUMNS), harmless(snippet)])


_SHOW: dict[str, Callable[[SearchResults], None]] = {"table": _show_table, "json": _show_json, "csv": _show_csv}


def _explain_results(results: SearchResults, asked: Sequence[str]) -> None:
    """Say on standard error which people were searched, which may be the same, and that there is more."""
    if asked and not results.speakers:
        names = " or ".join(f"“{visible(one.name)}”" for one in results.suggestions)
        hint = f"did you mean {names}?" if names else "find people with: onrecord people --store STORE"
        say(f"no one in the store is called {' or '.join(asked)}; {hint}")
    if len(results.speakers) > 1:
        say(f"{' or '.join(asked)} matches {_list(results.speakers)}; for one of them use --speaker and the id")
    if results.perhaps:
        say(f"not searched, perhaps the same person: {_list(results.perhaps)}; join them with: onrecord correct merge")
    if not results.hits:
        say("no statement found")
    if results.cursor:
        say(f"there are more: --limit {2 * len(results)}, or --cursor {results.cursor}")


def _list(people: Sequence[PersonName]) -> str:
    shown = ", ".join(f"{one.name} ({one.id}, {one.statements} statements)" for one in people[:5])
    return shown + (f" and {len(people) - 5} more" if len(people) > 5 else "")
