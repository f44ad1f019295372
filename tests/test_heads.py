"""Every kind of page says in its head and to machines what it is, once and whole."""

import re

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, resolve

from tests import filled_paper, make
from tests.support import heads, vocabulary
from tests.test_paper import Anatomy, internal

pytestmark = pytest.mark.once
EACH = 3  # So many pages of each kind.
# Addresses at which no page stands.
FILES = re.compile(
    "json|_md$|ninjs|image|rendition|card|schema|manifest|worker|robots|suggestions|embed|_cite$"
    "|^api_|fediverse|webfinger|node_info|sitemap|_rss$|_atom$|llms|calendar|_ics$"
    "|opensearch|security|change_password"
)
# Pages that no link of another page leads to, or for whom a filled paper has no reason.
ELSEWHERE = {
    "settings": "/settings/",
    "faq": "/faq/",
    "since": "/since/2026-01-05/",
    "story_changes": "/stories/filled/changes/1..2/",
    "question_changes": "/questions/filled-question/changes/1..2/",
}
UNREACHED = {
    "contact_received": "shows the number of one letter",
    "follow": "is there where letters are sent",
    "follow_received": "as that",
    "letters": "is one follower's own",
    "letters_stop": "as that",
}


@pytest.fixture(scope="module")
def pages(django_db_setup, django_db_blocker):
    """By the name of its route the HTML of some pages, by address."""
    with django_db_blocker.unblock(), transaction.atomic():
        filled_paper.fill()
        make.first_pages()
        yield walk()
        transaction.set_rollback(True)


def walk():
    client, found, seen = Client(), {}, set()
    waiting = ["/", *ELSEWHERE.values()]
    while waiting:
        address = waiting.pop(0)
        name = resolve(address.partition("?")[0]).url_name
        if address in seen or FILES.search(name) or len(found.get(name, ())) >= EACH:
            continue
        seen.add(address)
        answer = client.get(address)
        is_page = answer.headers["Content-Type"].startswith("text/html")
        if answer.status_code != 200 or not is_page:
            continue
        html = answer.content.decode()
        found.setdefault(name, {})[address] = html
        waiting += [place for place, _at in internal(address, Anatomy(html))]
    return found


def test_every_kind_of_page_is_among_those_looked_at(pages):
    names = {
        pattern.name
        for pattern in get_resolver().url_patterns
        if not str(pattern.pattern).startswith(("admin/", "^shared/"))
        and not FILES.search(pattern.name)
    }

    assert names - UNREACHED.keys() - pages.keys() == set()


def test_every_head_and_all_linked_data_keep_the_rules(pages):
    found = {
        address: said
        for some in pages.values()
        for address, html in some.items()
        if (said := heads.faults(html, settings.SITE_URL))
    }

    assert found == {}


def kinds(pages, name):
    """What the pages at a route are, as machines are told."""
    graph = vocabulary.graphs(next(iter(pages[name].values())))[0]["@graph"]
    return [node["@type"] for node in graph]


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("front", "WebSite"),
        ("story", ["NewsArticle", "BackgroundNewsArticle"]),
        ("story_edition", ["NewsArticle", "BackgroundNewsArticle"]),
        ("question", "FAQPage"),
        ("desk", "CollectionPage"),
        ("tag", "CollectionPage"),
        ("questions", "CollectionPage"),
        ("entities", "CollectionPage"),
        ("outlets", "CollectionPage"),
        ("corrections", "CollectionPage"),
        ("archive", "CollectionPage"),
        ("archive_month", "CollectionPage"),
        ("archive_day", "CollectionPage"),
        ("story_editions", "CollectionPage"),
        ("author", "ProfilePage"),
        ("outlet", "ProfilePage"),
        ("about", "AboutPage"),
        ("contact", "ContactPage"),
    ],
)
def test_each_kind_of_page_is_called_what_it_is(pages, name, first):
    assert kinds(pages, name)[0] == first


def node(html, kind):
    """The first node of a type."""
    found = vocabulary.nodes_in(vocabulary.graphs(html)[0]["@graph"])
    return next(one for one in found if kind in vocabulary.kinds_of(one))


def test_the_front_page_says_how_the_paper_is_searched_and_shows_its_mark(pages):
    html = pages["front"]["/"]

    action = node(html, "SearchAction")
    assert action["target"]["urlTemplate"] == "http://testserver/search/?q={words}"
    mark = node(html, "NewsMediaOrganization")["logo"]
    assert finders.find(mark["url"].removeprefix("http://testserver/static/"))
    assert (mark["width"], mark["height"]) == ("512 px", "512 px")
    listed = node(html, "ItemList")["itemListElement"]
    assert "http://testserver/stories/filled/" in [item["url"] for item in listed]


def test_a_correction_is_listed_with_what_it_is_of(pages):
    said = node(pages["corrections"]["/corrections/"], "CorrectionComment")

    assert said["text"] == "The note of a correction"
    assert said["url"] == "http://testserver/stories/filled/editions/3/"
    assert said["about"]["url"] == "http://testserver/stories/filled/"


def test_an_edition_says_its_number_and_where_it_is_kept(pages):
    older = node(pages["story_edition"]["/stories/filled/editions/2/"], "NewsArticle")
    live = node(pages["story"]["/stories/filled/"], "NewsArticle")

    assert (older["version"], live["version"]) == (2, 3)
    assert older["archivedAt"].endswith("/stories/filled/editions/2/")
    assert live["archivedAt"].endswith("/stories/filled/editions/3/")


def test_links_to_a_story_say_whose_it_is_and_where_it_is_filed(pages):
    said = heads.Head(pages["story"]["/stories/filled/"]).said

    assert "http://testserver/authors/ana-ruiz/" in said["article:author"]
    assert said["article:section"]
    assert said["article:tag"]
    assert said["og:locale:alternate"] == ["de_DE"]


@pytest.mark.parametrize(
    ("node", "fault"),
    [
        ({"@type": "Storey"}, "no type Storey"),
        ({"@type": "Person", "wordCount": 3}, "Person.wordCount is no property of it"),
        ({"@type": "Person", "name": ""}, "Person.name is empty"),
        ({"@type": "Person", "url": "/a/"}, "Person.url can't be '/a/'"),
        ({"@type": "Person", "@id": "#a"}, "Person.@id is no whole address: #a"),
        (
            {"@type": "NewsArticle", "datePublished": "Friday"},
            "NewsArticle.datePublished can't be 'Friday'",
        ),
        (
            {"@type": "NewsArticle", "publisher": {"@id": "https://a.example/#b"}},
            "NewsArticle.publisher can't be {'@id': 'https://a.example/#b'}",
        ),
        (
            {"@type": "NewsArticle", "author": {"@type": "Place", "name": "A"}},
            "NewsArticle.author can't be {'@type': 'Place', 'name': 'A'}",
        ),
    ],
)
def test_what_the_vocabulary_does_not_know_is_a_fault(node, fault):
    graph = {"@context": "https://schema.org", "@graph": [node]}

    assert fault in vocabulary.faults(graph)


@pytest.mark.parametrize("said", ["2022", "2022-02", "2022-02-03", "-0043-03"])
def test_a_day_may_be_known_by_its_month_alone(said):
    node = {"@type": "Quotation", "dateCreated": said}

    assert not vocabulary.faults({"@context": "https://schema.org", "@graph": [node]})


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ('<link rel="canonical" href="{site}/a/">', "no og:title"),
        ("<title></title>", "no title"),
        ('<meta name="robots" content="">', "robots empty"),
        ('<meta name="robots" content="noindex">', "robots twice"),
    ],
)
def test_what_a_head_lacks_or_says_twice_is_a_fault(said, fault):
    site = "https://news.example"
    html = f'<meta name="robots" content="x">{said.replace("{site}", site)}'
    html += f'<meta property="og:url" content="{site}/">'
    html += f'<meta property="og:image" content="{site}/a.png"></head>'

    assert fault in heads.faults(html, site)
