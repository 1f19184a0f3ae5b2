"""What the JSON-LD formats share: a document written as a stream, and names for what stands in it.

Names begin with ``urn:onrecord:``, then the id of a report or statement, so the same words have the same name in every
export. Documents bring their own context or name one that is fixed by its standard.
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
    """Give an address as an IRI, with what may not stand in one escaped, or None where it is no web address."""
    if url is None or not url.startswith(("http://", "https://")):
        return None
    return _NOT_IN_IRI.sub(lambda found: quote(found[0]), url)


def write_document(destination: BinaryIO, opening: str, items: Iterable[dict[str, Any]], closing: str) -> None:
    """Write a document that holds an array of any length.

    Args:
        destination: Where to.
        opening: The document up to the array's first item.
        items: What the array holds; each comes on a line of its own.
        closing: The document from the end of the array; ``TOTAL`` in it stands for the number of items.
    """
    destination.write(opening.encode())
    count = 0
    for item in items:
        destination.write((",\n" if count else "\n").encode() + dump_json(item).encode())
        count += 1
    destination.write(closing.replace("TOTAL", str(count)).encode())
