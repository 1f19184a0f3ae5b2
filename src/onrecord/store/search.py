"""Search a store: one SQL statement for each query and page."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Select,
    Subquery,
    and_,
    cast,
    func,
    literal_column,
    or_,
    select,
    tuple_,
)

from onrecord.errors import ConfigurationError
from onrecord.record import Report, replace
from onrecord.store.base.days import day_after
from onrecord.store.base.dialects import WordIndex
from onrecord.store.base.event_query import EventQuery
from onrecord.store.base.keys import DAY_BITS, FIRST_UNKNOWN, day_of, first_key
from onrecord.store.base.query import DateRange, Query
from onrecord.store.base.schema import (
    UNKNOWN,
    Day,
    annotation,
    event,
    person,
    publication,
    report,
    statement,
    statement_about,
    statement_tag,
)
from onrecord.store.event_search import EventSearch
from onrecord.store.load import read_hits, read_publications
from onrecord.store.people import Speakers, find_speakers, suggest_speakers
from onrecord.store.publishers import find_publishers
from onrecord.store.values.hits import CountBy, Hit, Sort
from onrecord.store.values.results import SearchResults

_LAST_DAY = "9999-12-31"
_LAST_KEY = 2**63 - 1
_TIME_LENGTHS: dict[str, int] = {"day": 10, "month": 7, "year": 4}
_CURSOR = re.compile(
    r"(?P<sort>[a-z]+):(?:(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2}|"
    + UNKNOWN
    + r"):)?(?:(?P<doubt>[0-9.e-]{1,30}):)?(?P<key>[0-9]{1,19})"
)


@dataclass(frozen=True)
class Search:
    """A query prepared for one database.

    Attributes:
        query: The query.
        words: The database's index of words.
        speakers: People that the query's speaker refers to, or None without a speaker.
        publishers: Publishers that the query's publisher refers to.
        about: Ids of what statements must be about, or None where they may be about anything.
    """

    query: Query
    words: WordIndex
    speakers: Speakers | None
    publishers: tuple[str, ...]
    about: Select[Any] | str | None = None

    @classmethod
    def prepare(cls, connection: Connection, words: WordIndex, query: Query) -> Search:
        """Look up the people and publishers that the query names."""
        speakers = find_speakers(connection, query.speaker) if query.speaker else None
        about = query.about
        if isinstance(about, EventQuery):
            events = EventSearch(connection, words, about)
            return cls(query, words, speakers, find_publishers(connection, query.publisher), events.select(event.c.id))
        if about is not None and not isinstance(about, str):
            raise ConfigurationError("about is neither a query for events nor the id of an event or of negotiations")
        return cls(query, words, speakers, find_publishers(connection, query.publisher), about)

    @property
    def finds_nothing(self) -> bool:
        """Whether the query names a person or publisher that is not in the store."""
        has_no_speaker = self.speakers is not None and not self.speakers.keys
        return has_no_speaker or (self.query.publisher is not None and not self.publishers)

    @property
    def key(self) -> ColumnElement[int]:
        """The key to sort by: that of the word index if the query has words."""
        return self.words.key if self._is_by_words else statement.c.key

    @property
    def is_by_publication(self) -> bool:
        """Whether the query restricts only days of publication, which then give the order."""
        return self.query.published is not None and self.query.said is None and not self._is_by_words

    @property
    def _is_by_words(self) -> bool:
        return self.query.content_node is not None or self.query.role_node is not None

    def select(self, *columns: Any) -> Select[Any]:
        """Select columns of the statements that match the query."""
        chosen = select(*columns).select_from(statement)
        keys = self.speakers.keys if self.speakers else ()
        if self._is_by_words:
            chosen = select(*columns).select_from(self.words.table).join(statement, statement.c.key == self.words.key)
            chosen = chosen.where(self.words.condition(self.query.content_node, self.query.role_node, keys))
        elif keys:
            chosen = chosen.where(statement.c.person_key.in_(keys))
        return chosen.where(*self._conditions())

    def select_days(self) -> Select[Any]:
        """Select the number of statements for each day. The keys contain the day, so no row is read."""
        day = (self.key // literal_column(str(1 << DAY_BITS), BigInteger)).label("day")
        columns: list[Any] = [day, func.count()]
        if self._is_by_words and not self._conditions():
            keys = self.speakers.keys if self.speakers else ()
            chosen = select(*columns).select_from(self.words.table)
            chosen = chosen.where(self.words.condition(self.query.content_node, self.query.role_node, keys))
        else:
            chosen = self.select(*columns)
        return chosen.group_by(day).order_by(day)

    def _conditions(self) -> list[ColumnElement[bool]]:
        query, found = self.query, []
        if query.kind is not None:
            found.append(statement.c.kind == query.kind)
        if query.gloss is not None:
            found.append(statement.c.gloss == query.gloss)
        if query.confidence:
            found.append(statement.c.confidence >= query.confidence)
        if self.about is not None:
            subject = statement_about.c.subject
            is_about = subject == self.about if isinstance(self.about, str) else subject.in_(self.about)
            found.append(statement.c.key.in_(select(statement_about.c.statement_key).where(is_about)))
        if query.report is not None:
            found.append(statement.c.report_key.in_(select(report.c.key).where(report.c.id == query.report)))
        if self.publishers:
            carried = select(publication.c.report_key).where(publication.c.publisher.in_(self.publishers))
            if query.published is not None:
                day = cast(func.substr(publication.c.published, 1, len(_LAST_DAY)), Day)
                carried = carried.where(_lies_in(day, query.published))
            found.append(statement.c.report_key.in_(carried))
        elif query.published is not None:
            found.append(_lies_in(statement.c.published, query.published))
        return [*found, *self._review(), *self._days()]

    def _review(self) -> list[ColumnElement[bool]]:
        """Give the conditions on what people said of statements, or should."""
        query, found = self.query, []
        if query.doubt:
            found.append(statement.c.doubt >= query.doubt)
        if query.tag is not None:
            tagged = select(statement_tag.c.statement_key).where(statement_tag.c.tag == query.tag)
            found.append(statement.c.key.in_(tagged))
        return found

    def _days(self) -> list[ColumnElement[bool]]:
        found: list[ColumnElement[bool]] = []
        said = self.query.said
        if said is not None:
            end = FIRST_UNKNOWN if said.end is None else first_key(day_after(said.end))
            found += [self.key >= first_key(said.start) if said.start else self.key >= 0, self.key < end]
            if said.end is not None:
                found.append(statement.c.said_end <= day_after(said.end))
        return found


def _lies_in(day: ColumnElement[str], days: DateRange) -> ColumnElement[bool]:
    return day.between(days.start or "", days.end or _LAST_DAY)


def search(
    connection: Connection, words: WordIndex, query: Query, sort: Sort, limit: int, cursor: str | None
) -> SearchResults:
    """Find statements.

    Raises:
        ConfigurationError: The sort does not fit the query, or the cursor belongs to another search.
    """
    if sort == "relevance" and query.content_node is None:
        raise ConfigurationError("sorting by relevance needs words; add words, or sort by date")
    prepared = Search.prepare(connection, words, query)
    if sort == "date" and prepared.is_by_publication:
        sort = "published"
    speakers = prepared.speakers
    named = (speakers.taken, speakers.perhaps) if speakers else ((), ())
    if prepared.finds_nothing:
        unknown = query.speaker if speakers is not None and not speakers.keys else ()
        return SearchResults((), None, *named, suggest_speakers(connection, unknown))
    keys, following = _find_page(connection, prepared, sort, limit, cursor)
    hits = read_hits(connection, keys, query.content_node)
    if prepared.publishers:
        hits = _as_carried(connection, hits, prepared)
    return SearchResults(tuple(hits), following, *named)


def _as_carried(connection: Connection, hits: Sequence[Hit], prepared: Search) -> list[Hit]:
    """Show each hit in the publication of the query's publisher, if several publish the text."""
    days = prepared.query.published

    def fits(found: Report) -> bool:
        day = (found.published or UNKNOWN)[: len(_LAST_DAY)]
        is_then = days is None or (days.start or "") <= day <= (days.end or _LAST_DAY)
        return found.publisher in prepared.publishers and is_then

    texts = {hit.report.id: hit.report for hit in hits if not fits(hit.report)}
    carried: dict[str, Report] = {}
    for identity, publications in read_publications(connection, texts).items():
        first = next((found for found in publications if fits(found)), None)
        if first is not None:
            carried[identity] = replace(first, text=texts[identity].text, language=texts[identity].language)
    return [dataclasses.replace(hit, report=carried.get(hit.report.id, hit.report)) for hit in hits]


def _find_page(
    connection: Connection, prepared: Search, sort: Sort, limit: int, cursor: str | None
) -> tuple[list[int], str | None]:
    place = _read_cursor(cursor, sort)
    if sort == "newest":
        return _find_newest(connection, prepared, limit, place)
    if sort == "unsure":
        return _find_unsure(connection, prepared, limit, place)
    key = prepared.key
    if sort == "relevance":
        offset = int(place[0]) if place else 0
        chosen = prepared.select(key).order_by(prepared.words.rank(prepared.query.content_node), key).offset(offset)
        keys = list(connection.execute(chosen.limit(limit + 1)).scalars())
        return keys[:limit], f"relevance:{offset + limit}" if len(keys) > limit else None
    if sort == "published":
        chosen = prepared.select(key, statement.c.published).order_by(statement.c.published, key)
        if place:
            chosen = chosen.where(tuple_(statement.c.published, key) > (place[0], int(place[1])))
        rows = connection.execute(chosen.limit(limit + 1)).all()
        last = rows[limit - 1] if len(rows) > limit else None
        return [row[0] for row in rows[:limit]], f"published:{last[1]}:{last[0]}" if last else None
    chosen = prepared.select(key).order_by(key)
    if place:
        chosen = chosen.where(key > int(place[0]))
    keys = list(connection.execute(chosen.limit(limit + 1)).scalars())
    return keys[:limit], f"date:{keys[limit - 1]}" if len(keys) > limit else None


def _find_unsure(
    connection: Connection, prepared: Search, limit: int, place: Sequence[str]
) -> tuple[list[int], str | None]:
    """Find what is most in doubt first, in the order of time where doubts are equal."""
    key, doubt = prepared.key, statement.c.doubt
    chosen = prepared.select(key, doubt).order_by(doubt.desc(), key)
    if place:
        last, least = int(place[1]), float(place[0])
        chosen = chosen.where(or_(doubt < least, and_(doubt == least, key > last)))
    rows = connection.execute(chosen.limit(limit + 1)).all()
    following = f"unsure:{rows[limit - 1][1]!r}:{rows[limit - 1][0]}" if len(rows) > limit else None
    return [row[0] for row in rows[:limit]], following


def _find_newest(
    connection: Connection, prepared: Search, limit: int, place: Sequence[str]
) -> tuple[list[int], str | None]:
    """Find the latest days first, undated statements last."""
    key, last = prepared.key, int(place[0]) if place else None
    keys: list[int] = []
    if last is None or last < FIRST_UNKNOWN:
        chosen = prepared.select(key).where(key < (FIRST_UNKNOWN if last is None else last)).order_by(key.desc())
        keys += connection.execute(chosen.limit(limit + 1)).scalars()
        last = None
    if len(keys) <= limit:
        chosen = prepared.select(key).where(key >= FIRST_UNKNOWN).order_by(key.desc())
        if last is not None:
            chosen = chosen.where(key < last)
        keys += connection.execute(chosen.limit(limit + 1 - len(keys))).scalars()
    return keys[:limit], f"newest:{keys[limit - 1]}" if len(keys) > limit else None


def _read_cursor(cursor: str | None, sort: Sort) -> list[str]:
    if cursor is None:
        return []
    found = _CURSOR.fullmatch(cursor)
    is_fit = (
        found is not None
        and found["sort"] == sort
        and (found["day"] is not None) == (sort == "published")
        and (found["doubt"] is not None) == (sort == "unsure")
        and _is_number(found["doubt"] or "0")
    )
    if found is None or not is_fit or int(found["key"]) > _LAST_KEY:
        raise ConfigurationError(f"the cursor {cursor!r} belongs to another search; start again without a cursor")
    return [part for part in (found["day"], found["doubt"], found["key"]) if part is not None]


def _is_number(words: str) -> bool:
    try:
        float(words)
    except ValueError:
        return False
    return True


def count(connection: Connection, words: WordIndex, query: Query) -> int:
    """Count the statements that match a query."""
    prepared = Search.prepare(connection, words, query)
    return 0 if prepared.finds_nothing else connection.execute(prepared.select(func.count())).scalar_one()


def count_by(
    connection: Connection, words: WordIndex, query: Query, by: CountBy, limit: int
) -> list[tuple[str | None, int]]:
    """Count the statements that match a query, by group.

    Days, months and years are in order. Other groups are sorted by count, highest first.
    """
    prepared = Search.prepare(connection, words, query)
    if prepared.finds_nothing:
        return []
    if by in _TIME_LENGTHS:
        return _count_by_time(connection, prepared, _TIME_LENGTHS[by])[:limit]
    label, joined = _group(prepared, by)
    number = func.count().label("number")
    chosen = joined(prepared.select(label, number)).group_by(label)
    rows = connection.execute(chosen.order_by(number.desc(), label).limit(limit)).all()
    return [(name, many) for name, many in rows]


def _count_by_time(connection: Connection, prepared: Search, length: int) -> list[tuple[str | None, int]]:
    """Count by day, month or year (a prefix of the ISO day), in order, undated statements last."""
    counts: dict[str | None, int] = {}
    for number, many in connection.execute(prepared.select_days()):
        day = day_of(number)
        time = day and day[:length]
        counts[time] = counts.get(time, 0) + many
    return list(counts.items())


def _group(prepared: Search, by: CountBy) -> tuple[ColumnElement[Any], Any]:
    """Return the column to group by, and how to join its table."""
    if by == "kind":
        return statement.c.kind.label("label"), lambda chosen: chosen
    if by == "speaker":
        root = person.alias("root")
        return root.c.id.label("label"), lambda chosen: chosen.outerjoin(
            person, person.c.key == statement.c.person_key
        ).outerjoin(root, root.c.key == func.coalesce(person.c.merged_into, person.c.key))
    shown = _shown_publications(prepared)
    return publication.c.publisher.label("label"), lambda chosen: chosen.join(
        shown, shown.c.report_key == statement.c.report_key
    ).join(publication, publication.c.key == shown.c.publication_key)


def _shown_publications(prepared: Search) -> Subquery:
    """Select the publication to show for each report: the latest, or one of the query's publisher."""
    if prepared.publishers:
        own = publication.alias("own")
        first = select(own.c.report_key, func.min(own.c.key).label("publication_key"))
        return first.where(own.c.publisher.in_(prepared.publishers)).group_by(own.c.report_key).subquery()
    newest = select(func.max(annotation.c.key)).group_by(annotation.c.report_key)
    chosen = select(annotation.c.report_key, annotation.c.publication_key)
    return chosen.where(annotation.c.key.in_(newest)).subquery()
