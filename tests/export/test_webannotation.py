from __future__ import annotations

import io
import json
from typing import Any

from pyld import jsonld

from onrecord.export.webannotation import AROUND, CONTEXT, export_web_annotation
from onrecord.record import AnnotatedReport
from tests.export.material import BROKEN, RECORDS, ROLES, STATEMENTS, spans_of

OA, AS, DC = "http://www.w3.org/ns/oa#", "http://www.w3.org/ns/activitystreams#", "http://purl.org/dc/elements/1.1/"
TERMS: dict[str, Any] = {
    "id": {"@id": "@id", "@type": "@id"},
    "type": {"@id": "@type", "@type": "@id"},
    "Annotation": OA + "Annotation",
    "AnnotationCollection": AS + "OrderedCollection",
    "AnnotationPage": AS + "OrderedCollectionPage",
    "SpecificResource": OA + "SpecificResource",
    "TextualBody": OA + "TextualBody",
    "TextPositionSelector": OA + "TextPositionSelector",
    "TextQuoteSelector": OA + "TextQuoteSelector",
    "Text": "http://purl.org/dc/dcmitype/Text",
    "tagging": OA + "tagging",
    "linking": OA + "linking",
    "identifying": OA + "identifying",
    "body": {"@type": "@id", "@id": OA + "hasBody"},
    "target": {"@type": "@id", "@id": OA + "hasTarget"},
    "source": {"@type": "@id", "@id": OA + "hasSource"},
    "selector": {"@type": "@id", "@id": OA + "hasSelector"},
    "scope": {"@type": "@id", "@id": OA + "hasScope"},
    "purpose": {"@type": "@vocab", "@id": OA + "hasPurpose"},
    "motivation": {"@type": "@vocab", "@id": OA + "motivatedBy"},
    "start": {"@id": OA + "start"},
    "end": {"@id": OA + "end"},
    "exact": OA + "exact",
    "prefix": OA + "prefix",
    "suffix": OA + "suffix",
    "value": "http://www.w3.org/1999/02/22-rdf-syntax-ns#value",
    "format": DC + "format",
    "language": DC + "language",
    "label": "http://www.w3.org/2000/01/rdf-schema#label",
    "first": {"@type": "@id", "@id": AS + "first"},
    "partOf": {"@type": "@id", "@id": AS + "partOf"},
    "items": {"@type": "@id", "@id": AS + "items", "@container": "@list"},
    "startIndex": AS + "startIndex",
    "total": AS + "totalItems",
}
"""The terms of the Web Annotation Vocabulary that are used; tests fetch nothing."""


def load(url: str, _: object) -> dict[str, Any]:
    assert url == CONTEXT
    return {"contextUrl": None, "documentUrl": url, "document": {"@context": TERMS}}


def written(*records: AnnotatedReport) -> dict[str, Any]:
    stream = io.BytesIO()
    export_web_annotation(records, stream)
    document: dict[str, Any] = json.loads(stream.getvalue())
    return document


def annotations(*records: AnnotatedReport) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = written(*records)["first"]["items"]
    return items


def test_every_role_of_every_statement_is_an_annotation_and_its_offsets_hold() -> None:
    by_id = {item["id"]: item for item in annotations(*RECORDS)}
    expected = {
        f"urn:onrecord:{statement.id}#{role}": (record, spans_of(statement, role))
        for record, statement in STATEMENTS
        for role in ROLES
        if spans_of(statement, role)
    }
    assert set(by_id) == set(expected)
    for name, (record, spans) in expected.items():
        target = by_id[name]["target"]
        targets = target if isinstance(target, list) else [target]
        for one, (start, end) in zip(targets, spans, strict=True):
            position, quote = one["selector"]
            assert one["source"]["id"] == "urn:onrecord:" + record.report.id
            # Python's strings are code points, which is what the model counts.
            assert (position["start"], position["end"]) == (start, end)
            assert quote["exact"] == record.report.text[start:end]
            around = quote["prefix"] + quote["exact"] + quote["suffix"]
            assert around == record.report.text[max(0, start - AROUND) : end + AROUND]


def test_bodies_name_the_role_the_statement_and_the_speaker() -> None:
    by_id = {item["id"].rpartition(":")[2]: item for item in annotations(*RECORDS)}
    outer, second, inner, _ = RECORDS[0].statements
    values = {(body["purpose"], body.get("value") or body["source"]) for body in by_id[f"{outer.id}#source"]["body"]}
    linked = ("linking", "urn:onrecord:" + outer.id)
    assert values == {("tagging", "source"), linked, ("identifying", "Ilse Brandvold")}
    links = {body["source"] for body in by_id[f"{inner.id}#content"]["body"] if body["purpose"] == "linking"}
    assert links == {"urn:onrecord:" + inner.id, "urn:onrecord:" + second.id}
    assert by_id[f"{outer.id}#content"]["kind"] == "direct"


def test_the_document_is_json_ld_in_which_every_term_is_known() -> None:
    document = written(*RECORDS)
    (expanded,) = jsonld.expand(document, {"documentLoader": load})
    triples = jsonld.to_rdf(document, {"documentLoader": load})["@default"]
    positions = [triple for triple in triples if triple["predicate"]["value"] == OA + "start"]
    spans = sum(len(spans_of(statement, role)) for _, statement in STATEMENTS for role in ROLES)
    assert len(positions) == spans
    assert expanded[AS + "totalItems"] == [{"@value": len(document["first"]["items"])}]
    compacted = jsonld.compact(expanded, document["@context"], {"documentLoader": load})
    assert len(compacted["first"]["items"]) == len(document["first"]["items"])
    assert set(compacted["first"]["items"][0]) == set(document["first"]["items"][0])


def test_the_page_is_the_scope_as_a_valid_address() -> None:
    scopes = {item["target"]["scope"] for item in annotations(RECORDS[0]) if isinstance(item["target"], dict)}
    assert scopes == {"https://post.example/boats%20and%20%3Cice%3E?a=1&b=ü"}
    assert "scope" not in annotations(RECORDS[1])[0]["target"]


def test_no_records_and_broken_text() -> None:
    assert written()["first"]["items"] == []
    assert written()["total"] == 0
    exact = annotations(BROKEN)[2]["target"][1]["selector"][1]["exact"]
    assert "Th\ufffdy" in exact
