"""Pages of a list in order of time: each begins where the one before it ended."""

import datetime as dt

import pytest
from django.http import Http404
from django.test import RequestFactory

from paper.queries import keyset
from paper.queries.keyset import EPOCH, PLACED, page_in_time, placed
from paper.queries.paging import DEEPEST
from people.compiled_query import TEXT, compile_once
from stories.models import Showing
from tests import archive, make
from tests.work import counted

pytestmark = pytest.mark.django_db

AT = dt.datetime(2026, 1, 15, 12, tzinfo=dt.UTC)
SIZE = 2


@compile_once(desk=TEXT, **PLACED)
def stories_of(newer, most, desk, at, key):
    rows = Showing.objects.filter(desk=desk)
    return placed(rows, "updated_at", newer, at, key)[:most]


@pytest.fixture
def stories():
    """Seven, the newest first; three of them changed at the same moment."""
    for number in range(7):
        make.published_story(slug=f"s{number}")
    rows = [*Showing.objects.order_by("pk")]
    moments = [0, 1, 2, 2, 2, 3, 4]
    for row, hours in zip(rows, moments, strict=True):
        at = AT - dt.timedelta(hours=hours)
        Showing.objects.filter(pk=row.pk).update(updated_at=at, desk="world")
    return [row.slug for row in rows]


def page(asked=""):
    request = RequestFactory().get("/", {"page": asked} if asked else {})
    return page_in_time(request, SIZE, stories_of, desk="world")


def slugs(page):
    return [row.slug for row in page]


def test_pages_are_followed_from_the_first_to_the_last_and_back(stories):
    pages = [page()]
    while pages[-1].older:
        pages.append(page(pages[-1].older))

    assert [slugs(one) for one in pages] == [
        *(stories[:2], stories[2:4], stories[4:6], stories[6:])
    ]
    assert [one.number for one in pages] == [1, 2, 3, 4]
    assert [one.total for one in pages] == [None, None, None, 7]
    back = [pages[-1]]
    while back[-1].newer:
        back.append(page(str(back[-1].newer)))
    assert [slugs(one) for one in back] == [slugs(one) for one in pages[::-1]]
    assert [one.number for one in back] == [4, 3, 2, 1]


def test_a_page_by_its_number_alone_is_the_same(stories):
    second = page()
    for number in (2, 3, 4):
        second = page(second.older)
        assert page(str(number)) == second


def test_what_came_meanwhile_moves_no_row_to_another_page(stories):
    older = page().older
    row = Showing.objects.get(slug=stories[-1])
    Showing.objects.filter(pk=row.pk).update(updated_at=AT + dt.timedelta(hours=1))

    assert slugs(page(older)) == stories[2:4]
    assert slugs(page()) == [stories[-1], stories[0]]


def test_near_the_beginning_it_is_the_first_page(stories):
    second = page(page().older)

    place = second.newer if isinstance(second.newer, str) else second.older
    back = place.replace("3-after", "2-before")
    assert slugs(page(back)) == stories[1:3]
    nearer = f"7-before-{page().older.partition('after-')[2]}"
    assert slugs(page(nearer)) == stories[:2]
    assert (page(nearer).number, page(nearer).newer) == (1, 0)


def test_behind_the_end_there_is_no_page(stories):
    first = Showing.objects.order_by("updated_at").first()
    end = f"after-{(first.updated_at - EPOCH) // keyset.TICK}-{first.pk}"

    for asked in (f"2-{end}", "0-after-1-1", "51-after-9999999999999999-0"):
        with pytest.raises(Http404):
            page(asked)


@pytest.mark.parametrize("asked", ["2-after-1", "2-behind-1-1", "٢-after-1-1", "x"])
def test_what_is_no_place_asks_for_the_first_page(stories, asked):
    assert slugs(page(asked)) == stories[:2]


def test_an_empty_list_has_one_page():
    assert (slugs(page()), page().newer, page().older, page().total) == ([], 0, None, 0)


def test_the_last_page_costs_what_the_second_does():
    archive.build(archive.NEWEST)
    Showing.objects.update(desk="world")
    second = page().older
    last = page(f"{DEEPEST - 1}").older

    with counted() as near:
        page(second)
    with counted() as far:
        page(last)

    assert (far.queries, far.built) == (near.queries, near.built) == (1, 0)
    assert (far.rows, near.rows) == (SIZE + 1, SIZE + 1)
    assert far.steps <= 2 * near.steps, (near, far)  # Read from the start: 12 times.
