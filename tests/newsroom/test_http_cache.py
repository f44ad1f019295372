"""The cache before Django: what it answers is what Django would, to the byte."""

import datetime as dt
import gzip

import pytest
import time_machine
from django.db import OperationalError
from django.utils import timezone

from newsroom import http_cache
from newsroom.http_cache import HttpCache
from newsroom.page_store import PageStore
from paper import generation
from stories.models import Showing
from tests import make
from tests.support import wire
from tests.support.small_paper import ADDRESSES, paper
from tests.support.wire import ask

GZIP = {"HTTP_ACCEPT_ENCODING": "gzip"}


@pytest.fixture
def front():
    return wire.cache()


@pytest.mark.django_db
@pytest.mark.once
@pytest.mark.parametrize("more", [{}, GZIP], ids=["plain", "gzip"])
def test_what_is_kept_is_what_django_says(front, more):
    story = paper()
    name = story.heroimage_set.get().image.get_absolute_url()
    plain = wire.Paper()
    with time_machine.travel(timezone.now(), tick=False):
        for address in [*ADDRESSES, name, "/stories/PORTS/", "/nowhere/"]:
            expected = ask(plain, address, **more)

            assert ask(front, address, **more) == expected, address
            assert ask(front, address, **more) == expected, address
            head = ask(front, address, "HEAD", **more)
            assert (head.headers, head.body) == (expected.headers, b""), address
            if etag := expected.headers.get("ETag"):
                more_asked = {**more, "HTTP_IF_NONE_MATCH": etag}
                left = ask(plain, address, **more_asked)
                assert (left.status, left.body) == (304, b"")
                assert ask(front, address, **more_asked) == left, address
    asked = front.application.asked
    kept = {a for a in asked if asked.count(a) == 1}
    assert {"/", "/questions/", "/robots.txt", "/stories/PORTS/"} <= kept
    # What nobody has is kept for nobody: there is no end of it.
    assert not kept & {"/nowhere/", "/stories/strike/"}


@pytest.mark.django_db
@pytest.mark.once
def test_a_page_is_known_since_its_first_second_from_the_cache_too(front):
    paper()
    with time_machine.travel("2030-03-03T10:00:00.4Z", tick=False) as clock:
        first = ask(front, "/")
        clock.shift(1)
        again = ask(front, "/")

    assert "Last-Modified" not in first.headers
    assert again.headers["Last-Modified"] == "Sun, 03 Mar 2030 10:00:01 GMT"
    assert front.application.asked == ["/"]


@pytest.mark.django_db
@pytest.mark.once
def test_how_long_a_page_is_fresh_is_said_as_it_is_by_then(front):
    story = make.published_story(slug="ports")
    make.rewrite(story, headline="Ports close")
    make.edition(story, at=make.soon(seconds=50))
    with time_machine.travel(timezone.now(), tick=False) as clock:
        seconds = []
        for _time in range(3):
            answer = ask(front, "/stories/ports/")
            seconds.append(int(answer.headers["X-Accel-Expires"]))
            clock.shift(20)

    assert seconds[0] in (48, 49, 50)
    assert seconds[1:] == [seconds[0] - 20, seconds[0] - 40]
    assert front.application.asked == ["/stories/ports/"]


@pytest.mark.django_db
@pytest.mark.once
def test_at_a_due_moment_a_page_changes_with_nothing_running(front):
    make.published_story(slug="other")
    waiting = make.story(slug="ports", headline="Ports close", desk=make.desk(slug="d"))
    make.edition(waiting, at=make.soon(seconds=50))
    due = Showing.objects.get(slug="ports").live_from
    addresses = ["/", "/robots.txt", "/settings/", "/stories/ports/"]
    with time_machine.travel(due - (due - timezone.now()) / 2, tick=False) as clock:
        before = [ask(front, address) for address in addresses]
        clock.move_to(due - dt.timedelta(milliseconds=1))
        assert [ask(front, a).body for a in addresses] == [got.body for got in before]
        clock.move_to(due)
        after = [ask(front, address) for address in addresses]

    assert [b"Ports close" in got.body for got in after] == [True, False, False, True]
    # Its desk is in the menu of a page that nothing else changes.
    assert [b"/desks/d/" in got.body for got in (before[2], after[2])] == [False, True]


@pytest.mark.parametrize(
    ("status", "said", "is_kept"),
    [
        ("200 OK", {}, True),
        ("301 Moved", {"Cache-Control": "public, max-age=0"}, True),
        ("410 Gone", {}, True),
        ("404 Not Found", {}, False),
        ("500 Error", {}, False),
        ("200 OK", {"Cache-Control": "private"}, False),
        ("200 OK", {"Cache-Control": "max-age=0, no-store"}, False),
        ("200 OK", {"Set-Cookie": "a=b"}, False),
    ],
)
def test_what_is_for_one_alone_is_kept_for_nobody(status, said, is_kept):
    answer = http_cache.Answer(status, [*said.items()], b"", http_cache.Facts())

    assert http_cache.may_keep(answer) is is_kept


@pytest.mark.django_db
@pytest.mark.once
def test_a_wrong_host_is_refused_beside_a_kept_page(front):
    assert ask(front, "/").status == 200

    assert ask(front, "/", HTTP_HOST="wrong.example").status == 400
    assert ask(front, "/").status == 200


@pytest.mark.django_db
@pytest.mark.once
def test_a_page_is_the_same_whatever_its_link_tells_others(front):
    make.published_story(slug="ports")
    plain = ask(front, "/stories/ports/?depth=brief")
    rendered = len(front.memory.answers)

    for query in (
        "utm_source=a&depth=brief",
        "depth=brief&fbclid=b%26",
        "x&depth=brief",
    ):
        got = ask(front, f"/stories/ports/?{query}")
        assert (got.status, got.body) == (200, plain.body)

    assert len(front.memory.answers) == rendered


@pytest.mark.django_db
@pytest.mark.once
def test_the_way_to_a_new_address_keeps_what_a_link_tells_others(front):
    story = make.published_story(slug="ports")
    make.rewrite(story, slug="harbours")
    make.edition(story)

    for _time in range(2):
        plain = ask(front, "/stories/ports/")
        got = ask(front, "/stories/harbours?utm_source=a")
        assert (plain.status, plain.headers["Location"]) == (301, "/stories/harbours/")
        assert got.status == 301
        assert got.headers["Location"] == "/stories/harbours/?utm_source=a"


def fail(*given):
    raise OperationalError


@pytest.mark.django_db
@pytest.mark.once
def test_while_the_database_is_silent_a_page_is_sent_as_it_was_last(front, monkeypatch):
    paper()
    store = PageStore(build="silent")
    front.store = store
    kept = [ask(front, "/", **GZIP), ask(front, "/stories/ports/", **GZIP)]
    monkeypatch.setattr(generation, "number", fail)
    monkeypatch.setattr("paper.views.front_page", fail)
    monkeypatch.setattr("paper.queries.page_rows.text_at", fail)
    begun_anew = wire.cache(store)

    page, story = ask(front, "/", **GZIP), ask(begun_anew, "/stories/ports/", **GZIP)
    assert [page.body, story.body] == [answer.body for answer in kept]
    for answer in (page, story):
        assert (answer.status, answer.headers["Cache-Control"]) == (200, "no-store")
        assert "CDN-Cache-Control" not in answer.headers
    plain = ask(front, "/", "GET")
    assert plain.body == gzip.decompress(page.body)
    assert plain.headers["Content-Length"] == str(len(plain.body))
    assert plain.headers["ETag"] == page.headers["ETag"].removeprefix("W/")
    assert "Content-Encoding" not in plain.headers
    asked = {"HTTP_IF_NONE_MATCH": plain.headers["ETag"]}
    assert ask(front, "/", **asked).status == 304
    assert ask(front, "/", "HEAD", **GZIP).body == b""
    unknown = [ask(front, a).status for a in ("/stories/other/", "/?since=1")]
    assert unknown == [503, 503]
    # What needs no database is made as always.
    assert ask(front, "/schema/explainer-1.json").status == 200


@pytest.mark.django_db
@pytest.mark.once
@pytest.mark.parametrize("asked_again", [GZIP, {}], ids=["squeezed", "plain"])
def test_a_story_that_was_withdrawn_does_not_come_back_while_the_database_is_silent(
    monkeypatch, asked_again
):
    store = PageStore(build=f"withdrawn {asked_again}")
    story = make.published_story(slug="ports", summary="Words. " * 300)
    make.published_story(slug="other", summary="Words. " * 300)
    addresses = ["/stories/ports/", "/stories/ports/?depth=brief"]
    front = wire.cache(store)
    for address in (*addresses, "/stories/other/"):
        for more in (GZIP, {}):
            assert ask(front, address, **more).status == 200
    story.withdraw(note="Gone.")
    assert ask(front, "/stories/ports/", **asked_again).status == 410

    monkeypatch.setattr(generation, "number", fail)
    monkeypatch.setattr("paper.queries.page_rows.text_at", fail)
    for process in (front, wire.cache(store)):
        process.watch.asked_at = float("-inf")
        found = [ask(process, a, **m).status for a in addresses for m in (GZIP, {})]
        assert found == [503] * 4
        assert ask(process, "/stories/other/", **GZIP).status == 200


@pytest.mark.django_db
@pytest.mark.once
def test_a_page_that_meets_a_busy_database_is_sent_as_it_was_last(front, monkeypatch):
    ask(front, "/")
    monkeypatch.setattr("paper.views.front_page", fail)
    generation.touch("a")

    answer = ask(front, "/")

    assert (answer.status, answer.headers["Cache-Control"]) == (200, "no-store")
    assert front.application.asked == ["/", "/"]
    assert ask(front, "/stories/other/").status == 404


def test_a_fault_of_django_holds_nobody():
    def broken(environ, start_response):
        raise RuntimeError

    watch = wire.GenerationWatch(clock=lambda: 0.0)
    watch.asked_at, watch.known = 0.0, 1
    cache = HttpCache(broken, watch=watch)
    cache.ask_django = broken_django
    with pytest.raises(RuntimeError):
        ask(cache, "/")

    assert cache.made == {}


def broken_django(address, environ):
    raise RuntimeError


@pytest.mark.django_db
@pytest.mark.once
def test_a_squeezed_page_is_kept_beside_the_plain_one(front):
    paper()
    plain, small = ask(front, "/stories/ports/"), ask(front, "/stories/ports/", **GZIP)

    assert gzip.decompress(small.body) == plain.body
    assert len(front.memory.answers) == 2


@pytest.mark.django_db
@pytest.mark.once
def test_what_is_cleared_is_made_anew(front):
    for _time in range(2):
        ask(front, "/robots.txt")
        front.clear()

    assert front.application.asked == ["/robots.txt"] * 2
