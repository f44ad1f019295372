"""A kept list is never older than what it lists, and outlasts what it doesn't."""

import pytest
import time_machine
from django.core.cache import cache

from people.desks import Desk
from stories.models import Question, Story, Tag
from tests import make
from tests.support import wire

pytestmark = [pytest.mark.django_db]

DESK, TAG, QUESTIONS = "/desks/city/", "/tags/sea/", "/questions/"
LISTS = (DESK, TAG, QUESTIONS)


@pytest.fixture(autouse=True)
def front():
    """The cache before the paper, which readers ask."""
    cache.clear()
    return wire.cache()


def listed(slug, at=None, **fields):
    """A story of the desk and the tag."""
    city, _made = Desk.objects.get_or_create(name="City", slug="city")
    made = make.story(slug=slug, desk=city, **fields)
    made.tags.add("sea")
    make.edition(made, at=at)
    return made


@pytest.fixture(autouse=True)
def paper():
    listed("docks")
    make.rewrite(listed("harbour"), slug="ports")
    make.edition(Story.objects.get(slug="ports"))
    make.published_story(slug="haefen", language="de", translation_of="ports")
    make.published_question(slug="how-long")
    make.published_story(slug="hills", desk=make.desk(slug="country"))


def story(slug):
    return Story.objects.get(slug=slug)


def question():
    return Question.objects.get(slug="how-long")


def publish(called, /, **fields):
    found = story(called)
    make.rewrite(found, **fields)
    make.edition(found)


def leave():
    story("ports").tags.clear()
    publish("ports", desk=None)


def translate(original):
    make.published_story(slug="port-fr", language="fr", translation_of=original)


CHANGES = {
    "one more": lambda: listed("piers"),
    "other words": lambda: publish("ports", headline="Ports close"),
    "another address": lambda: publish("ports", slug="quays"),
    "elsewhere": leave,
    "withdrawn": lambda: story("ports").withdraw(note="Gone."),
    "a language more": lambda: translate("ports"),
    "a language more, of an old address": lambda: translate("harbour"),
    "a language less": lambda: story("haefen").withdraw(note="Gone."),
    "a language under another address": lambda: publish("haefen", slug="hafen"),
    "a language of its own": lambda: publish("haefen", translation_of=""),
    "another name of both": lambda: (
        Desk.objects.filter(slug="city").update(name="Town"),
        Tag.objects.filter(slug="sea").update(name="the sea"),
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_changes_a_list_shows_at_once(front, change):
    before = [wire.ask(front, address).body for address in (DESK, TAG)]

    CHANGES[change]()

    kept = [wire.ask(front, address).body for address in (DESK, TAG)]
    assert kept == [wire.ask(wire.cache(), address).body for address in (DESK, TAG)]
    assert all(old != new for old, new in zip(before, kept, strict=True))


@pytest.mark.usefixtures("unguarded")
def test_what_comes_by_itself_is_in_a_kept_list_then(front):
    listed("piers", at=make.soon())
    make.edition(make.story(slug="rates", language="fr"), at=make.soon(hours=2))
    listed("zinsen", language="de", translation_of="rates")
    pages = []
    for later in (0, 61, 121):
        with time_machine.travel(make.soon(minutes=later)):
            pages.append([wire.ask(front, address).body for address in (DESK, TAG)])
            assert pages[-1] == [
                wire.ask(wire.cache(), address).body for address in (DESK, TAG)
            ]
    assert pages[0] != pages[1] != pages[2]


def test_translations_of_what_is_taken_back_are_apart_at_once(front):
    original = make.story(slug="rates", language="fr")
    make.edition(original, at=make.soon())
    for slug, language in (("zinsen", "de"), ("tassi", "it")):
        listed(slug, language=language, translation_of="rates")
    before = [wire.ask(front, address).body for address in (DESK, TAG)]

    original.cancel()

    kept = [wire.ask(front, address).body for address in (DESK, TAG)]
    assert kept == [wire.ask(wire.cache(), address).body for address in (DESK, TAG)]
    assert kept != before


@pytest.mark.parametrize(
    "change",
    [
        lambda: make.published_question(slug="why"),
        lambda: make.edition(question()),
        lambda: question().withdraw(note="Gone."),
    ],
)
def test_a_change_of_a_question_shows_in_their_list_at_once(front, change):
    before = wire.ask(front, QUESTIONS).body
    make.rewrite(question(), title="How much longer?")

    change()

    kept = wire.ask(front, QUESTIONS).body
    assert kept == wire.ask(wire.cache(), QUESTIONS).body != before


@pytest.mark.usefixtures("unguarded")
def test_what_others_publish_leaves_lists_as_they_are(front):
    make.edition(make.story(slug="later"), at=make.soon())
    asked = front.application.asked

    def ask():
        for address in LISTS:
            wire.ask(front, address)
        return len(asked)

    assert ask() == len(LISTS)
    publish("hills", headline="Hills rise")
    make.published_story(slug="berge", language="de", translation_of="hills")
    make.published_story(slug="dales").withdraw(note="Gone.")
    make.entity()
    make.outlet(name="Lamp")
    assert ask() == len(LISTS)
    with time_machine.travel(make.soon(hours=2)):
        assert ask() == len(LISTS)
    make.published_question(slug="why")
    assert ask() == len(LISTS) + 1
