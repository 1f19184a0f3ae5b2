"""The endpoint that exports records in formats of other tools."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import count
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from onrecord.errors import ConfigurationError
from onrecord.export import FILES
from onrecord.record import AnnotatedReport
from onrecord.web.api.parameters import ExportParameters
from onrecord.web.capacity.streaming import FileResponse
from onrecord.web.problems import problem_responses
from onrecord.web.state import get_room

router = APIRouter(tags=["Export"])
_LINES, _LINKED = "application/x-ndjson", "application/ld+json"
MEDIA_TYPES = {
    "jsonl": (_LINES, "jsonl"),
    "csv": ("text/csv; charset=utf-8", "csv"),
    "web-annotation": (_LINKED, "jsonld"),
    "schema-org": (_LINKED, "jsonld"),
    "polnear": (_LINES, "jsonl"),
    "followthemoney": (_LINES, "ftm.jsonl"),
    "parquet": ("application/vnd.apache.parquet", "parquet"),
    "spacy": ("application/octet-stream", "spacy"),
}
MEDIA_TYPES["polecat"] = ("text/tab-separated-values; charset=utf-8", "polecat.tsv")
MEDIA_TYPES |= {
    f"{table}-{name}": (MEDIA_TYPES[name][0], f"{table}.{MEDIA_TYPES[name][1]}")
    for table in ("events", "views")
    for name in ("jsonl", "csv", "parquet")
}
"""Media type and file suffix of each format that is one file."""
_MAX_IN_MEMORY = 2_000
"""Most reports in a format that is built in memory."""
_CONTENT: dict[str, dict[str, object]] = {kind.partition(";")[0]: {} for kind, _ in MEDIA_TYPES.values()}


@router.get(
    "/export",
    response_class=Response,
    responses={
        200: {"content": _CONTENT, "description": "The file, sent while it is read from the store."},
        **problem_responses(400, 422),
    },
)
def export_records(request: Request, parameters: Annotated[ExportParameters, Query()]) -> Response:
    """Export the statements that match a query, with their reports; without a query, everything.

    An error after the file has started cuts the connection, so that clients notice an incomplete file.
    """
    if parameters.to == "brat":
        raise ConfigurationError(
            "brat is a folder of files, which the API cannot send; use: onrecord export STORE --to brat"
        )
    room = get_room(request)
    records = room.store.iter_records(None if parameters.is_empty else parameters.to_query())
    if parameters.to == "spacy":
        records = _limit_records(records)
    media_type, suffix = MEDIA_TYPES[parameters.to]
    headers = {"content-disposition": f'attachment; filename="onrecord.{suffix}"'}
    return FileResponse(room.export_slots, partial(FILES[parameters.to], records), media_type, headers)


def _limit_records(records: Iterable[AnnotatedReport]) -> Iterator[AnnotatedReport]:
    for number, record in zip(count(1), records, strict=False):
        if number > _MAX_IN_MEMORY:
            raise ConfigurationError(
                f"spaCy's format is built in memory, so {_MAX_IN_MEMORY:,} reports are the limit here; "
                "narrow the query, or use: onrecord export STORE --to spacy"
            )
        yield record
