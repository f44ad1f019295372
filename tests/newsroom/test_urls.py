"""Addresses that readers have kept, or that stand in print: each is for good."""

import pytest
from django.urls import resolve

from newsroom.urls import record

PICTURE = f"{'0' * 64}.png"


@pytest.mark.parametrize(
    ("kind", "folder"), [("story", "stories"), ("question", "questions")]
)
def test_a_text_has_its_record_under_its_own_address(kind, folder):
    found = {page.name.removeprefix(f"{kind}_"): page for page in record(kind, folder)}

    tails = {
        "json": "ports.json",
        "edition_json": "ports/editions/2.json",
        "md": "ports.md",
        "edition_md": "ports/editions/2.md",
        "ninjs": "ports.ninjs.json",
        "edition_ninjs": "ports/editions/2.ninjs.json",
        "editions": "ports/editions/",
        "edition": "ports/editions/2/",
        "changes": "ports/changes/1..2/",
        "cite": "ports/editions/2/cite.bib",
        "embed": "ports/embed/",
        "edition_embed": "ports/editions/2/embed/",
        "passages": "ports/editions/2/passages/",
    }
    assert {*found} == {*tails}
    for name, tail in tails.items():
        match = found[name].resolve(f"{folder}/{tail}")
        assert (match.kwargs["kind"], match.kwargs["slug"]) == (kind, "ports")
        assert resolve(f"/{folder}/{tail}").url_name == f"{kind}_{name}"


@pytest.mark.parametrize(
    ("address", "name"),
    [
        *(("/", "front"), ("/stories/ports/", "story"), ("/questions/", "questions")),
        *(("/questions/why/", "question"), (f"/images/{PICTURE}", "image")),
        *((f"/images/{PICTURE}/640.webp", "rendition"), ("/search/", "search")),
        *((f"/cards/{'0' * 16}/card.png", "card"), ("/settings/", "settings")),
        *((f"/cards/{'0' * 16}/stories/ports/card.png", "card"), ("/faq/", "faq")),
        *(("/schema/explainer-1.json", "schema"), ("/robots.txt", "robots")),
        *(("/about/", "about"), ("/contact/", "contact"), ("/offline/", "offline")),
        *(("/contact/received/AAAAA-22222/", "contact_received"),),
        *(("/corrections/", "corrections"), ("/archive/", "archive")),
        *(("/archive/2026/1/", "archive_month"), ("/since/2026-1-2/", "since")),
        *(("/archive/2026/1/2/", "archive_day"), ("/offline.js", "worker")),
        *(("/desks/world/", "desk"), ("/tags/море/", "tag"), ("/outlets/", "outlets")),
        *(("/authors/ана/", "author"), ("/outlets/gazette/", "outlet")),
        *(("/topics/", "entities"), ("/topics/ana/", "entity")),
        *(("/site.webmanifest", "manifest"), ("/opensearch.xml", "opensearch")),
        *(("/sitemap.xml", "sitemap"), ("/sitemap-tags-3.xml", "sitemap_part")),
        *(("/news-sitemap.xml", "news_sitemap"), ("/llms.txt", "llms")),
        *(("/calendar.ics", "calendar"), ("/stories/ports.ics", "story_ics")),
        *(("/topics/ana.ics", "entity_ics"), ("/desks/world.ics", "desk_ics")),
        ("/.well-known/security.txt", "security"),
    ],
)
def test_a_page_stands_at_its_address(address, name):
    assert resolve(address).url_name == name
