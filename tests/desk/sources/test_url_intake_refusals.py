"""Who may write, but take no sources, is refused at each way, and offered none."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from sources.models import Source
from stories.models import Story
from tests import make
from tests.support import desk

pytestmark = pytest.mark.django_db

START = reverse("admin:sources_feeditem_start")
MAY = ("view_story", "change_story", "view_feeditem", "view_source")


@pytest.fixture
def writer(client):
    """Somebody whose permissions are their own, and no role's."""
    made = make.editor(is_superuser=False)
    made.user_permissions.set(Permission.objects.filter(codename__in=MAY))
    client.force_login(made)
    return made


def taking(user):
    """The same person, who may take sources."""
    user.user_permissions.add(Permission.objects.get(codename="add_source"))


def at(page):
    return reverse(f"admin:sources_{page}")


def test_who_may_not_take_sources_takes_none_by_any_way(client, writer):
    story, piece = make.story(), make.announced()
    start = {"item": [piece.pk], "to": str(story.pk)}
    asked = {"url": "https://paper.example/a", "addresses": "https://paper.example/a"}

    answers = [
        client.post(at("source_intake"), asked),
        client.get(at("source_take"), asked),
        client.post(at("source_take"), asked),
        client.get(at("source_bookmark")),
        client.get(desk.address("sources", story)),
        client.post(desk.address("sources", story), asked),
        client.post(START, start),
    ]

    assert [answer.status_code for answer in answers] == [403] * 7
    assert (Source.objects.count(), story.storysource_set.count()) == (0, 1)


def test_the_ways_to_a_source_are_offered_to_who_may_take_one(client, writer):
    story, _piece = make.story(), make.announced()
    form, wires = desk.address("change", story), at("feeditem_changelist")

    def offered():
        pages = client.get(form).content.decode(), client.get(wires).content.decode()
        return desk.address("sources", story) in pages[0], 'name="item"' in pages[1]

    before = offered()
    taking(writer)

    assert (before, offered()) == ((False, False), (True, True))


def test_who_may_not_start_stories_starts_none_from_the_wires(client, writer):
    taking(writer)
    foreign, piece = make.story(desk=make.desk()), make.announced()
    sent = {"item": [piece.pk]}

    new = client.post(START, sent | {"new": "1"}, follow=True)
    client.force_login(make.person("contributor", make.desk()))
    added = client.post(START, sent | {"to": str(foreign.pk)}, follow=True)

    said = [str(item) for page in (new, added) for item in page.context["messages"]]
    assert said == ["You may not start stories.", "Choose a draft that you may change."]
    assert [*Story.objects.all()] == [foreign]
    assert foreign.storysource_set.count() == 1
