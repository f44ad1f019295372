"""What pages hang on: a kept one is never older than what it shows, and outlasts what
it doesn't."""

import datetime as dt

import pytest
import time_machine
from django.core.cache import cache
from django.utils import timezone

from paper.generation import EVERYTHING, touch
from stories.models import Author, Mention, Showing
from tests import make
from tests.support import wire
from tests.support.reader import get, picture

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(autouse=True)
def front(monkeypatch):
    """The cache before the paper, which readers ask."""
    cache.clear()
    made = wire.cache()
    wire.route_through(made, monkeypatch)
    return made


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


def declared(front, address):
    """The keys of the page at an address, asked for as readers do."""
    wire.ask(front, address)
    (answer,) = [a for key, a in front.memory.answers.items() if key.path == address]
    return {*answer.facts.keys}


def test_a_story_hangs_on_itself_and_on_all_that_it_names_live_or_not(front, story):
    assert declared(front, "/stories/ports/") == {
        *("slug:ports", "named:ports", "slug:how-long", "slug:strike"),
        "entity:board",
    }


def test_a_story_hangs_on_its_old_names_pictures_and_neighbours(front, story):
    image = picture(story)
    make.rewrite(story, slug="docks", desk=make.desk(slug="city"))
    make.edition(story)
    related = [{"slug": "ports", "label": "Ports"}]
    make.edition(make.story({"related": related}, slug="names-it"))
    make.published_story(slug="haefen", language="de", translation_of="ports")
    survivor = make.entity(name="Board", slug="new-board")
    story.storyentity_set.get().entity.merge_into(survivor)

    assert declared(front, "/stories/docks/") == {
        *("slug:ports", "slug:docks", "named:ports", "named:docks", "desk:city"),
        *("slug:names-it", "slug:haefen", "slug:how-long", "slug:strike"),
        *("entity:board", "entity:new-board", f"image:{image.name}"),
    }
    # Its translation hangs on whatever the original was ever called.
    assert {"slug:ports", "slug:docks", "named:ports", "named:docks"} < declared(
        front, "/stories/haefen/"
    )


def test_a_story_hangs_on_outlets_authors_and_tags_known_or_not(front):
    made = make.published_story(slug="ports")
    shown = Showing.objects.get(slug="ports")
    for kind, slug in (("outlet", "lamp"), ("author", "ruth"), ("tag", "freight")):
        span = {"updated_at": shown.updated_at, "live_from": shown.live_from}
        Mention.objects.create(showing=shown, kind=kind, slug=slug, **span)

    assert {"outlet:lamp", "author:ruth", "tag:freight"} < declared(
        front, made.get_absolute_url()
    )


def test_a_question_hangs_on_the_stories_that_ask_it(front, story):
    question = story.storyquestion_set.get().question
    make.edition(question)

    assert declared(front, "/questions/how-long/") == {
        *("slug:how-long", "named:how-long", "slug:ports"),
    }


def test_what_others_publish_leaves_a_page_as_it_is(front, client, story):
    make.published_question(slug="why")
    for address in ("/stories/ports/", "/questions/why/", "/"):
        get(client, address)

    for number in range(3):
        other = make.published_story(headline=f"Other {number}")
        make.rewrite(other, headline=f"Another {number}")
        make.edition(other)
        make.entity()
        make.outlet(name=f"Outlet {number}")
        for address in ("/stories/ports/", "/questions/why/", "/"):
            get(client, address)

    asked = front.application.asked
    assert [asked.count(a) for a in ("/stories/ports/", "/questions/why/", "/")] == [
        *(1, 1, 4),
    ]


def test_what_comes_by_itself_leaves_other_pages_as_they_are(
    front, client, story, unguarded
):
    make.edition(make.story(slug="other"), at=make.soon(seconds=30))
    make.edition(make.story(slug="strike"), at=make.soon(seconds=90))
    asked = front.application.asked
    get(client, "/stories/ports/")
    with time_machine.travel(timezone.now() + dt.timedelta(seconds=60)):
        later = get(client, "/stories/ports/")
        assert asked == ["/stories/ports/"]
    with time_machine.travel(timezone.now() + dt.timedelta(seconds=120)):
        assert get(client, "/stories/ports/") != later
    assert len(asked) == 2


def test_a_migration_ends_every_page(front, client, story):
    for _time in range(2):
        get(client, "/stories/ports/")
        touch(EVERYTHING)

    assert front.application.asked == ["/stories/ports/"] * 2


def test_an_author_who_has_no_page_any_more_is_linked_no_more(client):
    made = make.story({"byline": [{"name": "Ruth Gold"}]}, slug="ports")
    make.edition(made)
    get(client, "/stories/ports/")

    assert "/authors/ruth-gold/" in get(client, "/stories/ports/")

    Author.objects.update(slug="somebody-else")
    assert "/authors/ruth-gold/" not in get(client, "/stories/ports/")
