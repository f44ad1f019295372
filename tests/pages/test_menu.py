"""What every page leads to: the desks at which there is something to read."""

import pytest

from pages import menu
from tests import make
from tests.support.reader import get

pytestmark = pytest.mark.django_db


def desks():
    return [link.title for link in menu.read_menu().desks]


def test_the_desks_with_something_to_read_are_in_the_menu_in_their_order():
    world = make.desk(name="World", position=2)
    city = make.desk(name="City", position=1)
    draft, gone = make.desk(name="Only drafts"), make.desk(name="Withdrawn")
    assert desks() == []

    make.published_story(desk=world)
    make.published_story(desk=city)
    make.story(desk=draft)
    make.published_story(desk=gone).withdraw(note="It was wrong.")
    make.published_story()

    assert desks() == ["City", "World"]


def test_a_desk_is_in_the_menu_from_the_minute_of_its_first_story(
    unguarded, time_machine
):
    at = make.soon(seconds=60)
    make.edition(make.story(desk=make.desk(name="Science")), at=at)
    before = desks()
    time_machine.move_to(at, tick=False)

    assert (before, desks()) == ([], ["Science"])


def test_every_page_has_the_desks_twice_and_marks_the_one_it_is_of(client):
    for number in range(2):
        desk = make.desk(name=f"Desk <{number}>", slug=f"d{number}")
        make.published_story(desk=desk, slug=f"s{number}")

    for address in ("/", "/stories/s0/", "/desks/d0/", "/settings/", "/nowhere/"):
        menu.expire()
        page = get(client, address)

        assert page.count('<a href="/desks/d1/" dir="auto">Desk &lt;1&gt;</a>') == 2
        marked = page.count('<a href="/desks/d0/" dir="auto" aria-current="page">')
        assert marked == 2 * (address == "/desks/d0/")


def test_a_paper_without_desks_has_no_menu_of_them(client):
    make.published_story()
    menu.expire()

    assert "departments" not in get(client, "/")
