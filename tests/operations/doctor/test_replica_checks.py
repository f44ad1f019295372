"""A replica that is gone, or is none."""

from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection, connections
from django.db.utils import ConnectionHandler

from newsroom import database_urls
from newsroom.environment import Environment
from operations.doctor import replica_checks
from scripts import standby
from tests.support import neighbours, ward

pytestmark = pytest.mark.django_db
PLACE = {"ENGINE": "django.db.backends.postgresql", "NAME": "paper"}


def test_a_replica_that_is_gone(well, settings):
    place = {"HOST": "127.0.0.1", "PORT": neighbours.closed_port()}
    settings.REPLICA = PLACE | place

    ((check, fault),) = ward.look()

    assert check == "replica"
    assert fault.startswith("The replica doesn't answer: connection failed: ")
    assert fault.endswith("All pages are read from the primary.")


def test_a_server_that_follows_nobody(well, settings):
    """SQLite has no server: there nobody is asked."""
    settings.REPLICA = None
    if connection.vendor == "postgresql":
        settings.REPLICA = {**connection.settings_dict}

    said = [fault[:51] for check, fault in ward.look() if check == "replica"]

    there = connection.vendor == "postgresql"
    assert said == ["REPLICA_URL leads to a server that follows nobody: "] * there


@contextmanager
def in_place_of_ours(address):
    """The server of an address as the one that `connection` asks."""
    databases = Environment({"URL": address})
    found = database_urls.database(databases, "URL", "", root=Path())
    here = connections["default"]
    there = connections["default"] = ConnectionHandler({"default": found})["default"]
    try:
        yield
    finally:
        there.close()
        connections["default"] = here


def said_of(follower, settings):
    databases = Environment({"URL": follower.address})
    settings.REPLICA = database_urls.database(databases, "URL", "", root=Path())
    return [finding.fault for finding in replica_checks.following(None)]


@pytest.mark.once
def test_what_becomes_of_a_replica(settings, monkeypatch):
    """Level, paused, late, promoted: real servers, one after the other."""
    monkeypatch.setattr(replica_checks, "LATE", -1)  # without waiting for it
    with (
        standby.both() as (primary, follower),
        in_place_of_ours(primary.address),
    ):
        standby.until_level(primary, follower)
        assert said_of(follower, settings) == []

        follower.pause()
        standby.query(primary, "CREATE TABLE later (at timestamptz)")
        (paused,) = said_of(follower, settings)
        follower.resume()

        standby.until_level(primary, follower)
        standby.query(follower, "ALTER SYSTEM SET recovery_min_apply_delay = '1h'")
        standby.query(follower, "SELECT pg_reload_conf()")
        late = None
        while not late:  # it hears of the setting a moment later
            standby.query(primary, "INSERT INTO later VALUES (now())")
            late = next(iter(said_of(follower, settings)), None)

        follower.promote()
        (promoted,) = said_of(follower, settings)

    assert paused.startswith("The replica shows nothing new, for its replay is paused")
    assert late.startswith("The replica is ")
    assert late.endswith(" behind: no page is read there.")
    assert promoted.startswith("REPLICA_URL leads to a server that follows nobody")
