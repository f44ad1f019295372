"""Writing prose in a real browser: with the keys alone, by picking, by pasting."""

import re
from html import escape

import pytest
from playwright.sync_api import expect

from explainer import prose
from tests import make
from tests.browser.pastes import LITERAL, PASTES
from tests.browser.wait import until
from tests.support import desk

pytestmark = pytest.mark.browser

CONVERT = """async html => {
  const { convert } = await import("/static/desk/clipboard.js");
  const { cleaned } = await import("/static/desk/links.js");
  const { text, dropped } = convert(html, cleaned);
  return [text, dropped];
}"""
PASTE = """(field, [html, plain]) => {
  const clipboardData = new DataTransfer();
  if (html) clipboardData.setData("text/html", html);
  clipboardData.setData("text/plain", plain);
  const options = { clipboardData, bubbles: true, cancelable: true };
  return !field.dispatchEvent(new ClipboardEvent("paste", options));
}"""


def write(field, text, start=None, end=None):
    """Put a text into a field, and the caret or a selection where it is wanted."""
    field.fill(text)
    start = len(text) if start is None else start
    at = [start, start if end is None else end]
    field.evaluate("(field, at) => field.setSelectionRange(...at)", at)


def test_what_is_pasted_becomes_markup_and_says_what_it_said(page, complaints):
    page.goto("/admin/stories/story/add/#id_brief")

    for name, (html, markup, left_out) in PASTES.items():
        assert page.evaluate(CONVERT, html) == [markup, left_out], name
    for text in LITERAL:
        markup, _left_out = page.evaluate(CONVERT, f"<p>{escape(text)}</p>")
        assert prose.plain(markup) == text
        assert prose.faults(markup, sources=(), entities=()) == []
        assert "<p>" in prose.render(markup, prose.Context())

    brief = page.locator("#id_brief")
    report = page.locator("desk-paste")
    write(brief, "Before. After.", 7)
    brief.evaluate(PASTE, ["<p>a <b>b</b></p><p>c</p><img>", "a b c"])
    expect(brief).to_have_value("Before.\n\na **b**\n\nc\n\nAfter.")
    expect(report).to_contain_text("Pasted as text. Left out: pictures (1).")
    report.get_by_role("button", name="Paste as plain text instead").click()
    expect(brief).to_have_value("Before.a b c After.")
    for kept in ("Before.\n\na **b**\n\nc\n\nAfter.", "Before. After."):
        page.keyboard.press("Control+z")
        expect(brief).to_have_value(kept)
    write(brief, "see the report", 8, 14)
    brief.evaluate(PASTE, ["", "https://a.example/b?utm_source=c"])
    expect(brief).to_have_value("see the [report](https://a.example/b)")
    assert not brief.evaluate(PASTE, ["", "*plain* text"])
    write(brief, "")
    long = "<p>" + "word " * 60 + "<b>x</b></p>"
    brief.evaluate(PASTE, [long * 700, "x"])
    assert len(brief.input_value()) > 200_000
    page.keyboard.press("Control+z")
    expect(brief).to_have_value("")
    assert complaints == []


def test_a_table_is_begun_by_a_button_and_read_by_the_keyboard(page, complaints):
    page.goto("/admin/stories/story/add/#id_brief")
    brief = page.locator("#id_brief")
    write(brief, "Before.\n\nAfter.", 3)

    page.get_by_role("toolbar").get_by_role("button", name="Table").click()
    page.keyboard.type("Year")

    expect(brief).to_have_value(
        "Before.\n\n| Year |  |\n| --- | --- |\n|  |  |\n: \n\nAfter."
    )
    wide = " | ".join(f"A long heading of column {number}" for number in range(12))
    row = "---|" * 12
    make.published_story(slug="wide", report=f"| {wide} |\n|{row}\n| a |\n: Votes")
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto("/stories/wide/?depth=full")
    table = page.get_by_role("region", name="Votes")
    table.focus()
    page.keyboard.press("ArrowRight")
    expect(table).to_be_focused()
    until(page, "document.querySelector('.table').scrollLeft > 0")
    root = "document.documentElement"
    until(page, f"{root}.scrollWidth <= {root}.clientWidth")
    assert complaints == []


def test_who_is_quicker_than_the_list_loses_neither_the_choice_nor_a_word(page):
    make.entity(name="Giorgia Meloni", slug="meloni", kind="person")
    sources = [{"key": "politico-1", "outlet": "Politico"}]
    story = make.story({"sources": sources}, summary="")
    page.goto(desk.address("change", story) + "#id_summary")
    summary, keys, held = page.locator("#id_summary"), page.keyboard, []
    expect(summary).to_be_focused()
    keys.type("Talks with @me")
    expect(page.get_by_role("option", name="Giorgia Meloni")).to_be_visible()
    page.route(re.compile(r"/entities/\?"), lambda route: held.append(route))

    keys.type("l")
    keys.press("Enter")
    keys.type(" stall[^poli")
    while not held:
        page.wait_for_timeout(50)
    expect(summary).to_have_value("Talks with @mel stall[^poli")
    held.pop().continue_()
    expect(summary).to_have_value("Talks with @[Giorgia Meloni](meloni) stall[^poli")
    # The list about what came since is there still, with nothing typed anew.
    expect(page.get_by_role("option", name="Politico")).to_be_visible()
    keys.press("Enter")
    keys.type("ed.")
    expect(summary).to_have_value(
        "Talks with @[Giorgia Meloni](meloni) stall[^politico-1]ed."
    )


def test_a_text_is_written_with_the_keys_alone(page, complaints):
    make.entity(name="Giorgia Meloni", slug="meloni", kind="person")
    sources = [{"key": "politico-1", "outlet": "Politico"}, {"key": "notes"}]
    story = make.story({"sources": sources}, summary="")
    page.goto(desk.address("change", story) + "#id_summary")
    summary, keys = page.locator("#id_summary"), page.keyboard

    expect(summary).to_be_focused()
    keys.type("Talks with @mel")
    expect(page.get_by_role("option", name="Giorgia Meloni")).to_be_visible()
    keys.press("Enter")
    keys.type(" stall.[^poli")
    expect(page.get_by_role("option", name="Politico")).to_be_visible()
    keys.press("Enter")
    keys.type(" Write to a@mel")
    keys.press("Enter")
    keys.press("Control+Shift+8")
    keys.type("One")
    keys.press("Enter")
    keys.press("Control+b")
    keys.type("Two")
    for key in ("End", "Enter", "Enter"):
        keys.press(key)
    keys.type("Done[^nobody]")
    text = (
        "Talks with @[Giorgia Meloni](meloni) stall.[^politico-1] Write to a@mel\n"
        "- One\n- **Two**\n\nDone[^nobody]"
    )
    expect(summary).to_have_value(text)
    expect(page.locator(".field-summary .unknown")).to_have_text(
        "No source with key “nobody”."
    )
    for _letter in range(len("[^nobody]")):
        keys.press("Backspace")
    keys.press("Control+Shift+Home")
    keys.press("Control+i")
    keys.press("Control+z")
    keys.press("Shift+Tab")
    keys.press("ArrowLeft")
    expect(page.get_by_role("button", name="Keys")).to_be_focused()
    keys.press("Tab")
    keys.press("Tab")
    expect(summary).not_to_be_focused()
    with page.expect_navigation():
        keys.press("Control+s")

    story.refresh_from_db()
    assert story.summary.replace("\r", "") == text.removesuffix("[^nobody]")
    assert complaints == []


def test_sources_entities_and_keys_are_added_where_one_writes(page, complaints):
    source = make.source(title="Strike ends", outlet=make.outlet(name="Politico"))
    make.source(title="The board walks out", outlet=source.outlet)
    parts = {"perspectives": [{"outlet": "Politico", "text": "Glad."}]}
    story = make.story(parts | {"sections": [{"body": "Why."}]})
    page.goto(desk.address("change", story))
    page.get_by_role("button", name="Add: Section").click()
    body, keys = page.locator("#id_section_set-1-body"), page.keyboard

    write(body, "It ended.")
    page.get_by_role("button", name="Cite").click()
    keys.type(source.url)
    page.get_by_role("option", name="Add this address").wait_for()
    keys.press("Tab")
    keys.type("p. 3")
    keys.press("Enter")
    key = f"{source.outlet.slug}-1"
    expect(body).to_have_value(f"It ended.[^{key} p. 3]")
    expect(body).to_be_focused()

    page.get_by_role("button", name="Cite").click()
    keys.type("walks")
    option = page.get_by_role("option", name="The board walks out")
    expect(option).to_contain_text("Politico not on this page yet")
    keys.press("Enter")
    other = f"{source.outlet.slug}-2"
    expect(body).to_have_value(f"It ended.[^{key} p. 3][^{other}]")
    keyed = page.locator("#id_storysource_set-2-key")
    keyed.evaluate("field => (field.value = '')")  # as in a row chosen by hand
    page.get_by_role("button", name="Cite").click()
    keys.type("walks")
    page.get_by_role("option", name="The board walks out").wait_for()
    keys.press("Enter")
    cited = f"It ended.[^{key} p. 3][^{other}][^{other}]"
    expect(body).to_have_value(cited)
    expect(keyed).to_have_value(other)
    first = page.locator("#id_storysource_set-0-key")
    first.evaluate("field => (field.value = '')")
    title = page.locator("#id_storysource_set-0-title")
    title.evaluate("field => (field.value = 'Seen by us')")
    page.get_by_role("button", name="Cite").click()
    keys.type("seen")
    option = page.get_by_role("option", name="Seen by us has no key yet: give it one")
    option.click()
    expect(first).to_be_focused()
    keys.type("own")
    body.focus()

    keys.type(" @The Port")
    page.get_by_role("option", name="Add “The Port” to the who’s who…").click()
    page.get_by_label("Kind", exact=True).last.select_option("organisation")
    page.get_by_role("button", name="Add and mention").click()
    expect(body).to_have_value(f"{cited} @[The Port](the-port)")

    page.locator("#perspective_set-0 > .body > summary").click()
    named = page.locator("#id_perspective_set-0-sources")
    page.get_by_role("button", name="Choose a source").locator("visible=true").click()
    page.get_by_role("option", name="Politico").first.click()
    expect(named).to_have_value(f"{key} ")
    with page.expect_navigation():
        page.get_by_role("button", name="Save", exact=True).click()

    assert story.storysource_set.get(key=key).source == source
    assert story.perspective_set.get().sources == key
    assert "@[The Port](the-port)" in story.section_set.last().body
    assert complaints == []


# Types faster than any list can follow: all in one task of the page.
AT_A_STROKE = """(box, text) => {
  for (const end of [text.length - 1, text.length]) {
    box.value = text.slice(0, end);
    box.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }
  const pressed = { key: "Enter", bubbles: true, cancelable: true };
  box.dispatchEvent(new KeyboardEvent("keydown", pressed));
}"""


def test_enter_means_what_is_typed_not_what_was_listed_before(page, complaints):
    story = make.story({"sources": [{"key": "a-1"}, {"key": "a-12"}]}, brief="So.")
    page.goto(desk.address("change", story) + "#id_brief")
    brief, keys = page.locator("#id_brief"), page.keyboard
    brief.focus()
    keys.press("Control+End")
    page.locator(".field-brief").get_by_role("button", name="Cite").click()

    page.get_by_label("Source, or a new address").evaluate(AT_A_STROKE, "a-12")

    expect(brief).to_have_value("So.[^a-12]")
    assert complaints == []


def test_the_tools_are_there_for_everyone_and_cover_nothing(page, complaints):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    sources = [{"key": f"a-{n}"} for n in range(9)]
    story = make.story({"sources": sources}, brief="In brief.")
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(desk.address("change", story) + "#id_brief")
    brief, keys = page.locator("#id_brief"), page.keyboard

    def is_clean(place, scheme="light"):
        page.emulate_media(color_scheme=scheme)
        found = axe.run(page, context=place).response["violations"]
        assert [fault["id"] for fault in found] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 390

    write(brief, "In brief.")
    tools, field = page.get_by_role("toolbar").bounding_box(), brief.bounding_box()
    assert tools["y"] + tools["height"] <= field["y"]
    is_clean("desk-tools")
    for name in ("Cite", "Mention", "Link", "Place"):
        page.get_by_role("button", name=name, exact=True).click()
        expect(page.get_by_role("dialog")).to_be_visible()
        is_clean(f"desk-{name.lower()}")
        keys.press("Escape")
        expect(brief).to_be_focused()
    keys.type("[^")
    page.get_by_role("option", name="a-8").wait_for()
    is_clean("desk-cite", "dark")
    keys.press("Escape")
    expect(brief).to_have_value("In brief.[^")

    page.get_by_role("button", name="Keys").click()
    is_clean("desk-shortcuts", "dark")
    page.get_by_label("Use these keys").uncheck()
    page.get_by_role("button", name="Close").click()
    write(brief, "one", 0, 3)
    keys.press("Control+b")
    expect(brief).to_have_value("one")
    page.reload()
    brief.evaluate("field => field.blur()")
    keys.press("?")
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert complaints == []
