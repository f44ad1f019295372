"""Whatever other servers do, all that is written down arrives, in its order, once."""

import datetime as dt

import pytest
from django.utils import timezone

from operations.fediverse import courier, dispatch
from operations.fediverse.courier import Courier
from paper.fediverse import signing_keys
from paper.fediverse.rows import Delivery, RemoteFollow, RemoteInbox, SigningKey
from tests import make

pytestmark = pytest.mark.once
MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)


@pytest.fixture
def followed(clock, neighbours):
    """Two people with inboxes of their own, which somebody may refuse."""
    neighbours.server.shares = False
    neighbours.follow("ana")
    neighbours.follow("zoe")
    neighbours.story = make.published_story()
    return neighbours


def types(neighbours):
    dispatch.run()
    came = [(box.split("/")[2], said["type"]) for box, said in neighbours.server.came]
    neighbours.server.came.clear()
    return sorted(came)


@pytest.mark.parametrize("status", [500, 401, 404, 429])
def test_a_server_that_is_out_of_order_holds_up_no_other_and_gets_all_later(
    followed, clock, status
):
    followed.server.answers["/users/ana/inbox"] = status
    assert types(followed) == [("zoe", "Accept"), ("zoe", "Create")]
    assert types(followed) == []
    inbox = RemoteInbox.objects.get(address__contains="ana")
    assert (inbox.failures, inbox.fault) == (1, f"It says {status}.")

    followed.server.answers.clear()
    clock.shift(courier.PAUSE)
    assert types(followed) == [("ana", "Accept"), ("ana", "Create")]
    inbox.refresh_from_db()
    assert (inbox.failures, inbox.failing_since, inbox.fault) == (0, None, "")


def test_what_is_never_taken_as_it_is_holds_up_nothing(followed):
    followed.server.answers["/users/ana/inbox"] = 422
    assert types(followed) == [("zoe", "Accept"), ("zoe", "Create")]
    assert not Delivery.objects.filter(sent_at=None).exists()
    assert {*Delivery.objects.values_list("fault", flat=True)} == {
        "",
        "It says 422.",
    }


def test_an_inbox_that_is_gone_is_sent_nothing_any_more(followed):
    followed.server.answers["/users/ana/inbox"] = 410
    assert types(followed) == [("zoe", "Accept"), ("zoe", "Create")]
    assert RemoteFollow.objects.count() == RemoteInbox.objects.count() == 1


def test_a_server_that_is_silent_for_a_week_is_given_up(followed, clock, caplog):
    followed.server.answers["/users/ana/inbox"] = 503
    dispatch.run()
    clock.shift(courier.DEAD_AFTER)
    dispatch.run()
    assert RemoteFollow.objects.count() == 2  # it was tried only twice
    clock.shift(MINUTE + courier.LONGEST_PAUSE)
    dispatch.run()
    assert RemoteFollow.objects.count() == 1
    assert "127.0.0.1 is given up" in caplog.text


def test_a_claim_keeps_others_away_until_it_ends(followed, clock):
    """Whoever had it was killed: what was on its way comes again under its name."""
    [row] = dispatch.editions_due(timezone.now())
    dispatch.take_up(row, timezone.now())
    keys = courier.claim(timezone.now())
    assert (len(keys), courier.claim(timezone.now())) == (2, [])
    assert Courier(5).run() == 0

    clock.shift(courier.CLAIM)
    assert Courier(5).run() == 4
    names = [said["id"] for _inbox, said in followed.server.came]
    assert sum(name.endswith("#create-1") for name in names) == 2


def test_a_turn_is_over_in_time(followed):
    [row] = dispatch.editions_due(timezone.now())
    dispatch.take_up(row, timezone.now())
    assert Courier(-1).run() == 0
    assert Delivery.objects.filter(sent_at=None).count() == 4


def test_another_key_is_shown_before_it_signs(followed, clock):
    clock.shift(DAY)
    signing_keys.make()
    assert SigningKey.objects.count() == 2
    assert types(followed)  # by the old one, which the server knows
    clock.shift(signing_keys.SHOWN_FIRST)
    make.published_story()
    assert types(followed) == []  # by the new one, which it has not read
    followed.know("/fediverse/paper")
    clock.shift(courier.PAUSE)
    assert types(followed) == [("ana", "Create"), ("zoe", "Create")]
    assert SigningKey.objects.count() == 1


def test_a_key_that_no_secret_key_opens_is_made_anew(followed, clock, settings):
    settings.SECRET_KEY = "another-key-" * 6
    old = SigningKey.objects.get()
    dispatch.run()
    assert SigningKey.objects.exclude(pk=old.pk).count() == 1


def test_what_was_sent_is_forgotten(followed, clock):
    types(followed)
    clock.shift(dispatch.KEPT_FOR + MINUTE)
    dispatch.forget()
    assert not Delivery.objects.exists()
    assert RemoteInbox.objects.count() == 2
