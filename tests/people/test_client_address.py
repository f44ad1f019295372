"""Which address counts as the one that asks."""

import pytest
from django.test import RequestFactory

from people.client_address import address_hash, address_of


def asked(remote, forwarded=""):
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    return RequestFactory(headers=headers).get("/", REMOTE_ADDR=remote)


@pytest.mark.parametrize(
    ("remote", "forwarded", "address"),
    [
        ("192.0.2.7", "", "192.0.2.7"),
        ("192.0.2.7", "203.0.113.9", "192.0.2.7"),
        ("::ffff:192.0.2.7", "", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::/64"),
        ("", "", ""),
    ],
)
def test_without_a_proxy_it_is_the_one_that_connected(remote, forwarded, address):
    assert address_of(asked(remote, forwarded)) == address


@pytest.mark.parametrize(
    ("forwarded", "address"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("10.0.0.1, 203.0.113.9", "203.0.113.9"),
        ("", "192.0.2.7"),
        ("nonsense\x00", ""),
    ],
)
def test_behind_a_proxy_it_is_the_last_hop(settings, forwarded, address):
    settings.BEHIND_PROXY = True

    assert address_of(asked("192.0.2.7", forwarded)) == address


def test_an_address_is_kept_as_a_hash_that_tells_equal_ones():
    here, there = asked("192.0.2.7"), asked("192.0.2.8")

    assert address_hash(here) == address_hash(asked("192.0.2.7")) != address_hash(there)
    assert "192" not in address_hash(here)
    assert address_hash(asked("")) == ""
