"""Kept renditions: quick, and never older than what they show."""

import datetime as dt

import pytest
import time_machine
from django.core.cache import cache
from django.utils import timezone

from stories.models import Showing
from tests import make
from tests.support.reader import get, picture

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(autouse=True)
def nothing_kept():
    cache.clear()


@pytest.fixture
def story():
    entity = make.entity(name="Harbour board", slug="board", lead="It runs the ports.")
    question = make.question(slug="how-long", title="How long?")
    return make.published_story(
        slug="ports",
        parts={
            "entities": [{"entity": entity, "name": entity.name}],
            "questions": [{"question": question, "title": question.title}],
            "related": [{"slug": "strike", "label": "The strike"}],
        },
    )


def test_a_second_reader_gets_the_same_page(client, story):
    first = get(client, "/stories/ports/")

    assert get(client, "/stories/ports/") == first


def test_a_new_edition_shows_at_once(client, story):
    get(client, "/stories/ports/")
    story.headline = "Ports close"
    story.save()
    make.edition(story)

    assert "Ports close" in get(client, "/stories/ports/")


def test_an_entitys_new_lead_shows_at_once(client, story):
    get(client, "/stories/ports/")
    story.storyentity_set.get().entity.__class__.objects.update(
        lead="It ran the ports."
    )

    assert "It ran the ports." in get(client, "/stories/ports/")


def test_a_question_that_goes_live_is_linked_at_once(client, story):
    assert "/questions/how-long/" not in get(client, "/stories/ports/")

    make.edition(story.storyquestion_set.get().question)

    assert "/questions/how-long/" in get(client, "/stories/ports/")


def test_a_related_story_that_is_withdrawn_loses_its_link_at_once(client, story):
    other = make.published_story(slug="strike", headline="Strike ends")
    assert "/stories/strike/" in get(client, "/stories/ports/")

    other.withdraw(note="Gone.")

    assert "/stories/strike/" not in get(client, "/stories/ports/")


def test_a_picture_that_loses_its_rights_is_gone_at_once(client, story):
    picture(story)
    image = story.heroimage_set.get().image
    assert image.get_absolute_url() in get(client, "/stories/ports/")

    image.killed_at = timezone.now()
    image.save()

    assert image.get_absolute_url() not in get(client, "/stories/ports/")


def test_a_label_that_ends_by_itself_ends_in_a_kept_page_too(client, unguarded):
    until = timezone.now() + dt.timedelta(hours=6)
    make.published_story(slug="fire", developing_until=until)
    developing = get(client, "/stories/fire/")

    with time_machine.travel(until + dt.timedelta(seconds=1)):
        assert get(client, "/stories/fire/") != developing


def test_each_depth_is_kept_apart_and_odd_ones_are_not_kept_at_all(client):
    make.published_story(slug="ports", brief="In short.", report="At length.")
    brief = get(client, "/stories/ports/?depth=brief")

    assert "In short." in brief
    assert "At length." in get(client, "/stories/ports/?depth=odd")
    assert get(client, "/stories/ports/?depth=brief") == brief


def test_a_kept_page_takes_no_more_queries(client, story, django_assert_num_queries):
    get(client, "/stories/ports/")
    assert Showing.objects.count() == 1

    with django_assert_num_queries(3):
        get(client, "/stories/ports/")
