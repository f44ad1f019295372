"""How far a replica follows; one that doesn't is told of, and holds nobody up."""

import pytest
from django.db import connection

from operations.metrics.replica_figures import replica

pytestmark = pytest.mark.django_db


@pytest.fixture
def address():
    """Of the database of this test; SQLite has no replicas."""
    return {**connection.settings_dict, "OPTIONS": {}}


def values():
    return {
        sample.name: sample.value for family in replica() for sample in family.samples
    }


def test_without_a_replica_nothing_is_told(settings):
    settings.REPLICA = None

    assert [*replica()] == []


def test_one_that_does_not_answer_is_not_up(settings, address):
    settings.REPLICA = address | {"HOST": "127.0.0.1", "PORT": "1"}

    assert values() == {"newsroom_replica_up": 0}


def test_a_server_that_follows_nobody_is_not_up(settings, address):
    settings.REPLICA = address

    assert values() == {"newsroom_replica_up": 0}
