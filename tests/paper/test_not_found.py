"""What an address that leads nowhere may have meant, and what never is looked at."""

import datetime as dt

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from pages.models import FlatPage
from paper import not_found
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.mark.parametrize(
    ("path", "others"),
    [
        ("/A/b", ["/A/b/", "/a/b/", "/a/b"]),
        ("/a/b", ["/a/b/"]),
        ("/a/b/", ["/a/b"]),
        ("/a.", ["/a/", "/a"]),
        ("/a/&quot;)", ["/a/", "/a"]),
        ("/A ”\u200b", ["/A/", "/A", "/a/", "/a"]),
        ("/A/..", []),
        ("/", []),
        ("/,", ["/"]),
        ("/cafe\u0301", ["/café/", "/café"]),
    ],
)
def test_an_address_may_be_written_in_these_other_ways(path, others):
    assert not_found.spellings(path) == others


@pytest.fixture
def site(monkeypatch):
    """What each address answers; it keeps what was asked, and when that changes."""
    asked = []
    answers = {"/a/": 404, "/a": 200, "/b/": 302, "/b": 301, "/c/": 410, "/d/": 500}

    def view(request, *given, **named):
        asked.append((request.path, request.path_info, given, named))
        request.due = f"due with {request.path}"
        return HttpResponse(status=answers.get(request.path, 404))

    class Match:
        func, args, kwargs = staticmethod(view), ("given",), {"named": 1}

    monkeypatch.setattr(not_found, "resolve", lambda path: Match)
    return asked


@pytest.mark.parametrize(
    ("path", "found"), [("/A,", "/a"), ("/B", "/b"), ("/C", "/c/"), ("/d", None)]
)
def test_the_first_that_readers_get_something_at_is_meant(site, path, found):
    assert not_found.spelling(RequestFactory().get(path)) == found


def test_a_page_is_asked_as_itself_and_says_until_when_it_stands(site):
    request = RequestFactory().head("/x")

    assert not_found.answers(request, "/a") is True
    assert site == [("/a", "/a", ("given",), {"named": 1})]
    assert (request.path, request.due) == ("/x", "due with /a")
    assert [not_found.answers(request, path) for path in ("/a/", "/b/", "/d/")] == [
        False
    ] * 3
    assert [not_found.answers(request, path) for path in ("/b", "/c/")] == [True] * 2


@pytest.mark.parametrize("path", ["/admin/", "/static/site.css"])
def test_what_is_no_readers_is_never_asked(site, path):
    assert not_found.answers(RequestFactory().get("/x"), path) is False
    assert site == []


def test_what_is_sent_is_never_sent_elsewhere(site):
    for method in ("post", "put", "options"):
        assert not_found.spelling(getattr(RequestFactory(), method)("/A")) is None
    assert site == []
    assert not_found.spelling(RequestFactory().head("/B")) == "/b"


def close(asked):
    return [title for title, _address in not_found.close(asked, timezone.now())]


def test_pages_stories_and_topics_that_are_alike_come_the_likest_first():
    FlatPage.objects.all().delete()
    make.page(slug="harbour", title="Page")
    make.published_story(slug="harbours", headline="Story")
    make.published_question(slug="harbour-why", title="Question?")
    make.entity(slug="harbour-board", name="Topic", open=True)
    make.entity(slug="harbour-hidden", name="Not public")
    make.story(slug="harbour-draft", headline="Draft")
    make.published_story(slug="nothing-alike", headline="Other")
    make.page(slug="harbourx", title="Unpublished", published=False)

    assert not_found.close("harbour", timezone.now()) == [
        ("Page", "/harbour/"),
        ("Story", "/stories/harbours/"),
        ("Question?", "/questions/harbour-why/"),
        ("Topic", "/topics/harbour-board/"),
    ]
    assert close("") == []


def test_five_are_offered_and_none_that_is_less_than_alike():
    for end in "abcdefg":
        make.entity(slug=f"ferry-{end}", name=end, open=True)
    make.entity(slug="ferris-wheels-stand", name="Too far", open=True)

    assert len(close("ferry")) == 5
    assert "Too far" not in close("ferry")


def test_sixty_of_a_kind_are_compared(monkeypatch, django_assert_num_queries):
    assert not_found.COMPARED == 60
    monkeypatch.setattr(not_found, "COMPARED", 2)
    for n in range(3):
        make.published_story(slug=f"ferry-{n}")
        make.published_question(slug=f"fast-{n}")
        make.entity(slug=f"fort-{n}", open=True)
    now = timezone.now()
    slugs = [
        [row.slug for row in not_found.texts(asked, now)] for asked in ("fe", "fa")
    ]

    assert slugs == [
        ["ferry-2", "ferry-1", "ferry-0", "ferry-1"],
        ["ferry-2", "ferry-1", "fast-0", "fast-1"],
    ]
    assert [row.slug for row in not_found.topics("fo", now)] == ["fort-0", "fort-1"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("fe", ["fe", "fe-a", "fez"]),
        ("fez-and-more", ["fe", "fe-a", "fez"]),
        ("f!e", ["fe", "fe-a", "fez"]),
        ("ff", ["ff"]),
        *(("f", []), ("!f", []), ("", []), ("xx", [])),
    ],
)
def test_addresses_that_begin_alike_are_a_stretch(asked, found):
    for slug in ("fd-z", "fe", "fe-a", "fez", "ff", "f"):
        make.entity(slug=slug, open=True)

    assert [row.slug for row in not_found.topics(asked, timezone.now())] == found


def test_what_was_live_or_will_be_is_not_offered():
    make.published_story(slug="ferry-gone").withdraw(note="Wrong.")
    make.edition(make.story(slug="ferry-ahead"), at=make.soon())

    assert close("ferry") == []
    ahead = timezone.now() + dt.timedelta(hours=2)
    assert [row.slug for row in not_found.texts("ferry", ahead)] == []
