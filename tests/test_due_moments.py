"""No cache keeps a page past the moment at which it changes by itself.

Nothing runs at such a moment, so the page has to say when it is.
"""

import datetime as dt

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from explainer.days import midnight_after
from images.models import Image
from stories.models import Showing, Story
from tests import make
from tests.test_public_addresses import ADDRESSES, address, paper

__all__ = ["paper"]

SOON = 25
# What no edition of another story changes: the software, pages of editors, the words of
# one edition, a note in the place of a story.
TIMELESS = {
    *("manifest", "worker", "offline", "settings", "robots", "about", "contact"),
    *("opensearch", "api", "api_description"),
    *("story_cite", "question_cite", "a story that is gone"),
}


@pytest.fixture(params=[False, True], ids=["", "cached"])
def reader(request, paper, db, time_machine):
    """Somebody for whom time stands still, however long a page takes."""
    cache.clear()
    if request.param:
        request.getfixturevalue("behind_the_cache")
    time_machine.move_to(timezone.now(), tick=False)
    return Client()


def seconds_kept(response):
    """How long a shared cache may keep it."""
    return int(response["X-Accel-Expires"])


def newest(slug="story-2"):
    return Story.objects.get(pk=Showing.objects.filter(slug=slug).first().story_id)


@pytest.mark.once
@pytest.mark.parametrize("name", [name for name in ADDRESSES if name not in TIMELESS])
def test_a_page_is_kept_until_the_next_edition_is_due_and_no_longer(reader, name):
    before = reader.get(address(name))
    make.edition(make.story(), at=make.soon(seconds=SOON))
    cache.clear()

    after = reader.get(address(name))

    assert seconds_kept(before) == 60
    assert seconds_kept(after) == SOON


def developing(at):
    return make.published_story(developing_until=at)


def scheduled(at):
    story = make.published_story()
    story.headline = "Another"
    story.save()
    make.edition(story, at=at)
    return story


def taken_down(at):
    story = make.published_story()
    story.withdraw(note="It will be gone.", at=at)
    return story


def held(at):
    story = make.published_story()
    story.hold(note="Being looked at.", until=at)
    return story


def told_of_what_comes(at):
    """A story that leads to another one, which readers don't have yet."""
    make.edition(make.story(slug="coming"), at=at)
    story = make.story({"related": [{"slug": "coming", "label": "What comes"}]})
    make.edition(story)
    return story


@pytest.mark.parametrize(
    "make_due", [developing, scheduled, taken_down, held, told_of_what_comes]
)
def test_a_story_says_when_it_changes_by_itself(reader, time_machine, make_due):
    story = make_due(make.soon(seconds=SOON + 1))
    time_machine.shift(1)  # What was done in one moment stands in order.

    for page in ("", "?since=1", "?since=1&only=new"):
        response = reader.get(f"{story.get_absolute_url()}{page}")

        assert seconds_kept(response) == SOON, page


@pytest.mark.parametrize("edge", ["shown_from", "shown_until"])
def test_the_front_page_says_when_a_pick_comes_or_goes(reader, edge):
    make.pick(newest(), **{edge: make.soon(seconds=SOON)})

    assert seconds_kept(reader.get("/")) == SOON


@pytest.mark.parametrize("page", ["/", "/stories/fire/"])
def test_a_kicker_is_called_developing_until_its_moment_and_no_longer(
    reader, unguarded, time_machine, page
):
    ends = make.soon(seconds=SOON)
    words = {"kicker": "Port · Developing", "developing_until": ends}
    make.pick(make.published_story(slug="fire", **words))
    words["developing_until"] = ends + dt.timedelta(days=1)
    make.pick(make.published_story(slug="other", **words))

    before = reader.get(page)
    time_machine.move_to(ends, tick=False)
    after, others = reader.get(page), reader.get("/stories/other/")

    assert seconds_kept(before) == SOON
    kicker = '<p class="kicker"><bdi lang="en">{}</bdi>' if page == "/" else ">{}</p>"
    assert kicker.format("Port · Developing") in before.content.decode()
    assert kicker.format("Port") in after.content.decode()
    assert ">Port · Developing</p>" in others.content.decode()


@pytest.fixture
def evening(unguarded, time_machine):
    """Move to some seconds before the end of the paper's day."""

    def move():
        midnight = midnight_after(timezone.localdate())
        time_machine.move_to(midnight - dt.timedelta(seconds=SOON), tick=False)
        cache.clear()

    return move


def test_a_picture_is_gone_with_the_day_on_which_its_rights_end(evening):
    name = f"images/{'a' * 64}.png"
    image = Image.objects.create(
        name=name,
        file=name,
        width=4,
        height=3,
        rights_until=timezone.localdate(),
    )
    story = make.story({"figures": [{"key": "a", "kind": "photo", "image": image}]})
    make.edition(story)
    other = make.published_story()
    evening()

    assert seconds_kept(Client().get(story.get_absolute_url())) == SOON
    assert seconds_kept(Client().get(other.get_absolute_url())) == 60


def test_an_expectation_is_late_when_its_day_is_over(evening):
    due = [{"text": "A vote.", "due": timezone.localdate()}]
    story = make.story({"expectations": due})
    make.edition(story)
    evening()

    assert seconds_kept(Client().get(story.get_absolute_url())) == SOON


def test_todays_archive_is_so_far_until_the_day_is_over(evening):
    make.published_story()
    day = timezone.localdate()
    evening()

    page = Client().get(f"/archive/{day:%Y}/{day.month}/{day.day}/")
    assert seconds_kept(page) == SOON


def test_what_is_new_today_is_not_new_tomorrow(evening):
    make.published_story()
    evening()

    assert seconds_kept(Client().get("/")) == SOON
