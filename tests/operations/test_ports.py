"""A port that is taken is noticed first, and said in one line."""

import socket

import pytest

from operations import ports
from scripts.demo_server import free_port


@pytest.fixture
def taken():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


def test_a_port_that_is_free_can_be_had_and_stays_free():
    port = free_port()

    assert [ports.fault("127.0.0.1", port) for _ in range(2)] == ["", ""]
    ports.claim("127.0.0.1", port)


@pytest.mark.parametrize("address", ["127.0.0.1", "0.0.0.0"])
def test_a_port_in_use_ends_the_start_in_one_line(taken, address):
    with pytest.raises(SystemExit) as refused:
        ports.claim(address, taken)

    place = f"{address}:{taken}"
    said = f"newsroom: PORT is in use: another program listens on {place}."
    assert str(refused.value) == said


def test_an_address_of_another_machine_cannot_be_had():
    said = "cannot be had: this machine has no address 192.0.2.1:8000"
    assert ports.fault("192.0.2.1", 8000) == said


def test_an_address_that_is_none_leads_nowhere():
    assert ports.fault("no address", 8000).startswith("leads nowhere: ")
