"""Operators learn numbers, and delete an address when its owner wants that."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from paper.followers import consent, followable
from paper.models import Follower, FollowRequest
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def run(**options):
    said = io.StringIO()
    call_command("followers", stdout=said, **options)
    return said.getvalue()


def test_numbers_and_nobody():
    story, desk = make.published_story(), make.desk()
    make.follower(story, desk, address="ana@place.example")
    make.follower(story, address="zoe@place.example")
    make.follower(desk).subscriptions.update(confirmed_at=None)

    assert run() == (
        "Addresses that follow something: 2\n  to a desk: 1\n  to a story: 2\n"
        "Letters to be sent: 0\n"
    )


def test_an_address_is_deleted_however_it_is_written(monkeypatch):
    story, now = make.published_story(), timezone.now()
    other = make.follower(story, address="zoe@place.example")
    make.follower(story, address="Ana@place.example")
    thing = followable.followable_at(story.get_absolute_url(), now)
    for address in ("ana@place.example", "zoe@place.example"):
        consent.request(thing, address, now)
    monkeypatch.setattr("sys.stdin", io.StringIO("ana@PLACE.example\n"))

    assert run(forget="-").startswith("Deleted")

    assert [*Follower.objects.all()] == [other]
    assert FollowRequest.objects.count() == 1
    for wrong in ("ana@place.example", "nonsense"):
        with pytest.raises(CommandError) as fault:
            run(forget=wrong)
        assert wrong not in str(fault.value)


def test_everybody_is_deleted_by_who_says_so():
    make.follower()
    with pytest.raises(CommandError):
        run(forget_all="yes")
    assert Follower.objects.count() == 1

    assert run(forget_all="everybody") == "Deleted: 1 addresses.\n"
    assert Follower.objects.count() == 0
