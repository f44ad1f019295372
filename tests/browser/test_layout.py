"""Pages hold their shape, at each width, in each setting, in either direction."""

import json
import re
from pathlib import Path

import pytest

from tests.browser.test_reading import every_kind, open_page, paper
from tests.browser.wait import until
from tests.support.reader import publish

__all__ = ["open_page", "paper"]

pytestmark = pytest.mark.browser

WIDTHS = (320, 390, 768, 1024, 1280, 1366)
IN_EACH_SETTING = {320, 1280}  # one column, and two of them
ARABIC = Path("demo/stories/kabl-skerroy.1.json")
# What changes colours, or which page one comes to, moves nothing on a page.
ELSEWHERE = {"theme", "depth", "background", "offline", "keys"}
# Beyond the window's edges, or out of its own box over what stands beside it: no gap is
# as small as the 6 px that a separator may hang out.
CUT_OFF = """(settings) => {
  const faults = [];
  const found = (set, part, why) => {
    if (part.closest(".spoken, .skip, .table, pre, svg")) return;
    faults.push(`${JSON.stringify(set)} ${why}: ${part.outerHTML.slice(0, 90)}`);
  };
  for (const set of settings) {
    memory.show(set);
    const { scrollWidth } = document.documentElement;
    if (scrollWidth > innerWidth) found(set, document.documentElement, scrollWidth);
    for (const part of document.body.querySelectorAll("*")) {
      const { left, right, width } = part.getBoundingClientRect();
      if (width && (left < -1 || right > innerWidth + 1)) found(set, part, "beyond");
      const box = part.clientWidth;
      if (box && part.scrollWidth > box + 6) found(set, part, "sticks out");
    }
  }
  return faults;
}"""


# By a link to each place of a page, as readers follow them.
TINTED = """() => [...document.querySelectorAll("main, main [id]")].filter(({ id }) => {
  location.hash = id;
  const there = document.querySelector(":target");
  const { backgroundColor } = getComputedStyle(there);
  const large = there.querySelector("h1, h2, form");
  return large && backgroundColor !== "rgba(0, 0, 0, 0)";
}).map(({ id }) => `tinted as a whole: ${id}`)"""
# How much was moved by what came late, of what was seen before.
SHIFTS = """delete Navigator.prototype.serviceWorker;  // it has the fonts at once
window.shift = 0;
new PerformanceObserver((list) => {
  for (const { value, sources: [first] } of list.getEntries()) {
    window.shift += value;
    window.moved ??= first?.node?.parentElement?.outerHTML.slice(0, 90);
  }
}).observe({ type: "layout-shift", buffered: true })"""
PAINTED = (
    "document.readyState !== 'loading' && performance.getEntriesByType('paint').length"
)
SETTLED = """document.fonts.ready.then(() => new Promise((done) => {
  const tell = () => done([window.shift, window.moved]);
  requestAnimationFrame(() => requestAnimationFrame(tell));
}))"""
LATE = re.compile(r"\.woff2$|/(page|reader|settings-form)\.js$")


def come_late(page, address):
    """Open a page whose fonts and scripts come after it is seen; what moves then."""
    held = []
    page.unroute_all()
    page.route(LATE, lambda route: held.append(route))
    page.goto(address, wait_until="commit")
    until(page, PAINTED)
    page.route(LATE, lambda route: route.continue_())
    for route in held:
        route.continue_()
    page.wait_for_load_state("load")
    shift, moved = page.evaluate(SETTLED)
    assert len(held) > 3
    return [f"moved by {shift:.3f}: {moved}"] if shift >= 0.02 else []


def choices(page):
    """Each choice of a reader that moves anything, and none, as the form has them."""
    page.goto("/settings/")
    named = page.locator("form.settings input[type=radio]").evaluate_all(
        "all => all.map(({name, value}) => [name, value])"
    )
    sets = [{name: value} for name, value in named if value and name not in ELSEWHERE]
    assert {"size": "largest"} in sets
    return [{}, *sets]


def cut_off(page, sets):
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        yield from page.evaluate(CUT_OFF, sets if width in IN_EACH_SETTING else [{}])


@pytest.mark.parametrize(("language", "width"), [("en-gb", 390), ("ar", 1280)])
def test_no_page_is_cut_off_moves_or_is_tinted_as_a_whole(
    paper, open_page, complaints, settings, language, width
):
    settings.LANGUAGE_CODE = language
    publish(json.loads(ARABIC.read_text()))
    page = open_page()
    page.add_init_script(SHIFTS)
    sets, faults = choices(page), {}
    for address in [*every_kind(), "/stories/kabl-skerroy/"]:
        page.set_viewport_size({"width": width, "height": 800})
        for found in (
            *come_late(page, address),
            *cut_off(page, sets),
            *page.evaluate(TINTED),
        ):
            faults.setdefault(found, address)

    assert faults == {}
    assert [said for said in complaints if "404" not in said] == []
