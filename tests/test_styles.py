"""The desk's style sheets: few, of one set of tokens, and about what is there."""

import re
from pathlib import Path

import pytest
from django import forms
from django.contrib import admin

from tests import make
from tests.support import desk

ROOT = Path(__file__).resolve().parent.parent
STYLES = sorted((ROOT / "newsroom/static/desk").glob("*.css"))
SCRIPTS = [*(ROOT / "newsroom/static").rglob("*.js")]
DJANGOS = [Path(part.__file__).parent for part in (admin, forms)]
COLOUR = r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|hwb|lab|lch|oklab|oklch|color)\("
NAMED = r":[^;{}]*(?<![-\w])(white|black|red|green|blue|gr[ae]y|orange)(?![-\w])"
# What Django's admin puts the name of a field or model behind.
OF_ADMIN = ("field-", "model-")


def rules(path):
    return re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.S)


@pytest.mark.once
@pytest.mark.parametrize("language", ["en-gb", "ar"])
@pytest.mark.parametrize("page", ["add", "change"])
def test_the_form_of_a_story_fetches_two_style_sheets(
    client, db, settings, language, page
):
    settings.LANGUAGE_CODE = language
    client.force_login(make.editor())
    story = make.story()
    own = {"add": "/admin/stories/story/add/", "change": desk.address("change", story)}

    shown = client.get(own[page]).content.decode()

    links = re.findall(r"<link[^>]*stylesheet[^>]*>", shown)
    assert len(links) == len(STYLES) == 2
    assert not any("@import" in path.read_text() for path in STYLES)


def test_the_desks_frame_has_the_places_that_pages_of_django_fill():
    """Which of its own sheets and links those pages leave alone."""
    theirs, ours = (
        {*re.findall(r"{% block ([\w-]+)", (folder / "admin" / name).read_text())}
        for folder, name in (
            (DJANGOS[0] / "templates", "base.html"),
            (ROOT / "templates", "base_site.html"),
        )
    )

    sheets = {"stylesheet", "stylesheet_rtl", "dark-mode-vars", "responsive"}
    assert theirs - ours == sheets | {"welcome-msg", "userlinks"}


def test_every_colour_of_the_desk_is_a_token():
    for path in STYLES:
        text = rules(path)
        painted = re.sub(r"@layer tokens {\n  :root {.*?\n  }\n", "", text, flags=re.S)

        assert re.findall(COLOUR, painted, re.I) == []
        assert re.findall(NAMED, painted) == []
    assert re.search(COLOUR, rules(STYLES[0]))


def test_every_token_is_used_and_said_once():
    together = "".join(map(rules, STYLES))
    widgets = (DJANGOS[0] / "static/admin/css/widgets.css").read_text()
    said = re.findall(r"^    (--[\w-]+):", rules(STYLES[0]), re.M)

    assert len(said) == len({*said}) > 50
    unused = {name for name in said if f"var({name})" not in together + widgets}
    assert unused == set()


def words():
    """What may be a class in templates and scripts; a * is what is filled in."""
    for folder in (ROOT, *DJANGOS):
        for path in folder.rglob("templates/**/*.html"):
            text = re.sub(r"{{.*?}}", "*", path.read_text())
            of_body = re.findall(r"block bodyclass %}(.*?){% endblock", text)
            bare = re.sub(r"{%.*?%}", " ", text)
            yield from " ".join(re.findall(r'class="([^"]*)"', bare) + of_body).split()
    made = [path for folder in DJANGOS for path in folder.rglob("*.py")]
    for path in [*SCRIPTS, *ROOT.glob("[!.t]*/**/*.py"), *made]:
        bare = re.sub(r"\${[^{}]*}", "*", path.read_text())
        yield from re.findall(r"[\w-]+\*?", bare)


def test_every_class_of_the_desks_sheets_is_in_a_template_or_script():
    there = {*words()}
    begun = tuple(w.partition("*")[0] for w in there if re.match(r"[a-z]+-\*", w))

    for path in STYLES:
        bare = re.sub(r'url\(.*?\)|"[^"]*"', "", rules(path))
        selectors = " ".join(re.findall(r"([^{};]*){", bare))
        named = {*re.findall(r"\.([a-z][\w-]*)", selectors, re.I)}
        assert len(named) > 50
        lacking = {n for n in named if not n.startswith((*OF_ADMIN, *begun))} - there
        assert lacking == set()


def cuts_named(path):
    """Of each face that a sheet has, the ranges of signs that it has it for."""
    found = {}
    names = re.findall(
        r"fonts/(serif-italic|serif|display|sans)-?(\w*)\.woff2", rules(path)
    )
    for face, cut in names:
        found.setdefault(face, set()).add(cut)
    return found


@pytest.mark.parametrize("path", [ROOT / "newsroom/static/site.css", *STYLES])
def test_a_sheet_that_has_a_face_has_all_of_its_letters(path):
    fonts = (ROOT / "newsroom/static/fonts").glob("serif*.woff2")
    every = {name.stem.removeprefix("serif").strip("-") for name in fonts}
    every = {cut.removeprefix("italic").strip("-") for cut in every}

    assert every == {"", "latin", "ext", "cyrillic"}
    assert all(cuts == every for cuts in cuts_named(path).values())
    assert len(cuts_named(path)) in {0, 3, 4}
