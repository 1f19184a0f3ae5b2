"""What the JSON-LD formats share: a document written as a stream, and IRIs for what it describes.

IRIs are ``urn:onrecord:`` and the id of a report or statement, so the same words have the same IRI in every export.
Documents contain their context or name one that a standard fixes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, BinaryIO
from urllib.parse import quote

from onrecord.record import dump_json

_NOT_IN_IRI = re.compile(r"[\x00-\x20<>\"{}|\\^`\x7f-\xa0]")
NAMESPACE = "urn:onrecord:"


def name_of(identifier: str) -> str:
    """Name a report or statement by its id, as an IRI."""
    return NAMESPACE + identifier


def find_iri(url: str | None) -> str | None:
    """Give a URL as an IRI, with other characters escaped; None where it is no web address."""
    if url is None or not url.startswith(("http://", "https://")):
        return None
    return _NOT_IN_IRI.sub(lambda found: quote(found[0]), url)


def write_document(destination: BinaryIO, opening: str, items: Iterable[dict[str, Any]], closing: str) -> None:
    """Write a document that holds an array of any length.

    Args:
        destination: A stream of bytes.
        opening: The document up to the array's first item.
        items: The items of the array, each written on its own line.
        closing: The document from the end of the array; ``TOTAL`` in it stands for the number of items.
    """
    destination.write(opening.encode())
    count = 0
    for item in items:
        destination.write((",\n" if count else "\n").encode() + dump_json(item).encode())
        count += 1
    destination.write(closing.replace("TOTAL", str(count)).encode())
