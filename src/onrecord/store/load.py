"""Build records and hits from rows, with corrections applied and merged people under one name."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, func, or_, select

from onrecord.errors import ConfigurationError
from onrecord.record import LAYERS, AnnotatedReport, PageSpan, Report, Statement, replace
from onrecord.store.base.database import HIDES_FOLDERS
from onrecord.store.base.layers import STATEMENTS, PackedLayer, build_record, unpack_items
from onrecord.store.base.query import Node, find_matches
from onrecord.store.base.schema import (
    UPKEEP,
    annotation,
    correction,
    encode_text,
    in_parts,
    layer,
    person,
    publication,
    report,
    setting,
    statement,
)
from onrecord.store.corrections.log import read_log_by_report
from onrecord.store.corrections.merges import read_merges
from onrecord.store.corrections.overlay import HUMAN, apply_corrections
from onrecord.store.values.hits import Hit
from onrecord.store.values.people import NamedSpeaker
from onrecord.store.values.reports import ListedReport, ReportList
from onrecord.text.spans import Span

CHUNK = 500
"""Maximum number of keys in one query."""
_merged = person.alias("merged")


@dataclass(frozen=True, slots=True)
class StoredReport:
    """A report with layers of its newest annotation, still packed."""

    key: int
    report: Report
    layers: tuple[PackedLayer, ...]

    def build(self) -> AnnotatedReport:
        """Build the record of the layers that were read."""
        return build_record(self.report, self.layers)


def read_reports(
    connection: Connection, keys: Sequence[int], layers: Sequence[str] = tuple(LAYERS)
) -> Iterator[StoredReport]:
    """Read reports by their keys, in the order of the keys.

    Args:
        connection: To the store.
        keys: Keys of reports.
        layers: Names of the layers to read.
    """
    for start in range(0, len(keys), CHUNK):
        part = keys[start : start + CHUNK]
        found = {row.key: row for row in connection.execute(_CURRENT, {"keys": part})}
        packed = read_layers(connection, [row.annotation_key for row in found.values()], layers)
        for key in part:
            if row := found.get(key):
                report = _build_report(connection, row, bytes(row.text).decode("utf-8", "surrogatepass"), row.language)
                yield StoredReport(key, report, tuple(packed.get(row.annotation_key, ())))


def read_layers(
    connection: Connection, annotation_keys: Sequence[int], names: Sequence[str]
) -> dict[int, list[PackedLayer]]:
    """Read layers of annotations, by the annotation's key."""
    found: dict[int, list[PackedLayer]] = {}
    for row in connection.execute(_LAYERS, {"keys": annotation_keys, "names": list(names)}):
        found.setdefault(row[0], []).append(PackedLayer(row[1], row[2], bytes(row[3]), bytes(row[4])))
    return found


_LAYERS = select(layer).where(
    layer.c.annotation_key.in_(bindparam("keys", expanding=True)), layer.c.name.in_(bindparam("names", expanding=True))
)


def _select_current() -> Select[Any]:
    own = annotation.c.report_key
    newest = select(func.max(annotation.c.key)).where(own.in_(bindparam("keys", expanding=True))).group_by(own)
    columns = publication.c
    return (
        select(
            report.c.key,
            report.c.text,
            report.c.language,
            annotation.c.key.label("annotation_key"),
            columns.origin,
            columns.publisher,
            columns.title,
            columns.authors,
            columns.url,
            columns.published,
            columns.published_from,
            columns.published_certain,
            columns.pages,
        )
        .select_from(annotation)
        .join(report, report.c.key == annotation.c.report_key)
        .join(publication, publication.c.key == annotation.c.publication_key)
        .where(annotation.c.key.in_(newest))
    )


# Building these queries takes as long as running them, so they are built once.
_CURRENT = _select_current()


def _build_report(connection: Connection, row: Row[Any], text: str, language: str | None) -> Report:
    hides_folders = connection.get_execution_options().get(HIDES_FOLDERS, False)
    return Report(
        text,
        hide_folder(row.origin) if hides_folders else row.origin,
        row.publisher,
        row.title,
        tuple(json.loads(row.authors)),
        row.url,
        language,
        row.published,
        row.published_from,
        row.published_certain,
        None if row.pages is None else tuple(PageSpan(*page) for page in json.loads(row.pages)),
    )


_LOCAL = re.compile(r"[/\\~]|[A-Za-z]:[/\\]|\.\.(?:[/\\]|$)")
"""How a path begins that tells where it lies on a machine."""


def hide_folder(origin: str) -> str:
    """Leave out the folders of an origin that tells where a file lies on this machine.

    Args:
        origin: A path, an address, or either with ``#`` and a place in it.

    Example:
        >>> hide_folder("/home/ada/reports/dam.txt"), hide_folder("reports/dam.txt")
        ('dam.txt', 'reports/dam.txt')
    """
    path, mark, place = origin.partition("#")
    path = path.removeprefix("file://")
    if not _LOCAL.match(path) and not re.search(r"[/\\]\.\.[/\\]", path):
        return origin
    return re.split(r"[/\\]", path)[-1] + mark + place


def read_records(connection: Connection, keys: Sequence[int], corrected: bool) -> Iterator[AnnotatedReport]:
    """Read records by the keys of their reports, in the order of the keys.

    Args:
        connection: To the store.
        keys: Keys of reports.
        corrected: Whether to apply people's corrections to what the model found.
    """
    for start in range(0, len(keys), CHUNK):
        part = keys[start : start + CHUNK]
        stored = list(read_reports(connection, part))
        merges = _read_merged_statements(connection, part) if corrected else {}
        logs = read_log_by_report(connection, [item.report.id for item in stored]) if corrected else {}
        for item in stored:
            record = item.build()
            if entries := logs.get(item.report.id):
                record = apply_corrections(record, entries).record
            yield _name_merged(record, merges)


def _read_merged_statements(connection: Connection, keys: Sequence[int]) -> dict[str, tuple[str, str]]:
    """Return the statements of merged people by id, with the shown name and who merged them."""
    rows = connection.execute(_MERGED_IN_REPORTS, {"keys": list(keys)}).all()
    if not rows:
        return {}
    by = {str(entry.detail["from"]): entry.by for entry in read_merges(connection)}
    return {row.id: (row.name, by.get(row.person, "")) for row in rows}


_MERGED_IN_REPORTS = (
    select(statement.c.id, person.c.id.label("person"), _merged.c.name)
    .join(person, person.c.key == statement.c.person_key)
    .join(_merged, _merged.c.key == person.c.merged_into)
    .where(statement.c.report_key.in_(bindparam("keys", expanding=True)))
)


def _name_merged(record: AnnotatedReport, merges: dict[str, tuple[str, str]]) -> AnnotatedReport:
    if not any(found.id in merges for found in record.statements):
        return record
    statements = tuple(
        _name_speaker(found, *merges[found.id]) if found.id in merges else found for found in record.statements
    )
    return replace(record, statements=statements)


def _name_speaker(found: Statement, name: str, by: str) -> Statement:
    if found.speaker is None:
        return found
    how = "; ".join(part for part in (found.speaker.how, f"merged by {HUMAN}{by}") if part)
    return replace(found, speaker=replace(found.speaker, name=name, how=how))


def read_hits(connection: Connection, keys: Sequence[int], node: Node | None = None) -> list[Hit]:
    """Read statements by their keys, in the order of the keys, each with its report.

    Args:
        connection: To the store.
        keys: Keys of statements.
        node: The words of the query, to mark their matches.
    """
    rows = {row.key: row for row in _read_rows(connection, keys)}
    reports = {
        item.key: item
        for item in read_reports(connection, sorted({row.report_key for row in rows.values()}), [STATEMENTS])
    }
    statements = _find_statements(connection, reports.values(), {row.id for row in rows.values()})
    hits = []
    for key in keys:
        row = rows.get(key)
        if row is None or (row.report_key, row.id) not in statements:
            continue
        found, stored = statements[row.report_key, row.id], reports[row.report_key]
        matches = find_matches(node, stored.report.text, list(found.content.spans)) if node else []
        marks = tuple(Span(*match) for match in matches)
        hits.append(Hit(found, stored.report, row.person, row.speaker, row.role, marks, row.kind))
    return hits


def _read_rows(connection: Connection, keys: Sequence[int]) -> Iterator[Row[Any]]:
    for part in in_parts(keys):
        yield from connection.execute(_NAMED, {"keys": part}).all()


def _select_named() -> Select[Any]:
    """Select statements with their speakers, merged people as one."""
    return (
        select(
            statement.c.key,
            statement.c.report_key,
            statement.c.id,
            statement.c.role,
            func.coalesce(_merged.c.id, person.c.id).label("person"),
            func.coalesce(_merged.c.name, person.c.name).label("speaker"),
            func.coalesce(_merged.c.kind, person.c.kind).label("kind"),
        )
        .outerjoin(person, person.c.key == statement.c.person_key)
        .outerjoin(_merged, _merged.c.key == person.c.merged_into)
    )


_NAMED = _select_named().where(statement.c.key.in_(bindparam("keys", expanding=True)))
_NAMED_IN_REPORT = _select_named().where(
    statement.c.report_key == select(report.c.key).where(report.c.id == bindparam("report")).scalar_subquery()
)


def read_speakers(connection: Connection, report_id: str) -> dict[str, NamedSpeaker]:
    """Read the speaker of each statement of a report, by statement id."""
    rows = connection.execute(_NAMED_IN_REPORT, {"report": report_id})
    return {row.id: NamedSpeaker(row.person, row.speaker, row.role) for row in rows}


def _find_statements(
    connection: Connection, stored: Iterable[StoredReport], wanted: Collection[str]
) -> dict[tuple[int, str], Statement]:
    """Build only the wanted statements of reports whose statement layers are loaded."""
    reports = list(stored)
    logs = read_log_by_report(connection, [item.report.id for item in reports])
    found: dict[tuple[int, str], Statement] = {}
    for item in reports:
        if item.report.id not in logs:
            for packed in item.layers:
                found.update({(item.key, one.id): one for one in unpack_items(packed, item.report.text, wanted)})
    corrected = [item.key for item in reports if item.report.id in logs]
    for item in read_reports(connection, corrected):
        record = apply_corrections(item.build(), logs[item.report.id]).record
        found.update({(item.key, one.id): one for one in record.statements})
    return found


def read_publications(connection: Connection, report_ids: Collection[str]) -> dict[str, list[Report]]:
    """Read every publication of reports, in the order in which they were added, without their text."""
    found: dict[str, list[Report]] = {}
    for row in connection.execute(_PUBLICATIONS, {"reports": list(report_ids)}):
        found.setdefault(row.id, []).append(_build_report(connection, row, "", None))
    return found


_PUBLICATIONS = (
    select(report.c.id, publication)
    .join(publication, publication.c.report_key == report.c.key)
    .where(report.c.id.in_(bindparam("reports", expanding=True)))
    .order_by(publication.c.key)
)


def read_state(connection: Connection) -> str:
    """Return a string that changes whenever the content of the store changes."""
    return " ".join(str(number or 0) for number in connection.execute(_STATE).one())


_STATE = select(
    *(select(func.max(table.c.key)).scalar_subquery() for table in (annotation, publication, correction)),
    select(setting.c.value).where(setting.c.name == UPKEEP).scalar_subquery(),
)


def list_reports(connection: Connection, words: str, limit: int, cursor: str | None) -> ReportList:
    """List reports, most recently added first.

    Raises:
        ConfigurationError: The cursor does not belong to this list.
    """
    chosen = select(report.c.key).order_by(report.c.key.desc()).limit(limit + 1)
    for word in words.split():
        columns = (publication.c.title, publication.c.publisher, publication.c.origin, publication.c.published)
        holds = or_(*(column.icontains(encode_text(word), autoescape=True) for column in columns))
        chosen = chosen.where(report.c.key.in_(select(publication.c.report_key).where(holds)))
    if cursor is not None:
        kind, _, last = cursor.partition(":")
        if kind != "reports" or not (last.isascii() and last.isdecimal()) or len(last) > 18:
            raise ConfigurationError(
                f"the cursor {cursor!r} does not belong to this list; start again without a cursor"
            )
        chosen = chosen.where(report.c.key < int(last))
    keys = list(connection.execute(chosen).scalars())
    following = f"reports:{keys[limit - 1]}" if len(keys) > limit else None
    return ReportList(tuple(_list_each(connection, keys[:limit])), following)


def _list_each(connection: Connection, keys: Sequence[int]) -> Iterator[ListedReport]:
    for start in range(0, len(keys), CHUNK):
        part = keys[start : start + CHUNK]
        counts: dict[int, int] = dict(
            connection.execute(
                select(statement.c.report_key, func.count())
                .where(statement.c.report_key.in_(part))
                .group_by(statement.c.report_key)
            ).all()
        )
        newest = select(func.max(annotation.c.key)).where(annotation.c.report_key.in_(part))
        rows = connection.execute(
            select(report.c.key, report.c.id.label("report_id"), report.c.language, publication)
            .select_from(annotation)
            .join(report, report.c.key == annotation.c.report_key)
            .join(publication, publication.c.key == annotation.c.publication_key)
            .where(annotation.c.key.in_(newest.group_by(annotation.c.report_key)))
            .order_by(report.c.key.desc())
        )
        for row in rows:
            listed = _build_report(connection, row, "", row.language)
            yield ListedReport(listed, row.report_id, counts.get(row[0], 0))
