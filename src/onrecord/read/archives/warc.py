"""The news pages in web archives: WARC (ISO 28500) and its forerunner ARC, compressed or not.

An archive holds whatever a crawler met. A record becomes a report if it is a response with status 200 and HTML, does
not come from the root of a site, where home pages are, does not declare itself to be something else such as a product,
and has a body of prose: at least ``FEWEST_WORDS`` words, half of them in paragraphs of ``PROSE_PARAGRAPH`` words or
more. The teasers of a listing do not reach that. Other records are skipped, and a warning on the ``onrecord`` logger
says how many. A page that names no publisher has the host of its address.

A damaged record (its length or digest is wrong, its compression is broken, the file ends within it) gives an error with
its offset, and reading continues with the next record. The day of the crawl is not the day of publication.
"""

from __future__ import annotations

import base64
import hashlib
import io
import logging
import re
import zlib
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple
from urllib.parse import urlsplit

from onrecord.errors import MalformedReportError, ReadError
from onrecord.extras import import_extra
from onrecord.read.archives.stream import ArchiveStream, DamageError
from onrecord.read.file_format import FileFormat, measure_bytes, parser_errors
from onrecord.read.formats.html import LARGEST_PAGE, read_html
from onrecord.read.options import ReadOptions
from onrecord.read.pages.page_type import find_page_type, is_other_type
from onrecord.read.web.content_encoding import decode_content
from onrecord.read.window import ReadWindow
from onrecord.record import Report, replace

FEWEST_WORDS = 80
PROSE_PARAGRAPH = 15

_LOGGER = logging.getLogger("onrecord")
_LONGEST_LINE = 65_536
_LARGEST_HEAD = 2**20
_LARGEST_BLOCK = LARGEST_PAGE + _LARGEST_HEAD
_GZIP_MAGIC = b"\x1f\x8b"
_SIGNATURES = (b"WARC/", b"filedesc://")
_SIGNATURE_WITHIN = 64
_WARC_BEGIN = re.compile(rb"WARC/[01]\.[0-9]{1,2}\s")
_SCHEME = re.compile(rb"[a-z][a-z0-9+.-]{1,20}:", re.IGNORECASE)
_ARC_FIELDS = 5
_ARC_TIME = re.compile(rb"[0-9]{12,18}")
_LONGEST_NUMBER = 16
_MOST_RETURNS = 8
_DIGESTS = frozenset({"sha1", "sha256", "md5"})
_HTML = ("text/html", "application/xhtml+xml")
_OK = "200"


class _Record(NamedTuple):
    """A record of the archive.

    Attributes:
        identifier: Its id, or its offset in the file if it has none.
        url: The address that was fetched.
        block: Its content with the HTTP headers.
    """

    identifier: str
    url: str | None
    block: bytes


def read_warc(
    stream: BinaryIO, path: str, options: ReadOptions, window: ReadWindow | None = None
) -> Iterator[Report | ReadError]:
    """Read the news pages of a web archive.

    Args:
        stream: The file, at its beginning; it need not be able to seek.
        path: The file, as given; ``-`` for standard input.
        options: What the caller knows about the pages.
        window: The records to read, by the offset at which they begin; None reads all. It counts why others are no
            reports.

    Yields:
        A report for each news page, an error for each damaged record.

    Raises:
        MissingExtraError: warcio is not installed.
    """
    window = window or ReadWindow()
    reader = _ArchiveReader(stream, path, window)
    pages = 0
    for item in reader:
        if isinstance(item, ReadError):
            yield item
            continue
        found = _read_page(item, path, options)
        if isinstance(found, Report):
            pages += 1
            yield found
        else:
            window.skip(found)
    if reader.is_empty:
        yield MalformedReportError(path, "is empty; check that it was saved whole", 0)
    elif pages < reader.records:
        message = "%s: %d of its %d records skipped, because they are no news pages"
        _LOGGER.warning(message, path, reader.records - pages, reader.records)


class _ArchiveReader:
    """The responses in a window of an archive, and an error for each damaged record.

    Attributes:
        records: The number of whole records so far.
        is_empty: Whether the archive had neither records nor damage so far.
    """

    def __init__(self, stream: BinaryIO, path: str, window: ReadWindow) -> None:
        loader = import_extra("warcio.recordloader", "warc")
        # The errors of this module say the same about single records.
        logging.getLogger("warcio").setLevel(logging.CRITICAL)
        self._loader = loader.ArcWarcRecordLoader(arc2warc=False)
        self._stream = ArchiveStream(stream, _LONGEST_LINE)
        self._path = path
        self._window = window
        self.records = 0
        self.is_empty = True
        self._searched = 0
        self._returns = 0
        self._lost_from = 0
        self._damage: DamageError | None = None

    def __iter__(self) -> Iterator[_Record | ReadError]:
        # Whatever follows damage, up to the next record, belongs to it.
        lost = False
        while True:
            try:
                self._raise_pending()
                start, line = self._stream.tell(), self._stream.readline()
                if lost and (not line or _begins_record(line)):
                    self._say_skipped(start)
                    lost = False
                if not line or self._window.is_past(start):
                    return
                if _begins_record(line):
                    yield from self._admit_record(line, start)
                elif line.strip() and not lost:
                    raise DamageError("there is no record where one should begin", start)
            except DamageError as damage:
                self.is_empty = False
                if not lost:
                    self._lost_from = damage.offset
                    if self._window.admit(damage.offset):
                        yield self._explain(damage)
                lost = True

    def _admit_record(self, line: bytes, start: int) -> Iterator[_Record]:
        record = self._read_record(line, start)
        self.is_empty = False
        if not self._window.admit(start):
            return
        self.records += 1
        if record is None:
            self._window.skip("no response")
        else:
            yield record

    def _say_skipped(self, offset: int) -> None:
        message = "%s: %d bytes were skipped because of the damage at byte %d"
        _LOGGER.warning(message, self._path, offset - self._lost_from, self._lost_from)

    def _explain(self, damage: DamageError) -> ReadError:
        reason = f"damaged at byte {damage.offset}: {damage.reason}; the record is skipped"
        return MalformedReportError(self._path, reason, damage.offset)

    def _read_record(self, line: bytes, start: int) -> _Record | None:
        """Read the record that begins with a line; give None for one that cannot be a page."""
        head = self._read_head(line)
        try:
            headers = self._loader.parse_record_stream(io.BytesIO(head), no_record_parse=True).rec_headers
        except Exception as error:
            raise DamageError("its headers cannot be read", start) from error
        is_warc = head.startswith(b"WARC/")
        length = _parse_length(headers.get_header("Content-Length" if is_warc else "length"))
        if length is None:
            raise DamageError("its length is no number", start)
        is_response = headers.get_header("WARC-Type") == "response" if is_warc else not head.startswith(b"filedesc:")
        # Other records are not used, and their digests are often wrong.
        digest = headers.get_header("WARC-Block-Digest") if is_response else None
        block = self._read_block(length, digest, start)
        if not self._ends_here(b"\r\n\r\n" if is_warc else b"\n"):
            self._search_again(block)
            raise DamageError("its length is wrong", start)
        if not is_response or not block:
            return None
        identifier = headers.get_header("WARC-Record-ID") or str(start)
        return _Record(identifier.strip("<>"), headers.get_header("WARC-Target-URI" if is_warc else "uri"), block)

    def _read_block(self, length: int, digest: str | None, start: int) -> bytes:
        """Read the content of a record; skip one that is larger than any page."""
        kept = length if length <= _LARGEST_BLOCK else 0
        begun = self._stream.consumed
        block = self._stream.read(kept)
        breaks_off = len(block) < kept or self._stream.skip(length - kept) > 0
        if not breaks_off and (not kept or _fits_digest(block, digest)):
            return block
        if kept:
            self._search_again(block, begun)
        elif self._returns < _MOST_RETURNS and self._stream.search_behind(start):
            self._returns += 1
        reason = "the file breaks off within a record" if breaks_off else "its content is not what its digest says"
        raise DamageError(reason, start)

    def _search_again(self, block: bytes, begun: int | None = None) -> None:
        """Search a block again for records, since a wrong length covers those behind it.

        Only once: a hostile file would otherwise be read again and again.
        """
        if (self._stream.consumed - len(block) if begun is None else begun) >= self._searched:
            self._searched = self._stream.consumed
            self._stream.unread(block)

    def _ends_here(self, mark: bytes) -> bool:
        """Tell whether a record ends where its length says: what follows is its mark, another record or the end."""
        behind = line = b""
        try:
            while len(behind) < _LONGEST_LINE and (line := self._stream.readline()):
                behind += line
                if line.strip():
                    break
        except DamageError as damage:
            self._damage = damage
            return True
        self._stream.unread(behind)
        return not line or behind.startswith(mark) or _begins_record(line)

    def _raise_pending(self) -> None:
        damage, self._damage = self._damage, None
        if damage is not None:
            raise damage

    def _read_head(self, line: bytes) -> bytes:
        """Read the headers of a WARC record, up to the blank line; an ARC record has one line."""
        lines = [line]
        size = len(line)
        while lines[0].startswith(b"WARC/") and lines[-1].strip():
            lines.append(self._stream.readline())
            size += len(lines[-1])
            if not lines[-1] or size > _LARGEST_HEAD:
                raise DamageError("its headers do not end", self._stream.tell())
        return b"".join(lines)


def _read_page(record: _Record, path: str, options: ReadOptions) -> Report | str:
    """Read a response as a report; say why if it is no news page."""
    origin = f"{path}#{record.identifier}"
    try:
        with parser_errors(origin, "an HTTP response"):
            page = _find_page(record)
            if isinstance(page, str):
                return page
            if is_other_type(find_page_type(page)):
                return "page type"
            report = read_html(page, origin, options, is_named=False)
    except ReadError:
        # Many pages of any archive have no body.
        return "no body"
    if not is_prose(report.text):
        return "little prose"
    url = report.url or record.url
    return replace(report, url=url, publisher=report.publisher or _name_host(record.url))


def _name_host(url: str | None) -> str | None:
    """Give the host of an address as the publisher of what it serves."""
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


def _find_page(record: _Record) -> bytes | str:
    """Find the HTML in a response, and undo its transfer and content codings; say why if it has none."""
    from warcio.bufferedreaders import ChunkedDataReader
    from warcio.statusandheaders import StatusAndHeadersParser

    stream = io.BytesIO(record.block)
    headers = StatusAndHeadersParser(["HTTP/"], verify=False).parse(stream)
    kind = (headers.get_header("Content-Type") or "").partition(";")[0].strip().lower()
    if headers.get_statuscode() != _OK:
        return "status"
    if kind not in _HTML:
        return "media type"
    if _find_path(record.url) in ("", "/"):
        return "home page"
    if (headers.get_header("Transfer-Encoding") or "").lower() == "chunked":
        # Some archives keep the header but store the page whole; the reader of warcio detects that.
        body = ChunkedDataReader(stream).read(LARGEST_PAGE + 1)
    else:
        body = stream.read(LARGEST_PAGE + 1)
    page = decode_content(body, headers.get_header("Content-Encoding"), LARGEST_PAGE)
    return "content coding" if page is None else page


def _find_path(url: str | None) -> str:
    try:
        return urlsplit(url or "").path
    except ValueError:
        return ""


def is_prose(text: str) -> bool:
    r"""Tell whether the body of a page is prose, and not a list of teasers.

    Args:
        text: Paragraphs with blank lines between them.

    Example:
        >>> is_prose("Boats to sail soon\n\nIce is thin this year")
        False
    """
    lengths = [len(paragraph.split()) for paragraph in text.split("\n\n")]
    prose = sum(length for length in lengths if length >= PROSE_PARAGRAPH)
    return sum(lengths) >= FEWEST_WORDS and 2 * prose >= sum(lengths)


def _begins_record(line: bytes) -> bool:
    parts = line.rstrip().rsplit(b" ", 4)
    # URL, address, time of the crawl, type, length. A line of HTTP headers can look like this, except for the time.
    is_arc = len(parts) == _ARC_FIELDS and _ARC_TIME.fullmatch(parts[2]) and _SCHEME.match(parts[0])
    return bool(is_arc or _WARC_BEGIN.match(line))


def _parse_length(words: str | None) -> int | None:
    return int(words) if words and words.isascii() and words.isdigit() and len(words) < _LONGEST_NUMBER else None


def _fits_digest(block: bytes, digest: str | None) -> bool:
    """Tell whether content has the digest that its record names; a digest of an unknown kind passes."""
    kind, _, words = (digest or "").partition(":")
    if kind.lower() not in _DIGESTS:
        return True
    found = hashlib.new(kind.lower(), block, usedforsecurity=False)
    if len(words) == 2 * found.digest_size:
        return words.lower() == found.hexdigest()
    return words.upper().rstrip("=") == base64.b32encode(found.digest()).decode().rstrip("=")


def _has_signature(head: bytes) -> bool:
    return _decompress_start(head).startswith(_SIGNATURES)


def _decompress_start(head: bytes) -> bytes:
    if not head.startswith(_GZIP_MAGIC):
        return head
    try:
        return zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(head, _SIGNATURE_WITHIN)
    except zlib.error:
        return head


FORMAT = FileFormat(
    "warc",
    "web archives",
    (".warc", ".warc.gz", ".arc", ".arc.gz"),
    read_reports=read_warc,
    read_window=read_warc,
    has_signature=_has_signature,
    is_binary=True,
    measure=measure_bytes,
)
