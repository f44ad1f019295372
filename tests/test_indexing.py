"""A paper that is not public yet: no address of it asks to be found."""

import re

import pytest
from django.urls import get_resolver

from images.models import Image
from tests import make
from tests.support.reader import picture

pytestmark = [pytest.mark.django_db, pytest.mark.once]

# What a part of an address stands for; of others some text that leads nowhere.
PARTS = {
    **{"slug": "x", "number": "1", "older": "1", "newer": "1"},
    **{"year": "2026", "month": "1", "day": "1", "size": "w320.webp", "form": "bib"},
}


def walk(patterns, before=""):
    for pattern in patterns:
        route = f"{before}{pattern.pattern}"
        if hasattr(pattern, "url_patterns"):
            yield from walk(pattern.url_patterns, route)
        elif not route.startswith("admin/"):
            yield route


def address(route):
    """An address that fits a route, or nearly."""
    named = re.compile(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)|<(?:\w+:)?(\w+)>")
    filled = named.sub(lambda m: PARTS.get(m[1] or m[2], "x"), route)
    return "/" + re.sub(r"\\(.)|[\^$]", r"\1", filled)


@pytest.fixture
def paper():
    """Everything that has an address has it at x."""
    entity = make.entity(slug="x", open=True)
    story = make.story(slug="x", parts={"entities": [{"entity": entity, "name": "X"}]})
    make.edition(story)
    make.edition(make.question(slug="x"))
    picture(make.published_story())
    make.outlet(slug="x", open=True)
    make.page(slug="x")


ROUTES = sorted({*walk(get_resolver().url_patterns)})


def test_no_address_asks_to_be_found(client, settings, paper):
    settings.PUBLIC_INDEXING = False
    wrong, answered = [], 0
    for asked in [*map(address, ROUTES), Image.objects.get().get_absolute_url()]:
        answer = client.get(asked)
        answered += answer.status_code == 200
        marked = "noindex" in answer.get("X-Robots-Tag", "")
        if answer["Content-Type"].startswith("text/html") and answer.content:
            marked = marked and b'name="robots" content="noindex' in answer.content
        if not marked:
            wrong.append(asked)

    assert wrong == []
    assert answered > len(ROUTES) / 2


def test_a_public_paper_keeps_nothing_back(client, paper):
    for asked in (
        "/",
        "/stories/x/",
        "/x/",
        "/stories/x.json",
    ):
        answer = client.get(asked)

        assert "X-Robots-Tag" not in answer, asked
        assert b'content="noindex' not in answer.content, asked


def test_errors_are_never_listed(client):
    make.published_story(slug="gone").withdraw(note="Wrong.")

    for asked in ("/nowhere/", "/stories/gone/"):
        assert b'content="noindex"' in client.get(asked).content
