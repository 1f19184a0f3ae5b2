"""Corrections made where the mistake is seen: with the mouse, with the keyboard, and with scripts off."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from onrecord.record import AnnotatedReport
from onrecord.store import open_store
from tests.web.browser.conftest import NARROW, Watch
from tests.web.browser.test_looks import SCREENSHOTS, check_axe
from tests.web.material import ODD

_PLACE_OF = """(words) => {
  const walker = document.createTreeWalker(document.getElementById('text'), NodeFilter.SHOW_TEXT);
  const nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  const at = nodes.map((node) => node.data).join('').indexOf(words);
  const range = document.createRange();
  let passed = 0;
  for (const node of nodes) {
    if (at >= passed && at < passed + node.length) range.setStart(node, at - passed);
    const end = at + words.length;
    if (end > passed && end <= passed + node.length) range.setEnd(node, end - passed);
    passed += node.length;
  }
  const boxes = [...range.getClientRects()].filter((box) => box.width > 1);
  const [first, last] = [boxes[0], boxes[boxes.length - 1]];
  return [first.left + 1, first.top + first.height / 2, last.right - 1, last.top + last.height / 2];
}"""


def select(page: Page, words: str, until: str = "") -> None:
    """Select words of the text with the mouse, or from these to the end of others on the same screen."""
    page.locator("#text").scroll_into_view_if_needed()
    left, top, *_ = page.evaluate(_PLACE_OF, words)
    _, _, right, bottom = page.evaluate(_PLACE_OF, until or words)
    page.mouse.move(left, top)
    page.mouse.down()
    page.mouse.move(right, bottom, steps=8)
    page.mouse.up()


def path_of(report: AnnotatedReport) -> str:
    return f"/reports/{report.report.id}"


def now(place: Path, report: AnnotatedReport) -> AnnotatedReport:
    """The record as the store has it."""
    with open_store(str(place), read_only=True) as store:
        found = store.get(report.report.id)
    assert found is not None
    return found


def test_accepting_and_undoing_with_the_mouse(work: Watch, desk_place: Path, report: AnnotatedReport) -> None:
    first, second, _ = report.statements
    page = work.open(path_of(report))
    page.locator(f"#card-{first.id} .accept").click()
    expect(page.locator(f"#card-{first.id} .tag.human")).to_have_text("a tester")
    expect(page.locator(f"#card-{second.id} .tag.human")).to_have_count(0)
    assert page.url.endswith(path_of(report))
    assert now(desk_place, report).statements[0].made_by == "human@a tester"
    page.locator(".log .undo").click()
    expect(page.locator(".tag.human")).to_have_count(0)
    assert now(desk_place, report) == report


def test_rejecting_shows_what_was_rejected_until_it_is_undone(
    work: Watch, desk_place: Path, report: AnnotatedReport
) -> None:
    _, second, _ = report.statements
    page = work.open(path_of(report))
    page.locator(f"#card-{second.id} .reject").click()
    expect(page.locator(f"#card-{second.id}")).to_have_count(0)
    expect(page.locator("li.gone")).to_contain_text(second.content.quote[0])
    assert second.id not in [one.id for one in now(desk_place, report).statements]
    assert page.locator(f"#text [data-s~='{second.id}']").count() == 0
    page.reload()
    page.locator("li.gone .undo").click()
    expect(page.locator(f"#card-{second.id}")).to_be_visible()
    assert now(desk_place, report) == report


def test_many_are_gone_through_with_the_keyboard_alone(work: Watch, desk_place: Path, report: AnnotatedReport) -> None:
    first, second, third = report.statements
    page = work.open(path_of(report))
    page.keyboard.press("j")
    page.keyboard.press("a")
    expect(page.locator(f"#card-{first.id} .tag.human")).to_be_visible()
    expect(page.locator(f"#card-{second.id}")).to_be_focused()
    page.keyboard.press("x")
    expect(page.locator(f"#card-{second.id}")).to_have_count(0)
    expect(page.locator(f"#card-{third.id}")).to_be_focused()
    page.keyboard.press("k")
    expect(page.locator(f"#card-{first.id}")).to_be_focused()
    page.keyboard.press("u")
    expect(page.locator(f"#card-{second.id}")).to_be_visible()
    assert [one.made_by.startswith("human@") for one in now(desk_place, report).statements] == [True, False, False]
    page.keyboard.press("u")
    expect(page.locator(".tag.human")).to_have_count(0)
    assert now(desk_place, report) == report


def test_the_speaker_is_changed_with_the_keyboard(work: Watch, desk_place: Path, report: AnnotatedReport) -> None:
    first, second, _ = report.statements
    page = work.open(path_of(report))
    page.keyboard.press("j")
    page.keyboard.press("e")
    expect(page.locator("#editor")).to_be_visible()
    who = page.locator("#editor [name=who]")
    expect(who).to_have_value("Vera Quist")
    who.press("Escape")
    expect(page.locator("#editor")).to_be_hidden()
    expect(page.locator(f"#card-{first.id}")).to_be_focused()
    # The keys work again at once.
    page.keyboard.press("j")
    expect(page.locator(f"#card-{second.id}")).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("e")
    who.focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("Tomas")
    expect(page.locator("#editor-names option").first).to_have_attribute("value", "Tomas Brae")
    page.keyboard.type(" Brae")
    page.keyboard.press("Enter")
    expect(page.locator(f"#card-{first.id} .who")).to_have_text("Tomas Brae")
    expect(page.locator(f"#card-{first.id} .tag.human")).to_be_visible()
    made = now(desk_place, report)
    assert [one.id for one in made.statements] == [one.id for one in report.statements], "nothing moves"
    assert made.statements[0].speaker is not None and made.statements[0].speaker.name == "Tomas Brae"


def test_words_are_taken_by_selecting_them_after_odd_characters(
    work: Watch, desk_place: Path, report: AnnotatedReport
) -> None:
    second = report.statements[1]
    text = report.report.text
    page = work.open(path_of(report))
    page.locator(f"#card-{second.id} .edit").click()
    select(page, "Tomas Brae,")
    expect(page.locator("#pick")).to_be_visible()
    page.locator("#pick [data-pick=source]").click()
    start = text.index("Tomas Brae,")
    assert start > text.index(ODD)
    expect(page.locator("#editor [name=source]")).to_have_value(f"{start}-{start + len('Tomas Brae,')}")
    expect(page.locator("#editor [data-role=source] .picked")).to_have_text("Tomas Brae,")
    for words in ("Later", second.content.quote[0]):
        select(page, words)
        page.locator("#pick [data-pick=content]").click()
    later, content = text.index("Later"), second.content.spans[0]
    expect(page.locator("#editor [name=content]")).to_have_value(f"{later}-{later + 5} {content.start}-{content.end}")
    page.screenshot(path=SCREENSHOTS / "change-desktop-light.png", caret="initial")
    page.locator("#editor").get_by_role("button", name="Save").click()
    expect(page.locator(f"#card-{second.id}")).to_have_count(0)
    edited = next(one for one in now(desk_place, report).statements if one.made_by.startswith("human@"))
    assert (edited.source.quote, edited.content.quote) == (("Tomas Brae,",), ("Later", *second.content.quote))
    assert edited.cue == second.cue
    expect(page.locator(f"#card-{edited.id}")).to_be_focused()
    assert page.locator(f"#text [data-roles*='{edited.id}:content']").all_text_contents()[0] == "Later"


def test_the_words_stay_in_view_while_a_statement_is_changed(work: Watch, report: AnnotatedReport) -> None:
    for statement in report.statements:
        page = work.open(path_of(report))
        page.locator(f"#card-{statement.id} .edit").click()
        expect(page.locator("#editor")).to_be_in_viewport()
        expect(page.locator(f"#text [data-roles~='{statement.id}:content']").first).to_be_in_viewport()
        page.close()


def test_words_over_two_paragraphs_are_taken_and_nothing_selected_is_said(work: Watch, report: AnnotatedReport) -> None:
    first = report.statements[0]
    text = report.report.text
    page = work.open(path_of(report))
    page.locator(f"#card-{first.id} .edit").click()
    page.locator("#editor [data-pick=content]").click()
    expect(page.locator("#message")).to_have_text("Select words in the text first.")
    select(page, "said.", "Later")
    page.locator("#pick [data-pick=content]").click()
    start, end = text.index("said."), text.index("Later") + len("Later")
    expect(page.locator("#editor [name=content]")).to_have_value(f"{start}-{end}")


def test_what_cannot_be_saved_is_told_and_nothing_is_lost(
    work: Watch, desk_place: Path, report: AnnotatedReport
) -> None:
    page = work.open(path_of(report))
    page.locator(f"#card-{report.statements[0].id} .edit").click()
    said = page.locator("#editor [name=said]")
    said.fill("last Friday")
    said.press("Enter")
    expect(page.locator("#message")).to_contain_text("last Friday")
    expect(said).to_have_value("last Friday")
    assert now(desk_place, report) == report
    work.expect("400")


def test_a_missed_statement_is_added_by_selecting_words_in_any_order(
    work: Watch, desk_place: Path, report: AnnotatedReport
) -> None:
    page = work.open(path_of(report))
    for words, role in (("Nobody believed", "content"), ("an engineer", "source"), ("Later", "cue")):
        select(page, words)
        page.locator(f"#pick [data-pick={role}]").click()
    expect(page.locator("#editor h2")).to_have_text("Add a statement")
    page.locator("#editor").get_by_label("nobody named").check()
    page.locator("#editor [name=said]").fill("2031-05")
    page.locator("#editor [name=kind]").select_option("indirect")
    check_axe(page)
    page.screenshot(path=SCREENSHOTS / "add-statement-desktop.png", caret="initial")
    page.set_viewport_size(NARROW)
    page.screenshot(path=SCREENSHOTS / "add-statement-phone.png", caret="initial")
    page.locator("#editor").get_by_role("button", name="Save").click()
    expect(page.locator("aside .card[data-statement]")).to_have_count(4)
    (added,) = [one for one in now(desk_place, report).statements if one.made_by == "human@a tester"]
    assert (added.source.quote, added.cue.quote, added.content.quote) == (
        ("an engineer",), ("Later",), ("Nobody believed",))  # fmt: skip
    assert added.speaker is not None and added.speaker.status == "unnamed"
    assert added.said is not None and (added.said.value, added.kind) == ("2031-05", "indirect")
    expect(page.locator(f"#card-{added.id}")).to_be_focused()
    page.keyboard.press("x")
    expect(page.locator("li.gone")).to_contain_text("Nobody believed")


def test_a_note_with_tags_stands_beside_its_statement(work: Watch, report: AnnotatedReport) -> None:
    first = report.statements[0]
    page = work.open(path_of(report))
    card = page.locator(f"#card-{first.id}")
    card.locator("summary").click()
    card.get_by_label("Note", exact=True).fill("call <b>her</b>")
    card.get_by_label("Tags, with commas").fill("dam, to check")
    card.get_by_role("button", name="Save the note").click()
    expect(card.locator(".note")).to_contain_text("call <b>her</b>")
    expect(card.locator(".tag.human")).to_have_count(0)
    card.locator(".note a", has_text="to check").click()
    expect(page.locator(f"#card-{first.id}")).to_be_visible()
    expect(page.locator(".count")).to_contain_text("with the tag to check")


def test_corrections_in_a_list_of_results(work: Watch, desk_place: Path, report: AnnotatedReport) -> None:
    first, second, third = report.statements
    number = report.report.origin.partition("/")[2].removesuffix(".txt")
    page = work.open(f"/?q=%22number+{number}%22")
    expect(page.locator("article.card")).to_have_count(3)
    page.keyboard.press("j")
    page.keyboard.press("a")
    expect(page.locator(f"#card-{first.id} .tag.human")).to_be_visible()
    expect(page.locator(f"#card-{second.id}")).to_be_focused()
    page.keyboard.press("x")
    expect(page.locator("article.gone")).to_contain_text("Rejected by a tester")
    expect(page.locator(f"#card-{third.id}")).to_be_focused()
    assert len(now(desk_place, report).statements) == 2
    page.keyboard.press("u")
    page.wait_for_load_state()
    expect(page.locator(f"#card-{second.id}")).to_be_visible()
    assert len(now(desk_place, report).statements) == 3


def test_persons_are_merged_and_parted_again(work: Watch, desk_place: Path) -> None:
    with open_store(str(desk_place)) as store:
        quist = store.people("Vera Quist")[0].id
    page = work.open(f"/people/{quist}")
    page.locator("details.change summary").click()
    into = page.locator("input[name=into]")
    into.press_sequentially("Tomas")
    expect(page.locator("#names option").first).to_have_attribute("value", "Tomas Brae")
    into.fill("Tomas Brae")
    into.press("Enter")
    expect(page.locator("h1")).to_have_text("Tomas Brae")
    expect(page.locator("main")).to_contain_text("Vera Quist")
    page.get_by_role("link", name="Corrections").click()
    entry = page.locator(".log .card", has_text="merge").first
    for width in ("desktop", "phone"):
        if width == "phone":
            page.set_viewport_size(NARROW)
        page.screenshot(path=SCREENSHOTS / f"corrections-made-{width}.png", full_page=True, caret="initial")
        check_axe(page)
    entry.locator(".undo").click()
    expect(page.locator(".log .card", has_text="merge").first).to_contain_text("undone")
    page.goto(page.url.replace("/corrections", f"/people/{quist}"))
    expect(page.locator("h1")).to_have_text("Vera Quist")


def test_who_corrects_can_give_a_name(work: Watch, desk_place: Path, report: AnnotatedReport) -> None:
    page = work.open(path_of(report))
    name = page.get_by_label("Your name on corrections")
    name.fill("Åse 🦉 <b>")
    name.press("Enter")
    page.wait_for_load_state()
    assert page.url.endswith(path_of(report))
    page.locator(f"#card-{report.statements[0].id} .accept").click()
    expect(page.locator(".tag.human")).to_have_text("Åse 🦉 <b>")
    assert now(desk_place, report).statements[0].made_by == "human@Åse 🦉 <b>"


@pytest.mark.parametrize("scripts", [True, False])
def test_a_pasted_report_is_read_before_it_is_stored(
    scripts: bool, desk: str, desk_place: Path, visiting: Callable[..., Watch]
) -> None:
    watch = visiting(desk, java_script_enabled=scripts)
    page = watch.open("/add")
    quote = f"“The lamp on pier {int(scripts)} is lit,”"
    page.get_by_role("textbox", name="Text", exact=True).fill(
        f"{ODD} at the pier.\n\n{quote} harbour clerk Solveig Rand said on Friday."
    )
    page.get_by_label("Published").fill("2031-07-05")
    page.get_by_label("Outlet").fill("Holm <i>Gazette")
    page.get_by_label("Headline").fill("</textarea><script>alert(1)</script>")
    page.get_by_label("Address").fill("javascript:alert(1)")
    page.get_by_role("button", name="Find statements").click()
    expect(page.locator("#found")).to_have_text("1 statement found")
    marked = page.locator("#text .content")
    assert "".join(marked.all_text_contents()) == quote
    expect(page.get_by_label("Outlet")).to_have_value("Holm <i>Gazette")
    with open_store(str(desk_place), read_only=True) as store:
        assert not store.search(quote.strip("“”,")).hits
    if scripts:
        page.screenshot(path=SCREENSHOTS / "add-read-desktop.png", full_page=True, caret="initial")
        check_axe(page)
    page.get_by_role("button", name="Store the report").click()
    expect(page.locator("h1")).to_have_text("</textarea><script>alert(1)</script>")
    assert "/reports/r_" in page.url
    assert "".join(page.locator("#text .content").all_text_contents()) == quote
    expect(page.locator("main")).to_contain_text("Holm <i>Gazette")
    assert page.locator("[href^='javascript:' i]").count() == 0


def test_a_file_is_uploaded_and_what_cannot_be_read_is_said(work: Watch, desk_place: Path) -> None:
    page = work.open("/add")
    words = (
        "<html><title>Pier closed</title><body><article><p>“The pier is closed until the ice has gone from it,” harbour"
        " clerk Solveig Rand said.</p></article></body></html>"
    )
    page.locator("input[name=file]").set_input_files(
        {"name": "<img src=x onerror=alert(1)>.html", "mimeType": "text/html", "buffer": words.encode()}
    )
    page.get_by_role("button", name="Find statements").click()
    expect(page.locator("#found")).to_contain_text("1 statement")
    page.get_by_role("button", name="Store the report").click()
    page.wait_for_url("**/reports/r_*")
    expect(page.locator("#text")).to_contain_text("The pier is closed")
    page.goto(work.room + "/add")
    page.get_by_role("button", name="Find statements").click()
    expect(page.get_by_role("alert")).to_contain_text("paste a text or choose a file")
    work.expect("400")
    page.get_by_role("textbox", name="Text", exact=True).fill("“It is so,” said Ada Lund.")
    page.get_by_label("Published").fill("the day before")
    page.get_by_role("button", name="Find statements").click()
    expect(page.get_by_role("alert")).to_contain_text("the day before")
    expect(page.get_by_role("textbox", name="Text", exact=True)).to_have_value("“It is so,” said Ada Lund.")
    work.expect("400")


def test_everything_is_corrected_through_plain_forms(plain: Watch, desk_place: Path, report: AnnotatedReport) -> None:
    first, second, third = report.statements
    page = plain.open(path_of(report))
    page.locator(f"#card-{first.id} .accept").click()
    assert f"statement={first.id}" in page.url
    expect(page.locator(f"#card-{first.id} .tag.human")).to_be_visible()
    page.locator(f"#card-{third.id} .reject").click()
    assert page.url.endswith(path_of(report))
    expect(page.locator(f"#card-{third.id}")).to_have_count(0)
    page.locator(f"#card-{second.id} .edit").click()
    start = report.report.text.index("Later")
    page.locator("#change [name=cue]").fill(f"{start}-{start + 5}")
    page.get_by_role("button", name="Save spans").click()
    edited = next(one for one in now(desk_place, report).statements if one.cue.quote == ("Later",))
    page.locator(f"#card-{edited.id} .edit").click()
    page.locator("#change [name=who]").fill("Solveig Rand")
    page.get_by_role("button", name="Save speaker").click()
    expect(page.locator(f"#card-{edited.id} .who")).to_have_text("Solveig Rand")
    page.locator("li.gone .undo").click()
    expect(page.locator(f"#card-{third.id}")).to_be_visible()
    page.goto(plain.room + f"/?q=%22{third.content.quote[0].replace(' ', '+')}%22")
    page.locator(f"#card-{third.id} .reject").click()
    expect(page.locator("main")).to_contain_text("No statement found")
    page.goto(plain.room + path_of(report))
    page.get_by_role("link", name="Add a missed statement").click()
    page.get_by_label("What is said").fill("Nobody believed")
    page.get_by_label("nobody named").check()
    page.get_by_role("button", name="Add the statement").click()
    assert "Nobody believed" in [one.content.quote[0] for one in now(desk_place, report).statements]
    page.goto(plain.room + "/corrections")
    page.locator(".log .card").first.locator(".undo").click()
    page.goto(plain.room + "/corrections")
    entry = page.locator(".log .card:not(.gone)", has_text="reject").first
    entry.locator(".undo").click()
    assert third.id in [one.id for one in now(desk_place, report).statements]


def test_the_key_u_undoes_the_last_correction_and_not_the_first_on_the_page(
    work: Watch, desk_place: Path, report: AnnotatedReport
) -> None:
    first, second, _ = report.statements
    page = work.open(path_of(report))
    page.locator(f"#card-{first.id} .reject").click()
    expect(page.get_by_role("status")).to_contain_text("Rejected")
    expect(page.locator("li.gone")).to_have_count(1)
    page.locator(f"#card-{second.id} .accept").click()
    expect(page.get_by_role("status")).to_have_text("Accepted.")
    expect(page.locator(".tag.human")).to_have_count(1)
    page.keyboard.press("u")
    expect(page.locator(".tag.human")).to_have_count(0)
    expect(page.locator("li.gone")).to_have_count(1)
    page.keyboard.press("u")
    expect(page.locator("li.gone")).to_have_count(0)
    assert now(desk_place, report) == report


def test_what_is_marked_on_request_stays_so_through_a_correction(work: Watch, report: AnnotatedReport) -> None:
    first, second, _ = report.statements
    page = work.open(path_of(report))
    page.get_by_label("time expressions").check()
    page.locator(f"#card-{first.id} .accept").click()
    expect(page.locator(".tag.human")).to_have_count(1)
    expect(page.get_by_label("time expressions")).to_be_checked()
    page.get_by_label("time expressions").uncheck()
    page.locator(f"#card-{second.id} .accept").click()
    expect(page.locator(".tag.human")).to_have_count(2)
    expect(page.get_by_label("time expressions")).not_to_be_checked()
    page.reload()
    expect(page.get_by_label("time expressions")).not_to_be_checked()
