"""While no database can be asked: which kept page stands in, and which may not."""

import pytest
from django.db import OperationalError
from django.db.backends.utils import CursorWrapper

from newsroom import http_cache
from newsroom.page_store import PageStore
from newsroom.public_address import address_of
from paper import generation
from tests import make
from tests.support import wire
from tests.support.small_paper import ADDRESSES, paper
from tests.support.wire import ask, environ


@pytest.fixture
def front():
    return wire.cache()


def fail(*given):
    raise OperationalError


@pytest.mark.django_db
@pytest.mark.once
def test_pages_of_every_kind_outlive_a_process_while_the_database_is_gone(
    monkeypatch, client
):
    paper()
    make.first_pages()
    store = PageStore(build="every kind")
    known = [a for a in ADDRESSES if ask(wire.cache(store), a).status == 200]
    shared = [a for a in known if address_of(environ(a)).is_shared]
    monkeypatch.setattr(generation, "number", fail)
    monkeypatch.setattr(CursorWrapper, "execute", fail)
    begun_anew = wire.cache(store)

    assert {"/", "/questions/", "/topics/", "/archive/"} <= {*shared}
    assert [a for a in shared if ask(begun_anew, a).status != 200] == []
    assert begun_anew.application.asked == []
    lost = ask(begun_anew, "/stories/unknown/")
    assert (lost.status, lost.headers["Retry-After"]) == (503, "5")


@pytest.mark.django_db
@pytest.mark.once
def test_the_newest_of_what_is_kept_stands_in_whoever_kept_it(monkeypatch):
    story = make.published_story(slug="ports", headline="The old one")
    store = PageStore(build="newest")
    here, there = wire.cache(store), wire.cache(store)
    for process in (here, there):
        ask(process, "/stories/ports/")
    make.rewrite(story, headline="The new one")
    make.edition(story)
    new = ask(there, "/stories/ports/")
    monkeypatch.setattr(generation, "number", fail)

    assert ask(here, "/stories/ports/").body == new.body
    assert b"The new one" in new.body


@pytest.mark.django_db
@pytest.mark.once
def test_a_slow_process_does_not_keep_an_older_page_over_a_newer_one():
    store = PageStore(build="slow")
    slow = wire.cache(store)
    address = address_of(environ("/a/"))
    facts = http_cache.Facts(is_public=True)
    for number in (2, 1, 3):
        slow.keep(address, http_cache.Answer("200 OK", [], b"", facts, number))
        kept = store.find(address).number
        assert kept == max(number, 2)


@pytest.mark.django_db
@pytest.mark.once
def test_what_is_gone_for_one_process_comes_back_in_none(monkeypatch):
    story = make.published_story(slug="ports")
    store = PageStore(build="gone")
    here, there = wire.cache(store), wire.cache(store)
    for process in (here, there):
        assert ask(process, "/stories/ports/").status == 200
    story.withdraw(note="Gone.")
    assert ask(there, "/stories/ports/").status == 410
    monkeypatch.setattr(generation, "number", fail)
    monkeypatch.setattr("paper.queries.page_rows.text_at", fail)

    assert ask(here, "/stories/ports/").status == 503


@pytest.mark.django_db
@pytest.mark.once
def test_pictures_are_files_already_and_not_kept_twice(front):
    name = paper().heroimage_set.get().image.get_absolute_url()
    front.store = PageStore(build="pictures")

    assert ask(front, name).status == 200
    assert front.store.find(address_of(environ(name))) is None
    assert front.memory.find(address_of(environ(name)))
