"""Readers and writers at the same moment: nothing is kept as newer than it is."""

from threading import Barrier, Event, Thread

import pytest
from django.db import connection

from newsroom import http_cache
from newsroom.http_cache import HttpCache
from sources.models import Outlet
from tests import make
from tests.support import wire
from tests.support.wire import ask


class Page:
    """An application that says what the database says, and can be held half-way."""

    def __init__(self):
        self.arrived, self.go_on, self.asked = Event(), Event(), []
        self.go_on.set()

    def __call__(self, environ, start_response):
        said = Outlet.objects.values_list("owner", flat=True).first()
        self.asked.append(said)
        self.arrived.set()
        self.go_on.wait(30)
        facts = environ[http_cache.FACTS]
        facts.is_whole = facts.is_public = True
        facts.etag = f'"{said}"'
        start_response("200 OK", [("ETag", facts.etag)])
        return Closed([said.encode()])


class Closed(list):
    def close(self):
        connection.close()


def change(owner):
    Outlet.objects.update(owner=owner)


@pytest.mark.usefixtures("committed")
def test_a_page_read_before_a_commit_is_not_kept_as_one_of_after_it():
    make.outlet(name="Lamp", owner="old")
    page = Page()
    cache = HttpCache(page, watch=wire.EagerWatch())
    page.go_on.clear()
    got = []
    reader = Thread(target=lambda: got.append(ask(cache, "/")))
    reader.start()
    assert page.arrived.wait(30)
    change("new")  # committed while the page of before is being made
    page.go_on.set()
    reader.join(30)

    assert got[0].body == b"old"
    assert ask(cache, "/").body == b"new"
    assert page.asked == ["old", "new"]


@pytest.mark.usefixtures("committed")
def test_a_page_read_after_a_commit_may_stand_under_the_number_of_before():
    make.outlet(name="Lamp", owner="old")
    page = Page()
    watch = wire.EagerWatch()
    cache = HttpCache(page, watch=watch)
    plain, meet = cache.application, Barrier(2, timeout=30)

    def late(environ, start_response):
        meet.wait()  # the number is known
        meet.wait()  # and has moved
        return plain(environ, start_response)

    cache.application = late
    got = []
    reader = Thread(target=lambda: got.append(ask(cache, "/")))
    reader.start()
    meet.wait()
    change("new")
    meet.wait()
    reader.join(30)
    cache.application = plain

    assert got[0].body == b"new"
    # It is newer than its number says, so it is made once too often, and never wrong.
    assert ask(cache, "/").body == b"new"
    assert page.asked == ["new", "new"]
    assert ask(cache, "/").body == b"new"
    assert len(page.asked) == 2


@pytest.mark.usefixtures("committed")
def test_under_writers_no_reader_gets_what_is_older_than_the_last_commit():
    make.outlet(name="Lamp", owner="0")
    caches = [HttpCache(Page(), watch=wire.EagerWatch()) for _process in range(3)]
    done, committed, stale = Event(), [0], []

    def write():
        for number in range(1, 40):
            change(str(number))
            committed[0] = number
        done.set()
        connection.close()

    def read(cache):
        while not done.is_set():
            least = committed[0]
            got = int(ask(cache, "/").body)
            if got < least:
                stale.append((got, least))
        connection.close()

    threads = [Thread(target=write), *(Thread(target=read, args=[c]) for c in caches)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert stale == []
    assert [ask(cache, "/").body for cache in caches] == [b"39"] * 3


@pytest.mark.usefixtures("committed")
def test_a_hundred_readers_have_a_page_made_once():
    make.outlet(name="Lamp", owner="new")
    page = Page()
    cache = HttpCache(page, watch=wire.EagerWatch())
    page.go_on.clear()
    got = []

    def read():
        got.append(ask(cache, "/").body)
        connection.close()

    readers = [Thread(target=read) for _ in range(100)]
    for reader in readers:
        reader.start()
    assert page.arrived.wait(30)
    page.go_on.set()
    for reader in readers:
        reader.join(60)

    assert (got, page.asked) == ([b"new"] * 100, ["new"])


@pytest.mark.usefixtures("committed")
def test_who_waits_too_long_makes_the_page_without_the_first(monkeypatch):
    monkeypatch.setattr(http_cache, "PATIENCE", 0.01)
    make.outlet(name="Lamp", owner="new")
    page = Page()
    cache = HttpCache(page, watch=wire.EagerWatch())
    page.go_on.clear()
    first = Thread(target=lambda: ask(cache, "/"))
    first.start()
    assert page.arrived.wait(30)
    page.arrived.clear()
    second = Thread(target=lambda: ask(cache, "/"))
    second.start()

    assert page.arrived.wait(30)
    page.go_on.set()
    first.join(30)
    second.join(30)
    assert len(page.asked) == 2
    assert cache.made == {}
