"""The options that choose events."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, get_args

import click

from onrecord.errors import ConfigurationError
from onrecord.record.layers.events import EventStatus, EventType, NumberKind, Stance
from onrecord.store import DateRange
from onrecord.store.base.event_query import EventQuery, NumberCondition

Command = TypeVar("Command", bound=Callable[..., Any])
NUMBER_KINDS: tuple[NumberKind, ...] = get_args(NumberKind)


def _choice(values: tuple[str, ...]) -> click.Choice[str]:
    return click.Choice(values, case_sensitive=False)


_OPTIONS = (
    click.option("--words", default="", metavar="WORDS", help="Words of the sentences that tell of the event."),
    click.option("--type", "type", multiple=True, type=_choice(get_args(EventType)), help="PLOVER type. Repeatable."),
    click.option("--mode", multiple=True, metavar="MODE", help="PLOVER mode, such as aerial. Repeatable."),
    click.option("--actor", default="", metavar="WORDS", help="Who did it: words of a name, or a country's code."),
    click.option("--recipient", default="", metavar="WORDS", help="To whom it was done."),
    click.option("--party", default="", metavar="WORDS", help="Who did it or to whom it was done."),
    click.option("--country", multiple=True, metavar="COUNTRY", help="Country of a side or the place. Repeatable."),
    click.option("--sector", multiple=True, metavar="SECTOR", help="PLOVER sector of a side, such as MIL. Repeatable."),
    click.option("--place", default="", metavar="WORDS", help="Words of the place's name."),
    click.option("--since", metavar="DATE", help="Events of this day or later: YYYY-MM-DD, YYYY-MM or YYYY."),
    click.option("--until", metavar="DATE", help="Events of this day or earlier."),
    click.option("--published", metavar="FROM..TO", help="When the report was published."),
    click.option("--only-publisher", metavar="NAME", help="Outlet that published the report."),
    click.option("--stance", multiple=True, type=_choice(get_args(Stance)), help="How a voice holds it. Repeatable."),
    click.option("--according-to", default="", metavar="WHO", help="report, unnamed, or words of a speaker's name."),
    click.option("--status", multiple=True, type=_choice(get_args(EventStatus)), help="What follows. Repeatable."),
    click.option("--contested", is_flag=True, help="Only what voices contest: the event, or who did it."),
    click.option("--confidence", type=click.FloatRange(0, 1), default=0.0, metavar="NUMBER", help="Lowest confidence."),
    *(
        click.option(f"--{kind}", metavar="NUMBER", help=f"How many {kind}: '>0', '>=10', '<5', 6 or 10..20.")
        for kind in NUMBER_KINDS
    ),
)


def event_options(command: Command) -> Command:
    """Add the options that choose events; :func:`read_event_query` reads them."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def read_event_query(options: dict[str, Any], words: str = "") -> EventQuery:
    """Take the options of :func:`event_options` out of all options, and make the query.

    Args:
        options: All options of the command.
        words: Words beside those of the options.

    Raises:
        ConfigurationError: A value is not valid.
    """
    numbers = {kind: options.pop(kind) for kind in NUMBER_KINDS}
    since, until, published = (options.pop(name) for name in ("since", "until", "published"))
    names = ("type", "mode", "actor", "recipient", "party", "country", "sector", "place", "stance", "according_to",
             "status", "contested", "confidence")  # fmt: skip
    for end in (since, until):
        if end and ".." in end:
            raise ConfigurationError(f"{end!r} is not a date; write it as YYYY-MM-DD, YYYY-MM or YYYY")
    return EventQuery(
        words=" ".join(filter(None, [options.pop("words"), words])),
        happened=DateRange.parse(f"{since or ''}..{until or ''}") if since or until else None,
        published=DateRange.parse(published) if published else None,
        publisher=options.pop("only_publisher"),
        numbers=tuple(NumberCondition.parse(kind, bounds) for kind, bounds in numbers.items() if bounds),
        **{name: options.pop(name) for name in names},
    )
