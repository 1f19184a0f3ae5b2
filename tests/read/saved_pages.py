"""The saved pages of the corpora, read once for all tests."""

from __future__ import annotations

import gzip
import os
from functools import cache
from pathlib import Path

from onrecord.read.formats.html import read_html
from onrecord.read.options import ReadOptions
from onrecord.record import Report


@cache
def read_saved_pages() -> dict[Path, Report]:
    pages = sorted(Path(os.environ["ONRECORD_CORPORA"], "html").glob("*.html.gz"))
    return {page: read_html(gzip.decompress(page.read_bytes()), page.name, ReadOptions()) for page in pages}
