"""Documents made by hand: PDF, Word, e-mail. Tests read them, and the runs with hostile inputs mutate them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

PrintedAt = tuple[float, float, float, str]
"""Points from the left, points from the top, size, words."""

_HEIGHT = 792
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def make_pdf(pages: Sequence[Iterable[PrintedAt]], info: str = "", width: int = 612) -> bytes:
    """Make a PDF that prints lines in Helvetica.

    Args:
        pages: The lines of each page.
        info: Entries of its metadata, such as ``/Title (Boats)``.
        width: Points from left to right.
    """
    objects = ["<< /Type /Catalog /Pages 2 0 R >>"]
    kids = " ".join(f"{4 + 2 * index} 0 R" for index in range(len(pages)))
    objects.append(f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>")
    objects.append("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    for index, lines in enumerate(pages):
        content = "".join(_print_line(*line) for line in lines)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width} {_HEIGHT}] /Contents {5 + 2 * index} 0 R "
            "/Resources << /Font << /F 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    objects.append(f"<< {info} >>")
    return _join_objects([one.encode("cp1252") for one in objects])


def _print_line(left: float, top: float, size: float, words: str) -> str:
    plain = words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /F {size} Tf {left} {_HEIGHT - top} Td ({plain}) Tj ET\n"


def _join_objects(objects: Sequence[bytes]) -> bytes:
    parts = [b"%PDF-1.4\n"]
    places = []
    for number, one in enumerate(objects, 1):
        places.append(sum(map(len, parts)))
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, one))
    start = sum(map(len, parts))
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    parts.append(b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table))
    parts.append(
        b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, size - 1, start)
    )
    return b"".join(parts)


def make_docx(body: str | Iterable[str], title: str = "", created: str = "2031-03-09T08:00:00Z") -> bytes:
    """Make a Word document.

    Args:
        body: Markup of the body, or the texts of its paragraphs.
        title: Its title.
        created: When it was made.
    """
    if not isinstance(body, str):
        body = "".join(f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p>" for text in body)
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_TYPES}.document.main+xml"/>'
        f'<Override PartName="/word/styles.xml" ContentType="{_TYPES}.styles+xml"/>'
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}">'
        f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="r2" Type="{_RELATIONS}/metadata/core-properties" Target="docProps/core.xml"/>'
        "</Relationships>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_RELATIONS}">'
        f'<Relationship Id="r1" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "word/styles.xml": f'<w:styles xmlns:w="{_W}">'
        '<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Quote"><w:name w:val="Quote"/></w:style></w:styles>',
        "docProps/core.xml": "<cp:coreProperties "
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{escape(title)}</dc:title>'
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{created}</dcterms:created></cp:coreProperties>',
        "word/document.xml": f'<w:document xmlns:w="{_W}" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<w:body>{body}</w:body></w:document>",
    }
    return pack(parts)


def pack(parts: dict[str, str]) -> bytes:
    """Pack parts as a zip archive."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2031, 3, 9, 8, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def make_message(body: str, headers: str = "", kind: str = "text/plain; charset=utf-8") -> bytes:
    """Make an e-mail.

    Args:
        body: Its body, encoded as the kind says.
        headers: Further headers, each with its line end.
        kind: The type of its content.
    """
    head = (
        "Message-ID: <1@post.example>\nFrom: The Westmere Post <news@post.example>\nSubject: Boats will sail soon\n"
        f"Date: Sun, 09 Mar 2031 23:30:00 -0500\nMIME-Version: 1.0\n{headers}Content-Type: {kind}\n\n"
    )
    return (head + body).encode()


def make_newsletter(plain: str, page: str) -> bytes:
    """Make an e-mail with a plain text and a page."""
    parts = "".join(
        f"--B\nContent-Type: {kind}; charset=utf-8\n\n{body}\n"
        for kind, body in (("text/plain", plain), ("text/html", page))
    )
    return make_message(f"{parts}--B--\n", kind="multipart/alternative; boundary=B")


def make_mailbox(*messages: bytes) -> bytes:
    """Make a mailbox of messages."""
    return b"".join(
        b"From news@post.example Sun Mar  9 23:30:00 2031\n" + message.replace(b"\nFrom ", b"\n>From ") + b"\n\n"
        for message in messages
    )
