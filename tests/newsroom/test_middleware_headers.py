"""The frame around every request: what goes in, and each header that comes out."""

import datetime as dt
import gzip
import hashlib

import pytest
from django.core.cache import cache
from django.http import (
    HttpResponse,
    QueryDict,
    StreamingHttpResponse,
    UnreadablePostError,
)
from django.test import RequestFactory
from django.utils import timezone

from newsroom import middleware
from newsroom.context_processors import paper
from pages import menu

NOW = dt.datetime(2026, 1, 15, 12, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _nothing_kept():
    cache.clear()


def asked(path="/a/", method="get", **fields):
    request = getattr(RequestFactory(), method)(path, **fields)
    request.now = NOW
    return request


def headers(response):
    return {name: value for name, value in response.items() if name != "Content-Type"}


def frame(request, response):
    return middleware.request_time(lambda request: response)(request)


@pytest.mark.parametrize("path", ["/admin/", "/static/a.css"])
def test_what_is_no_readers_is_left_as_it_is(path):
    request = RequestFactory().get(path, headers={"cookie": "sessionid=x"})
    response = HttpResponse("x" * 5000)

    assert frame(request, response) is response
    assert headers(response) == {}
    assert request.META["HTTP_COOKIE"] == "sessionid=x"
    assert abs((request.now - timezone.now()).total_seconds()) < 5


def test_a_reader_has_no_cookie_and_gets_a_framed_answer():
    request = RequestFactory().get("/a/", headers={"cookie": "sessionid=x"})

    response = frame(request, HttpResponse("x"))

    assert "HTTP_COOKIE" not in request.META
    assert abs((request.now - timezone.now()).total_seconds()) < 5
    told = "max-age=60, stale-while-revalidate=10, stale-if-error=604800"
    assert headers(response) == {
        "ETag": f'"{hashlib.sha256(b"x").hexdigest()[:32]}"',
        "X-Accel-Expires": "60",
        "Cache-Control": "public, max-age=0, stale-if-error=604800",
        "CDN-Cache-Control": told,
        "Surrogate-Control": told,
        "Vary": "Accept-Encoding",
    }


def view(request):
    """A page that asks for a form's token."""


def tokenless(request):
    """A page that may be written to without one."""


tokenless.csrf_exempt = True
QUESTIONS = "GET, HEAD, OPTIONS"


@pytest.mark.parametrize(
    ("page", "method", "status", "allow"),
    [
        *((view, method, None, None) for method in ("get", "head")),
        *((tokenless, method, None, None) for method in ("get", "head", "post")),
        (view, "options", 204, QUESTIONS),
        (tokenless, "options", 204, f"{QUESTIONS}, POST"),
        *((view, m, 405, QUESTIONS) for m in ("post", "put", "delete", "patch")),
        (tokenless, "put", 405, f"{QUESTIONS}, POST"),
    ],
)
def test_a_page_is_asked_what_it_is_for(page, method, status, allow):
    answer = middleware.with_right_method(asked(method=method), page, (), {})

    said = (answer.status_code, answer["Allow"]) if answer else (None, None)
    assert said == (status, allow)
    assert middleware.request_time(None).process_view is middleware.with_right_method


def test_the_desk_takes_whatever_it_is_sent():
    for method in ("post", "options"):
        request = asked("/admin/", method)
        assert middleware.with_right_method(request, view, (), {}) is None


class Unreadable:
    """A request whose form breaks off while it is read."""

    @property
    def POST(self):
        raise UnreadablePostError


def test_what_is_asked_and_sent_has_no_control_characters():
    data = {"c\0": ["4\x02", "5"], "d": "\u200b \ufeff", "e": " "}
    request = asked("/a/?a%00=1%01&a%00=2&b=3", "post", data=data)
    heard = middleware.clean_input(lambda request: request)

    assert heard(request) is request
    heard.process_view(request, view, (), {})

    assert [*request.GET.lists()] == [("a", ["1", "2"]), ("b", ["3"])]
    assert [*request.POST.lists()] == [("c", ["4", "5"]), ("d", [""]), ("e", [" "])]
    assert heard.process_view(Unreadable(), view, (), {}) is None


def test_what_is_clean_is_left_as_it_is():
    request = asked("/a/?a=1&a=2", "post", data={"c": "4"})
    before = request.GET, request.POST
    heard = middleware.clean_input(lambda request: request)

    heard(request)
    heard.process_view(request, view, (), {})

    assert (request.GET is before[0], request.POST is before[1]) == (True, True)
    kept = middleware.clean_query(QueryDict("a=1&a=2&b"))
    assert [*kept.lists()] == [("a", ["1", "2"]), ("b", [""])]


def test_what_says_nothing_of_caches_is_for_one_alone():
    def answer(**said):
        return middleware.private_by_default(
            lambda request: HttpResponse(headers=said)
        )(None)

    assert headers(answer()) == {"Cache-Control": "private"}
    assert headers(answer(**{"Cache-Control": "public"})) == {"Cache-Control": "public"}


@pytest.mark.parametrize(
    ("is_public", "said"), [(True, {}), (False, {"X-Robots-Tag": "noindex, nofollow"})]
)
def test_a_paper_that_is_not_public_says_so_with_every_answer(
    settings, is_public, said
):
    settings.PUBLIC_INDEXING = is_public

    answer = middleware.noindex_header(lambda request: HttpResponse())(None)
    alone = middleware.noindex_header(
        lambda request: middleware.for_one_alone(HttpResponse())
    )(None)

    assert headers(answer) == said
    assert headers(alone) == middleware.FOR_ONE_ALONE


@pytest.mark.parametrize("status", [200, 301, 404, 410])
def test_these_answers_are_shared(status):
    answer = middleware.public(asked(), HttpResponse("x", status=status))

    down = 604800 if status == 200 else 60
    told = f"max-age=60, stale-while-revalidate=10, stale-if-error={down}"
    assert answer["CDN-Cache-Control"] == told
    assert ("ETag" in answer) is (status == 200)


@pytest.mark.parametrize("status", [206, 302, 400, 403, 405, 500, 503])
def test_no_other_answer_is_kept(status):
    answer = middleware.public(asked(), HttpResponse("x", status=status))

    assert headers(answer) == {"Cache-Control": "no-store"}
    assert (answer.status_code, answer.content) == (status, b"x")


def test_an_answer_that_says_how_long_it_is_kept_is_only_named():
    said = {"Cache-Control": "max-age=5"}

    answer = middleware.public(asked(), HttpResponse("x", headers=said))

    assert {*headers(answer)} == {"Cache-Control", "ETag"}
    assert answer["Cache-Control"] == "max-age=5"


def test_the_answer_to_what_is_sent_is_left_as_it_is():
    answer = middleware.public(asked(method="post"), HttpResponse("x"))

    assert headers(answer) == {}
    head = middleware.public(asked(method="head"), HttpResponse("x"))
    assert head["X-Accel-Expires"] == "60"


def test_a_name_that_an_answer_has_is_kept_and_a_stream_has_none():
    named = HttpResponse("x", headers={"ETag": '"mine"'})
    stream = StreamingHttpResponse([b"x"])

    assert headers(middleware.with_validators(asked(), named)) == {"ETag": '"mine"'}
    assert middleware.with_validators(asked(), stream) is stream
    assert headers(stream) == {}


def test_an_answer_is_asked_for_by_name_alone():
    request = asked(headers={"if-modified-since": "Thu, 15 Jan 2099 12:00:00 GMT"})
    answer = middleware.with_validators(request, HttpResponse("x"))

    assert (answer.status_code, "HTTP_IF_MODIFIED_SINCE" in request.META) == (
        200,
        False,
    )
    named = asked(headers={"if-none-match": answer["ETag"]})
    assert middleware.with_validators(named, HttpResponse("x")).status_code == 304


LONG = b"x" * 1000


def squeezed(content=LONG, kind="text/html; charset=utf-8", takes="gzip", **said):
    request = asked(headers={"accept-encoding": takes} if takes else {})
    said = {"ETag": '"1"'} | {n.replace("_", "-"): v for n, v in said.items()}
    response = HttpResponse(content, content_type=kind, headers=said)
    return middleware.compress(request, response)


def test_a_long_text_is_sent_small_and_named_as_alike():
    small = gzip.compress(LONG, 5, mtime=0)

    for _time in range(2):
        answer = squeezed()
        assert answer.content == small
        assert headers(answer) == {
            "ETag": 'W/"1"',
            "Vary": "Accept-Encoding",
            "Content-Encoding": "gzip",
            "Content-Length": str(len(small)),
        }
    assert squeezed(ETag='W/"1"')["ETag"] == 'W/"1"'


@pytest.mark.parametrize(
    "kind",
    [
        *("text/css", "application/json", "application/ld+json", "image/svg+xml"),
        *("application/xml", "text/plain"),
    ],
)
def test_these_kinds_are_text(kind):
    assert squeezed(kind=kind)["Content-Encoding"] == "gzip"


@pytest.mark.parametrize(
    "said",
    [
        {"content": LONG[1:]},
        {"takes": ""},
        {"takes": "gzip;q=0"},
        {"takes": "br"},
    ],
)
def test_what_is_short_or_for_who_cannot_read_it_stays_but_may_vary(said):
    answer = squeezed(**said)

    assert answer.content == said.get("content", LONG)
    assert headers(answer) == {"ETag": '"1"', "Vary": "Accept-Encoding"}


def test_without_a_name_nothing_is_squeezed():
    response = HttpResponse(LONG)
    request = asked(headers={"accept-encoding": "gzip"})

    answer = middleware.compress(request, response)

    assert (answer.content, headers(answer)) == (LONG, {"Vary": "Accept-Encoding"})


@pytest.mark.parametrize(
    "said", [{"kind": "image/png"}, {"Content_Encoding": "br"}, {"kind": "font/woff2"}]
)
def test_what_is_no_text_or_packed_already_is_left_as_it_is(said):
    answer = squeezed(**said)

    assert (answer.content, "Vary" in answer) == (LONG, False)
    stream = StreamingHttpResponse([LONG], content_type="text/html")
    assert headers(middleware.compress(asked(), stream)) == {}


def test_every_page_knows_the_paper(settings):
    settings.SITE_NAME, settings.CONTACT_EMAIL = "The Lantern", "desk@news.example"
    settings.SITE_URL, settings.PUBLIC_INDEXING = "https://lantern.example", False
    menu.KNOWN.menu = menu.Menu((menu.Link("A", "/a/", "a"),))

    said = paper(asked())["paper"]

    assert [link.title for link in said.pop("pages").pages] == ["A"]
    assert said == {
        "name": "The Lantern",
        "url": "https://lantern.example",
        "contact": "desk@news.example",
        "indexing": False,
        "language": "en-gb",
        "logo": "/static/icons/icon-512.png",
        "fediverse": "",
        "letters": False,
        "answers_programs": True,
    }
