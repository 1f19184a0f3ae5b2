from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from fastapi.testclient import TestClient
from pydantic import BaseModel, TypeAdapter

from onrecord.record import AnnotatedReport, replace
from onrecord.record.check import check_record
from onrecord.record.schema import record_schemas
from onrecord.store import Query, open_store
from onrecord.web.api import examples, record_schema, schemas
from onrecord.web.api.record_schema import Record
from onrecord.web.capacity.annotation import MAX_TEXT_LENGTH
from tests.store.records import BUDGET, DAM, OLD, UNDATED
from tests.web.rooms import AT, EVERY, HOSTILE, MANY, problem_of, visiting, visitor_of

API = "/api/v1"
HOLDS, FAILS = (found.id for found in DAM.statements)


@pytest.fixture
def visitor(tmp_path: Path) -> Iterator[TestClient]:
    with visiting(tmp_path) as opened:
        yield opened


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A visitor who changes nothing."""
    with visiting(tmp_path_factory.mktemp("room"), *EVERY, HOSTILE) as opened:
        yield opened


def ask(visitor: TestClient, path: str, **parameters: Any) -> dict[str, Any]:
    """Ask, and hold the answer against what the OpenAPI document says of it."""
    answer = visitor.get(API + path, params=parameters)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/json"
    found: dict[str, Any] = answer.json()
    return found


def check(answer: dict[str, Any], shape: Any) -> dict[str, Any]:
    """Hold an answer against the model that the OpenAPI document is made from."""
    TypeAdapter(shape).validate_python(answer)
    return answer


def walk(visitor: TestClient, path: str, name: str, shape: type[BaseModel], **parameters: Any) -> list[dict[str, Any]]:
    """Follow the cursors to the end."""
    found: list[dict[str, Any]] = []
    cursor = None
    while True:
        page = check(ask(visitor, path, **parameters, **({"cursor": cursor} if cursor else {})), shape)
        found += page[name]
        cursor = page["cursor"]
        if cursor is None:
            return found
        assert len(page[name]) == parameters["limit"]


def test_size(reader: TestClient) -> None:
    size = check(ask(reader, "/size"), schemas.Size)
    assert size == {"reports": len(EVERY) + 1, "statements": sum(len(r.statements) for r in (*EVERY, HOSTILE))}


@pytest.mark.parametrize(
    ("parameters", "contents"),
    [
        ({"q": "dam"}, ["The dam will hold", "The council has no money for a second dam"]),
        ({"q": '"second dam"'}, ["The council has no money"]),
        ({"q": "dam -second"}, ["The dam will hold"]),
        ({"speaker": "Piotr Salme", "publisher": "Radio Westmere"}, ["the budget"]),
        ({"speaker": ["Nora Lund", "nobody at all"]}, ["Nothing is certain"]),
        ({"role": "director"}, ["the budget"]),
        ({"said": "2029"}, ["We shall build it"]),
        ({"published": "..2031-03"}, ["The dam will hold", "the old sluice would fail"]),
        ({"kind": "indirect"}, ["The council has no money", "the budget"]),
        ({"confidence": 0.7, "publisher": "the westmere post", "said": "2031.."}, ["The dam", "the old sluice"]),
        ({"report": UNDATED.report.id}, ["Nothing is certain"]),
        ({"q": "zeppelin"}, []),
        ({"speaker": "Ilse Brandvold"}, []),
    ],
)
def test_a_search_finds_what_the_store_finds(
    reader: TestClient, parameters: dict[str, Any], contents: list[str]
) -> None:
    answer = check(ask(reader, "/statements", **parameters), schemas.SearchResponse)
    assert len(answer["hits"]) == len(contents)
    for hit, content in zip(answer["hits"], contents, strict=True):
        assert content in hit["content"]


def test_a_hit_says_where_its_words_stand(reader: TestClient) -> None:
    (hit, _) = ask(reader, "/statements", q="dam")["hits"]
    assert [hit["snippet"][start:end] for start, end in hit["matches"]] == ["dam"]
    text = DAM.report.text
    assert [text[start:end] for start, end in hit["spans"]] == hit["content"].split(" … ")
    assert (hit["speaker"], hit["role"], hit["published"]) == ("Ada Lund", "Mayor", "2031-03-09")


def test_a_search_says_whom_it_took_the_speaker_to_be(reader: TestClient) -> None:
    answer = check(ask(reader, "/statements", speaker="Lund", limit=1), schemas.SearchResponse)
    assert {one["name"] for one in answer["speakers"]} == {"Ada Lund", "Nora Lund"}


@pytest.mark.parametrize("sort", ["date", "newest", "published"])
def test_pages_follow_one_another_to_the_end(reader: TestClient, sort: str) -> None:
    hits = walk(reader, "/statements", "hits", schemas.SearchResponse, sort=sort, limit=4)
    ids = [hit["statement"] for hit in hits]
    assert len(ids) == len(set(ids)) == ask(reader, "/size")["statements"]


def test_pages_by_relevance_follow_one_another(reader: TestClient) -> None:
    hits = walk(reader, "/statements", "hits", schemas.SearchResponse, q="pier", sort="relevance", limit=5)
    assert len({hit["statement"] for hit in hits}) == len(hits) == 2 * len(MANY)


def test_a_statement_has_the_form_of_the_record(reader: TestClient) -> None:
    answer = check(ask(reader, f"/statements/{HOLDS}"), schemas.StatementResponse)
    assert answer["statement"] == DAM.to_dict()["statements"][0]
    assert answer["hit"]["statement"] == HOLDS


def test_the_same_statement_elsewhere(tmp_path: Path) -> None:
    words = DAM.report.text.replace("on Sunday", "yesterday")
    copy = AnnotatedReport(type(DAM.report)(words, "copy.txt", "Harbour Wire", language="en", published="2031-03-10"))
    with visiting(tmp_path, DAM, *MANY, copy) as visitor:
        answer = check(ask(visitor, f"/statements/{MANY[0].statements[1].id}/like"), schemas.LikeResponse)
        assert answer["earliest"]["statement"] == MANY[0].statements[1].id
        assert answer["reports"] == len(MANY)
        alone = ask(visitor, f"/statements/{HOLDS}/like", likeness=1)
        assert (alone["reports"], len(alone["variants"])) == (1, 1)


@pytest.mark.parametrize(
    ("parameters", "counts"),
    [
        ({"by": "year"}, [("2029", 1), ("2031", 2 + 2 + 2 * len(MANY)), (None, 2)]),
        ({"by": "kind"}, [("direct", 3 + 1 + 1 + 2 * len(MANY)), ("indirect", 2)]),
        ({"by": "month", "q": "dam"}, [("2031-03", 1), ("2031-04", 1)]),
        ({"by": "day", "said": "2031-06-02..2031-06-03"}, [("2031-06-02", 2), ("2031-06-03", 2)]),
        ({"by": "publisher", "q": "pier"}, [("Harbour Wire", 2 * len(MANY))]),
        ({"by": "month", "speaker": "Ilse Brandvold"}, []),
    ],
)
def test_counts(reader: TestClient, parameters: dict[str, str], counts: list[tuple[str | None, int]]) -> None:
    answer = check(ask(reader, "/counts", **parameters), schemas.CountsResponse)
    assert [(one["group"], one["statements"]) for one in answer["counts"]] == counts
    assert answer["statements"] == sum(number for _, number in counts)
    assert not answer["more"]


def test_counts_by_speaker_have_names_and_say_that_there_are_more(reader: TestClient) -> None:
    answer = check(ask(reader, "/counts", by="speaker", q="pier"), schemas.CountsResponse)
    assert {one["name"] for one in answer["counts"]} == {"Ada Lund", "Piotr Salme"}
    assert all(one["group"].startswith("p_") for one in answer["counts"])
    fewer = ask(reader, "/counts", by="speaker", q="pier", limit=1)
    assert (len(fewer["counts"]), fewer["more"], fewer["statements"]) == (1, True, 2 * len(MANY))
    assert None in [one["group"] for one in ask(reader, "/counts", by="speaker")["counts"]]


def test_reports_come_newest_first_to_the_end(reader: TestClient) -> None:
    listed = walk(reader, "/reports", "reports", schemas.ReportsResponse, limit=4)
    assert [one["id"] for one in listed] == [record.report.id for record in reversed((*EVERY, HOSTILE))]
    assert listed[-1] == {
        "id": DAM.report.id,
        "origin": "reports/dam.txt",
        "publisher": "The Westmere Post",
        "title": "Dam will hold",
        "authors": [],
        "url": None,
        "language": "en",
        "published": "2031-03-09",
        "published_from": "header",
        "statements": 2,
    }


@pytest.mark.parametrize("record", [*EVERY[:4], HOSTILE])
def test_a_record_is_exactly_that_of_the_format(reader: TestClient, record: AnnotatedReport) -> None:
    answer = reader.get(f"{API}/reports/{record.report.id}")
    # The folders of an origin that leads out of its own are left out.
    shown = replace(record, report=replace(record.report, origin=record.report.origin.removeprefix("../")))
    assert answer.json() == shown.to_dict()
    assert AnnotatedReport.from_json(answer.content) == shown
    check(answer.json(), Record)


def test_publications_and_readings_of_a_report(reader: TestClient) -> None:
    path = f"/reports/{DAM.report.id}"
    (publication,) = check(ask(reader, f"{path}/publications"), schemas.PublicationsResponse)["publications"]
    assert (publication["publisher"], publication["published"]) == ("The Westmere Post", "2031-03-09")
    (reading,) = check(ask(reader, f"{path}/annotations"), schemas.AnnotationsResponse)["annotations"]
    assert (reading["statements"], reading["is_current"]) == (2, True)


def test_people(reader: TestClient) -> None:
    people = walk(reader, "/people", "people", schemas.PeopleResponse, limit=2)
    assert [one["name"] for one in people[:2]] == ["Ada Lund", "Piotr Salme"]
    assert len({one["id"] for one in people}) == len(people)
    (salme,) = ask(reader, "/people", q="SALM")["people"]
    assert salme == people[1]
    person = check(ask(reader, f"/people/{salme['id']}"), schemas.Person)
    assert (person["statements"], person["first"], person["last"]) == (len(MANY) + 1, "2031-04-02", "2031-06-11")
    assert [role["role"] for role in person["roles"]] == ["director of Lunde Line"]
    subjects = check(ask(reader, f"/people/{salme['id']}/subjects"), schemas.SubjectsResponse)["subjects"]
    assert "land" in " ".join(one["words"] for one in subjects)
    company = check(ask(reader, f"/people/{salme['id']}/company"), schemas.CompanyResponse)["company"]
    assert (company[0]["name"], company[0]["reports"]) == ("Ada Lund", len(MANY) + 1)
    assert len(ask(reader, f"/people/{salme['id']}/company", limit=1)["company"]) == 1


@pytest.mark.parametrize(
    "path",
    [
        "/statements/s_0", "/statements/s_0/like", "/reports/r_0", "/reports/r_0/publications",
        "/reports/r_0/annotations", "/people/p_0", "/people/p_0/subjects", "/people/p_0/company", "/nothing",
        "/statements/%00", "/people/%00", "/reports/%ED%A0%80", "/people/%F0%9F%9A%A2", "/reports/..%2F..%2Fetc",
    ],
)  # fmt: skip
def test_what_is_not_there_is_a_problem(reader: TestClient, path: str) -> None:
    problem_of(reader.get(API + path), 404)


@pytest.mark.parametrize(
    ("path", "status", "word"),
    [
        ("/statements?q=(grain", 400, "parenthesis"),
        ("/statements?q=" + "(" * 900 + "grain", 400, "deep"),
        ("/statements?q=-grain", 400, "leave out"),
        ("/statements?q=%00", 400, "letter"),
        ("/statements?role=%22", 400, "quotation"),
        ("/statements?said=2031-13", 400, "date"),
        ("/statements?said=2032..2031", 400, "ends before"),
        ("/statements?said=0000", 400, "date"),
        ("/statements?published=..", 400, "no end"),
        ("/statements?sort=relevance", 400, "words"),
        ("/statements?cursor=newest:1", 400, "cursor"),
        ("/statements?cursor=date:" + "9" * 400, 400, "cursor"),
        ("/statements?sort=published&cursor=published:%00:1", 400, "cursor"),
        ("/reports?cursor=date:1", 400, "cursor"),
        ("/people?cursor=people:-1", 400, "cursor"),
        ("/people?cursor=people:" + "9" * 400, 400, "cursor"),
        ("/corrections?cursor=people:1", 400, "cursor"),
        ("/export?to=brat", 400, "brat"),
        ("/export?q=(", 400, "missing"),
        ("/export?to=docx", 422, "query.to"),
        ("/statements?limit=0", 422, "limit"),
        ("/statements?limit=201", 422, "limit"),
        ("/statements?limit=" + "9" * 5000, 422, "limit"),
        ("/statements?kind=rumour", 422, "kind"),
        ("/statements?confidence=nan", 422, "confidence"),
        ("/statements?confidence=1e999", 422, "confidence"),
        ("/statements?speakers=Lund", 422, "speakers"),
        ("/statements?q=" + "a" * 1001, 422, "q"),
        ("/statements?" + "&".join(["speaker=Lund"] * 21), 422, "speaker"),
        ("/counts?by=mood", 422, "by"),
        ("/reports/r_0?corrected=perhaps", 422, "corrected"),
        (f"/statements/{HOLDS}/like?likeness=0", 422, "likeness"),
    ],
)
def test_what_makes_no_sense_is_a_problem_that_says_why(reader: TestClient, path: str, status: int, word: str) -> None:
    problem = problem_of(reader.get(API + path), status)
    assert word in problem["detail"]
    if status == 422:
        assert any(word in fault["place"] for fault in problem["errors"])


def test_the_problem_of_a_query_says_where(reader: TestClient) -> None:
    assert problem_of(reader.get(f"{API}/statements", params={"q": "ship (grain"}), 400)["position"] == 5


@pytest.mark.parametrize(
    "words", ["\0", "a\0b", "\U0001f6a2", "%", "_", "'; DROP TABLE report; --", "<script>", "ﬁ", "A" * 1000, "*", "\\"]
)
@pytest.mark.parametrize("name", ["q", "role", "speaker", "publisher", "report"])
def test_no_word_reaches_the_database_as_it_was_typed(reader: TestClient, name: str, words: str) -> None:
    for path in ("/statements", "/counts"):
        assert reader.get(API + path, params={name: words}).status_code in (200, 400)
    assert reader.get(f"{API}/people", params={"q": words}).status_code == 200
    assert ask(reader, "/size")["reports"] == len(EVERY) + 1


def test_hostile_words_of_a_report_come_back_as_they_are(reader: TestClient) -> None:
    answer = reader.get(f"{API}/statements", params={"report": HOSTILE.report.id})
    (hit,) = answer.json()["hits"]
    assert (hit["title"], hit["url"], hit["origin"]) == (
        HOSTILE.report.title,
        HOSTILE.report.url,
        HOSTILE.report.origin.removeprefix("../"),
    )
    assert b"\x00" not in answer.content
    assert answer.headers["x-content-type-options"] == "nosniff"


TEXT = "“The boat will sail on Monday,” Piotr Salme, the harbour master, told reporters on Friday."


def test_a_text_is_read_and_nothing_kept(visitor: TestClient) -> None:
    before = ask(visitor, "/size")
    body = {"text": f"date 2031-03-09\r\n{TEXT}", "publisher": "The Quay", "title": " Boats ", "day_first": True}
    answer = visitor.post(f"{API}/annotate", json=body)
    record = AnnotatedReport.from_json(answer.content)
    check(answer.json(), Record)
    assert record.report.text == TEXT
    assert (record.report.published, record.report.published_from) == ("2031-03-09", "header")
    assert (record.report.publisher, record.report.title, record.report.origin) == ("The Quay", "Boats", "-")
    assert [found.speaker.name for found in record.statements if found.speaker] == ["Piotr Salme"]
    assert not list(check_record(record))
    assert ask(visitor, "/size") == before


def test_a_date_that_is_given_goes_before_that_of_the_text(visitor: TestClient) -> None:
    answer = visitor.post(f"{API}/annotate", json={"text": f"date 2031-03-09\n{TEXT}", "date": "2031-03-16"}).json()
    assert (answer["published"], answer["published_from"]) == ("2031-03-16", "option")
    assert answer["statements"][0]["said"]["start"] == "2031-03-14"


def test_a_text_may_hold_anything_that_json_can(visitor: TestClient) -> None:
    text = "“Half \ud800 a pair \0 and a \U0001f6a2,” Ada Lund said."
    answer = visitor.post(
        f"{API}/reports", content=json.dumps({"text": text}), headers={"content-type": "application/json"}
    )
    assert answer.status_code == 201
    record = AnnotatedReport.from_dict(check(answer.json(), schemas.Added)["record"])
    assert record.report.text == text
    assert visitor.get(answer.headers["location"]).json() == record.to_dict()


def test_a_text_in_another_language_is_passed_over(visitor: TestClient) -> None:
    text = "Der Bürgermeister sagte am Freitag, dass der Damm halten werde, und dass niemand daran zweifeln solle."
    answer = check(visitor.post(f"{API}/annotate", json={"text": text}).json(), Record)
    assert (answer["language"], answer["statements"]) == ("de", [])


def test_a_text_is_kept_once_and_who_else_carried_it_is_noted(visitor: TestClient) -> None:
    first = visitor.post(f"{API}/reports", json={"text": TEXT, "publisher": "The Quay", "date": "2031-03-09"})
    assert first.status_code == 201
    added = check(first.json(), schemas.Added)
    assert added["is_new"]
    assert visitor.get(first.headers["location"]).json() == added["record"]
    again = visitor.post(f"{API}/reports", json={"text": TEXT, "publisher": "The Quay", "date": "2031-03-09"})
    assert again.json() == {"is_new": False, "record": added["record"]}
    other = visitor.post(f"{API}/reports", json={"text": TEXT, "publisher": "Late Edition", "date": "2031-03-10"})
    assert not other.json()["is_new"]
    publications = ask(visitor, f"/reports/{added['record']['id']}/publications")["publications"]
    assert [one["publisher"] for one in publications] == ["The Quay", "Late Edition"]
    assert ask(visitor, "/statements", q="boat sail")["hits"]


@pytest.mark.parametrize("path", ["/annotate", "/reports"])
@pytest.mark.parametrize(
    ("body", "status", "word"),
    [
        ({"text": "a" * (MAX_TEXT_LENGTH + 1)}, 413, "200,000"),
        ({"text": ""}, 400, "no words"),
        ({"text": "date 2031-03-09\n \n"}, 400, "no words"),
        ({"text": "date 2031-02-30\nThe mayor spoke."}, 400, "does not exist"),
        ({"text": TEXT, "date": "9 March"}, 400, "not a date"),
        ({"text": TEXT, "date": "2031-02-30"}, 400, "not a date"),
        ({}, 422, "body.text"),
        ({"text": 7}, 422, "body.text"),
        ({"text": TEXT, "day_first": 0}, 422, "body.day_first"),
        ({"text": TEXT, "author": "Ada Quist"}, 422, "body.author"),
        ({"text": TEXT, "title": "a" * 1001}, 422, "body.title"),
        ([], 422, "body"),
        (None, 422, "body"),
    ],
)
def test_a_text_that_cannot_be_read_is_a_problem(
    visitor: TestClient, path: str, body: Any, status: int, word: str
) -> None:
    answer = visitor.post(API + path, content=json.dumps(body), headers={"content-type": "application/json"})
    assert word in problem_of(answer, status)["detail"]
    assert ask(visitor, "/size")["reports"] == len(EVERY)


@pytest.mark.parametrize("path", ["/annotate", "/corrections"])
@pytest.mark.parametrize("raw", [b"", b"{", b"\xff\xfe{}", b"[" * 100_000, b'{"text": ' + b"9" * 5000 + b"}", b"\0"])
def test_a_body_that_is_no_json_is_a_problem(visitor: TestClient, path: str, raw: bytes) -> None:
    answer = visitor.post(API + path, content=raw, headers={"content-type": "application/json"})
    problem_of(answer, answer.status_code)
    assert answer.status_code in (400, 422)


def test_no_more_texts_are_read_than_there_are_slots(tmp_path: Path) -> None:
    async def ask(visitor: TestClient) -> httpx.Response:
        slots = visitor.app.state.room.annotation_slots  # type: ignore[attr-defined]
        slots._timeout = 0
        async with (
            anyio.create_task_group() as group,
            httpx.AsyncClient(transport=httpx.ASGITransport(visitor.app), base_url=AT) as client,
        ):
            done = anyio.Event()

            async def hold() -> None:
                async with slots.hold_slot():
                    await done.wait()

            for _ in range(2):
                group.start_soon(hold)
            await anyio.wait_all_tasks_blocked()
            answer = await client.post(f"{API}/annotate", json={"text": TEXT})
            done.set()
            return answer

    with visiting(tmp_path) as visitor:
        answer = anyio.run(ask, visitor)
    problem_of(answer, 503)
    assert int(answer.headers["retry-after"]) > 0


def correct(visitor: TestClient, **body: Any) -> dict[str, Any]:
    answer = visitor.post(f"{API}/corrections", json=body)
    assert answer.status_code == 201, answer.text
    return check(answer.json(), schemas.Correction)


def test_a_statement_is_added_and_its_facts_are_set(visitor: TestClient) -> None:
    parts = {"source": [[21, 35]], "cue": [[36, 40]], "content": [[85, 108]]}
    added = correct(visitor, action="add", report=DAM.report.id, said="2031-03", **parts)
    identity = added["statement"]
    now = ask(visitor, f"/statements/{identity}")
    assert (now["hit"]["speaker"], now["hit"]["said"], now["hit"]["made_by"]) == ("Ada Lund", "2031-03", "human@reader")
    correct(visitor, action="edit", statement=identity, venue=[[0, 10]], kind="direct", said="")
    now = ask(visitor, f"/statements/{identity}")["statement"]
    assert (now["venue"]["spans"], now["kind"], now["said"]) == ([[0, 10]], "direct", None)
    correct(visitor, action="speaker", statement=identity, who=None)
    assert ask(visitor, f"/statements/{identity}")["hit"]["status"] == "unnamed"
    note = correct(visitor, action="note", statement=identity, text="ask", tags=["dam"])
    assert note["detail"]["tags"] == ["dam"]
    assert [hit["statement"] for hit in ask(visitor, "/statements", tag="dam")["hits"]] == [identity]
    assert identity not in [hit["statement"] for hit in ask(visitor, "/statements", doubt=0.01)["hits"]]
    unsure = [hit["confidence"] for hit in ask(visitor, "/statements", sort="unsure", doubt=0.01)["hits"]]
    assert unsure == sorted(unsure)


def test_corrections_are_made_listed_and_taken_back(visitor: TestClient) -> None:
    accepted = correct(visitor, action="accept", statement=HOLDS, by="Ada Quist")
    assert (accepted["number"], accepted["by"], accepted["statement"]) == (1, "Ada Quist", HOLDS)
    assert ask(visitor, f"/statements/{HOLDS}")["statement"]["made_by"] == "human@Ada Quist"

    correct(visitor, action="reject", statement=FAILS)
    problem_of(visitor.get(f"{API}/statements/{FAILS}"), 404)
    path = f"/reports/{DAM.report.id}"
    assert len(ask(visitor, path)["statements"]) == 1
    assert ask(visitor, path, corrected=False) == DAM.to_dict()

    edited = correct(visitor, action="edit", statement=HOLDS, content=[[0, 20]], source=[])
    now = ask(visitor, f"/statements/{edited['detail']['id']}")["statement"]
    assert (now["content"]["quote"], now["source"]["quote"]) == (["“The dam will hold,”"], [])

    named = correct(visitor, action="speaker", statement=edited["detail"]["id"], who="Nora Lund")
    assert named["detail"]["name"] == "Nora Lund"

    merged = correct(visitor, action="merge", who="Piotr Salme", into="Nora Lund")
    salme = merged["detail"]["from"]
    assert ask(visitor, f"/people/{salme}")["merged"] == [salme]

    undone = correct(visitor, action="undo", number=2)
    assert undone["detail"] == {"undoes": 2}
    assert ask(visitor, f"/statements/{FAILS}")["hit"]["content"] == "the old sluice would fail"

    log = walk(visitor, "/corrections", "corrections", schemas.CorrectionsResponse, limit=4)
    assert [(one["number"], one["action"], one["undone"]) for one in log] == [
        (6, "undo", False),
        (5, "merge", False),
        (4, "speaker", False),
        (3, "edit", False),
        (2, "reject", True),
        (1, "accept", False),
    ]
    of_report = walk(visitor, "/corrections", "corrections", schemas.CorrectionsResponse, limit=2, report=DAM.report.id)
    assert [one["number"] for one in of_report] == [6, 4, 3, 2, 1]
    assert not ask(visitor, "/corrections", report=OLD.report.id)["corrections"]
    assert {one["by"] for one in log[:-1]} == {"reader"}


@pytest.mark.parametrize(
    ("body", "status", "word"),
    [
        ({"action": "accept", "statement": "s_0"}, 404, "s_0"),
        ({"action": "accept", "statement": "\0"}, 404, "statement"),
        ({"action": "accept", "statement": HOLDS, "by": ""}, 400, "not a valid name"),
        ({"action": "accept", "statement": HOLDS, "by": "Ada\nQuist"}, 400, "not a valid name"),
        ({"action": "accept", "statement": HOLDS, "by": "a" * 101}, 422, "by"),
        ({"action": "accept", "statement": HOLDS, "note": "sure"}, 422, "note"),
        ({"action": "accept"}, 422, "statement"),
        ({"action": "praise", "statement": HOLDS}, 422, "praise"),
        ({"statement": HOLDS}, 422, "action"),
        ({"action": "edit", "statement": HOLDS}, 400, "spans"),
        ({"action": "edit", "statement": HOLDS, "content": []}, 400, "content"),
        ({"action": "edit", "statement": HOLDS, "content": [[5, 3]]}, 400, "5"),
        ({"action": "edit", "statement": HOLDS, "content": [[0, 10**30]]}, 400, "lie"),
        ({"action": "edit", "statement": HOLDS, "content": [[-1, 3]]}, 422, "content"),
        ({"action": "edit", "statement": HOLDS, "content": [[0, 9], [5, 12]]}, 400, "overlap"),
        ({"action": "edit", "statement": HOLDS, "content": [[0, 1.5]]}, 422, "content"),
        ({"action": "edit", "statement": HOLDS, "content": [[0]]}, 422, "content"),
        ({"action": "edit", "statement": HOLDS, "content": [[0, 3]] * 101}, 422, "content"),
        ({"action": "add", "report": DAM.report.id}, 400, "content"),
        ({"action": "add", "report": "r_0", "content": [[0, 3]]}, 404, "r_0"),
        ({"action": "edit", "statement": HOLDS, "said": "Friday"}, 400, "Friday"),
        ({"action": "note", "statement": HOLDS}, 400, "words or tags"),
        ({"action": "speaker", "statement": HOLDS}, 422, "who"),
        ({"action": "speaker", "statement": HOLDS, "who": "p_0"}, 404, "p_0"),
        ({"action": "speaker", "statement": HOLDS, "who": "Lund"}, 400, "may be"),
        ({"action": "speaker", "statement": HOLDS, "who": ""}, 422, "who"),
        ({"action": "speaker", "statement": HOLDS, "who": "\ud800"}, 422, "who"),
        ({"action": "merge", "who": "Ada Lund", "into": "Ada Lund"}, 400, "one person"),
        ({"action": "merge", "who": "Ada Lund", "into": "Ilse Brandvold"}, 404, "Brandvold"),
        ({"action": "undo", "number": 1}, 404, "1"),
        ({"action": "undo", "number": 10**40}, 404, "correction"),
        ({"action": "undo", "number": 0}, 422, "number"),
        ({"action": "undo", "number": "1"}, 422, "number"),
        ({"action": "edit", "statement": HOLDS, "content": [["0", True]]}, 422, "content"),
    ],
)
def test_a_correction_that_makes_no_sense_is_a_problem(
    visitor: TestClient, body: dict[str, Any], status: int, word: str
) -> None:
    answer = visitor.post(f"{API}/corrections", content=json.dumps(body), headers={"content-type": "application/json"})
    problem = problem_of(answer, status)
    assert word in problem["detail"]
    assert not ask(visitor, "/corrections")["corrections"]


def test_a_room_for_reading_only_takes_nothing(tmp_path: Path) -> None:
    with visiting(tmp_path, read_only=True) as visitor:
        problem_of(visitor.post(f"{API}/reports", json={"text": TEXT}), 403)
        problem_of(visitor.post(f"{API}/corrections", json={"action": "accept", "statement": HOLDS}), 403)
        assert visitor.post(f"{API}/annotate", json={"text": TEXT}).status_code == 200
        assert ask(visitor, "/size")["reports"] == len(EVERY)


def test_a_room_of_nothing(tmp_path: Path) -> None:
    with open_store(tmp_path / "empty.db") as store:
        visitor = visitor_of(store)
        assert check(ask(visitor, "/size"), schemas.Size) == {"reports": 0, "statements": 0}
        assert check(ask(visitor, "/statements", q="dam"), schemas.SearchResponse)["hits"] == []
        assert check(ask(visitor, "/counts"), schemas.CountsResponse)["counts"] == []
        assert check(ask(visitor, "/reports"), schemas.ReportsResponse) == {"reports": [], "cursor": None}
        assert check(ask(visitor, "/people"), schemas.PeopleResponse) == {"people": [], "cursor": None}
        assert check(ask(visitor, "/corrections"), schemas.CorrectionsResponse) == {"corrections": [], "cursor": None}


def test_answers_follow_the_store(visitor: TestClient) -> None:
    assert ask(visitor, "/size")["statements"] == sum(len(record.statements) for record in EVERY)
    before = ask(visitor, "/counts", by="kind")["statements"]
    correct(visitor, action="reject", statement=FAILS)
    assert ask(visitor, "/counts", by="kind")["statements"] == before - 1
    assert ask(visitor, "/size")["statements"] == before - 1


SHAPES = sorted(
    {
        shape
        for module in (schemas, record_schema)
        for shape in vars(module).values()
        if isinstance(shape, type) and issubclass(shape, record_schema.Shape)
    },
    key=lambda shape: shape.__name__,
)


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
def test_examples_are_of_their_shape_and_everything_is_described(shape: type[BaseModel]) -> None:
    assert shape.__doc__
    assert shape.model_config["extra"] == "forbid"
    schema = shape.model_json_schema()
    for example in schema.get("examples", ()):
        shape.model_validate(example)
    for name, field in shape.model_fields.items():
        assert field.description or name == "action", name


def test_the_records_of_the_document_have_examples_and_references_that_lead_somewhere(visitor: TestClient) -> None:
    document = visitor.get(f"{API}/openapi.json").json()
    schemas_ = document["components"]["schemas"]
    for name in re.findall(r'"#/components/schemas/(\w+)"', json.dumps(document)):
        assert name in schemas_
    assert schemas_["Record"]["examples"] == [examples.RECORD]
    assert schemas_["Statement"]["examples"] == [examples.STATEMENT]
    ours = {shape.__name__ for shape in SHAPES}
    assert not ours & record_schemas().keys(), "two schemas have one name"


def test_the_example_is_true_to_its_text() -> None:
    record = AnnotatedReport.from_dict(examples.RECORD)
    assert not list(check_record(record))
    text, hit = examples.RECORD["text"], examples.HIT
    assert " … ".join(text[start:end] for start, end in hit["spans"]) == hit["content"]
    assert [hit["snippet"][start:end] for start, end in hit["matches"]] == ["boat"]


def test_the_document_declares_every_answer_of_every_operation(reader: TestClient) -> None:
    document = ask(reader, "/openapi.json")
    operations = [item[method] for item in document["paths"].values() for method in item]
    assert len({one["operationId"] for one in operations}) == len(operations) == 18
    for operation in operations:
        assert operation["summary"]
        assert all(parameter["description"] for parameter in operation.get("parameters", ()))
        for status, answer in operation["responses"].items():
            assert answer["content"]
            if int(status) >= 400:
                (content,) = answer["content"].items()
                assert content == ("application/problem+json", {"schema": {"$ref": "#/components/schemas/Problem"}})
    assert "HTTPValidationError" not in document["components"]["schemas"]
    assert "security" not in document


def test_the_document_of_a_room_with_a_token_says_how_to_show_it(tmp_path: Path) -> None:
    with visiting(tmp_path, DAM, token="sesame", hosts=()) as visitor:
        document = visitor.get(f"{API}/openapi.json", headers={"authorization": "Bearer sesame"}).json()
        assert document["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
        assert document["security"] == [{"token": []}]


def test_the_page_shows_every_operation_and_every_shape(reader: TestClient) -> None:
    document, page = ask(reader, "/openapi.json"), reader.get("/api")
    assert page.status_code == 200
    for path, item in document["paths"].items():
        for method, operation in item.items():
            assert f"{method.upper()} {path}</code>" in page.text
            assert f'id="{operation["operationId"]}"' in page.text
    for name in document["components"]["schemas"]:
        assert f'id="schema-{name}"' in page.text
    assert "http://localhost/api/v1/statements" in page.text
    assert "Authorization: Bearer" in page.text


def test_streams_of_records_hold_what_the_store_holds(tmp_path: Path) -> None:
    with open_store(tmp_path / "onrecord.db") as store:
        store.add((*EVERY, HOSTILE))
        store.corrections.reject(FAILS, by="Ada Quist")
        visitor = visitor_of(store)
        lines = visitor.get(f"{API}/export").content.decode().splitlines()
        assert [AnnotatedReport.from_json(line) for line in lines] == list(store.without_folders().iter_records())
        found = visitor.get(f"{API}/export", params={"q": "dam", "speaker": "A. Lund"}).content.decode().splitlines()
        query = Query("dam", speaker="A. Lund")
        assert [AnnotatedReport.from_json(line) for line in found] == list(store.without_folders().iter_records(query))
        assert {json.loads(line)["id"] for line in found} <= {DAM.report.id, BUDGET.report.id}
