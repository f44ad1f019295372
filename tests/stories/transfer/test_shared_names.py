"""A desk, a tag or an outlet by the name that a file gives it: had, or made once."""

import pytest
from django.core import checks
from django.db.models.signals import post_migrate

from sources.models import Outlet
from stories import guards
from stories.index import index_tables
from stories.models import Tag
from stories.models.rebuild import fill_new_index
from stories.transfer.shared_names import Names, confusable_key
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.mark.parametrize(
    ("name", "like"),
    [
        ("The New-York Times", "newyorktimes"),
        ("Theatre", "theatre"),
        ("C++", "c"),
        ("Війна 2026", "viyna2026"),
        ("!", ""),
    ],
)
def test_a_hurried_reader_takes_these_for_one_name(name, like):
    assert confusable_key(name) == like


def test_a_name_is_had_in_whatever_capitals():
    wire = make.outlet(name="The Wire", slug="w")
    notices = []
    names = Names(Outlet, notices)

    assert names.get("THE  WIRE", slug="other") == wire
    assert ("the wire" in names, "Wire" in names) == (True, False)
    assert (notices, Outlet.objects.count()) == ([], 1)


def test_a_new_name_is_made_once_at_its_address_if_that_is_free():
    make.outlet(name="Old", slug="taken")
    names = Names(Outlet, [])

    made = [
        names.get("One", slug="one-1"),
        names.get("Two", slug="taken"),
        names.get("Three", slug="not a slug"),
        names.get("Four"),
    ]

    assert [row.slug for row in made] == ["one-1", "two", "three", "four"]
    assert [names.get(row.name.upper()) for row in made] == made
    assert Outlet.objects.count() == 5


def test_a_new_name_that_is_nearly_another_is_told():
    make.outlet(name="The Wire", slug="wire")
    make.outlet(name="Something", slug="the-paper")
    notices = []
    names = Names(Outlet, notices)

    for name in ("Wire", "Paper", "Far away", "Far-away", "!", "?"):
        names.get(name)

    assert notices == [
        "outlet “Wire” is new; there is “The Wire” too",
        "outlet “Paper” is new; there is “Something” too",
        "outlet “Far-away” is new; there is “Far away” too",
    ]


def test_a_row_that_was_made_elsewhere_is_known_once_it_is_added():
    notices = []
    names = Names(Tag, notices)
    row = Tag.objects.make("Tides")

    names.add(row)

    assert names.get("tides") == row
    names.get("The Tides")
    assert notices == ["tag “The Tides” is new; there is “Tides” too"]


def test_every_migration_puts_back_what_a_database_may_lose():
    called = {receiver() for _key, receiver, *_rest in post_migrate.receivers}

    assert {guards.restore, index_tables.make, fill_new_index} <= called
    (check,) = [c for c in checks.registry.registry.get_checks() if c is guards.check]
    assert {*check.tags} == {"database"}
