"""POLECAT: tab-separated rows with the 40 columns of the public files, and eight of onrecord's own.

PLOVER has no plans, wishes and denials: a row is a deed. So the plan of a strike becomes THREATEN, that of a visit
AGREE, and a wish a REQUEST by the one who has it (:mod:`onrecord.export.plover`). Nothing else in onrecord makes this
collapse. What is denied, possible or only alleged is left out unless it is asked for, and then says so in its row.

The files have no quoting. White space in a cell becomes single spaces. A cell is empty where the words tell nothing.
The event's date is empty where they fix no day: the day of publication has a column of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO, NamedTuple

from onrecord.export.event_rows import is_whole, side_name
from onrecord.export.plover import (
    CONTEXT_OF,
    QUAD_OF,
    PloverClass,
    collapse_planned,
    collapse_wanted,
    find_score,
)
from onrecord.export.wellformed import wellformed
from onrecord.record import AnnotatedReport, Entity, Event, Statement
from onrecord.record.layers.events import Side, Stance, View
from onrecord.record.voices import find_voice
from onrecord.text.around import SentenceFinder
from onrecord.text.display import harmless

POLECAT_COLUMNS = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts",
    "Actor Name", "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title",
    "Actor Name Raw", "Wikipedia Actor ID",
    "Recipient Name", "Recipient Country", "Recipient COW", "Primary Recipient Sector", "Recipient Sectors",
    "Recipient Title", "Recipient Name Raw", "Wikipedia Recipient ID",
    "Placename", "City", "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename",
    "Feature Type", "Source", "Publication Date", "Story People", "Story Organizations", "Story Locations", "Language",
    "Version",
)  # fmt: skip
"""The columns of the public files, in their order."""
OWN_COLUMNS = (
    "Onrecord Status", "Onrecord Actor Status", "Onrecord Stance", "Onrecord According To", "Onrecord Date From",
    "Onrecord Quote", "Onrecord Report", "Onrecord Confidence",
)  # fmt: skip
"""The columns after them."""
_COLUMNS = (*POLECAT_COLUMNS, *OWN_COLUMNS)
_DEFAULT: frozenset[Stance] = frozenset({"asserted", "planned", "wanted"})
_MARKED: tuple[Stance, ...] = ("denied", "alleged", "possible")


@dataclass(frozen=True, slots=True)
class PolecatOptions:
    """What has rows beside the events that somebody asserts, plans or wants, with the sides that no voice disputes.

    Attributes:
        claimed: Whether sides and numbers that only one voice names have rows of their own.
        stances: Further stances that have rows: denied, alleged, possible.
    """

    claimed: bool = False
    stances: frozenset[Stance] = frozenset()


class _Row(NamedTuple):
    """What becomes a row: a class, sides, and who says so."""

    id: str
    kind: PloverClass
    actors: Sequence[Side]
    recipients: Sequence[Side]
    stance: Stance
    according_to: str


def export_polecat(
    records: Iterable[AnnotatedReport], destination: BinaryIO, options: PolecatOptions | None = None
) -> None:
    """Write events as rows of POLECAT in UTF-8.

    Args:
        records: The records.
        destination: A stream of bytes.
        options: What has rows beside asserted, planned and wanted events.
    """
    destination.write(("\t".join(_COLUMNS) + "\n").encode())
    for record in records:
        if record.events:
            for row in _RecordRows(wellformed(record), options or PolecatOptions()).make():
                destination.write(("\t".join(row) + "\n").encode())


class _RecordRows:
    """The rows of one record."""

    def __init__(self, record: AnnotatedReport, options: PolecatOptions) -> None:
        self._record = record
        self._options = options
        self._entities = {entity.id: entity for entity in record.entities}
        self._statements = {statement.id: statement for statement in record.statements}
        self._quotes = {time.id: time.quote for time in record.times}
        self._sentences = SentenceFinder(record.report.text)
        self._story = {
            column: "; ".join(dict.fromkeys(e.name for e in record.entities if e.kind in kinds and e.name))
            for column, kinds in (
                ("Story People", ("person",)),
                ("Story Organizations", ("organisation", "group")),
                ("Story Locations", ("place",)),
            )
        }

    def make(self) -> Iterator[list[str]]:
        for event in self._record.events:
            for row in self._list_rows(event):
                cells = self._cells(event, row)
                yield [cells.get(name, "") for name in _COLUMNS]

    def _list_rows(self, event: Event) -> Iterator[_Row]:
        whole = [view for view in event.views if is_whole(view)] or list(event.views)
        by_stance: dict[Stance, list[View]] = {}
        for view in whole:
            by_stance.setdefault(view.stance, []).append(view)
        kind = PloverClass(event.type, event.mode)
        sides = (event.actors, event.recipients)
        if "asserted" in by_stance:
            yield _Row(event.id, kind, *sides, "asserted", self._name_voices(by_stance["asserted"]))
        elif "planned" in by_stance:
            collapsed = collapse_planned(event.type, event.mode)
            if collapsed is not None:
                yield _Row(event.id, collapsed, *sides, "planned", self._name_voices(by_stance["planned"]))
        else:
            yield from self._list_wishes(event, by_stance.get("wanted", []))
        for stance in _MARKED:
            if stance in self._options.stances and stance in by_stance:
                voices = self._name_voices(by_stance[stance])
                yield _Row(f"{event.id}/{stance}", kind, *sides, stance, voices)
        if self._options.claimed:
            yield from self._list_claims(event, kind)

    def _list_wishes(self, event: Event, views: Sequence[View]) -> Iterator[_Row]:
        """Give a request for each voice that wants the deed and is somebody: by that one, to the deed's actors."""
        made = 0
        for view in views:
            statement = self._statements.get(view.by)
            if statement is not None and statement.speaker is not None and statement.source.spans:
                made += 1
                identity = event.id if made == 1 else f"{event.id}/{made}"
                actors = (self._side_of_speaker(statement),)
                voice = self._name_voices([view])
                yield _Row(identity, collapse_wanted(event.type), actors, event.actors, "wanted", voice)

    def _list_claims(self, event: Event, kind: PloverClass) -> Iterator[_Row]:
        for number, view in enumerate(event.views, 1):
            is_shown = view.stance == "asserted" or view.stance in self._options.stances
            if is_shown and (view.actors or view.recipients):
                sides = view.actors or event.actors, view.recipients or event.recipients
                yield _Row(f"{event.id}/view{number}", kind, *sides, view.stance, self._name_voices([view]))

    def _side_of_speaker(self, statement: Statement) -> Side:
        source = statement.source
        entity = self._entities.get((statement.speaker.entity if statement.speaker else None) or source.entity or "")
        country, sectors = (entity.country, entity.sectors) if entity else (None, ())
        return Side(source.spans, source.quote, entity.id if entity else None, country, sectors)

    def _name_voices(self, views: Sequence[View]) -> str:
        return _join(dict.fromkeys(find_voice(view.by, self._statements).label for view in views))

    def _cells(self, event: Event, row: _Row) -> dict[str, str]:
        report = self._record.report
        sentence = report.text[slice(*self._sentences.find_sentence(event.triggers.spans[0].start))]
        day, origin = self._date(event)
        texts = {
            "Event ID": row.id,
            "Event Date": day,
            "Event Type": row.kind.type,
            "Event Mode": row.kind.mode or "",
            "Quad Code": QUAD_OF[row.kind.type],
            "Contexts": CONTEXT_OF.get(row.kind.mode or "", ""),
            **_side_cells("Actor", row.actors, self._entities),
            **_side_cells("Recipient", row.recipients, self._entities),
            **self._place_cells(event),
            "Source": report.publisher or "",
            "Publication Date": report.published or "",
            **self._story,
            "Language": report.language or "",
            "Version": event.made_by,
            "Onrecord Status": event.status,
            "Onrecord Actor Status": event.actor_status,
            "Onrecord Stance": row.stance,
            "Onrecord According To": row.according_to,
            "Onrecord Date From": origin,
            "Onrecord Quote": sentence,
            "Onrecord Report": report.id,
        }
        cells = {name: harmless(text) for name, text in texts.items()}
        score = f"{find_score(row.kind.type, row.kind.mode):g}"
        return {**cells, "Intensity": score, "Onrecord Confidence": f"{event.confidence:.3f}"}

    def _date(self, event: Event) -> tuple[str, str]:
        """Give the event's day, if words fix one, and those words with what they come to."""
        time = event.time
        if time is None or time.origin == "published":
            return "", ""
        words = f"“{self._quotes[time.origin]}”" if time.origin in self._quotes else ""
        day = time.value.partition("T")[0]
        if len(day) == len("2031-03-09") and day == (time.start or "")[:10]:
            return day, words
        return "", f"{time.value} {words}".strip()

    def _place_cells(self, event: Event) -> dict[str, str]:
        if event.place is None:
            return {}
        entity = self._entities.get(event.place.entity or "")
        words = " … ".join(event.place.quote)
        return {
            "Placename": (entity.name if entity else None) or words,
            "Country": (entity.country if entity else None) or "",
            "Raw Placename": words,
        }


def _side_cells(role: str, sides: Sequence[Side], entities: Mapping[str, Entity]) -> dict[str, str]:
    found = [entities.get(side.entity or "") for side in sides]
    return {
        f"{role} Name": _join(side_name(side, entities) for side in sides),
        f"{role} Country": _join(side.country or "" for side in sides),
        f"Primary {role} Sector": _join(side.sectors[0] if side.sectors else "" for side in sides),
        f"{role} Sectors": _join(" ".join(side.sectors) for side in sides),
        f"{role} Title": _join(", ".join(entity.roles) if entity else "" for entity in found),
        f"{role} Name Raw": _join(" … ".join(side.quote) for side in sides),
    }


def _join(values: Iterable[str]) -> str:
    """Join values, each at its place, so that the third country is that of the third name; nothing for none at all."""
    listed = [value.replace(";", ",") for value in values]
    return "; ".join(listed) if any(listed) else ""
