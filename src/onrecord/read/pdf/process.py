"""The process that parses a PDF: bytes on standard input, lines of JSON on standard output.

It runs as a script and imports only the standard library and pdfminer. A small file can unpack to gigabytes or keep a
parser busy for hours, so the operating system limits the memory and the time of this process. The caller limits the
time as well, for systems without such limits.

The first line of the output has the metadata, each further one a page, the last one says that nothing is missing.
"""

from __future__ import annotations

import io
import json
import logging
import sys
import time
from collections.abc import Iterator
from typing import Any

MOST_CHARACTERS = 20_000_000
_SHARE_OF_TIME = 0.8
"""Of the time, that after which no page is begun: what is read by then is kept."""
_DIGITS = 1


def main(seconds: int, memory: int, most_pages: int) -> None:
    """Parse standard input.

    Args:
        seconds: Processor time.
        memory: Bytes of address space.
        most_pages: Pages to read.
    """
    _limit_resources(seconds, memory)
    logging.disable(logging.CRITICAL)
    content = io.BytesIO(sys.stdin.buffer.read())
    for item in _parse(content, most_pages, _SHARE_OF_TIME * seconds):
        sys.stdout.write(json.dumps(item) + "\n")


def _limit_resources(seconds: int, memory: int) -> None:
    try:
        import resource
    except ImportError:
        return
    for kind, amount in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds)):
        _, hard = resource.getrlimit(kind)
        most = amount if hard == resource.RLIM_INFINITY else min(amount, hard)
        try:
            resource.setrlimit(kind, (most, hard))
        except (ValueError, OSError):
            # macOS refuses a limit of the address space.
            continue


def _parse(content: io.BytesIO, most_pages: int, seconds: float) -> Iterator[dict[str, Any]]:
    from pdfminer.converter import PDFPageAggregator
    from pdfminer.layout import LAParams
    from pdfminer.pdfdocument import PDFDocument, PDFPasswordIncorrect
    from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdfparser import PDFParser

    try:
        document = PDFDocument(PDFParser(content))
    except PDFPasswordIncorrect:
        yield {"error": "password"}
        return
    yield {"info": _read_info(document.info)}
    resources = PDFResourceManager()
    # Without boxes_flow the boxes of a page are not compared pair by pair, which takes long on pages of many boxes.
    device = PDFPageAggregator(resources, laparams=LAParams(boxes_flow=None, all_texts=True))
    interpreter = PDFPageInterpreter(resources, device)
    left = MOST_CHARACTERS
    for number, page in enumerate(PDFPage.create_pages(document)):
        if number == most_pages or left < 0 or time.process_time() > seconds:
            yield {"more": True}
            break
        interpreter.process_page(page)
        lines = list(_list_lines(device.get_result()))
        left -= sum(len(line[-1]) for line in lines)
        yield {"lines": lines}
    yield {"end": True}


def _read_info(infos: list[dict[str, Any]]) -> dict[str, str]:
    from pdfminer.pdftypes import resolve1
    from pdfminer.utils import decode_text

    found = {}
    for info in infos:
        for name in ("Title", "Author", "CreationDate"):
            value = resolve1(info.get(name))
            if isinstance(value, bytes):
                found[name] = decode_text(value)[:1_000]
    return found


def _list_lines(page: Any) -> Iterator[list[Any]]:
    """List the printed lines of a page: left, top, right and bottom in points from the top left, size, words."""
    from pdfminer.layout import LTChar, LTContainer, LTTextLineHorizontal

    waiting: list[Any] = [page]
    while waiting:
        element = waiting.pop()
        if isinstance(element, LTTextLineHorizontal):
            words = element.get_text().strip()
            if words:
                sizes = sorted(char.size for char in element if isinstance(char, LTChar))
                box = (element.x0 - page.x0, page.y1 - element.y1, element.x1 - page.x0, page.y1 - element.y0)
                size = sizes[len(sizes) // 2] if sizes else element.height
                yield [*(round(value, _DIGITS) for value in (*box, size)), words]
        elif isinstance(element, LTContainer):
            waiting.extend(reversed(list(element)))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
