"""The pages walked as a reader would walk them, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page, expect

from onrecord.record import AnnotatedReport, Statement
from onrecord.text.display import visible
from tests.web.browser.conftest import NARROW, WIDE, Watch
from tests.web.material import ALL, CARRIED, HOSTILE, MONTHLY, ODD, STRAIT

_PIECES = """(wanted) => {
  const text = document.getElementById('text');
  const marked = [...text.querySelectorAll('[data-roles]')];
  const held = marked.filter((one) => one.dataset.roles.split(' ').includes(wanted));
  return held.map((one) => [Number(one.dataset.start), one.textContent]);
}"""
_LIT = "(name) => [...document.querySelectorAll('#text .' + name)].map((one) => one.dataset.start)"
_OF_STATEMENT = """(id) => [...document.querySelectorAll('#text [data-s]')]
  .filter((one) => one.dataset.s.split(' ').includes(id)).map((one) => one.dataset.start)"""


def report_path(record: AnnotatedReport) -> str:
    return f"/reports/{record.report.id}"


def marked_quotes(page: Page, statement: Statement, role: str) -> list[str]:
    """Join the pieces that the page marks with a role, a new quote where they do not follow one another."""
    quotes: list[str] = []
    end = -1
    for start, words in page.evaluate(_PIECES, f"{statement.id}:{role}"):
        if start == end:
            quotes[-1] += words
        else:
            quotes.append(words)
        end = start + len(words)
    return quotes


@pytest.mark.parametrize("scripts", [True, False])
def test_what_a_report_marks_is_exactly_what_its_record_quotes(
    scripts: bool, room: str, visiting: Callable[..., Watch]
) -> None:
    watch = visiting(room, java_script_enabled=scripts)
    for record in (STRAIT, *CARRIED, HOSTILE, MONTHLY[0]):
        page = watch.open(report_path(record))
        assert page.locator("#text").evaluate("(one) => one.textContent") == visible(record.report.text)
        for statement in record.statements:
            for role in ("source", "cue", "content"):
                assert marked_quotes(page, statement, role) == list(getattr(statement, role).quote), (statement, role)


@pytest.mark.parametrize("statement", STRAIT.statements, ids=lambda one: one.cue.quote[0])
def test_hovering_lights_every_piece_of_a_statement_and_only_these(visit: Watch, statement: Statement) -> None:
    page = visit.open(report_path(STRAIT))
    page.locator(f"#text [data-card='{statement.id}']").hover()
    assert page.evaluate(_LIT, "lit") == page.evaluate(_OF_STATEMENT, statement.id) != []
    assert page.locator(".card.lit").get_attribute("id") == f"card-{statement.id}"
    page.locator("h1").hover()
    assert page.evaluate(_LIT, "lit") == []
    page.locator(f"#card-{statement.id} .gist").hover()
    assert page.evaluate(_LIT, "lit") == page.evaluate(_OF_STATEMENT, statement.id)


def test_a_nested_statement_is_lit_alone_and_its_outer_one_whole(visit: Watch) -> None:
    _, outer, inner, _ = STRAIT.statements
    page = visit.open(report_path(STRAIT))
    expect(page.locator(f"#card-{inner.id}")).to_have_class(re.compile("within"))
    page.locator("#text .deep", has_text="the strait is open").hover()
    assert page.evaluate(_LIT, "lit") == page.evaluate(_OF_STATEMENT, inner.id)
    page.locator("#text .content:not(.deep)", has_text="So we shall wait").hover()
    lit = page.evaluate(_LIT, "lit")
    assert lit == page.evaluate(_OF_STATEMENT, outer.id)
    assert set(page.evaluate(_OF_STATEMENT, inner.id)) < set(lit)


def test_the_keyboard_goes_from_statement_to_statement(visit: Watch) -> None:
    page = visit.open(report_path(STRAIT))
    for key, number in (("j", 0), ("j", 1), ("j", 2), ("k", 1), ("j", 2), ("j", 3), ("j", 3)):
        page.keyboard.press(key)
        wanted = STRAIT.statements[number].id
        expect(page.locator(f"#card-{wanted}")).to_be_focused()
        assert page.evaluate(_LIT, "on") == page.evaluate(_OF_STATEMENT, wanted)
    page.keyboard.press("Escape")
    assert page.evaluate(_LIT, "on") == []
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).to_be_hidden()
    # Tab goes to a cue in the text, and Enter from there to its statement.
    page.locator("#text [data-card]").first.focus()
    assert page.evaluate(_LIT, "lit") == page.evaluate(_OF_STATEMENT, STRAIT.statements[0].id)
    page.keyboard.press("Enter")
    expect(page.locator(f"#card-{STRAIT.statements[0].id}")).to_be_focused()


def test_the_keys_can_be_put_off_for_all_pages_to_come(visit: Watch) -> None:
    page = visit.open(report_path(STRAIT))
    page.get_by_role("button", name="Keys").click()
    page.get_by_label("Use these keys").uncheck()
    page.get_by_role("button", name="Close").click()
    page.reload()
    page.keyboard.press("j")
    assert page.evaluate(_LIT, "on") == []
    page.get_by_role("button", name="Keys").click()
    page.get_by_label("Use these keys").check()
    page.get_by_role("button", name="Close").click()
    page.keyboard.press("j")
    assert page.evaluate(_LIT, "on") == page.evaluate(_OF_STATEMENT, STRAIT.statements[0].id) != []


@pytest.mark.parametrize("scripts", [True, False])
def test_the_address_of_a_statement_lands_on_it(scripts: bool, room: str, visiting: Callable[..., Watch]) -> None:
    statement = STRAIT.statements[2]
    page = visiting(room, java_script_enabled=scripts, viewport={"width": 390, "height": 300}).open(
        f"/statements/{statement.id}"
    )
    assert page.url.endswith(f"{report_path(STRAIT)}?statement={statement.id}#{statement.id}")
    assert page.evaluate(_LIT, "on") == page.evaluate(_OF_STATEMENT, statement.id) != []
    assert f"card-{statement.id}" in page.locator(".card.on").evaluate_all("(all) => all.map((one) => one.id)")
    expect(page.locator("#text .cue.on")).to_be_in_viewport()


def test_times_and_people_are_marked_on_request_and_stay_so(visit: Watch) -> None:
    page = visit.open(report_path(STRAIT))
    time, person = page.locator("#text .time"), page.locator("#text .entity").first
    expect(time).to_have_text("Sunday")
    expect(time).to_have_attribute("title", "2031-03-09 (weekday, past tense)")
    for box, marked, style in (("#show-time", time, "outline-style"), ("#show-entity", person, "border-bottom-style")):
        expect(marked).to_have_css(style, "none")
        page.locator(box).check()
        expect(marked).not_to_have_css(style, "none")
        page.reload()
        expect(page.locator(box)).to_be_checked()
        page.locator(box).uncheck()
        expect(marked).to_have_css(style, "none")


def test_searching_with_every_filter_leaves_the_query_in_the_address(visit: Watch) -> None:
    page = visit.open()
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("fares")
    page.get_by_role("combobox", name="Speaker").press_sequentially("Tam")
    expect(page.locator("#names option")).to_have_count(1)
    assert page.locator("#names option").get_attribute("value") == "Ilse K. Tamm"
    page.get_by_role("combobox", name="Speaker").fill("Ilse K. Tamm")
    page.get_by_label("Outlet").fill("The Westmere Post")
    page.get_by_label("said from").fill("2031-02")
    page.get_by_label("said to").fill("2031-10")
    page.get_by_label("Order").select_option("newest")
    page.locator(".rarer summary").click()
    page.get_by_label("Role").fill("minister")
    page.get_by_label("Kind").select_option("direct")
    page.get_by_label("published from").fill("2031-03")
    page.get_by_label("published to").fill("2031-05")
    page.get_by_label("Confidence from").fill("0.5")
    page.locator("#q").press("Enter")
    page.wait_for_url("**/?q=fares&**")
    for part in ("q=fares", "speaker=Ilse+K.+Tamm", "publisher=The+Westmere+Post", "role=minister", "kind=direct",
                 "said_from=2031-02", "said_to=2031-10", "published_from=2031-03", "published_to=2031-05",
                 "confidence=0.5", "sort=newest"):  # fmt: skip
        assert part in page.url
    found = [
        record.statements[0].id
        for record in MONTHLY
        if "2031-03" <= (record.report.published or "") < "2031-06"
        and "fares" in record.report.text
        and record.report.publisher == "The Westmere Post"
    ]
    shown = _shown(page)
    assert set(shown) == set(found) and found
    assert page.locator("mark").all_inner_texts() == ["fares"] * len(found)
    held = page.locator("form.filters").evaluate("(form) => JSON.stringify([...new FormData(form)])")
    page.reload()
    assert _shown(page) == shown
    assert page.locator("form.filters").evaluate("(form) => JSON.stringify([...new FormData(form)])") == held


def _shown(page: Page) -> list[str]:
    ids: list[str] = page.locator("article.card").evaluate_all("(all) => all.map((one) => one.dataset.statement)")
    return ids


@pytest.mark.parametrize("scripts", [True, False])
def test_more_brings_every_statement_once(scripts: bool, room: str, visiting: Callable[..., Watch]) -> None:
    page = visiting(room, java_script_enabled=scripts).open("/?q=ferry+OR+bread")
    seen = _shown(page)
    assert len(seen) == 10
    while page.locator("a.more").count():
        page.locator("a.more").click()
        if scripts:
            expect(page.locator(f"[data-statement='{seen[-1]}'] ~ article.card").first).to_be_visible()
            seen = _shown(page)
        else:
            seen += _shown(page)
    wanted = [
        one.id for record in MONTHLY for one in record.statements if re.search("ferry|bread", one.content.quote[0])
    ]
    assert sorted(seen) == sorted(wanted)


def test_a_query_that_makes_no_sense_is_explained_and_stays_in_the_box(visit: Watch) -> None:
    page = visit.open()
    page.locator("#q").fill('"open')
    page.locator("#q").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("not closed")
    expect(page.locator("#q")).to_have_value('"open')
    visit.expect("400")


def test_a_result_leads_to_its_words_and_to_its_speaker(visit: Watch) -> None:
    page = visit.open("/?q=strait")
    statement = STRAIT.statements[2]
    page.locator(f"#card-{statement.id} a.place").click()
    expect(page.locator(f"#card-{statement.id}")).to_be_focused()
    page.locator(f"#card-{statement.id} .who a").click()
    expect(page.locator("h1")).to_have_text("Piotr Salme")
    page.go_back()
    page.locator(f"#card-{statement.id}").get_by_role("link", name="near-duplicates").click()
    expect(page.locator("main")).to_contain_text("in no other report")


def test_a_person_with_all_that_is_known(visit: Watch, pages: dict[str, str]) -> None:
    page = visit.open(pages["person"])
    expect(page.locator("h1")).to_have_text("Ilse K. Tamm")
    expect(page.locator("main")).to_contain_text("28 statements · 2031-01-01 to 2031-10-20")
    expect(page.locator(".columns")).to_contain_text("Ilse Tamm")
    for role in ("ferry minister 2031-01-01 to 2031-05-25", "leader of the opposition 2031-06-06 to 2031-10-20"):
        expect(page.locator(".columns")).to_contain_text(role)
    expect(page.locator(".subjects")).to_contain_text("ferry fares")
    expect(page.locator(".columns")).to_contain_text("Marguerite Eide 28 reports")
    expect(page.locator("figure.plot svg g rect").first).to_be_visible()
    page.locator(".subjects a", has_text="ferry fares").click()
    expect(page.locator("article.card").first).to_contain_text("ferry fares")
    page.locator("a.more").click()
    expect(page.locator("article.card")).to_have_count(14)


def test_what_a_person_page_loads_later_is_linked_where_scripts_are_off(
    room: str, pages: dict[str, str], visiting: Callable[..., Watch]
) -> None:
    watch = visiting(room, java_script_enabled=False)
    for path, words in (("/timeline", "Table of counts"), ("subjects", "ferry fares"), ("company", "Marguerite Eide")):
        page = watch.open(pages["person"])
        page.locator(f"[hx-trigger=load] a[href*='{path}']").click()
        expect(page.locator("main")).to_contain_text(words)


def test_a_timeline_is_drawn_and_narrowed_by_brushing(visit: Watch) -> None:
    page = visit.open("/timeline?q=ferry+OR+grain+OR+boats")
    bars = page.locator("figure.plot svg g:not(.brush) > rect")
    expect(bars).to_have_count(10)
    total = int(page.locator("figcaption").inner_text().split()[0])
    heights = [float(height) for height in bars.evaluate_all("(all) => all.map((one) => one.getAttribute('height'))")]
    counts = [int(words) for words in page.locator("tbody td").all_text_contents()]
    assert sum(counts) == total
    assert heights == pytest.approx([count * heights[0] / counts[0] for count in counts])
    first, last = bars.nth(2).bounding_box(), bars.nth(4).bounding_box()
    assert first and last
    page.mouse.move(first["x"] + first["width"] / 2, first["y"] + 5)
    page.mouse.down()
    page.mouse.move(last["x"] + last["width"] / 2, first["y"] + 5, steps=5)
    page.mouse.up()
    page.wait_for_url("**said_from=2031-03-01**")
    assert "said_to=2031-05-31" in page.url and "q=ferry" in page.url
    expect(page.get_by_label("said from")).to_have_value("2031-03-01")
    assert int(page.locator("figcaption").inner_text().split()[0]) == sum(counts[2:5])


@pytest.mark.parametrize("by", ["", "&by=speaker"])
def test_a_timeline_is_saved_as_svg_and_png(visit: Watch, by: str) -> None:
    page = visit.open(f"/timeline?q={by}")
    files = {}
    for kind in ("svg", "png"):
        with page.expect_download() as waiting:
            page.locator(f"[data-save={kind}]").click()
        assert waiting.value.suggested_filename == f"timeline.{kind}"
        files[kind] = waiting.value.path().read_bytes()
    svg = ElementTree.fromstring(files["svg"])
    assert svg.tag == "{http://www.w3.org/2000/svg}svg"
    drawn = [one for one in svg.iter("{http://www.w3.org/2000/svg}rect") if (one.get("fill") or "").startswith("#")]
    assert len(drawn) >= 10
    words = "".join(svg.itertext())
    assert ("Ilse K. Tamm" in words and HOSTILE.entities[0].name in words) or not by
    assert files["png"].startswith(b"\x89PNG\r\n\x1a\n")
    width, height = (int.from_bytes(files["png"][at : at + 4], "big") for at in (16, 20))
    assert (width, height) == (2 * float(svg.get("width", 0)), 2 * float(svg.get("height", 0)))
    assert len(files["png"]) > 5000


def test_a_timeline_says_the_same_in_numbers_where_scripts_are_off(room: str, visiting: Callable[..., Watch]) -> None:
    page = visiting(room, java_script_enabled=False).open("/timeline?by=speaker")
    expect(page.locator(".canvas")).to_be_hidden()
    page.locator("details.numbers summary").click()
    expect(page.locator("tbody tr").first).to_be_visible()
    assert "Ada Lund" in page.locator("thead").inner_text()


def test_the_same_statement_elsewhere_stands_beside_its_earliest_wording(visit: Watch) -> None:
    page = visit.open(f"/statements/{CARRIED[3].statements[0].id}/elsewhere")
    expect(page.locator("main")).to_contain_text("4 reports, 3 wordings")
    wordings = page.locator("ol.wordings > li")
    expect(wordings).to_have_count(3)
    assert wordings.nth(0).locator(".places").all_inner_texts()[0].count("2031-04-0") == 2
    for number, record, removed, added in (
        (1, CARRIED[1], "whatever", "no matter what"),
        (2, CARRIED[2], "", "from the capital"),
    ):
        sides = wordings.nth(number).locator(".sides .words")
        assert " ".join(sides.nth(0).locator("del").all_text_contents()).strip() == removed
        assert " ".join(sides.nth(1).locator("ins").all_text_contents()).strip() == added
        here = sides.nth(1).evaluate("(one) => [...one.childNodes].slice(1).map((part) => part.textContent).join('')")
        assert here == record.statements[0].content.quote[0]
    wordings.nth(2).locator(".places a").click()
    expect(page.locator("#text")).to_contain_text("as Holm Gazette had it")
    assert marked_quotes(page, CARRIED[2].statements[0], "content") == list(CARRIED[2].statements[0].content.quote)


def test_hostile_words_are_only_words(visit: Watch, pages: dict[str, str]) -> None:
    for path in (
        report_path(HOSTILE),
        pages["person-hostile"],
        "/?q=alert",
        "/reports",
        "/timeline?by=speaker",
        "/people",
    ):
        page = visit.open(path)
        page.wait_for_load_state("networkidle")
        assert page.locator("img").count() == 0
        assert page.locator("main script").count() == 0
        assert page.locator("[href^='javascript:' i]").count() == 0
        page.close()


def test_everything_can_be_reached_with_tab_and_shows_that_it_is(visit: Watch, pages: dict[str, str]) -> None:
    # What looks the same with and without focus cannot be seen to have it.
    look = """(one) => { const s = getComputedStyle(one); return [s.outlineStyle, s.outlineWidth].join(' ') }"""
    for name in ("front", "report", "person", "timeline", "add"):
        page = visit.open(pages[name].partition("?")[0])
        page.wait_for_load_state("networkidle")
        wanted = page.evaluate(
            """() => { document.activeElement.blur(); return [...document.querySelectorAll(
              'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')]
            .filter((one) => one.checkVisibility({ visibilityProperty: true })).length }"""
        )
        reached = set()
        page.keyboard.press("Tab")
        expect(page.locator(".skip")).to_be_in_viewport()
        for _ in range(wanted + 2):
            active = page.evaluate_handle("document.activeElement").as_element()
            assert active is not None
            key = active.evaluate("(one) => [...document.querySelectorAll('*')].indexOf(one)")
            if key in reached:
                break
            reached.add(key)
            if active.evaluate("(one) => one !== document.body"):
                assert active.evaluate(look).split()[0] != "none", (name, active.evaluate("(one) => one.outerHTML"))
            page.keyboard.press("Tab")
        assert len(reached) >= wanted, (name, wanted, len(reached))
        page.close()


def test_twice_the_size_needs_no_sideways_scrolling(
    room: str, pages: dict[str, str], visiting: Callable[..., Watch]
) -> None:
    # A browser that magnifies to 200 % gives the page half as many pixels.
    watch = visiting(room, viewport={"width": WIDE["width"] // 2, "height": WIDE["height"] // 2}, device_scale_factor=2)
    for name in ("search", "report", "person", "timeline-speakers", "elsewhere", "add"):
        page = watch.open(pages[name])
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), name
        page.close()


def test_the_material_is_as_odd_as_it_says() -> None:
    assert any(ord(letter) > 0xFFFF for letter in ODD) and "\u200d" in ODD and "\u0308" in ODD
    assert len({record.report.id for record in ALL}) == len(ALL)


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_a_press_on_a_cue_leads_to_its_statement(
    size: dict[str, int], room: str, visiting: Callable[..., Watch]
) -> None:
    wanted = STRAIT.statements[1]
    page = visiting(room, viewport=size).open(report_path(STRAIT))
    page.locator(f"#text [data-card='{wanted.id}']").first.click()
    expect(page.locator(f"#card-{wanted.id}")).to_be_focused()
    expect(page.locator(f"#card-{wanted.id} .gist")).to_be_in_viewport()
    assert page.evaluate(_LIT, "on") == page.evaluate(_OF_STATEMENT, wanted.id)


def test_more_goes_on_with_the_keyboard_where_the_link_stood(visit: Watch) -> None:
    page = visit.open("/?q=ferry+OR+bread")
    before = page.locator("article.card").count()
    page.locator("a.more").focus()
    page.keyboard.press("Enter")
    expect(page.locator("article.card").nth(before)).to_be_focused()


def test_a_printed_report_has_every_statement(visit: Watch) -> None:
    page = visit.open(report_path(STRAIT))
    page.set_viewport_size({"width": 1280, "height": 300})
    page.emulate_media(media="print")
    aside = page.locator(".reading aside")
    assert aside.evaluate("(one) => one.scrollHeight <= one.clientHeight")
    expect(page.locator("#text .content").first).to_have_css("print-color-adjust", "exact")
    for control in page.locator(".card button, .switches").all():
        expect(control).to_be_hidden()
