"""Every page without a browser: what it answers, that hostile words stay words, and where forms lead."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from lxml import html
from starlette.testclient import TestClient

from onrecord.annotate import annotator
from onrecord.record import replace
from onrecord.store import Store, open_store
from onrecord.text.spans import Span
from onrecord.web.app import create_app
from onrecord.web.state import RoomOptions
from tests.web.material import ALL, CARRIED, HOSTILE, IMAGE, MONTHLY, NO_LINK, SCRIPT, STRAIT, to_correct
from tests.web.rooms import filled_store

ADDRESS = "http://127.0.0.1"
PAGES = (
    "/",
    "/?q=ferry",
    "/?q=zeppelin",
    "/?q=alert&sort=relevance",
    "/?speaker=img",
    "/reports",
    f"/reports/{STRAIT.report.id}",
    f"/reports/{STRAIT.report.id}?statement={STRAIT.statements[0].id}",
    f"/reports/{HOSTILE.report.id}",
    "/people",
    "/people?name=img",
    "/people/names?speaker=im",
    "/people/PERSON",
    "/people/PERSON/subjects",
    "/people/PERSON/company",
    "/people/HOSTILE",
    "/people/HOSTILE/subjects",
    "/people/HOSTILE/company",
    "/timeline",
    "/timeline?by=speaker&per=day",
    f"/statements/{CARRIED[0].statements[0].id}/elsewhere",
    f"/statements/{HOSTILE.statements[0].id}/elsewhere",
    "/add",
    "/corrections",
    "/api",
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with open_store(str(tmp_path_factory.mktemp("pages") / "onrecord.db")) as opened:
        opened.add(ALL)
        opened.corrections.accept(HOSTILE.statements[0].id, IMAGE)
        yield opened


@pytest.fixture(scope="module")
def client(store: Store) -> TestClient:
    return TestClient(create_app(store, RoomOptions(title=SCRIPT)), ADDRESS, follow_redirects=False)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Store]:
    """A store that a test changes."""
    with filled_store(tmp_path / "onrecord.db", to_correct(1)) as opened:
        yield opened


@pytest.fixture
def visitor(desk: Store) -> TestClient:
    return TestClient(create_app(desk), ADDRESS, follow_redirects=False)


def _named(path: str, store: Store) -> str:
    return path.replace("PERSON", store.people("Tamm")[0].id).replace("HOSTILE", store.people("img")[0].id)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_answers_and_nothing_in_it_is_more_than_words(path: str, client: TestClient, store: Store) -> None:
    answer = client.get(_named(path, store))
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert SCRIPT not in answer.text and "<img" not in answer.text and f'"{IMAGE[2:]}' not in answer.text
    if "/names" in path:
        return
    page = html.document_fromstring(answer.text)
    assert page.xpath("//html/@lang") == ["en"] and len(page.xpath("//h1")) <= 1
    assert all(script.get("src", "").startswith("/static/") and not script.text for script in page.iter("script"))
    links = [*page.xpath("//@href"), *page.xpath("//@src"), *page.xpath("//@action"), *page.xpath("//@hx-get")]
    assert all(link.startswith(("/", "#", "https://westmere.example/")) for link in links), links
    assert not [name for one in page.iter() for name in one.attrib if name.startswith("on") or name == "style"]
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))


def test_hostile_words_are_shown_as_they_are(client: TestClient) -> None:
    page = html.document_fromstring(client.get(f"/reports/{HOSTILE.report.id}").text)
    shown = page.text_content()
    assert HOSTILE.report.title in shown and HOSTILE.report.origin in shown and HOSTILE.report.publisher in shown
    assert page.get_element_by_id("text").text_content() == HOSTILE.report.text
    assert NO_LINK not in shown
    assert f"{IMAGE}" in page.xpath("//*[contains(@class, 'human')]")[0].text_content()


@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        ("/nothing", 404, "no such page"),
        ("/reports/r_0", 404, "r_0"),
        ("/reports/%3Cscript%3E", 404, "&lt;script&gt;"),
        ("/statements/s_0", 404, "s_0"),
        ("/statements/s_0/elsewhere", 404, "s_0"),
        ("/people/p_0", 404, "p_0"),
        ("/people?after=-1", 400, "after"),
        ("/people?after=²", 400, "after"),
        ("/?q=%22open", 400, "not closed"),
        ("/?said_from=soon&q=a", 400, "soon"),
        (f"/?q={'a' * 1001}", 400, "longer"),
        ("/?q=a&cursor=nonsense", 400, "cursor"),
        ("/reports?cursor=nonsense", 400, "cursor"),
        ("/timeline?by=moon", 400, "moon"),
        ("/timeline?per=hour", 400, "hour"),
        ("/timeline?kind=%3Cscript%3E", 400, "&lt;script&gt;"),
        ("/static/nothing.js", 404, "no such page"),
        ("/static/..%2fapp.py", 404, "no such page"),
        ("/static/%2e%2e/%2e%2e/app.py", 404, "no such page"),
    ],
)
def test_what_goes_wrong_is_a_page_that_says_so(path: str, status: int, told: str, client: TestClient) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "text/html; charset=utf-8")
    (fault,) = re.findall(r'<p class="fault" role="alert">(.*?)</p>', answer.text, re.DOTALL)
    assert told in fault
    assert 'href="/"' in answer.text


@pytest.mark.parametrize("path", PAGES)
def test_every_page_can_be_asked_for_its_head(path: str, client: TestClient, store: Store) -> None:
    head, whole = client.head(_named(path, store)), client.get(_named(path, store))
    assert (head.status_code, head.headers) == (whole.status_code, whole.headers)


def test_a_statement_is_found_by_its_own_address(client: TestClient) -> None:
    found = STRAIT.statements[2].id
    answer = client.get(f"/statements/{found}")
    assert (answer.status_code, answer.headers["location"]) == (
        303,
        f"/reports/{STRAIT.report.id}?statement={found}#{found}",
    )


def test_a_search_that_is_part_of_a_page_tells_its_fault_where_it_can_be_shown(client: TestClient) -> None:
    assert client.get("/?q=%22open", headers={"hx-request": "true"}).status_code == 200


def test_pages_of_results_hold_every_statement_once(client: TestClient) -> None:
    path, seen = "/?q=ferry+OR+bread", []
    while path:
        page = html.document_fromstring(client.get(path).text)
        seen += page.xpath("//article/@data-statement")
        path = next(iter(page.xpath("//a[@class='more']/@href")), "")
    wanted = [
        one.id for record in MONTHLY for one in record.statements if re.search("ferry|bread", one.content.quote[0])
    ]
    assert sorted(seen) == sorted(wanted) and len(seen) > 40


@pytest.mark.parametrize(
    "back",
    [
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "/\\elsewhere.example",
        "\\\\elsewhere.example",
        "javascript:alert(1)",
        "elsewhere",
        "/\t/elsewhere.example",
        "/\r\nset-cookie: a=b",
        "http:/elsewhere.example",
        "http://[",
        "/a\u0000b",
        "///elsewhere.example",
    ],
)
def test_a_form_leads_to_no_other_place_than_the_room(back: str, visitor: TestClient) -> None:
    found = to_correct(1).statements[0].id
    for path, form in ((f"/statements/{found}/accept", {}), ("/name", {"by": "Åse"})):
        answer = visitor.post(path, data={**form, "back": back})
        assert (answer.status_code, answer.headers["location"]) == (303, "/"), back
        assert "a=b" not in answer.headers.get("set-cookie", "")


@pytest.mark.parametrize("back", ["/?q=a+b&sort=newest", "/people/p_1", "/reports/r_1?statement=s_1#s_1"])
def test_a_form_leads_back_where_one_was(back: str, visitor: TestClient) -> None:
    answer = visitor.post(f"/statements/{to_correct(1).statements[0].id}/accept", data={"back": back})
    assert answer.headers["location"] == back


def test_corrections_by_forms(visitor: TestClient, desk: Store) -> None:
    report = to_correct(1)
    first, second, third = report.statements
    path = f"/reports/{report.report.id}"
    visitor.post("/name", data={"by": "Åse 🦉"})
    assert visitor.post(f"/statements/{first.id}/accept").headers["location"] == f"/statements/{first.id}"
    assert visitor.post(f"/statements/{third.id}/reject").headers["location"] == path
    assert visitor.post(f"/statements/{second.id}/speaker", data={"who": "Vera Quist"}).status_code == 303
    spans = {"source": "0-5", "cue": "", "content": "6-9 11-15"}
    edited = visitor.post(f"/statements/{second.id}/edit", data=spans).headers["location"].rpartition("/")[2]
    log = desk.corrections.log()
    assert [(entry.action, entry.by) for entry in log] == [
        (action, "Åse 🦉") for action in ("accept", "reject", "speaker", "edit")
    ]
    now = desk.get(report.report.id)
    assert now is not None
    by_id = {one.id: one for one in now.statements}
    assert by_id.keys() == {first.id, edited}
    assert [list(span) for span in by_id[edited].content.spans] == [[6, 9], [11, 15]]
    for entry in reversed(log):
        assert visitor.post(f"/corrections/{entry.number}/undo").headers["location"] == path
    assert desk.get(report.report.id) == report
    assert len(html.document_fromstring(visitor.get("/corrections").text).xpath("//ol/li")) == 8


def test_corrections_are_listed_some_at_a_time(
    visitor: TestClient, desk: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("onrecord.web.pages.correct._PAGE_SIZE", 2)
    for statement in to_correct(1).statements:
        visitor.post(f"/statements/{statement.id}/accept")
    path, seen = "/corrections", []
    while path:
        page = html.document_fromstring(visitor.get(path).text)
        seen += page.xpath("//ol/li//header/span[1]/text()")
        path = next(iter(page.xpath("//a[text()='Older']/@href")), "")
    assert seen == ["3", "2", "1"]
    assert visitor.get("/corrections?before=0").status_code == 422


def test_the_page_of_corrections_has_the_words_that_were_corrected(visitor: TestClient) -> None:
    first, second, third = to_correct(1).statements
    visitor.post(f"/statements/{third.id}/reject")
    visitor.post(f"/statements/{second.id}/edit", data={"source": "0-5", "cue": "", "content": "6-9 11-15"})
    visitor.post(f"/statements/{first.id}/speaker", data={"who": "Vera Quist"})
    text = to_correct(1).report.text
    shown = html.document_fromstring(visitor.get("/corrections").text).xpath("//li//span[@class='gist']/text()")
    contents = [" … ".join(one.content.quote) for one in (first, third)]
    assert shown == [contents[0], f"{text[6:9]} … {text[11:15]}", contents[1]]


def test_what_was_found_can_be_saved(client: TestClient) -> None:
    page = html.document_fromstring(client.get("/?q=s*&said_from=2031&kind=direct&sort=newest").text)
    (address,) = page.xpath("//a[text()='Save as CSV']/@href")
    answer = client.get(address)
    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(answer.content.decode("utf-8-sig").splitlines(keepends=True)))
    found = client.get("/api/v1/statements?q=s*&said=2031..&kind=direct&limit=200").json()["hits"]
    assert {row["statement_id"] for row in rows} == {hit["statement"] for hit in found} != set()


def test_who_finds_nothing_is_told_what_else_to_try(client: TestClient) -> None:
    page = client.get("/?q=zeppelins").text
    assert "No statement found" in page
    assert "pump*" in page
    assert "Save as CSV" not in page


@pytest.mark.parametrize("path", ["/api/v1", "/api/v1/docs"])
def test_who_looks_for_the_documents_of_the_interface_is_led_to_them(path: str, client: TestClient) -> None:
    assert client.get(path).headers["location"] == "/api"


def test_a_report_without_a_title_goes_by_the_name_of_its_file(tmp_path: Path) -> None:
    with open_store(str(tmp_path / "onrecord.db")) as opened:
        record = to_correct(1)
        opened.add([replace(record, report=replace(record.report, title=None, origin="/home/ada/pier <1>.txt"))])
        pages = TestClient(create_app(opened), ADDRESS)
        page = html.document_fromstring(pages.get(f"/reports/{record.report.id}").text)
        assert page.xpath("string(//h1)") == "pier <1>.txt"
        shown = [pages.get(path).text for path in ("/", "/reports", f"/reports/{record.report.id}")]
        assert not any("/home/ada" in text for text in shown)


def test_persons_are_merged_by_a_form(visitor: TestClient, desk: Store) -> None:
    quist, brae = (desk.people(name)[0].id for name in ("Vera Quist", "Tomas Brae"))
    answer = visitor.post(f"/people/{quist}/merge", data={"into": "Tomas Brae"})
    assert answer.headers["location"] == f"/people/{brae}"
    assert visitor.get(f"/people/{quist}").status_code == 200
    assert "Vera Quist" in visitor.get(f"/people/{brae}").text
    (entry,) = desk.corrections.log()
    assert visitor.post(f"/corrections/{entry.number}/undo").headers["location"] == "/corrections"
    assert {person.name for person in desk.people()} == {"Vera Quist", "Tomas Brae"}


@pytest.mark.parametrize(
    ("path", "form", "status"),
    [
        ("/statements/s_0/accept", {}, 404),
        ("/statements/s_0/reject", {}, 404),
        ("/statements/FIRST/speaker", {}, 422),
        ("/statements/FIRST/speaker", {"who": " "}, 400),
        ("/statements/FIRST/speaker", {"who": "a" * 2001}, 422),
        ("/statements/FIRST/edit", {"source": "a", "content": "0-5"}, 400),
        ("/statements/FIRST/edit", {"content": "5-0"}, 400),
        ("/statements/FIRST/edit", {"content": "0-999999999"}, 400),
        ("/statements/FIRST/edit", {"content": "0-5 3-9"}, 400),
        ("/statements/FIRST/edit", {"content": "٠-٥"}, 400),
        ("/statements/FIRST/edit", {"content": ""}, 400),
        ("/people/p_0/merge", {"into": "Vera Quist"}, 404),
        ("/people/QUIST/merge", {"into": "Nobody Known"}, 404),
        ("/people/QUIST/merge", {"into": "Vera Quist"}, 400),
        ("/corrections/99/undo", {}, 404),
        ("/corrections/one/undo", {}, 422),
        (f"/corrections/{10**30}/undo", {}, 404),
        ("/name", {"by": " "}, 400),
        ("/name", {"by": "a\nb"}, 400),
        ("/name", {"by": "a" * 101}, 422),
        ("/add", {"text": " "}, 400),
        ("/add", {"text": "“So,” he said.", "date": "soon"}, 400),
        ("/add", {"record": "{"}, 400),
        ("/add", {"text": "a " * 100_001}, 413),
    ],
)
def test_what_a_form_cannot_mean_is_told_and_changes_nothing(
    path: str, form: dict[str, str], status: int, visitor: TestClient, desk: Store
) -> None:
    path = path.replace("FIRST", to_correct(1).statements[0].id).replace("QUIST", desk.people("Vera Quist")[0].id)
    answer = visitor.post(path, data=form)
    assert (answer.status_code, "fault" in answer.text) == (status, True), answer.text[-500:]
    assert desk.corrections.log() == [] and desk.size()[0] == 1


def test_a_correction_in_a_list_is_answered_with_its_card(visitor: TestClient) -> None:
    first, second, _ = to_correct(1).statements
    part = {"hx-request": "true"}
    card = visitor.post(f"/statements/{first.id}/accept", data={"back": "/?q=dam"}, headers=part)
    assert card.status_code == 200 and card.text.lstrip().startswith("<article")
    assert "human" in card.text and 'value="/?q=dam"' in card.text
    gone = visitor.post(f"/statements/{second.id}/reject", data={"back": "/?q=dam"}, headers=part)
    assert gone.text.lstrip().startswith("<article") and "/undo" in gone.text
    alone = visitor.post(f"/statements/{first.id}/accept", headers=part)
    assert alone.status_code == 303


def test_the_name_of_who_corrects_is_kept_by_the_browser(visitor: TestClient) -> None:
    answer = visitor.post("/name", data={"by": 'Åse "; Path=/x', "back": "/corrections"})
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=strict" in cookie and "Path=/x" not in cookie
    page = html.document_fromstring(visitor.get("/").text)
    assert page.xpath("//input[@name='by']/@value") == ['Åse "; Path=/x']


def test_a_pasted_report_is_shown_and_stored_only_when_told(visitor: TestClient, desk: Store) -> None:
    form = {"text": f"{SCRIPT}\r\n\r\n“It is so,” Ada Lund said on Friday.", "date": "2031-03-09", "title": IMAGE}
    looked = visitor.post("/add", data=form)
    assert looked.status_code == 200 and desk.size()[0] == 1
    assert SCRIPT not in looked.text and "<img" not in looked.text
    page = html.document_fromstring(looked.text)
    (record,) = page.xpath("//input[@name='record']/@value")
    stored = visitor.post("/add", data={"record": record})
    report = desk.get(stored.headers["location"].rpartition("/")[2])
    assert report is not None and report.report.title == IMAGE
    assert report.report.text == f"{SCRIPT}\n\n“It is so,” Ada Lund said on Friday."
    assert [one.content.quote for one in report.statements] == [("“It is so,”",)]
    again = visitor.post("/add", data=form)
    assert "The store has this report already" in again.text


@pytest.mark.parametrize("length", [300_000, 1_500_000, 3_000_000])
def test_a_pasted_text_that_is_too_long_is_refused_with_what_to_do(visitor: TestClient, length: int) -> None:
    for form in ({"data": {"text": "x" * length}}, {"data": {}, "files": {"text": (None, "x" * length)}}):
        answer = visitor.post("/add", **form)
        assert answer.status_code == 413
        assert "onrecord add" in answer.text


def test_a_room_for_reading_only_takes_and_offers_no_corrections(desk: Store) -> None:
    visitor = TestClient(create_app(desk, RoomOptions(read_only=True)), ADDRESS, follow_redirects=False)
    report = to_correct(1)
    for path in (
        "/",
        f"/reports/{report.report.id}",
        "/?q=dam",
        "/corrections",
        "/people/" + desk.people("Quist")[0].id,
    ):
        page = html.document_fromstring(visitor.get(path).text)
        assert not page.xpath("//main//form[@method='post']") and not page.xpath("//a[@href='/add']")
    for path in ("/add", "/name", f"/statements/{report.statements[0].id}/accept", "/corrections/1/undo"):
        assert visitor.post(path, data={"by": "Åse"}).status_code == 403
    assert visitor.get("/add").status_code == 403


def test_an_empty_store_says_what_to_do(tmp_path: Path) -> None:
    with open_store(str(tmp_path / "onrecord.db")) as empty:
        visitor = TestClient(create_app(empty), ADDRESS)
        assert "Add a report" in visitor.get("/").text
        for path in ("/people", "/reports", "/timeline", "/timeline?by=speaker", "/corrections", "/?q=a"):
            assert visitor.get(path).status_code == 200


def test_signing_in_shows_nothing_of_the_store_before(store: Store) -> None:
    token = "a long secret of many letters"
    visitor = TestClient(create_app(store, RoomOptions(token=token, hosts=())), ADDRESS, follow_redirects=False)
    asked = f"/statements/{STRAIT.statements[0].id}"
    assert visitor.get(asked).headers["location"] == "/sign-in?back=" + quote(asked, safe="")
    assert f'value="{asked}"' in visitor.get(visitor.get(asked).headers["location"]).text
    page = visitor.get("/sign-in")
    assert page.status_code == 200 and "Ferries" not in page.text and 'href="/reports"' not in page.text
    assert visitor.post("/sign-in", data={"token": "wrong"}).status_code == 403
    assert visitor.get("/reports").status_code == 303
    for back, place in (("", "/"), ("//elsewhere.example", "/"), (asked, asked)):
        given = visitor.post("/sign-in", data={"token": token, "back": back})
        assert given.headers["location"] == place
        # A link to a statement that stands on another site is followed with the cookie.
        assert "samesite=lax" in given.headers["set-cookie"].lower()
    assert visitor.get("/reports").status_code == 200


def test_the_address_of_a_statement_leads_to_what_corrections_made_of_it(visitor: TestClient, desk: Store) -> None:
    first, second, _ = to_correct(1).statements
    path = f"/reports/{to_correct(1).report.id}"
    edited = str(desk.corrections.edit(second.id, "Åse", content=[Span(6, 9)]).detail["id"])
    again = str(desk.corrections.edit(edited, "Åse", content=[Span(6, 15)]).detail["id"])
    for old in (second.id, edited):
        assert visitor.get(f"/statements/{old}").headers["location"] == f"{path}?statement={again}#{again}"
        assert visitor.get(f"{path}?statement={old}").headers["location"] == f"{path}?statement={again}#{again}"
        assert visitor.get(f"/statements/{old}/elsewhere").headers["location"] == f"/statements/{again}/elsewhere"
        assert visitor.get(f"/statements/{old}/change").headers["location"] == f"/statements/{again}/change"
        assert again in visitor.get(f"/api/v1/statements/{old}").json()["detail"]
    undone = desk.corrections.undo(2, "Åse")
    assert visitor.get(f"/statements/{again}").headers["location"] == f"{path}?statement={edited}#{edited}"
    desk.corrections.undo(1, "Åse")
    assert visitor.get(f"/statements/{again}").headers["location"] == f"{path}?statement={second.id}#{second.id}"
    assert undone.number == 3

    desk.corrections.reject(first.id, "Åse")
    for asked in (f"/statements/{first.id}", f"/statements/{first.id}/elsewhere", f"{path}?statement={first.id}"):
        assert visitor.get(asked).headers["location"] == f"{path}#rejected"
    assert html.document_fromstring(visitor.get(path).text).xpath("//*[@id='rejected']")
    assert "was rejected" in visitor.get(f"/api/v1/statements/{first.id}").json()["detail"]
    # What no correction is of is not made out to be anything.
    assert visitor.get("/statements/s_0").status_code == 404
    assert visitor.get(f"{path}?statement=s_0").status_code == 200


@pytest.mark.parametrize("is_replaced", [False, True])
def test_nothing_is_taken_once_the_file_of_the_store_is_gone(
    visitor: TestClient, desk: Store, tmp_path: Path, is_replaced: bool
) -> None:
    """SQLite would go on writing into the file that nobody finds any more."""
    found = to_correct(1).statements[0].id
    place = tmp_path / "onrecord.db"
    place.rename(tmp_path / "moved.db")
    if is_replaced:
        with open_store(str(tmp_path / "other.db")) as other:
            other.add([to_correct(1)])
        (tmp_path / "other.db").rename(place)
    for answer in (visitor.post(f"/statements/{found}/accept"), visitor.get("/reports")):
        assert answer.status_code == 503
        assert "removed or replaced" in answer.text
    (tmp_path / "moved.db").replace(place)
    assert visitor.post(f"/statements/{found}/accept").status_code == 303


def test_what_is_stored_from_the_page_says_which_model_made_it(visitor: TestClient, desk: Store) -> None:
    words = "“The quay will be rebuilt by spring,” Ada Lund said."
    shown = html.document_fromstring(visitor.post("/add", data={"text": words}).text)
    (record,) = shown.xpath("//input[@name='record']/@value")
    path = visitor.post("/add", data={"record": record}).headers["location"]
    assert visitor.post("/add", data={"record": record}).headers["location"] == path
    (reading,) = desk.annotations(path.rpartition("/")[2])
    assert reading.made_by == annotator()
