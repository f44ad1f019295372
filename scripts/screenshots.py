"""python -m scripts.screenshots FOLDER: pictures of the demo paper, and a page of them.

The paper is made anew in a temporary place, on the days that the demo fixes. Every page
is taken on a phone and on a desk, light and dark, down to a sensible height.
"""

import io
import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from scripts.demo_server import Paper

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
FOUND = filter(None, map(shutil.which, NAMES))
CHROMIUM = os.environ.get("CHROMIUM") or next(FOUND, None)
FLAGS = ["--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
SIZES = {390: 1200, 1280: 1150}  # width, and the height down to which a page is shown
SCHEMES = ("light", "dark")
QUALITY = 28
PAPER = {
    "front": "/",
    "story": "/stories/europe-talks-with-moscow/",
    "story-brief": "/stories/europe-talks-with-moscow/?depth=brief",
    "story-since": "/stories/europe-talks-with-moscow/?since=1",
    "story-city": "/stories/harbour-tunnel-costs/",
    "editions": "/stories/europe-talks-with-moscow/editions/",
    "edition": "/stories/europe-talks-with-moscow/editions/1/",
    "changes": "/stories/europe-talks-with-moscow/changes/1..2/",
    "question": "/questions/can-the-eu-broker-peace/",
    "questions": "/questions/",
    "topics": "/topics/",
    "topic": "/topics/kaja-kallas/",
    "outlets": "/outlets/",
    "outlet": "/outlets/calder-public-radio/",
    "search": "/search/?q=moscow",
    "archive": "/archive/",
    "archive-month": "/archive/2026/11/",
    "archive-day": "/archive/2026/11/13/",
    "corrections": "/corrections/",
    "about": "/about/",
    "settings": "/settings/",
    "not-found": "/stories/europe-talk-with-moscow/",
}
DESK = {
    "desk": "/admin/",
    "desk-new-story": "/admin/stories/story/add/",
    "desk-stories": "/admin/stories/story/",
    "desk-story": "/admin/stories/story/",
    "desk-pictures": "/admin/images/image/",
}
FIRST_STORY = "#result_list tbody th a"


def sign_in(browser, address, password):
    """What the browser keeps of it, for every later page of the desk."""
    page = browser.new_page()
    page.goto(f"{address}/admin/login/")
    page.fill("[name=username]", "editor")
    page.fill("[name=password]", password)
    page.locator("[name=password]").press("Enter")
    page.wait_for_load_state("networkidle")
    return page.context.storage_state()


def take(page, file, height):
    """A picture of the page so far down, in as few bytes as stay legible."""
    # What loads late is asked for by going there.
    page.evaluate("scrollTo(0, 1e6)")
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready.then(() => scrollTo(0, 0))")
    whole = page.evaluate("document.documentElement.scrollHeight")
    width = page.viewport_size["width"]
    clip = {"x": 0, "y": 0, "width": width, "height": min(height, whole)}
    shot = Image.open(io.BytesIO(page.screenshot(full_page=True, clip=clip)))
    shot.convert("RGB").save(file, quality=QUALITY, method=6)


def take_all(browser, address, password, folder):
    """Every page in each width and colour scheme, as `NAME-WIDTH-SCHEME.webp`."""
    signed_in = sign_in(browser, address, password)
    for width, height in SIZES.items():
        for scheme in SCHEMES:
            screen = {
                "viewport": {"width": width, "height": 900},
                "color_scheme": scheme,
                "reduced_motion": "reduce",
            }
            for pages, state in ((PAPER, None), (DESK, signed_in)):
                page = browser.new_page(**screen, storage_state=state)
                for name, path in pages.items():
                    page.goto(address + path)
                    if name == "desk-story":
                        link = page.locator(FIRST_STORY).first
                        page.goto(link.evaluate("a => a.href"))
                    take(page, folder / f"{name}-{width}-{scheme}.webp", height)
                page.close()


def contact_sheet(folder):
    """A page with every picture, phone beside desk."""
    names = [*PAPER, *DESK]
    lines = [
        "# What it looks like",
        "",
        "Made by `make screenshots` from the demo paper.",
    ]
    for name in names:
        lines += ["", f"## {name.replace('-', ' ').capitalize()}", ""]
        for scheme in SCHEMES:
            shots = (
                f'<img src="{name}-{width}-{scheme}.webp" width="{shown}" '
                f'alt="{name}, {width} pixels wide, {scheme}">'
                for width, shown in ((390, 180), (1280, 520))
            )
            lines.append(" ".join(shots))
    (folder / "README.md").write_text("\n".join(lines) + "\n", "utf-8")


def main(folder):
    """Replace the pictures in a folder, and the README that shows them."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.webp"):
        old.unlink()
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        paper = Paper(f"sqlite:///{scratch}/db.sqlite3", scratch)
        paper.prepare()
        password = re.search(r"with: (\S+)", paper.manage("demo"))[1]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        with paper.serving():
            take_all(browser, paper.address, password, folder)
        browser.close()
    contact_sheet(folder)
    total = sum(file.stat().st_size for file in folder.glob("*.webp"))
    print(f"{len(list(folder.glob('*.webp')))} pictures, {total // 1000} kB")


if __name__ == "__main__":
    main(*sys.argv[1:])
