"""Every page of the desk in a real browser: nothing refused, nobody shut out."""

import re

import pytest
from django.conf import settings

from tests import make
from tests.browser.axe import barriers
from tests.test_permissions import ADDRESSES, Asking, desks, examples

__all__ = ["desks", "examples"]  # fixtures of the matrix of permissions

pytestmark = pytest.mark.browser

# Asked for by scripts, or only left by pressing a button.
NO_PAGES = ("jsi18n", "logout", "view_on_site", "autocomplete")
FILES = ("_file", "_size", "_thumb", "_about")  # pictures, and pieces of pages


def heard(page, complaints):
    """Keeps errors and warnings, not a browser's hints on Django's own forms."""

    def keep(said):
        if said.type in ("error", "warning"):
            complaints.append((page.url, said.text))

    return keep


@pytest.fixture
def open_desk(browser, live_server, client, complaints, monkeypatch):
    """Opens pages of the desk for a signed-in editor, of one kind of screen."""
    contexts = []

    def opened(**options):
        context = browser.new_context(base_url=live_server.url, **options)
        contexts.append(context)
        name = settings.SESSION_COOKIE_NAME
        key = client.cookies[name].value
        context.add_cookies([{"name": name, "value": key, "url": live_server.url}])
        page = context.new_page()
        page.on("console", heard(page, complaints))
        page.on("pageerror", lambda fault: complaints.append((page.url, str(fault))))
        return page

    yield opened
    for context in contexts:
        context.close()


# What drafts of a kind have of their own. The other pages are one form about each verb.
OWN = re.compile(".*_(add|change|changelist|kept|checks|preview|talk)$")
# Django's own pages of one thing are the same for every kind: an outlet's are seen.
STOCK = re.compile("(?!sources_outlet_).*_(history|delete)$")
# One screen of each size and colour: a page is turned from the one to the other.
PHONE, DESK = (390, "dark"), (1280, "light")
# Colours change in a moment of their own.
TURNED = """Promise.allSettled(document.getAnimations().map(({ finished }) => finished))
  .then(() => true)"""


def pages(client, asking, kind):
    """Every address of one kind of draft, or of none, that answers with a page, and
    whether it is a page like no other. A question's verbs look like a story's.
    """
    for address in ADDRESSES:
        found = address.of_draft and address.of_draft[1]
        is_file = address.name in NO_PAGES or address.name.endswith(FILES)
        is_stock = not found and STOCK.match(address.name)
        is_own = not kind or OWN.match(address.name)
        is_known = kind == "question" and not is_own
        if found != kind or is_file or is_stock or is_known:
            continue
        url = asking.url(address, "own")
        response = client.get(url)
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        if response.status_code == 200 and is_page:
            yield url, is_own


def turn(page, width, scheme):
    page.set_viewport_size({"width": width, "height": 850})
    page.emulate_media(color_scheme=scheme)


def faults_of(page, screens, wholly):
    """What is wrong with an open page, by the width of its screen. What takes long is
    asked of the first alone, but for a page that is wholly looked at."""
    for width, scheme in screens:
        turn(page, width, scheme)
        page.evaluate(TURNED)
        asked = wholly or width == screens[0][0]
        found = barriers(page) if asked else []
        wide = page.evaluate("document.documentElement.scrollWidth")
        if found or wide > width:
            yield width, wide, found


@pytest.mark.parametrize(
    ("kind", "screens", "least"),
    [
        ("story", (PHONE, DESK), 25),
        ("question", (PHONE,), 5),  # wide, it is a story's page with fewer fields
        (None, (DESK, PHONE), 40),
    ],
    ids=["story", "question", "all else"],
)
def test_every_page_of_the_desk_can_be_read_and_used_by_anyone(
    committed, client, examples, open_desk, complaints, kind, screens, least
):
    ana = make.editor(username="ana")
    asking = Asking(client, "admin", ana, examples)
    page = open_desk()
    turn(page, *screens[0])

    faults, seen = {}, list(pages(client, asking, kind))
    for url, is_own in seen:
        page.goto(url, wait_until="load")
        wholly = is_own and kind == "story"
        if found := [*faults_of(page, screens if is_own else screens[:1], wholly)]:
            faults[url] = found
        screens = screens[::-1]  # Others are looked at on one and the other by turns.

    assert len(seen) > least
    assert faults == {}
    assert complaints == []
