"""What readers must not get again, also of a process that begins without a database."""

import os
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings

from newsroom.answer import Facts
from newsroom.page_store import PageStore
from operations.purge import tombstones
from operations.purge.tombstones import Tombstones
from paper import generation
from stories.models import Story
from tests import make
from tests.support import wire
from tests.support.wire import ask

PORTS = "/stories/ports/"


@pytest.fixture
def store(request):
    """A store of pages, and a process that has kept two of them there."""
    store = PageStore(build=request.node.name)
    make.published_story(slug="ports")
    make.published_story(slug="other")
    first = wire.cache(store)
    for path in (PORTS, "/stories/other/"):
        assert ask(first, path).status == 200
    return store


def without_database(monkeypatch, store):
    """What a process that begins now answers."""
    monkeypatch.setattr("newsroom.generation_watch.ask", lambda *given: None)
    begun = wire.cache(store)
    begun.application = unreachable
    return [ask(begun, path).status for path in (PORTS, "/stories/other/")]


def unreachable(environ, start_response):
    start_response("503 Service Unavailable", [])
    return []


@pytest.mark.django_db
@pytest.mark.once
def test_kept_pages_outlive_the_process_that_kept_them(monkeypatch, store):
    assert without_database(monkeypatch, store) == [200, 200]


@pytest.mark.django_db
@pytest.mark.once
def test_a_withdrawn_story_does_not_come_back_though_nobody_asked_for_it(
    monkeypatch, store
):
    Story.objects.get(slug="ports").withdraw(note="Gone.")
    ask(wire.cache(store), "/about/")  # by which a process hears of it

    assert without_database(monkeypatch, store) == [503, 200]


@pytest.mark.django_db
@pytest.mark.once
def test_a_redaction_elsewhere_ends_what_is_kept_here(monkeypatch, store):
    generation.touch(generation.EVERYTHING)  # as `redact` does on another machine
    ask(wire.cache(store), "/about/")

    assert without_database(monkeypatch, store) == [503, 503]


@pytest.mark.django_db
@pytest.mark.once
def test_a_process_that_was_down_catches_up_once_it_can_ask(monkeypatch, store):
    """What nobody here could hear of is the one thing that may come back."""
    with monkeypatch.context() as outage:
        Story.objects.get(slug="ports").withdraw(note="Gone.")
        assert without_database(outage, store) == [200, 200]

    ask(wire.cache(store), "/about/")
    assert without_database(monkeypatch, store) == [503, 200]


@pytest.mark.django_db
@pytest.mark.once
def test_a_story_that_comes_back_counts_again(monkeypatch, store):
    story = Story.objects.get(slug="ports")
    story.withdraw(note="Gone.")
    process = wire.cache(store)
    assert ask(process, PORTS).status == 410
    make.edition(story, note="It is back.")
    assert ask(process, PORTS).status == 200

    assert without_database(monkeypatch, store) == [200, 200]


@pytest.mark.django_db
@pytest.mark.once
def test_where_nothing_is_known_nothing_that_was_kept_counts(monkeypatch, store):
    tombstones.file().unlink()
    generation.touch("a")
    ask(wire.cache(store), "/about/")

    assert without_database(monkeypatch, store) == [503, 503]


def test_what_two_know_is_what_either_knows():
    one, two = Tombstones(3, 5, {"a": 4}), Tombstones(2, 7, {"a": 6, "b": 1})
    assert one | two == Tombstones(3, 7, {"a": 6, "b": 1})


@pytest.mark.once
@pytest.mark.parametrize("folder", ["", "not/there/yet"])
def test_what_is_told_is_read_where_it_was_told(tmp_path, monkeypatch, folder):
    place = {"LOCATION": str(tmp_path / folder)}
    monkeypatch.setattr(settings, "SHARED_PAGES", place)
    assert tombstones.read() is None

    tombstones.write(Tombstones(1, 2, {"slug:ports": 2}))
    tombstones.write(Tombstones(0, 3, {}))

    assert tombstones.read() == Tombstones(1, 3, {"slug:ports": 2})


@pytest.mark.once
def test_what_a_writer_left_who_was_killed_is_cleared_away(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "SHARED_PAGES", {"LOCATION": str(tmp_path)})
    with monkeypatch.context() as killed:  # so that nobody clears up
        killed.setattr(shutil, "rmtree", lambda *given, **told: None)
        killed.setattr(Path, "replace", lambda *given: 1 / 0)
        tombstones.write(Tombstones(1, 2, {}))
    (left,) = tmp_path.iterdir()

    tombstones.write(Tombstones(1, 2, {}))
    assert {*tmp_path.iterdir()} == {left, tombstones.file()}  # somebody may be there
    os.utime(left, (0, 0))
    tombstones.write(Tombstones(1, 2, {}))

    assert [*tmp_path.iterdir()] == [tombstones.file()]


def test_a_page_that_hangs_on_all_there_is_does_not_outlive_what_is_gone():
    told = Tombstones(since=1, until=9, gone={"slug:ports": 7})
    kept = SimpleNamespace(number=5, facts=Facts(keys=None))

    assert told.cover(kept)
    assert not told.cover(SimpleNamespace(number=7, facts=Facts(keys=None)))
