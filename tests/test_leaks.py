"""No draft byte reaches a reader: all public addresses, crawled with marked drafts."""

import re
from urllib.parse import urldefrag, urljoin

import pytest
from django.db import models

from entities.models import Entity
from stories.models import Question, Story
from stories.models.freezing import part_models
from tests import make
from tests.stories.folio import barrier, canteens
from tests.stories.reader import publish

pytestmark = pytest.mark.django_db

MARK = "Zqx"
ADDRESS = re.compile(r'(?:href|src|action)="([^"]*)"')


def marked(owner):
    """Write the mark into every text of a working copy and of its parts."""
    mark_texts(owner)
    owner.save()
    for model in part_models(owner).values():
        for part in model.objects.filter(**{model.OWNER: owner}):
            mark_texts(part)
            part.save()
    owner.save_revision()


def mark_texts(row):
    for field in row._meta.concrete_fields:
        free = isinstance(field, models.CharField | models.TextField)
        if free and not field.choices and not isinstance(field, models.SlugField):
            setattr(row, field.name, f"{MARK} {getattr(row, field.name)}"[:300])


def crawl(client):
    """Every address that a reader can get to, with what it answered."""
    waiting, seen = ["/", "/schema/explainer-1.json", "/no/such/page/"], {}
    while waiting:
        address = waiting.pop()
        if address in seen or address.startswith(("/static/", "/admin/")):
            continue
        response = client.get(address)
        seen[address] = response
        if response.streaming:
            continue
        for link in ADDRESS.findall(response.content.decode()):
            found = urldefrag(urljoin(address, link.replace("&amp;", "&"))).url
            if found.startswith("/"):
                waiting.append(found)
    return seen


@pytest.fixture
def paper():
    """Live stories whose drafts have moved on, drafts alone, and texts waiting."""
    publish(barrier())
    publish(canteens())
    make.first_pages()
    for owner in [*Story.objects.all(), *Question.objects.all()]:
        marked(owner)
    parts = {"key_points": [{"text": f"{MARK} point"}]}
    draft = make.story(slug="only-a-draft", headline=MARK, parts=parts)
    draft.save_revision()
    entity = make.entity(name=f"{MARK} body", slug="only-in-a-draft")
    waiting = make.story(
        slug="waiting",
        headline=f"{MARK} tomorrow",
        parts={"entities": [{"entity": entity, "name": entity.name}]},
    )
    make.edition(waiting, at=make.soon())


def test_no_draft_byte_reaches_a_reader(client, paper):
    answers = crawl(client)

    assert len(answers) > 20
    for address, response in answers.items():
        assert MARK not in response.content.decode(), address


def test_every_internal_link_leads_somewhere(client, paper):
    broken = {
        address
        for address, response in crawl(client).items()
        if response.status_code >= 400 and address != "/no/such/page/"
    }

    assert not broken


@pytest.mark.parametrize(
    "address",
    [
        "/stories/only-a-draft/",
        "/stories/only-a-draft.json",
        "/stories/waiting/",
        "/stories/waiting.json",
        "/topics/only-in-a-draft/",
    ],
)
def test_what_is_not_live_is_not_found(client, paper, address):
    assert client.get(address).status_code == 404


def test_a_private_person_has_no_page_though_a_story_names_them(client):
    person = make.entity(slug="witness", kind="person", name="A witness")
    make.published_story(parts={"entities": [{"entity": person, "name": "W"}]})

    assert client.get("/topics/witness/").status_code == 404
    assert Entity.objects.filter(slug="witness").exists()
