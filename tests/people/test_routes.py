"""Addresses by name are what Django says."""

import pytest
from django.urls import NoReverseMatch, clear_script_prefix, reverse, set_script_prefix

from people.routes import address

ASKED = [
    ("front",),
    ("story", "the-ports"),
    ("author", "ana"),
    ("author", "žofia"),
    ("tag", "Ports_2"),
    ("flat", "about"),
    ("story_edition", "the-ports", 2),
    ("story_changes", "the-ports", 1, 2),
    ("story_edition_json", "the-ports", 1_000_000),
    ("archive_day", 2026, 3, 11),
    ("image", f"{64 * 'a'}.webp"),
    ("archive_month", 2026, 3),
    ("admin:pages_readermessage_change", 3),
]


@pytest.mark.parametrize("asked", ASKED, ids=str)
def test_an_address_is_the_one_that_django_makes(asked):
    name, *values = asked

    assert address(*asked) == reverse(name, args=values)
    assert address(*asked) == reverse(name, args=values)


def test_a_paper_below_a_prefix_has_its_addresses_there():
    assert address("story", "ports") == "/stories/ports/"
    set_script_prefix("/paper/")
    try:
        assert address("story", "ports") == "/paper/stories/ports/"
        assert address("question", "why") == "/paper/questions/why/"
    finally:
        clear_script_prefix()
    assert address("question", "why") == "/questions/why/"


@pytest.mark.parametrize("slug", ["", "a/b", "a b"])
def test_what_no_route_takes_has_no_address(slug):
    with pytest.raises(NoReverseMatch):
        address("story", slug)
