from __future__ import annotations

import io
import json
import sys
from typing import Any

import pytest

from onrecord.errors import MissingExtraError
from onrecord.export.followthemoney import export_followthemoney
from onrecord.record import AnnotatedReport
from tests.export.material import BROKEN, RECORDS, STATEMENTS, needs_followthemoney, spans_of


def name(identifier: str) -> str:
    return identifier.replace("_", "-")


def read_back(*records: AnnotatedReport) -> dict[str, Any]:
    from followthemoney import model

    stream = io.BytesIO()
    export_followthemoney(records, stream)
    rows = [json.loads(line) for line in stream.getvalue().decode().splitlines()]
    for row in rows:
        model[row["schema"]].validate(row)
    found = {row["id"]: model.get_proxy(row) for row in rows}
    assert len(found) == len(rows)
    return found


@needs_followthemoney
def test_statements_are_notes_and_their_offsets_hold_in_the_article() -> None:
    found = read_back(*RECORDS)
    for record, statement in STATEMENTS:
        note, article = found[name(statement.id)], found[name(record.report.id)]
        assert (note.schema.name, article.schema.name) == ("Note", "Article")
        assert note.get("proof") == [name(record.report.id)]
        (text,) = article.get("bodyText")
        assert text == record.report.text
        places = dict(line.split(" ", 1) for line in note.get("notes"))
        for role in ("source", "cue", "content"):
            expected = " ".join(f"char={start},{end}" for start, end in spans_of(statement, role))
            assert places.get(role, "") == expected
        assert note.get("description") == [" … ".join(text[a:b] for a, b in spans_of(statement, "content"))]
        assert note.get("keywords") == [statement.kind]


@needs_followthemoney
def test_those_who_are_named_are_people_and_organisations_with_a_mention() -> None:
    found = read_back(*RECORDS)
    person, mention = found["e-1"], found["e-1-mention"]
    assert (person.schema.name, person.caption) == ("Person", "Ilse Brandvold")
    assert sorted(person.get("position")) == ["harbour master", "élue"]
    assert (mention.get("document"), mention.get("resolved")) == ([name(RECORDS[0].report.id)], ["e-1"])
    assert found["e-4"].schema.name == "Organization"
    assert "e-2" not in found
    outer, _, inner, bare = RECORDS[0].statements
    assert found[name(outer.id)].get("entity") == ["e-1"]
    assert found[name(inner.id)].get("entity") == found[name(bare.id)].get("entity") == []


@needs_followthemoney
def test_the_article_says_where_and_when_it_was_published() -> None:
    article = read_back(*RECORDS)[name(RECORDS[0].report.id)]
    assert article.get("publishedAt") == ["2031-03-09"]
    assert article.get("language") == ["eng"]
    assert article.get("publisher") == ["The “Varna” Post; Ltd"]
    assert article.get("sourceUrl") == ["https://post.example/boats%20and%20%3Cice%3E?a=1&b=ü"]
    assert sorted(article.get("author")) == ["@N. Øye", "Tove Quist"]


@needs_followthemoney
def test_half_a_surrogate_pair_keeps_the_offsets() -> None:
    note = read_back(BROKEN)[name(BROKEN.statements[0].id)]
    assert "Th\ufffdy" in note.first("description")


def test_without_the_package_the_line_to_install_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "followthemoney", None)
    with pytest.raises(MissingExtraError, match=r"onrecord\[followthemoney\]"):
        export_followthemoney(RECORDS, io.BytesIO())
