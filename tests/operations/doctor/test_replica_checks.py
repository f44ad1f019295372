"""A replica that is gone, or is none."""

import pytest
from django.db import connection

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
