"""A text that stands alone: whole, in order, safe, and with addresses of its own."""

import re
from urllib.parse import urlsplit

import lxml.html
import pytest
from django.utils import timezone

from paper.outputs.full_text import full_text
from paper.queries import many_texts
from stories.models import Showing
from tests import filled, filled_paper, make
from tests.test_every_field import UNPRINTED, forgotten, written

pytestmark = [pytest.mark.django_db, pytest.mark.once]
# What the text of a feed leaves out beside what the page does.
LEFT = {"related.label", "questions.title", "conversation.turns.kind"}


@pytest.fixture
def pages(db):
    """Of a filled paper, by slug."""
    filled.make_named()
    filled_paper.publish(filled.story(), 0)
    filled_paper.publish(filled.question(), 0)
    now = timezone.now()
    keys = [row.pk for row in Showing.objects.live(now)]
    return {page.showing.slug: page for page in many_texts.pages(keys, now).values()}


def test_all_that_somebody_wrote_is_in_the_text(pages):
    page = pages["filled"]
    html = full_text(page, headed=True)
    tree = lxml.html.fromstring(html)
    alternatives = [image.get("alt") for image in tree.iter("img")]
    said = " ".join(" ".join([tree.text_content(), *alternatives]).split())
    missing = [
        path
        for path, words in written(page.document)
        if path not in UNPRINTED and path not in LEFT
        if " ".join(words.split()) not in said
    ]

    assert forgotten(missing, "the text that stands alone") == []
    assert "The title" in full_text(pages["filled-question"], headed=True)


@pytest.mark.parametrize("slug", ["filled", "filled-question"])
def test_nothing_of_the_page_is_left_and_every_address_is_whole(pages, slug):
    tree = lxml.html.fromstring(full_text(pages[slug], headed=True))
    used = {name for node in tree.iter() for name in node.attrib}
    tags = {node.tag for node in tree.iter()}
    links = [link for _node, _name, link, _at in tree.iterlinks()]

    assert not used & {"class", "style", "srcset", "popover", "aria-label", "role"}
    assert not tags & {"script", "button", "picture", "span", "form", "link"}
    assert links
    assert all(urlsplit(link).scheme in ("http", "https") for link in links), links


@pytest.mark.parametrize("slug", ["filled", "filled-question"])
def test_a_block_has_the_name_that_it_has_on_its_edition(client, pages, slug):
    tree = lxml.html.fromstring(full_text(pages[slug]))
    folder = "questions" if "question" in slug else "stories"
    address = f"/{folder}/{slug}/editions/{pages[slug].showing.number}/"
    html = client.get(address).content.decode()
    on_page = re.findall(r' id="([^"]+)"', html)
    names = [node.get("id") for node in tree.iter() if node.get("id")]

    assert names
    assert len({*names}) == len(names)
    assert {*names} <= {*on_page}
    cited = {urlsplit(a.get("href")).fragment for a in tree.iterfind(".//sup/a")}
    assert cited
    assert cited <= {*names}
    assert f'id="u-{names[0]}"' in full_text(pages[slug], prefix="u-")


def test_a_text_without_a_head_begins_with_its_standfirst(pages):
    html = full_text(pages["filled"])

    assert "The headline" not in html
    assert html.index("<p>The standfirst</p>") < html.index("<h2>")
    assert "<h1" not in html


def test_what_looks_like_markup_stays_text():
    nasty = "</script><script>alert(1)</script> & <b onclick='x'>"
    story = make.story(slug="nasty", headline=nasty, standfirst=nasty)
    make.edition(story)
    now = timezone.now()
    [page] = many_texts.pages([Showing.objects.get().pk], now).values()

    tree = lxml.html.fromstring(full_text(page, headed=True))

    assert nasty in tree.findtext(".//h1")
    assert nasty in tree.text_content()
    assert [*tree.iter("script", "b")] == []


def test_many_texts_cost_three_queries(django_assert_num_queries):
    filled.make_named()
    for number in range(3):
        document = filled.story() | {"slug": f"filled-{number}"}
        filled_paper.publish(document, 0)
    now = timezone.now()
    keys = [row.pk for row in Showing.objects.live(now)]
    for some in (keys[:1], keys):
        with django_assert_num_queries(3):
            assert len(many_texts.pages(some, now)) == len(some)
    with django_assert_num_queries(0):
        assert many_texts.pages([], now) == {}
