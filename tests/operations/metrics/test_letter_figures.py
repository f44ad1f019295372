"""Figures of letters to followers: how many, and how late."""

import datetime as dt

import pytest
import time_machine

from operations.metrics.letter_figures import followers
from tests import make
from tests.operations.metrics.test_paper_figures import told

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2031, 5, 5, 12, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)


@time_machine.travel(NOW, tick=False)
def test_what_is_followed_and_what_waits_is_counted(settings):
    assert told(followers) == {}
    settings.FOLLOW_BY_MAIL = True
    story, desk = make.story(), make.desk()
    one, other = make.follower(story), make.follower(story, desk)
    make.follower(desk).subscriptions.update(confirmed_at=None)
    one.notifications.create(due_at=NOW - 5 * MINUTE)
    one.notifications.create(due_at=NOW - 9 * MINUTE, sent_at=NOW)
    other.notifications.create(due_at=NOW + MINUTE)
    other.notifications.create(due_at=NOW + MINUTE, failures=3)

    assert told(followers) == {
        ("subscriptions", "story"): 2,
        ("subscriptions", "desk"): 1,
        ("follower_letters_waiting",): 2,
        ("follower_letters_behind_seconds",): 300,
        ("follower_letters_failures",): 3,
    }
