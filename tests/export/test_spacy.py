from __future__ import annotations

import io
import sys

import pytest
import spacy
from spacy.tokens import Doc, DocBin

from onrecord.errors import MissingExtraError
from onrecord.export.spacy import GROUPS, export_spacy, mark_doc, set_extensions
from onrecord.record import AnnotatedReport
from tests.export.material import BROKEN, RECORDS, spans_of


def read_back(*records: AnnotatedReport) -> list[Doc]:
    stream = io.BytesIO()
    export_spacy(records, stream)
    return list(DocBin(store_user_data=True).from_bytes(stream.getvalue()).get_docs(spacy.blank("en").vocab))


def test_documents_have_the_text_the_date_and_the_exact_statements() -> None:
    docs = read_back(*RECORDS)
    for doc, record in zip(docs, RECORDS, strict=True):
        assert doc.text == record.report.text
        assert doc._.statements == record.statements
        assert doc._.published == record.report.published
        assert doc._.onrecord["origin"] == record.report.origin
        assert "text" not in doc._.onrecord


def test_spans_are_the_tokens_that_the_records_spans_touch() -> None:
    docs = read_back(*RECORDS)
    for doc, record in zip(docs, RECORDS, strict=True):
        for role, group in GROUPS.items():
            expected = [(statement, span) for statement in record.statements for span in spans_of(statement, role)]
            for span, (statement, (start, end)) in zip(doc.spans[group], expected, strict=True):
                assert span.start_char <= start < end <= span.end_char
                assert (span.label_, span.id_) == (role.upper(), statement.id)
                # No token more than needed.
                assert span[0].idx + len(span[0]) > start and span[-1].idx < end
    assert [span.kb_id_ for span in docs[0].spans["sources"]] == ["e_1", "e_1", "e_2", ""]


@pytest.mark.parametrize(("mode", "is_there"), [("expand", True), ("strict", False), ("contract", False)])
def test_a_span_within_a_token_is_widened_or_left_out(mode: str, is_there: bool) -> None:
    set_extensions()
    record = RECORDS[1]
    source = record.statements[0].source.spans[0]
    text = record.report.text
    doc = Doc(spacy.blank("en").vocab, words=[text], spaces=[False])
    mark_doc(doc, record, mode)
    assert [span.text for span in doc.spans["sources"]] == [text] * is_there
    assert doc._.statements[0].source.spans == (source,)


def test_a_document_without_a_record_has_no_statements() -> None:
    set_extensions()
    set_extensions()
    assert spacy.blank("en")("The mayor spoke.")._.statements == ()


def test_half_a_surrogate_pair_keeps_the_offsets() -> None:
    (doc,) = read_back(BROKEN)
    assert "Th\ufffdy" in doc.text
    assert doc._.statements[0].content.spans == BROKEN.statements[0].content.spans


def test_without_spacy_the_line_to_install_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "spacy", None)
    with pytest.raises(MissingExtraError, match=r"onrecord\[spacy\]"):
        export_spacy(RECORDS, io.BytesIO())
