"""A copy of the paper: whole, without a dead link, and without a word of a draft."""

import json
import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote, unquote, urljoin, urlsplit

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.urls import get_resolver
from django.urls.resolvers import URLResolver

from entities.models import Entity
from explainer.blocks import Change
from operations.export import copy_links, crawl, serverless
from stories.models import Question, Story
from tests import make
from tests.support import small_paper

SITE = django_settings.SITE_URL
MARK = "Zwischenstand"  # in what no reader has
WHOLE = re.compile(re.escape(SITE) + r"(?![\w.:-])[^\s\"'<>\\\]\[)}|`]*")
QUOTED = re.compile(
    "&(?:quot|lt|gt|#x27|#39|#34);"
)  # the code of a frame, to be copied
PICTURES = {".png", ".webp", ".avif", ".jpg", ".woff2", ".ico"}


class Anatomy(HTMLParser):
    """Ids and links of a page."""

    def __init__(self, html):
        super().__init__()
        self.ids, self.links = set(), []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        for name, value in attrs:
            if name == "id":
                self.ids.add(value)
            elif name in ("href", "src", "action", "poster"):
                self.links.append(value)
            elif name in ("srcset", "imagesrcset"):
                self.links += [part.split()[0] for part in value.split(",")]


def files(folder):
    """Name to bytes of each file that hosts serve."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in paths
        if ".export" not in path.relative_to(folder).parts
    }


def address_of(name):
    return f"/{quote(name.removesuffix('index.html'))}"


def is_page(name):
    return name.endswith(".html")


def links_of(name, content):
    """Links of a file, whatever it is."""
    text = content.decode()
    if is_page(name):
        found = (unescape(QUOTED.split(link)[0]) for link in WHOLE.findall(text))
        return [*Anatomy(text).links, *(link.partition("#")[0] for link in found)]
    if name.endswith(".css"):
        return re.findall(r"url\([\"']?([^\"')]+)", text)
    return [link.partition("#")[0] for link in WHOLE.findall(text)]


def dead_links(made):
    """(file, link) of what leads to no file of ours, or to no place in it."""
    ids = {name: Anatomy(made[name].decode()).ids for name in made if is_page(name)}
    for name in (name for name in made if Path(name).suffix not in PICTURES):
        for link in links_of(name, made[name]):
            parts = urlsplit(urljoin(f"{SITE}{address_of(name)}", link.rstrip(".,;:")))
            if f"{parts.scheme}://{parts.netloc}" != SITE or "{" in link:
                continue
            target = unquote(parts.path.lstrip("/"))
            target += "index.html" if not target or target.endswith("/") else ""
            is_whole = parts.query == "block=" or (  # it has every block
                parts.query.startswith("block=") and not parts.path.endswith("/")
            )
            is_asked = parts.query and not is_whole and target != "search/index.html"
            there = ids.get(target)
            is_lost = there is not None and unquote(parts.fragment) not in {*there, ""}
            if target not in made or is_asked or is_lost:
                yield name, link


PERSPECTIVE = {"outlet": "Lamp", "text": "It says so [@lamp].", "sources": "lamp"}


def story_board():
    return Entity.objects.get(slug="board")


def fill():
    """A paper with one of everything, and with what no reader has."""
    story = small_paper.paper()
    make.published_story(slug="strike")
    source = {"key": "lamp", "outlet": "Lamp", "url": "https://lamp.example/1"}
    cited = {"sources": [source], "perspectives": [PERSPECTIVE]}
    tagged = make.story(cited, slug="tagged", summary="It did [@lamp].")
    tagged.tags.add("море")
    make.edition(tagged)
    question = Question.objects.get(slug="how-long")
    make.rewrite(question, intro="Longer.")
    make.edition(question, kind="development")
    make.published_story(slug="gone").withdraw(note="The note of a withdrawal")
    make.entity(name="Old board", slug="old-board", merged_into=story_board())
    change = Change("replace", field="summary", index=0, new="Nothing happened.")
    story.correct(changes=[change], note="It had not.")
    told = {"brief": "Told in brief.", "report": small_paper.LONG}
    make.rewrite(story, slug="harbours", summary="Another summary.", **told)
    story.publish(revision=story.revisions.head(), kind="development")
    make.rewrite(story, summary=f"{MARK} of a draft.")
    make.story(slug="draft", headline=f"{MARK} of another")
    ahead = make.story(slug="ahead", headline=f"{MARK} of tomorrow")
    make.edition(ahead, at=make.soon(hours=30))


@pytest.fixture
def paper(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.SECURITY_CONTACT = ["safe@paper.example"]
    fill()
    return tmp_path / "site"


def names_of_addresses():
    patterns = get_resolver().url_patterns
    plain = (each for each in patterns if not isinstance(each, URLResolver))
    private = ("admin/", "^shared/")
    return {each.name for each in plain if not str(each.pattern).startswith(private)}


@pytest.mark.once
def test_a_copy_is_whole_and_says_nothing_that_readers_do_not_get(paper, capsys):
    call_command("export_site", str(paper), jobs=1, verbosity=0)
    made = files(paper)

    said = capsys.readouterr()
    assert "leads nowhere" not in said.err
    assert "Due again at" in said.out
    assert [*dead_links(made)] == []
    assert {name for name, content in made.items() if MARK.encode() in content} == set()
    assert not any("draft" in name or "ahead" in name for name in made)

    every = names_of_addresses()
    there = {copy_links.name_of(address_of(name)) for name in made}
    there |= {name.partition(".")[0] for name in made if name.startswith("oembed.")}
    assert every - there == {*serverless.NEEDS_SERVER, *serverless.ALSO_FOLDERS}
    assert not any(name.startswith(("admin", "shared")) for name in made)

    moved = made["stories/ports/index.html"].decode()
    assert '<meta http-equiv="refresh" content="0; url=/stories/harbours/">' in moved
    assert b"/stories/ports/ /stories/harbours/ 301\n" in made["_redirects"]
    assert "The note of a withdrawal" in made["stories/gone/index.html"].decode()
    nginx = (paper / ".export/nginx.conf").read_text()
    assert 'location = "/stories/gone/" { error_page 410' in nginx
    told = json.loads((paper / ".export/manifest.json").read_text())
    assert {*told["files"]} == {*made, ".export/nginx.conf"}

    page = made["stories/harbours/index.html"].decode()
    assert 'href="/stories/harbours/depth-brief/"' in page
    (policy,) = re.findall('"Content-Security-Policy" content="([^"]*)"', page)
    assert "default-src 'self'" in policy
    assert "frame-ancestors" not in policy
    assert "data-suggestions" not in page + made["404.html"].decode()
    assert "<form" not in made["contact/index.html"].decode()
    check_again(paper, made)


def check_again(paper, made):
    """What is the same is not written again; what is gone goes; others' files stay."""
    moments = {name: (paper / name).stat().st_mtime_ns for name in made}
    assert crawl.is_current(paper)
    (paper / "CNAME").write_text("paper.example")
    (paper / "about/index.html").write_text("half of it")
    Story.objects.get(slug="other").withdraw(note="It was wrong.")
    assert not crawl.is_current(paper)
    again = crawl.export(paper, 1)

    after = files(paper)
    assert after.pop("CNAME") == b"paper.example"
    assert after["about/index.html"] == made["about/index.html"]
    assert b"It was wrong." in after["stories/other/index.html"]
    assert again.removed == len({*made} - {*after}) > 0
    same = {name for name in after if made.get(name) == after[name]}
    now = {name: (paper / name).stat().st_mtime_ns for name in same}
    assert {n for n in same if now[n] != moments[n]} == {"about/index.html"}
    assert len(same) > len(made) / 2
