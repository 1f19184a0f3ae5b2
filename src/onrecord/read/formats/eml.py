"""An e-mail as one report, such as a newsletter or a press release: its body, with subject, sender and date.

Messages are parsed without the address grammar of the standard library's newer policies, whose time grows faster than
the length of a header.
"""

from __future__ import annotations

import email.message
import email.parser
import logging
import re
from collections.abc import Iterator
from email.header import decode_header
from email.utils import parseaddr
from typing import NamedTuple

from onrecord.errors import MalformedReportError, OnRecordError, ReadError
from onrecord.lexicon.given_names import given_names
from onrecord.read.character_encoding import decode
from onrecord.read.dates import DateValue, choose_document_date, parse_date_value
from onrecord.read.file_format import FileFormat, Opening
from onrecord.read.formats.html import read_html
from onrecord.read.language import detect_language
from onrecord.read.options import ReadOptions
from onrecord.record import LaidOutReport, Report, replace

LARGEST_MESSAGE = 32 * 2**20
_MOST_BOUNDARIES, _MOST_PARTS = 100, 1_000
"""Messages within messages, and parts, that are parsed: each level reads all lines below it again."""
_LONGEST_HEADER = 2_000

_LOGGER = logging.getLogger("onrecord")
_BOUNDARY = re.compile(rb"boundary\s{0,9}=", re.IGNORECASE)
_HEADER = re.compile(r"([!-9;-~]{1,60}):[ \t]?")
_OF_MESSAGES = frozenset(("received", "return-path", "message-id", "mime-version", "delivered-to", "dkim-signature"))
_PREFIX = re.compile(r"^(?:(?:re|fwd?|aw|wg)\s?:\s{0,5}){1,5}", re.IGNORECASE)
_REPLY_HEAD = re.compile(r"on .{6,120} wrote:", re.IGNORECASE)
_SIGNATURE_LINE = "-- "
_WORD = re.compile(r"\w+")
_FEWEST_SHARE = 0.4
"""Of the words of the page in a message, those that its plain text must have to be read in place of the page."""


class _Body(NamedTuple):
    plain: str | None
    page: bytes | None
    charset: str | None
    attached: int


def read_message(raw: bytes, path: str, options: ReadOptions) -> Report:
    """Read an e-mail as one report.

    Args:
        raw: The whole message, with its headers.
        path: The file, as given; ``-`` for standard input.
        options: What the caller knows about the message.

    Raises:
        ReadError: The message is larger than any newsletter.
        MalformedReportError: It nests more parts than messages do, or has no text.

    Example:
        >>> read_message(content, "newsletter.eml", ReadOptions()).published_from
        'header'
    """
    if len(raw) > LARGEST_MESSAGE:
        raise ReadError(path, f"is larger than {LARGEST_MESSAGE // 2**20} MB; save its text instead")
    if len(_BOUNDARY.findall(raw)) > _MOST_BOUNDARIES:
        raise MalformedReportError(path, "nests more parts than messages do; save its text instead")
    message = email.parser.BytesParser().parsebytes(raw)
    body = _find_body(message, path)
    plain = _clean_plain(body.plain, path) if body.plain is not None else ""
    page = _read_page(body, path, options)
    if page is not None and _count_words(plain) < _FEWEST_SHARE * _count_words(page.text):
        report: Report = page
    elif plain.strip():
        report = Report(plain, path, options.publisher, language=detect_language(plain))
    else:
        raise MalformedReportError(path, "has no text; check that it is not only pictures or attachments")
    if body.attached:
        _LOGGER.warning("%s: not read: %d attachment%s", path, body.attached, "s" if body.attached > 1 else "")
    return _add_headers(report, message, path, options)


def _add_headers(report: Report, message: email.message.Message, path: str, options: ReadOptions) -> Report:
    subject = _PREFIX.sub("", _read_header(message, "Subject")) or None
    sender = parseaddr(_read_header(message, "From"))[0].strip(" \"'")
    is_person = sender.partition(" ")[0].lower() in given_names() and 1 < len(sender.split()) < 4
    date = choose_document_date(_read_date(message), None, options, path, report.text)
    return replace(
        report,
        origin=path,
        title=subject,
        authors=(sender,) if is_person else report.authors,
        publisher=options.publisher or (None if is_person else sender) or None,
        published=date.day,
        published_from=date.source,
        published_certain=date.is_certain,
    )


def _read_header(message: email.message.Message, name: str) -> str:
    """Read a header with its encoded words; what cannot be decoded stays as it is."""
    raw = str(message.get(name, ""))[:_LONGEST_HEADER]
    try:
        words = "".join(_decode_word(*part) for part in decode_header(raw))
    except Exception:
        words = raw
    return " ".join(words.split())


def _decode_word(words: str | bytes, charset: str | None) -> str:
    if isinstance(words, str):
        return words
    try:
        return words.decode(charset or "ascii", "replace")
    except LookupError:
        return words.decode("utf-8", "replace")


def _read_date(message: email.message.Message) -> DateValue | None:
    return parse_date_value(_read_header(message, "Date"))


def _find_body(message: email.message.Message, path: str) -> _Body:
    plain: list[str] = []
    page: bytes | None = None
    charset: str | None = None
    attached = 0
    for number, part in enumerate(_walk(message)):
        if number > _MOST_PARTS:
            raise MalformedReportError(path, "has more parts than messages do; save its text instead")
        kind = part.get_content_type()
        if part.get_content_disposition() == "attachment" or part.get_filename() or not kind.startswith("text/"):
            attached += 1
        elif kind == "text/html" and page is None:
            page, charset = _payload(part), part.get_content_charset()
        elif kind == "text/plain" or not plain:
            plain.append(_decode_plain(part, path))
    return _Body("\n\n".join(plain) if plain else None, page, charset, attached)


def _walk(message: email.message.Message) -> Iterator[email.message.Message]:
    """List the parts that hold no parts; those of an attached message count as one."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        payload = part.get_payload()
        if isinstance(payload, list) and (part.get_content_maintype() == "multipart" or part is message):
            waiting.extend(one for one in reversed(payload) if isinstance(one, email.message.Message))
        else:
            yield part


def _payload(part: email.message.Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _decode_plain(part: email.message.Message, path: str) -> str:
    words = decode(_payload(part), path, part.get_content_charset())
    return _join_flowed(words) if str(part.get_param("format", "")).lower() == "flowed" else words


def _join_flowed(words: str) -> str:
    """Join lines where a space at the end says that the paragraph goes on (RFC 3676)."""
    return "".join(
        line if line.endswith(" ") and line != _SIGNATURE_LINE else line + "\n" for line in words.split("\n")
    )


def _clean_plain(words: str, path: str) -> str:
    """Drop the signature and what the message quotes of an earlier one."""
    body, mark, _ = words.partition(f"\n{_SIGNATURE_LINE}\n")
    lines = body.split("\n")
    own = [line for line in lines if not line.startswith(">") or line.startswith(">>>")]
    quoted = len(lines) - len(own)
    while quoted and own and (not own[-1].strip() or _REPLY_HEAD.fullmatch(own[-1].strip())):
        own.pop()
    left_out = ", ".join(
        filter(
            None, (f"{quoted} quoted lines of an earlier message" if quoted else "", "the signature" if mark else "")
        )
    )
    if left_out:
        _LOGGER.warning("%s: not read: %s", path, left_out)
    return "\n".join(own).strip("\n")


def _read_page(body: _Body, path: str, options: ReadOptions) -> LaidOutReport | None:
    if body.page is None:
        return None
    try:
        return read_html(body.page, path, options, is_named=False, charset=body.charset)
    except OnRecordError:
        return None


def _count_words(text: str) -> int:
    return sum(1 for _ in _WORD.finditer(text))


def _is_message_opening(opening: Opening) -> bool:
    """Tell whether a text begins with headers, at least one of which only messages have."""
    names = []
    for line in opening.text[:8_000].split("\n")[:60]:
        match = _HEADER.match(line)
        if match:
            names.append(match[1].lower())
        elif not names or not line[:1].isspace():
            break
    return len(names) > 1 and not _OF_MESSAGES.isdisjoint(names)


FORMAT = FileFormat("eml", "e-mail", (".eml",), read_report=read_message, is_opening=_is_message_opening)
