"""Nothing that somebody wrote reaches a page as markup, whatever field it stands in."""

import datetime as dt
import json
import re
from html.parser import HTMLParser

import pytest

from entities.models import Entity
from explainer import file
from explainer.format import QUESTION, STORY
from stories.models import Story
from stories.transfer.story_import import PublishOptions, import_stories
from tests import filled, make
from tests.support import desk

pytestmark = pytest.mark.once
DAY = dt.datetime(2026, 1, 5, 12, tzinfo=dt.UTC)
HOSTILE = "<xss onload='a'>\"&amp;{{ 7*7 }}</script>"
MARKDOWN = "\" onload='a' & {{ 7*7 }}"  # in which no file may have tags
PAGES = (
    *("/stories/filled/", "/stories/filled/?depth=brief", "/stories/filled/?since=1"),
    *("/stories/filled/?depth=glance", "/stories/filled/?since=1&only=new"),
    *("/stories/filled/editions/", "/stories/filled/editions/1/"),
    *("/stories/filled/changes/1..2/", "/questions/filled-question/"),
    *("/", "/questions/", "/corrections/", "/outlets/", "/topics/"),
    *(
        "/archive/2026/1/5/",
        "/topics/topic-0/",
        "/desks/harbour/",
        "/authors/ana/",
        "/since/2026-01-01/",
    ),
    *("/search/?q=xss", "/no/xss/", "/contact/?about=/stories/filled/"),
)


def hostile(said, fields):
    """The same document, with markup in every text of its own words."""
    made = dict(said)
    for name, field in fields.items():
        if name not in made or name in filled.NAMING or name in ("slug", "key"):
            continue
        if field.kind == "list" and field.items:
            made[name] = [hostile(part, field.items) for part in made[name]]
        elif field.kind == "object":
            made[name] = hostile(made[name], field.items)
        elif isinstance(made[name], str) and made[name].startswith("The "):
            sign = MARKDOWN if field.kind == "prose" else HOSTILE
            made[name] = made[name].replace("The ", f"The {sign} ", 1)
    return made


@pytest.fixture
def paper(db):
    make.first_pages()
    filled.make_named()
    Entity.objects.update(lead=f"A lead. {HOSTILE}", attribution=HOSTILE)
    story = hostile(filled.story(), STORY)
    story["byline"] = [{"name": "Ana", "role": "by"}]
    publish(story, 0)
    story["summary"] += " More."
    publish(story, 1, kind="correction", note=f"The note {HOSTILE}")
    publish(hostile(filled.question(), QUESTION), 0)


def publish(document, day, **said):
    options = PublishOptions(dated=DAY + dt.timedelta(days=day), **said)
    import_stories(file.read_stories(json.dumps(document)), publishing=options)


def test_no_field_of_a_story_is_read_as_markup_on_any_page(client, paper):
    pages = {at: client.get(at).content.decode() for at in PAGES}

    assert "&lt;xss" in pages["/stories/filled/"]
    assert [at for at, page in pages.items() if broken(page)] == []


def test_what_is_searched_and_written_is_read_as_text(client, paper):
    found = client.get("/search/", {"q": HOSTILE, "desk": HOSTILE}).content.decode()
    said = {"kind": "mistake", "text": HOSTILE, "email": HOSTILE, "name": HOSTILE}
    returned = client.post("/contact/", said).content.decode()

    assert "&lt;xss" in found
    assert "&lt;xss" in returned
    assert [broken(page) for page in (found, returned)] == [False, False]


def test_the_preview_at_the_desk_escapes_as_well(client, paper):
    client.force_login(make.editor())
    story = Story.objects.get(slug="filled")

    page = client.get(desk.address("preview", story)).content.decode()

    assert "&lt;xss" in page
    assert not broken(page)


class Broken(HTMLParser):
    """Notes the element and the attribute that no template of ours has."""

    found = False

    def handle_starttag(self, tag, attrs):
        self.found |= tag == "xss" or "onload" in dict(attrs)


def broken(page):
    """Whether a browser would take something for markup, or Jinja took it for code."""
    reader = Broken()
    reader.feed(page)
    return reader.found or "<xss" in page or " 49" in re.sub(r"\d+-\d+", "", page)
