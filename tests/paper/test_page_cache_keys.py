"""By what a kept page is found again: another name whenever it shows something else."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.utils.translation import override

from entities.models import Entity
from explainer.newsrooms import Publishers
from images.models import Image
from pages import menu
from paper import page_cache
from paper.page.surroundings import Surroundings
from people.desks import Desk
from sources.models import Outlet
from stories.models import Showing

NOW = dt.datetime(2026, 1, 15, 12, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _nothing_kept():
    cache.clear()
    cache.set(menu.KEY, menu.Menu())


def row(number=1, **fields):
    return Desk(pk=number, **{"name": f"Row {number}", "slug": "a"} | fields)


AROUND = {
    "editions": [row(1), row(2)],
    "entities": {"a": row(3), "b": row(4)},
    "stories": {"a": row(5)},
    "questions": {"a": row(6)},
    "images": {"a": row(7)},
    "pointing": [("background", row(8))],
    "translations": [row(9)],
    "publishers": Publishers([Outlet(pk=1, name="A"), Outlet(pk=2, name="B")]),
    "tags": {"a": "A", "b": "B"},
    "authors": {"c": "C", "d": "D"},
}
OTHERS = [
    *({name: type(value)()} for name, value in AROUND.items()),
    {"editions": [row(2), row(1)]},
    {"editions": [row(1), row(2, name="Renamed")]},
    {"entities": {"a": row(3), "b": row(4, name="Renamed")}},
    {"entities": {"a": row(3), "c": row(4)}},
    {"stories": {"a": row(5, name="Renamed")}},
    {"questions": {"a": row(6, name="Renamed")}},
    {"images": {"a": row(7, name="Renamed")}},
    {"pointing": [("follow-up", row(8))]},
    {"pointing": [("background", row(8, name="Renamed"))]},
    {"translations": [row(9, name="Renamed")]},
    {"publishers": Publishers([Outlet(pk=1, name="A")])},
    {"tags": {"a": "A", "b": "Renamed"}},
    {"authors": {"c": "C", "d": "Elsewhere"}},
]


def named(depth="full", **other):
    return page_cache.cache_key(depth, Surroundings(NOW, **AROUND | other))


def test_whatever_is_another_thing_on_a_page_gives_it_another_name():
    names = {named(), *(named(**other) for other in OTHERS)}
    names |= {named("glance"), named("brief")}
    with override("de"):
        names.add(named())
    cache.set(menu.KEY, menu.Menu((menu.Link("A", "/a/", "a"),)))
    names.add(named())

    assert len(names) == len(OTHERS) + 5
    assert {name[:5] for name in names} == {"page:"}


def test_what_comes_in_another_order_or_depth_of_no_page_is_the_same_page():
    turned = {
        name: dict(reversed(AROUND[name].items()))
        for name in ("entities", "tags", "authors")
    }
    turned["publishers"] = Publishers(reversed(AROUND["publishers"].rows))

    assert named("odd") == named("full") == named(**turned)
    assert (
        page_cache.cache_key("full", Surroundings(NOW + dt.timedelta(1), **AROUND))
        == named()
    )


def test_every_column_of_a_row_counts():
    desk = Desk(pk=7, name="City", slug="city", position=3)
    columns = dict(
        zip(
            (f.attname for f in Desk._meta.concrete_fields),
            page_cache.columns(desk),
            strict=True,
        )
    )

    assert columns["id"] == 7
    assert (columns["name"], columns["slug"], columns["position"]) == (
        *("City", "city", 3),
    )
    for model in (Entity, Image, Showing):
        assert len(page_cache.columns(model())) == len(model._meta.concrete_fields)


@pytest.fixture
def page():
    """Call it at a moment: what a page says then, and how often it was made anew."""
    made = []

    def show(after=0, due=None):
        around = Surroundings(NOW + dt.timedelta(seconds=after))

        def make():
            made.append(after)
            return f"made {len(made)}", due and NOW + dt.timedelta(seconds=due)

        return (*page_cache.rendition("full", around, make), len(made))

    return show


def at(seconds):
    return NOW + dt.timedelta(seconds=seconds)


def test_a_page_that_changes_by_itself_is_kept_until_then(page):
    assert page(0, due=60) == ("made 1", at(60), 1)
    assert page(59, due=90) == ("made 1", at(60), 1)
    assert page(60, due=90) == ("made 2", at(90), 2)
    assert page(61) == ("made 2", at(90), 2)


def test_a_page_that_stays_is_made_once(page):
    assert page() == page(10**6) == ("made 1", None, 1)


@pytest.mark.parametrize(
    ("due", "seconds"), [(None, 86400), (60, 60), (86399, 86399), (86401, 86400)]
)
def test_a_page_is_kept_for_a_day_at_most(page, monkeypatch, due, seconds):
    said = []
    monkeypatch.setattr(cache, "set", lambda *given, **how: said.append((given, how)))

    page(due=due)

    ((name, value), how) = said[-1]
    assert name.startswith("page:")
    assert (value, how) == (("made 1", due and at(due)), {"timeout": seconds})
