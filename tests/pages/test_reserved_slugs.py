"""Which addresses flat pages may have, and where their links and old addresses lead."""

import pytest
from django.urls import include, path, re_path

from pages import link_check, menu, reserved_slugs
from pages.menu import Link, Menu
from pages.models import FlatPage, FlatPath
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def view(request, slug=""):
    """Any page."""


PATTERNS = [
    path("", view),
    path("one/", view),
    path("one/two/", view),
    path("about/", view, {"slug": "about"}),
    path("<slug:slug>/", view),
    re_path(r"^three/(?P<number>\d+)/$", view),
    path("four/", include([path("five/", view)])),
    path("", include([path("six/", view), path("about/", view, {"slug": "about"})])),
]


def test_an_address_is_taken_by_whatever_begins_with_it_but_a_page_of_the_desks():
    assert reserved_slugs.site_map(PATTERNS) == {"one", "three", "four", "six"}
    assert reserved_slugs.site_map(PATTERNS, "seven/") == {"seven"}


@pytest.mark.parametrize(
    ("static", "media", "first"),
    [
        ("/static/", "/media/pictures/", {"static", "media"}),
        ("files/", None, {"files"}),
        ("/static/", "", {"static"}),
    ],
)
def test_files_are_served_somewhere(settings, static, media, first):
    settings.STATIC_URL, settings.MEDIA_URL = static, media

    assert {name for name in reserved_slugs.mount_points() if name} == first


@pytest.mark.parametrize("slug", ["static", "media", "healthz", "readyz", "stories"])
def test_what_is_answered_before_any_page_is_taken(settings, slug):
    settings.STATIC_URL = settings.MEDIA_URL = "/elsewhere/"

    assert reserved_slugs.is_taken(slug)
    assert reserved_slugs.is_taken("elsewhere")
    assert [reserved_slugs.is_taken(free) for free in ("contact", "about", "x")] == [
        False
    ] * 3


def test_links_that_lead_nowhere_are_told():
    FlatPage.objects.all().delete()
    make.published_story(slug="ports")
    moved = make.published_story(slug="old")
    moved.slug = "new"
    moved.save()
    make.edition(moved)
    make.story(slug="draft")
    make.published_question(slug="why")
    make.page(slug="ethics", published=False)
    page = make.page(slug="before")
    page.slug = "after"
    page.save()
    there = ["/stories/ports/", "/stories/ports", "/stories/old/", "/questions/why/"]
    there += ["/ethics/", "/ethics", "/before/", "/after/", "/robots.txt", "/search/"]
    nowhere = ["/stories/draft/", "/stories/nope/", "/questions/ports/", "/topics/x/"]
    nowhere += ["/nope/", "/about/", "/faq/", "/a/b/c/"]
    text = " ".join(f"[it]({address})" for address in [*there, *nowhere])

    assert link_check.dead(text) == nowhere
    assert link_check.dead("Plain. [Other](https://other.example/nope/)") == []


def test_a_text_without_links_of_ours_costs_no_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        link_check.dead("[Other](https://other.example/nope/)")


def test_a_menu_has_the_published_pages_in_their_order_and_the_live_desks():
    FlatPage.objects.all().delete()
    said = {"menu": "footer", "policy": "ethics"}
    make.page(slug="b", title="B", position=2, **said)
    make.page(slug="a", title="A", position=1, menu="footer")
    make.page(slug="c", title="C", position=3, policy="about")
    make.page(slug="d", title="D", position=4, published=False, menu="footer")
    city = make.desk(name="City", slug="city")
    make.desk(name="Empty")
    make.published_story(desk=city)
    a, b, c = (Link(name.upper(), f"/{name}/", name) for name in "abc")

    assert menu.read_menu() == Menu(
        (a, b, c),
        (a, b),
        {"ethics": "/b/", "about": "/c/"},
        (Link("City", "/desks/city/", "city"),),
    )


def test_a_menu_is_known_by_what_it_says():
    link = Link("A", "/a/", "a")

    versions = {Menu().version, Menu((link,)).version, Menu(desks=(link,)).version}

    assert (len(versions), Menu((link,)).version) == (3, Menu((link,)).version)
    assert {len(version) for version in versions} == {16}


def test_a_menu_is_kept_for_a_second_unless_a_page_changes(
    monkeypatch, django_assert_num_queries, django_capture_on_commit_callbacks
):
    clock = [menu.KNOWN.changed_at + 10]
    monkeypatch.setattr(menu, "monotonic", lambda: clock[0])
    menu.expire()
    with django_assert_num_queries(2):
        first = menu.current()
    clock[0] += 0.9
    with django_assert_num_queries(0):
        assert menu.current() == first
    clock[0] += 0.2
    with django_assert_num_queries(2):
        menu.current()
    with django_capture_on_commit_callbacks() as later:
        menu.forget()
    with django_assert_num_queries(2):
        menu.current()  # by somebody who still sees what was
    for call in later:
        call()
    with django_assert_num_queries(2):
        menu.current()


@pytest.fixture
def pages():
    FlatPage.objects.all().delete()
    make.page(slug="other")
    FlatPath.objects.create(page=make.page(slug="gone", published=False), slug="left")
    FlatPath.objects.create(page=make.page(slug="here"), slug="once")


@pytest.mark.parametrize(
    ("address", "status", "leads"),
    [
        ("/here/", 200, None),
        ("/once/", 301, "/here/"),
        ("/gone/", 404, None),
        ("/left/", 404, None),
        ("/about/", 404, None),
    ],
)
def test_a_page_is_where_it_is_or_was(client, pages, address, status, leads):
    answer = client.get(address)

    assert (answer.status_code, answer.get("Location")) == (status, leads)
    assert answer["CDN-Cache-Control"].startswith("max-age=60,")
