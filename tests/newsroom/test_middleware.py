"""What caches are told: nothing is kept past the moment at which it changes."""

import gc
import gzip
import re
import weakref

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client, RequestFactory
from django.utils import timezone

from entities.models import Entity
from images.models import Image
from tests import make
from tests.support.reader import picture

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def cached_for(client, address):
    """Seconds that a shared cache may keep the answer."""
    said = client.get(address)["CDN-Cache-Control"]
    return int(re.match(r"max-age=(\d+), ", said)[1])


def rewritten(story, **fields):
    for name, value in fields.items():
        setattr(story, name, value)
    story.save()
    return story


def test_a_page_is_kept_for_a_minute_at_most(client):
    make.published_story(slug="ports")

    assert cached_for(client, "/stories/ports/") == 60


@pytest.mark.parametrize("address", ["/", "/stories/ports/", "/stories/ports.json"])
def test_a_page_is_kept_no_longer_than_until_the_next_edition(client, address):
    story = make.published_story(slug="ports")
    rewritten(story, headline="Ports close")
    make.edition(story, at=make.soon(seconds=30))

    assert 25 <= cached_for(client, address) < 30


@pytest.mark.parametrize("address", ["/", "/questions/", "/stories/strike/"])
def test_what_is_not_there_yet_is_not_hidden_when_it_comes(client, address):
    make.published_story(slug="ports")
    make.edition(make.question())
    make.edition(make.story(slug="strike"), at=make.soon(seconds=30))

    assert 25 <= cached_for(client, address) < 30


def test_a_withdrawn_page_may_come_back_in_time(client):
    story = make.published_story(slug="ports")
    story.hold(note="Back soon.", until=make.soon(seconds=30))

    assert 25 <= cached_for(client, "/stories/ports/") < 30


def test_a_page_that_did_not_change_is_not_sent_again(client):
    make.published_story(slug="ports")
    etag = client.get("/stories/ports/")["ETag"]

    response = client.get("/stories/ports/", headers={"if-none-match": etag})

    assert (response.status_code, response.content) == (304, b"")


def test_a_picture_is_kept_by_its_name_and_not_sent_again(client):
    story = make.story()
    picture(story)
    image = story.heroimage_set.get().image
    response = client.get(image.get_absolute_url())

    assert "immutable" in response["Cache-Control"]
    headers = {"if-none-match": response["ETag"]}
    again = client.get(image.get_absolute_url(), headers=headers)
    assert again.status_code == 304


def test_an_error_is_never_kept(client, monkeypatch):
    def broken(*args):
        raise RuntimeError

    monkeypatch.setattr("paper.queries.page_rows.changes", broken)
    client.raise_request_exception = False

    response = client.get("/")

    assert response.status_code == 500
    assert response["Cache-Control"] == "no-store"


def test_the_desk_is_none_of_a_caches_business(client):
    client.force_login(make.editor())

    page = client.get("/admin/")

    assert "private" in page["Cache-Control"]
    assert "CDN-Cache-Control" not in page


def test_every_query_of_a_request_asks_about_one_moment(client):
    request = client.get("/").wsgi_request

    assert abs((request.now - timezone.now()).total_seconds()) < 5


@pytest.mark.parametrize("cookie", ["csrftoken=x", "sessionid=abc", ""])
def test_a_reader_gets_no_cookie_whatever_the_browser_sends(client, cookie):
    response = client.get("/", headers={"cookie": cookie})

    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


def test_a_page_that_is_not_found_is_not_kept_for_bad_times(client):
    assert "stale-if-error=60" in client.get("/nowhere/")["CDN-Cache-Control"]


def test_shared_caches_may_serve_a_page_while_we_are_down_and_browsers_ask(client):
    page = client.get("/")

    assert page["Cache-Control"] == "public, max-age=0, stale-if-error=604800"
    told = "max-age=60, stale-while-revalidate=10, stale-if-error=604800"
    assert page["CDN-Cache-Control"] == page["Surrogate-Control"] == told
    assert page["X-Accel-Expires"] == "60"


def test_a_page_that_did_not_change_is_kept_as_long_as_a_new_one(client):
    page = client.get("/")
    again = client.get("/", headers={"if-none-match": page["ETag"]})

    assert again.status_code == 304
    for name in ("Cache-Control", "CDN-Cache-Control", "X-Accel-Expires"):
        assert again[name] == page[name]


# What a request may say without its being part of the address that a cache keeps it by.
UNKEYED = [
    {"host": "wrong.example"},
    {"host": "wrong.example:99999"},
    {"x-forwarded-host": "wrong.example"},
    {"x-forwarded-proto": "https"},
    {"x-forwarded-proto": "http"},
    {"accept-language": "fr"},
    {"accept": "application/json"},
    {"authorization": "Basic eDp5"},
    {"cookie": "sessionid=x; csrftoken=y; messages=z"},
    {"content-type": "text/html; charset=none"},
    {"origin": "https://wrong.example"},
    {"range": "bytes=0-9"},
    {"sec-fetch-site": "cross-site"},
    {"user-agent": "curl"},
    {"x-http-method-override": "DELETE"},
]
ADDRESSES = ["/", "/stories/ports/", "/stories/ports", "/nowhere/", "/search/?q=port"]


def is_shared(answer):
    return "public" in answer["Cache-Control"] or "CDN-Cache-Control" in answer


@pytest.mark.parametrize("https", [False, True])
@pytest.mark.parametrize("address", ADDRESSES)
def test_what_hangs_on_an_unkeyed_part_of_a_request_is_not_shared(
    client, settings, address, https
):
    settings.SECURE_SSL_REDIRECT = https
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    make.published_story(slug="ports")

    answers = [client.get(address, headers=said) for said in UNKEYED]
    shared = [answer for answer in answers if is_shared(answer)]

    # Whoever is answered first, everybody may get that answer.
    assert shared
    assert len({(a.status_code, a.content, a.get("Location")) for a in shared}) == 1
    assert not any(is_shared(answer) for answer in answers[:2])


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_an_answer_to_a_wrong_method_is_not_shared(client, method):
    answer = getattr(client, method)("/")

    assert answer.status_code == 405
    assert answer["Cache-Control"] == "private"


LONG = "Something happened again. " * 200


def test_a_page_is_sent_compressed_to_who_can_read_that(client):
    make.published_story(slug="ports", summary=LONG)
    plain = client.get("/stories/ports/")

    small = client.get("/stories/ports/", headers={"accept-encoding": "br, gzip"})

    assert gzip.decompress(small.content) == plain.content
    assert len(small.content) < len(plain.content) / 3
    assert small["Vary"] == plain["Vary"] == "Accept-Encoding"
    assert int(small["Content-Length"]) == len(small.content)


@pytest.mark.parametrize("asked", ["", "br", "gzip;q=0", "gzip; q=0.0, br", "gzippy"])
def test_a_page_is_sent_as_it_is_to_who_cannot(client, asked):
    make.published_story(slug="ports", summary=LONG)

    response = client.get("/stories/ports/", headers={"accept-encoding": asked})

    assert "Content-Encoding" not in response
    assert b"Something happened again." in response.content


def test_a_compressed_page_that_did_not_change_is_not_sent_again(client):
    make.published_story(slug="ports", summary=LONG)
    asked = {"accept-encoding": "gzip"}
    etag = client.get("/stories/ports/", headers=asked)["ETag"]

    again = client.get("/stories/ports/", headers=asked | {"if-none-match": etag})

    assert again.status_code == 304
    assert again.content == b""


def test_the_desk_is_never_compressed_for_its_pages_hold_secrets(client):
    client.force_login(make.editor())

    page = client.get("/admin/", headers={"accept-encoding": "gzip"})

    assert "Content-Encoding" not in page


@pytest.fixture
def clock(time_machine, behind_the_cache):
    time_machine.move_to("2026-03-03T10:00:00.4Z", tick=False)
    return time_machine


@pytest.mark.parametrize(
    "address",
    ["/", "/stories/ports/", "/questions/why/", "/topics/orsa/", "/robots.txt"],
)
def test_a_page_is_dated_by_the_second_in_which_it_was_first_known(
    client, clock, address
):
    body = make.entity(slug="orsa")
    make.published_question(slug="why")
    make.published_story(slug="ports", parts={"entities": [{"entity": body}]})
    first = client.get(address)
    clock.shift(1)
    second = client.get(address)
    clock.shift(3600)

    known = "Tue, 03 Mar 2026 10:00:01 GMT"
    # Within its first second it may still change, and dates have no parts of one.
    assert first.get("Last-Modified") is None
    assert second["Last-Modified"] == client.get(address)["Last-Modified"] == known
    assert client.head(address)["Last-Modified"] == known


def published(story):
    rewritten(story, summary="Something else.")
    make.edition(story)


def renamed(story):
    Entity.objects.update(lead="It is a town.")


def renamed_and_back(story):
    renamed(story)
    Client().get(story.get_absolute_url())
    Entity.objects.update(lead="")


def gone(story):
    Image.objects.update(killed_at=timezone.now())


@pytest.mark.parametrize("change", [published, renamed, renamed_and_back, gone])
def test_whatever_changes_on_a_page_it_is_dated_anew(client, clock, change):
    story = make.story({"entities": [{"entity": make.entity(), "name": "A"}]})
    picture(story)
    other = make.published_story()
    addresses = [row.get_absolute_url() for row in (story, other)]
    for address in addresses:
        client.get(address)
    clock.shift(60)
    known = [client.get(address)["Last-Modified"] for address in addresses]

    change(story)

    assert [client.get(address).get("Last-Modified") for address in addresses] == [
        None,
        known[1],
    ]
    clock.shift(1)
    assert client.get(addresses[0])["Last-Modified"] == "Tue, 03 Mar 2026 10:01:01 GMT"


def test_a_page_that_changes_by_itself_is_dated_anew(client, clock):
    story = make.published_story(developing_until=make.soon(minutes=5))
    address = story.get_absolute_url()
    client.get(address)
    clock.shift(60)
    known = client.get(address)["Last-Modified"]
    clock.shift(600)

    answer = client.get(address)
    clock.shift(1)

    assert answer.get("Last-Modified") is None
    assert client.get(address)["Last-Modified"] > known


def test_only_by_its_bytes_is_somebody_told_that_they_have_a_page(client, clock):
    """By a date alone, another process may have given them what this never knew."""
    address = make.published_story().get_absolute_url()
    etag = client.get(address)["ETag"]
    clock.shift(60)
    known = client.get(address)["Last-Modified"]

    def status(**asked):
        return client.get(address, headers={"If-Modified-Since": known} | asked)

    answers = [status(**{"If-None-Match": name}) for name in (etag, '"other"')]
    assert [answer.status_code for answer in [*answers, status()]] == [304, 200, 200]
    assert answers[0]["Last-Modified"] == known


@pytest.fixture
def no_search_for_rings():
    """What points at itself stays for as long as the test runs."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.mark.parametrize("path", ["/stories/ports/", "/"])
def test_a_readers_request_goes_with_its_answer(no_search_for_rings, path):
    make.published_story(slug="ports")
    handler = WSGIHandler()

    for _twice in range(2):  # once, what is the same for all pages may take note of it
        request = RequestFactory().get(path)
        response = handler.get_response(request)
        seen = weakref.ref(request)
        del request, response

    assert seen() is None
