"""Every page of the desk in a real browser: nothing refused, nobody shut out."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings

from tests import make
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


def pages(client, asking):
    """Every address of the desk that answers with a page."""
    for address in ADDRESSES:
        if address.name in NO_PAGES or address.name.endswith(FILES):
            continue
        url = asking.url(address, "own")
        response = client.get(url)
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        if response.status_code == 200 and is_page:
            yield url


@pytest.mark.parametrize(
    ("width", "scheme"), [(390, "dark"), (1280, "light")], ids=["phone", "desk"]
)
def test_every_page_of_the_desk_can_be_read_and_used_by_anyone(
    committed, client, examples, open_desk, complaints, width, scheme
):
    ana = make.editor(username="ana")
    asking = Asking(client, "admin", ana, examples)
    page = open_desk(viewport={"width": width, "height": 850}, color_scheme=scheme)

    faults, seen = {}, list(pages(client, asking))
    for url in seen:
        page.goto(url, wait_until="load")
        found = Axe().run(page)
        wide = page.evaluate("document.documentElement.scrollWidth")
        if found.violations_count or wide > width:
            rules = [rule["id"] for rule in found.response["violations"]]
            faults[url] = (rules, wide)

    assert len(seen) > 60
    assert faults == {}
    assert complaints == []
