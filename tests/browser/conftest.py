"""A browser for the tests that need one, and what it had to complain about."""

import os
import shutil

import pytest
from django.test.testcases import QuietWSGIRequestHandler
from playwright.sync_api import expect, sync_playwright

from tests.browser.cookies import session

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
FOUND = filter(None, map(shutil.which, NAMES))
CHROMIUM = os.environ.get("CHROMIUM") or next(FOUND, None)
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
)


@pytest.fixture(scope="session")
def browser():
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright runs a loop in this thread, and Django asks whether we know.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        # Or a file's bytes wait 40 ms for the browser to confirm its headers.
        patch.setattr(QuietWSGIRequestHandler, "disable_nagle_algorithm", True)
        expect.set_options(timeout=20_000)  # A busy machine is slow.
        opened = playwright.chromium.launch(
            executable_path=CHROMIUM, args=FLAGS.split()
        )
        yield opened
        opened.close()


# A page says in its first frame where to type; a robot may have begun before that.
EAGER = "Autofocus processing was blocked because a document already has a focused"


class Complaints(list):
    def append(self, said):
        if not said.startswith(EAGER):
            super().append(said)


@pytest.fixture
def complaints():
    """What the browser's console said: the policy's refusals among it."""
    return Complaints()


@pytest.fixture
def page(browser, committed, live_server, client, editor, complaints):
    """A page of an editor who has signed in."""
    context = browser.new_context(
        base_url=live_server.url, viewport={"width": 1280, "height": 900}
    )
    context.add_cookies([session(client, live_server)])
    opened = context.new_page()
    opened.set_default_timeout(20_000)
    opened.on("console", lambda said: complaints.append(said.text))
    opened.on("pageerror", lambda fault: complaints.append(str(fault)))
    yield opened
    context.close()
