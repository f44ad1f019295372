"""Which way a page took is noted, and the answers are those of the plain cache."""

import pytest
from django.db import OperationalError

from newsroom import generation_watch
from newsroom.observed_cache import ObservedCache
from newsroom.observer import Observer
from newsroom.page_files import PageFiles
from newsroom.page_store import PageStore
from paper import generation
from tests import make
from tests.support import wire

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def store(tmp_path):
    return PageStore(PageFiles(str(tmp_path), {}), "a build")


@pytest.fixture
def begin(store):
    """A process with its cache, which notes (way, view) of each answer."""

    def process():
        told = []
        front = ObservedCache(wire.Paper(), watch=wire.EagerWatch(), store=store)
        seen = Observer(
            front, [lambda _environ, note, _s: told.append((note.cache, note.view))]
        )
        return seen, told

    return process


def test_each_way_to_a_page_has_a_name(begin):
    make.published_story(slug="ports")
    (one, told), (two, told_two) = begin(), begin()

    wire.ask(one, "/stories/ports/")
    wire.ask(one, "/stories/ports/")
    wire.ask(two, "/stories/ports/")

    assert told == [("made", "story"), ("memory", "story")]
    assert told_two == [("store", "story")]


def test_a_page_that_is_still_right_is_renewed(begin):
    make.published_story(slug="ports")
    seen, told = begin()
    wire.ask(seen, "/stories/ports/")
    generation.touch("what no page hangs on")

    wire.ask(seen, "/stories/ports/")

    assert told == [("made", "story"), ("renewed", "story")]


def test_a_page_of_before_is_stale_while_the_database_is_silent(begin, monkeypatch):
    make.published_story(slug="ports")
    seen, told = begin()
    wire.ask(seen, "/stories/ports/")

    def silent(*given):
        raise OperationalError

    monkeypatch.setattr(generation_watch.generation, "number", silent)
    monkeypatch.setattr("paper.views.story", silent)
    monkeypatch.setattr(wire.Paper, "__call__", unavailable)
    answer = wire.ask(seen, "/stories/ports/")

    assert answer.status == 200
    assert told == [("made", "story"), ("stale", "story")]


def unavailable(self, environ, start_response):
    start_response("503 Service Unavailable", [])
    return wire.Body([b""])


def test_what_no_cache_keeps_took_no_way(begin):
    seen, told = begin()

    wire.ask(seen, "/robots.txt?a=1", "POST")

    assert [way for way, _view in told] == [""]


def test_without_an_observer_nothing_is_noted():
    make.published_story(slug="ports")
    front = ObservedCache(wire.Paper(), watch=wire.EagerWatch())

    answers = [wire.ask(front, "/stories/ports/").body for _time in range(2)]

    assert answers[0] == answers[1]
