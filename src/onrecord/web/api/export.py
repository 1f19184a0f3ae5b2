"""Records in the formats of other tools, sent while they are read from the store."""

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
from onrecord.web.api.parameters import Exporting
from onrecord.web.api.problem_responses import failures
from onrecord.web.capacity.streaming import FileResponse
from onrecord.web.state import room_of

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
"""Media type and file suffix of every format that is one file."""
_MOST_AT_ONCE = 2_000
"""Reports in a format that has to be in memory as one piece."""
_CONTENT: dict[str, dict[str, object]] = {kind.partition(";")[0]: {} for kind, _ in MEDIA_TYPES.values()}


@router.get(
    "/export",
    response_class=Response,
    responses={
        200: {"content": _CONTENT, "description": "The file, sent while it is read from the store."},
        **failures(400, 422),
    },
)
def export_records(request: Request, asked: Annotated[Exporting, Query()]) -> Response:
    """Write the reports that hold what a query asks for, with these statements only; without a query, all.

    Where something goes wrong once the file has begun, the connection is cut, so that half a file is never taken for
    a whole one.
    """
    if asked.to == "brat":
        raise ConfigurationError(
            "brat is a folder of files, which cannot be sent; use: onrecord export STORE --to brat"
        )
    room = room_of(request)
    records = room.store.iter_records(None if asked.is_empty else asked.query())
    if asked.to == "spacy":
        records = _few(records)
    media_type, suffix = MEDIA_TYPES[asked.to]
    headers = {"content-disposition": f'attachment; filename="onrecord.{suffix}"'}
    return FileResponse(room.export_slots, partial(FILES[asked.to], records), media_type, headers)


def _few(records: Iterable[AnnotatedReport]) -> Iterator[AnnotatedReport]:
    for number, record in zip(count(1), records, strict=False):
        if number > _MOST_AT_ONCE:
            raise ConfigurationError(
                f"spaCy's format holds everything in memory, so no more than {_MOST_AT_ONCE:,} reports are sent; "
                "ask for less, or use: onrecord export STORE --to spacy"
            )
        yield record
