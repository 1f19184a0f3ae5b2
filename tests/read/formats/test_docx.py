"""Word documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.faults.documents import make_docx, pack
from onrecord.errors import MalformedReportError, ReadError
from onrecord.read import ReadOptions, read_reports
from onrecord.read.formats import docx
from onrecord.record import LaidOutReport, Report


def paragraph(words: str, style: str = "") -> str:
    shown = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{shown}<w:r><w:t>{words}</w:t></w:r></w:p>"


def table(*rows: tuple[str, ...]) -> str:
    cells = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


BODY = (
    paragraph("Boats will sail soon", "Title")
    + paragraph("By Ann Lee")
    + paragraph("March 9, 2031")
    + '<w:p><w:r><w:t xml:space="preserve">The mayor said </w:t></w:r><w:ins><w:r><w:t>on Friday</w:t></w:r></w:ins>'
    "<w:del><w:r><w:delText>on Monday</w:delText></w:r></w:del><w:r><w:t> that it would.</w:t><w:br/>"
    "<w:t>So it did.</w:t></w:r></w:p>"
    "<w:sdt><w:sdtContent>" + paragraph("In a field of a form.") + "</w:sdtContent></w:sdt>"
    "<w:p><mc:AlternateContent><mc:Choice><w:txbxContent>" + paragraph("In a box.") + "</w:txbxContent></mc:Choice>"
    "<mc:Fallback><w:txbxContent>"
    + paragraph("In a box.")
    + "</w:txbxContent></mc:Fallback></mc:AlternateContent></w:p>"
    + paragraph("We shall see.", "Quote")
    + table(("Ada Lund", "“We sail.”"), ("Bo Ek", "“I do not.”"))
    + table(("Year", "Boats"), ("2031", "12"))
)
TEXT = """Boats will sail soon

By Ann Lee

March 9, 2031

The mayor said on Friday that it would.

So it did.

In a field of a form.

In a box.

We shall see.

Ada Lund: “We sail.”

Bo Ek: “I do not.”"""


def read(content: bytes, **options: str) -> LaidOutReport:
    return docx.read_docx(content, "a.docx", ReadOptions(**options))  # type: ignore[arg-type]


def test_paragraphs_tables_and_changes(caplog: pytest.LogCaptureFixture) -> None:
    report = read(make_docx(BODY))
    assert report.text == TEXT
    assert (report.title, report.authors) == ("Boats will sail soon", ("Ann Lee",))
    assert (report.published, report.published_from, report.published_certain) == ("2031-03-09", "header", True)
    assert [report.text[slice(*span)] for one in report.quotations for span in one.spans] == ["We shall see."]
    assert "not read: 1 table" in caplog.text


def test_the_day_on_which_the_file_was_made_is_uncertain() -> None:
    report = read(make_docx(["The mayor spoke."], title="Boats will sail"))
    assert (report.published, report.published_from, report.published_certain) == ("2031-03-09", "metadata", False)
    assert report.title == "Boats will sail"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (make_docx([]), "has no text"),
        (make_docx(["x"])[:300], "is damaged"),
        (b"PK\x03\x04word/", "is damaged"),
        (pack({"xl/workbook.xml": "<x/>"}), "is no Word document"),
        (pack({"word/document.xml": "<x/>"}), "cannot be read as Word"),
        (make_docx("<w:p>" * 3_000), "cannot be read as Word"),
        (make_docx("<w:p><w:r><w:t>&a;</w:t></w:r></w:p>"), "cannot be read as Word"),
    ],
)
def test_what_is_broken_is_an_error(tmp_path: Path, content: bytes, reason: str) -> None:
    (tmp_path / "a.docx").write_bytes(content)
    (item,) = read_reports(str(tmp_path / "a.docx"), ReadOptions())
    assert isinstance(item, MalformedReportError)
    assert reason in str(item)


def test_a_document_that_unpacks_to_gigabytes_is_an_error() -> None:
    with pytest.raises(ReadError, match="unpacks to more"):
        read(make_docx(paragraph(" " * (docx.LARGEST_PART + 1))))


def test_tables_within_tables_are_read_once() -> None:
    nested = "<w:tbl><w:tr><w:tc>" * 60 + paragraph("“We sail.”") * 3 + "</w:tc></w:tr></w:tbl>" * 60
    assert read(make_docx(nested)).text == "\n\n".join(["“We sail.”"] * 3)


@pytest.mark.parametrize("limit", ["LARGEST_DOCX", "LARGEST_PART", "LARGEST_PACKAGE", "_MOST_PARTS"])
def test_the_size_is_limited(monkeypatch: pytest.MonkeyPatch, limit: str) -> None:
    monkeypatch.setattr(docx, limit, 5)
    with pytest.raises(ReadError, match=r"save its text instead"):
        read(make_docx(BODY))


@pytest.mark.parametrize("name", ["a.docx", "a"])
def test_a_document_is_recognised(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(make_docx(BODY))
    (item,) = read_reports(str(tmp_path / name), ReadOptions())
    assert isinstance(item, Report)
    assert item.text == TEXT
