"""The form of the events page: a query for events as the address of the page holds it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any
from urllib.parse import urlencode

from onrecord.store import DateRange, EventQuery, NumberCondition
from onrecord.web.view.query_form import read_fields


@dataclass(frozen=True, slots=True)
class EventForm:
    """A query for events with every field as typed; :class:`~onrecord.store.EventQuery` says what each means."""

    q: str = ""
    type: str = ""
    mode: str = ""
    status: str = ""
    stance: str = ""
    according_to: str = ""
    actor: str = ""
    recipient: str = ""
    country: str = ""
    sector: str = ""
    place: str = ""
    since: str = ""
    until: str = ""
    published_from: str = ""
    published_to: str = ""
    publisher: str = ""
    killed: str = ""
    contested: str = ""
    newest: str = ""
    cursor: str = ""

    @classmethod
    def from_parameters(cls, parameters: Mapping[str, str]) -> EventForm:
        """Read the form from the parameters of an address, and ignore all others.

        Raises:
            ConfigurationError: A field is too long.
        """
        return cls(**read_fields(cls, parameters))

    @property
    def has_rarer_fields(self) -> bool:
        """Whether a field is set that the page folds away."""
        return any((self.mode, self.sector, self.recipient, self.place, self.published_from, self.published_to,
                    self.publisher, self.killed))  # fmt: skip

    def to_query(self) -> EventQuery:
        """Return the query.

        Raises:
            ConfigurationError: A field is not valid.
        """
        return EventQuery(
            self.q,
            self.type,
            self.mode,
            self.actor,
            self.recipient,
            "",
            self.country,
            self.sector,
            self.place,
            _days(self.since, self.until),
            _days(self.published_from, self.published_to),
            self.stance,
            self.according_to,
            self.status,
            (NumberCondition.parse("killed", self.killed),) if self.killed else (),
            bool(self.contested),
            self.publisher or None,
        )

    def url(self, **changes: Any) -> str:
        """Return the address of the events page with this form and other values of some fields.

        Example:
            >>> EventForm(type="AID", cursor="x").url(cursor="")
            '/events?type=AID'
        """
        other = replace(self, **changes)
        held = [(one.name, getattr(other, one.name)) for one in fields(other) if getattr(other, one.name)]
        return "/events?" + urlencode(held, errors="replace") if held else "/events"


def _days(start: str, end: str) -> DateRange | None:
    return DateRange.parse(f"{start}..{end}") if start or end else None
