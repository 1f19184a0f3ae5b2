from __future__ import annotations

import io
import json
from typing import Any

import pytest
from pyld import jsonld

from onrecord.export.schemaorg import export_schema_org
from onrecord.record import AnnotatedReport, EntityKind, Said, replace
from tests.event_records import BOTH
from tests.export.material import BROKEN, RECORDS, STATEMENTS, spans_of

SCHEMA = "http://schema.org/"


def written(*records: AnnotatedReport) -> dict[str, Any]:
    stream = io.BytesIO()
    export_schema_org(records, stream)
    document: dict[str, Any] = json.loads(stream.getvalue())
    return document


def expanded(*records: AnnotatedReport) -> dict[str, dict[str, Any]]:
    """Nodes by their name; whatever is no known term or would have to be fetched fails."""
    return {node["@id"]: node for node in jsonld.expand(written(*records))}


def value(node: dict[str, Any], term: str) -> Any:
    (found,) = node[term]
    return found.get("@value", found.get("@id"))


def test_statements_are_parts_of_their_report_and_offsets_hold() -> None:
    nodes = expanded(*RECORDS)
    for record, statement in STATEMENTS:
        node = nodes["urn:onrecord:" + statement.id]
        assert node["@type"] == [SCHEMA + ("Statement" if statement.kind == "indirect" else "Quotation")]
        assert value(node, SCHEMA + "text") == " … ".join(statement.content.quote)
        assert value(node, SCHEMA + "isPartOf") == "urn:onrecord:" + (statement.within or record.report.id)
        assert value(node, "urn:onrecord:kind") == statement.kind
        places = [place["@value"] for place in node["urn:onrecord:spans"][0]["@list"]]
        assert places == [f"char={start},{end}" for start, end in spans_of(statement, "content")]


def test_the_report_says_where_and_when_it_was_published() -> None:
    article = expanded(*RECORDS)["urn:onrecord:" + RECORDS[0].report.id]
    assert article["@type"] == [SCHEMA + "NewsArticle"]
    assert value(article, SCHEMA + "headline") == '+Boats, "again"'
    assert value(article, SCHEMA + "url") == "https://post.example/boats%20and%20%3Cice%3E?a=1&b=ü"
    assert article[SCHEMA + "datePublished"] == [{"@type": SCHEMA + "Date", "@value": "2031-03-09"}]
    assert [value(author, SCHEMA + "name") for author in article[SCHEMA + "author"]] == ["Tove Quist", "@N. Øye"]
    (publisher,) = article[SCHEMA + "publisher"]
    assert publisher["@type"] == [SCHEMA + "Organization"]


def test_only_a_speaker_with_a_name_is_given() -> None:
    nodes = expanded(*RECORDS)
    outer, _, inner, bare = (nodes["urn:onrecord:" + statement.id] for statement in RECORDS[0].statements)
    (speaker,) = outer[SCHEMA + "spokenByCharacter"]
    assert speaker["@type"] == [SCHEMA + "Person"]
    assert value(speaker, SCHEMA + "name") == "Ilse Brandvold"
    assert SCHEMA + "spokenByCharacter" not in inner | bare
    assert value(inner, SCHEMA + "creditText") == "two officials"


@pytest.mark.parametrize(
    ("kind", "type_"),
    [
        ("person", "Person"),
        ("organisation", "Organization"),
        ("place", "Organization"),
        ("group", "Organization"),
        (None, "Thing"),
    ],
)
def test_a_speaker_is_no_more_than_is_known(kind: EntityKind | None, type_: str) -> None:
    record = RECORDS[0]
    statement = record.statements[0]
    assert statement.speaker is not None
    entities = tuple(replace(entity, kind=kind) for entity in record.entities if kind)
    found = replace(statement, speaker=replace(statement.speaker, entity=statement.speaker.entity if kind else None))
    node = written(replace(record, statements=(found,), entities=entities))["@graph"][1]
    assert node["spokenByCharacter"] == {"@type": type_, "name": "Ilse Brandvold"}


def test_no_records_and_broken_text() -> None:
    assert written()["@graph"] == []
    assert "Th\ufffdy" in written(BROKEN)["@graph"][1]["text"]


@pytest.mark.parametrize(
    ("said", "date"),
    [
        ("2031-03-09", "2031-03-09"),
        ("2031-03-09TNI", "2031-03-09"),
        ("2031-03", "2031-03"),
        ("2031", "2031"),
        ("2031-W10", None),
        ("PAST_REF", None),
        ("XXXX-WXX-5", None),
    ],
)
def test_a_date_is_no_finer_than_the_words(said: str, date: str | None) -> None:
    record = RECORDS[0]
    dated = replace(record.statements[0], said=Said(said, "2031-03-03", "2031-03-10", "t_1"))
    node = written(replace(record, statements=(dated,)))["@graph"][1]
    assert node.get("dateCreated") == date


def test_events_that_somebody_asserts_have_their_voices_and_no_disputed_side() -> None:
    stream = io.BytesIO()
    export_schema_org(BOTH, stream)
    events = [item for item in json.loads(stream.getvalue())["@graph"] if item["@type"] == "Event"]
    assert [item["eventType"] for item in events] == ["ASSAULT", "ASSAULT", "REQUEST", "RETREAT"]
    assert events[0]["startDate"] == "2031-03-07" and events[0]["actors"] == ["Norwegian Air Force"]
    assert "actors" not in events[1] and "unnamed people: alleged (in part)" in events[1]["voices"]
    assert "startDate" not in events[3]
