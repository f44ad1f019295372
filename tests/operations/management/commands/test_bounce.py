"""A mail server hands over what came back, and is told when to try it again."""

import io
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.db import connection

from paper.followers.follower_links import message_id
from paper.models import Follower
from tests import make
from tests.operations.mailroom.test_bounces import report

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def run(monkeypatch, raw):
    given = SimpleNamespace(buffer=io.BytesIO(raw))
    monkeypatch.setattr("sys.stdin", given)
    said = io.StringIO()
    call_command("bounce", stdout=said, stderr=said)
    return said.getvalue()


def test_what_came_back_is_read_and_nobody_is_named(monkeypatch):
    follower = make.follower(address="ana@place.example")

    said = run(monkeypatch, report(message_id(follower, "edition-1")))

    assert said == "ended: The address is no more: 5.1.1.\n"
    assert not Follower.objects.exists()


def test_without_the_database_it_is_to_be_tried_again(monkeypatch):
    raw = report(message_id(make.follower(), "edition-1"))
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE paper_follower RENAME TO paper_gone")

    with pytest.raises(SystemExit) as ended:
        run(monkeypatch, raw)

    assert ended.value.code == 75
