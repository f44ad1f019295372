"""A cache that is purged by tags has nothing that Django would not say now."""

import datetime as dt
import re
from contextlib import suppress
from random import Random

import pytest
import time_machine
from django.utils import timezone

from images.models import Image
from newsroom.freshness import YEAR
from newsroom.http_cache import HttpCache
from operations.purge.purger import Purger
from operations.purge.surrogate_keys import tag_of
from people.refusals import RefusedError
from sources.models import Outlet
from tests.newsroom.test_http_cache_changes import TIMED
from tests.support import wire
from tests.support.small_paper import ADDRESSES, paper
from tests.support.wire import ask

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def purged(settings):
    settings.PURGE_URLS = ["http://cache/"]


class SharedCache:
    """Keeps answers for as long as they say, by their tags; hears of nothing else."""

    def __init__(self, front):
        self.front, self.kept, self.hits = front, {}, 0

    def get(self, address):
        now = timezone.now()
        found = self.kept.get(address)
        if found and now < found[1]:
            self.hits += 1
            return found[0]
        answer = ask(self.front, address)
        if fresh := int(answer.headers.get("X-Accel-Expires", 0)):
            self.kept[address] = answer, now + dt.timedelta(seconds=fresh)
        return answer

    def purge(self, tags, gone):
        for address, (answer, _until) in [*self.kept.items()]:
            if {*tags, *gone} & {*answer.headers["Surrogate-Key"].split(" ")}:
                del self.kept[address]


def pictured():
    """The addresses of a story's picture and of its card."""
    page = ask(wire.Paper(), "/stories/other/").body.decode()
    card = re.search(r'og:image" content="http://testserver(/cards/[^"]+)', page)[1]
    return [Image.objects.get().get_absolute_url(), card]


@pytest.mark.parametrize("seed", range(2))
def test_after_any_verb_and_at_any_time_it_has_what_django_says(unguarded, seed):
    chance, story = Random(seed), paper()
    plain, cache = wire.Paper(), SharedCache(wire.cache())
    purger, addresses = Purger("cache", cache), [*ADDRESSES, *pictured()]
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for verb in [chance.choice(TIMED) for _step in range(12)]:
            clock.shift(chance.choice([1, 1, 1, 5, 30]))
            story.refresh_from_db()
            with suppress(RefusedError):
                verb(story, chance)
            wire.settle()
            clock.shift(chance.choice([0, 0, 0, 0, 50]))
            purger.step()
            for address in chance.sample(addresses, 20):
                got, right = cache.get(address), ask(plain, address)
                said = (got.status, got.body)
                assert said == (right.status, right.body), (address, verb)
    assert cache.hits > 5


@pytest.fixture
def front():
    paper()
    return wire.cache()


def tags_at(front, address, **more):
    answer = ask(front, address, **more)
    tags = answer.headers["Surrogate-Key"].split(" ")
    assert answer.headers["Cache-Tag"].split(",") == tags
    return answer.status, tags


@pytest.mark.once
def test_a_page_is_tagged_with_what_it_hangs_on(front):
    status, tags = tags_at(front, "/stories/ports/")

    assert (status, tags[0]) == (200, "everything")
    assert {tag_of("slug:ports"), tag_of("entity:board")} <= {*tags}
    assert "any" not in tags
    # Who has the page already, or asks in brief, is told the same.
    etag = ask(front, "/stories/ports/").headers["ETag"]
    assert tags_at(front, "/stories/ports/", HTTP_IF_NONE_MATCH=etag) == (304, tags)
    assert tags_at(front, "/stories/ports.json")[0] == 200


@pytest.mark.once
@pytest.mark.parametrize(
    ("address", "status"),
    [
        *(("/", 200), ("/search/?q=a", 200), ("/nowhere/", 404), ("/robots.txt", 200)),
        *(("/stories/Ports/", 301), ("/stories/ports/editions/1.json", 200)),
        (f"/search/?q={'long' * 100}", 200),
    ],
)
def test_what_says_no_keys_goes_with_any_change(front, address, status):
    assert tags_at(front, address) == (status, ["everything", "any"])


@pytest.mark.once
def test_without_a_cache_to_purge_no_page_is_longer(front, settings):
    settings.PURGE_URLS = []

    assert "Surrogate-Key" not in ask(front, "/stories/ports/").headers


@pytest.mark.once
def test_a_picture_is_for_a_year_with_browsers_and_purged_where_it_can_be(front):
    address, _card = pictured()
    picture = Image.objects.get()
    answer = ask(front, address)

    year = f"public, max-age={YEAR}, s-maxage=60, immutable"
    assert answer.headers["Cache-Control"] == year
    assert answer.headers["Surrogate-Control"].startswith("max-age=60,")
    tags = {*answer.headers["Surrogate-Key"].split(" ")}
    assert tags >= {tag_of(f"image:{picture.name}"), tag_of("slug:ports")}
    assert "any" not in tags

    Image.objects.update(killed_at=timezone.now())
    gone = ask(front, address)
    assert (gone.status, gone.headers["Cache-Control"]) == (
        410,
        "public, max-age=0, stale-if-error=60",
    )


@pytest.mark.once
def test_a_picture_with_an_end_is_with_no_browser_after_it(front, time_machine):
    now = timezone.now()
    time_machine.move_to(now, tick=False)
    Image.objects.update(killed_at=now + dt.timedelta(hours=1))

    said = ask(front, pictured()[0]).headers["Cache-Control"]
    assert said == "public, max-age=3600, s-maxage=60, immutable"


@pytest.mark.once
def test_a_page_that_was_touched_while_it_was_made_is_kept_by_no_cache(front):
    """It is on its way to the cache while the purge is."""
    plain = front.application

    def publish(environ, start_response):
        body = plain(environ, start_response)
        Outlet.objects.update(owner=environ["PATH_INFO"])
        return body

    bystander = ask(HttpCache(publish, watch=wire.EagerWatch()), "/stories/other/")
    touched = ask(HttpCache(publish, watch=wire.EagerWatch()), "/outlets/")

    assert bystander.headers["X-Accel-Expires"] == "60"
    assert touched.headers["X-Accel-Expires"] == "0"
    told = "max-age=0, stale-while-revalidate=0, stale-if-error=604800"
    assert touched.headers["Surrogate-Control"] == told
