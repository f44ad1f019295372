"""What every public page says of itself in its head."""

import io
import re
from html import unescape
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils.safestring import mark_safe
from PIL import Image

from paper.outputs.alternates import FEEDS
from paper.outputs.page_head import metadata
from paper.outputs.page_metadata import Card, drawn_card, locale_of
from stories.models import Tag
from stories.models.authors import Author
from tests import archive, make
from tests.test_public_addresses import ADDRESSES, address

pytestmark = pytest.mark.once
NO_PAGES = {
    *("manifest", "worker", "robots", "story_cite", "question_cite"),
    *("flat", "a story that is gone", "what isn't there", "an older page of a tag"),
    "suggestions",  # a list for the field of a search
    *("llms", "sitemap_pages", "news_sitemap", "opensearch"),
    *("calendar", "story_ics", "entity_ics", "desk_ics"),
}
ENDINGS = ("_json", "_md", "_ninjs", "embed", *(f"_{end}" for end in FEEDS))
PAGES = [
    name
    for name, path in ADDRESSES.items()
    if name not in NO_PAGES and not name.endswith(ENDINGS)
    if path == "/api/" or not path.startswith("/api/")
]


@pytest.fixture(scope="module")
def heads(django_db_setup, django_db_blocker):
    """By the name of a page its head; and a reader, who may ask for more."""
    with django_db_blocker.unblock(), transaction.atomic():
        make.first_pages()
        archive.build(12)
        reader = Client()
        found = {}
        for name in PAGES:
            page = reader.get(address(name))
            assert page.status_code == 200, name
            found[name] = page.content.decode().partition("</head>")[0]
        yield found, reader
        transaction.set_rollback(True)
    cache.clear()


def said(head, name):
    """The one value of a name, unescaped."""
    (found,) = re.findall(rf'<meta (?:name|property)="{name}" content="([^"]*)">', head)
    return unescape(found)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_says_what_it_is_once_and_has_an_image_of_the_size_it_says(heads, name):
    found, reader = heads
    head = found[name]
    (title,) = re.findall("<title>(.+)</title>", head)
    (canonical,) = re.findall('<link rel="canonical" href="(.+)">', head)

    assert title.strip()
    assert said(head, "description").strip()
    assert said(head, "og:description") == said(head, "description")
    assert said(head, "og:title") in unescape(title)
    assert said(head, "og:url") == canonical
    assert said(head, "twitter:card") == "summary_large_image"
    assert said(head, "og:image:alt").strip()
    image = reader.get(said(head, "og:image").removeprefix("http://testserver"))
    with Image.open(io.BytesIO(image.content)) as card:
        assert card.format in ("PNG", "JPEG")
        size = [said(head, f"og:image:{side}") for side in ("width", "height")]
        assert [*map(str, card.size)] == size == ["1200", "630"]


def test_pages_of_different_things_are_called_differently(heads):
    found, _reader = heads
    names = ("desk", "tag", "author", "outlet", "entity", "story", "question", "front")

    assert len({said(found[name], "og:title") for name in names}) == len(names)
    assert len({said(found[name], "og:image") for name in names}) == len(names)


@pytest.mark.django_db
def test_things_of_one_name_have_windows_of_different_names(client):
    desk, town = make.desk(name="Orsa"), make.entity(name="Orsa", kind="place")
    source = make.source(outlet=make.outlet(name="Orsa"))
    cited = {"key": "orsa", "source": source, "outlet": "Orsa"}
    parts = {"sources": [cited], "byline": [{"name": "Orsa"}]}
    parts["entities"] = [{"entity": town, "name": "Orsa"}]
    story = make.story(parts, desk=desk, summary="It is.[^orsa]")
    story.tags.add(tag := Tag.objects.make("Orsa"))
    make.edition(story)
    rows = {"entity": town, "outlet": source.outlet, "tag": tag, "desk": desk}
    rows["author"] = Author.objects.get(name="Orsa")
    paths = [reverse(name, args=[row.slug]) for name, row in rows.items()]

    heads = [client.get(path).content.decode() for path in paths]

    titles = [re.findall("<title>(.+) – .+</title>", head) for head in heads]
    kinds = ("Place", "Outlet", "Tag", "Desk", "Author")
    assert titles == [[f"Orsa ({kind})"] for kind in kinds]


PAPER = {"name": "The Lantern", "language": "en-gb", "url": "https://a.example"}


def told(name="Rates", path="/rates/", description="", *, at="/rates/", **said):
    """What the head of a page says, for a request of an address."""
    request = RequestFactory().get(at)
    return metadata(PAPER, request, name, path, description, **said)


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ({}, "Rates – The Lantern"),
        ({"title": "Rates, again"}, "Rates, again – The Lantern"),
        ({"kind_of": "Tag"}, "Rates (Tag) – The Lantern"),
        ({"title": "T", "kind_of": "Tag"}, "T – The Lantern"),
        ({"before": "Edition 2"}, "Edition 2: Rates – The Lantern"),
        ({"after": "in brief"}, "Rates, in brief – The Lantern"),
        (
            {"before": "Edition 2", "after": "in brief", "kind_of": "Tag"},
            "Edition 2: Rates (Tag), in brief – The Lantern",
        ),
        ({"title": "The Lantern"}, "The Lantern"),
    ],
)
def test_a_window_is_called_by_what_the_page_says_and_the_paper(said, title):
    assert told(**said).title == title


def test_a_head_says_what_a_page_gives_and_else_what_the_paper_does():
    name, words = mark_safe("A &amp; B"), mark_safe("What &lt;it&gt; is.")
    page = told(name, "/a/", words, at="/é/", kind="article")

    assert (page.name, page.description, page.path) == ("A & B", "What <it> is.", "/a/")
    assert (page.kind, page.title, page.alternates) == (
        "article",
        "A & B – The Lantern",
        [],
    )
    assert page.oembed == "/oembed?url=https%3A%2F%2Fa.example%2F%C3%A9%2F"
    assert page.card == drawn_card("/%C3%A9/", "A & B", "What <it> is.", "The Lantern")
    assert told().description.startswith("The Lantern explains the news: ")
    assert told("The Lantern").title == "The Lantern"
    assert told("").title == "The Lantern"
    assert told(path="").card is None
    assert told(at="/admin/rates/").card is None


def test_a_storys_own_picture_is_its_card_while_it_has_one():
    place = SimpleNamespace(address="/images/a.png", width=1200, height=630)
    picture = SimpleNamespace(card=place, alt="A port.")

    assert told(picture=picture).card == Card("/images/a.png", 1200, 630, "A port.")
    picture.card = None
    assert told(picture=picture).card.address.startswith("/cards/")


@pytest.mark.parametrize(
    ("language", "locale"),
    [
        *(("en-gb", "en_GB"), ("de", "de_DE"), ("uk", "uk_UA"), ("pt-BR", "pt_BR")),
        *(("zh-Hans-TW", "zh_TW"), ("zh-Hant", "zh_CN"), ("sv", "sv_SE")),
    ],
)
def test_a_language_is_named_with_a_country(language, locale):
    assert locale_of(language) == locale
