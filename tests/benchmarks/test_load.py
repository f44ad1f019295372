"""What a page cost, where something else is asked for before each."""

import pytest

from benchmarks import load


class Client:
    """Answers that cost CPU seconds by their address; it notes what was asked for."""

    COSTS = {"/empty/": 0.5, "/one/": 2, "/two/": 4}
    asked = []

    def __init__(self, _server, _path):
        pass

    def cost(self, paths):
        self.asked.append(paths)
        return sum(map(self.COSTS.get, paths)), (200, {}, b"page")

    def close(self):
        pass


@pytest.fixture
def asked(monkeypatch):
    monkeypatch.setattr(load, "Client", Client)
    monkeypatch.setattr(load.processes, "pace", lambda times: 0.007)
    monkeypatch.setattr(Client, "asked", [])
    return Client.asked


def test_what_empties_the_caches_is_no_cost_of_a_page(asked):
    found = load.each(None, ["/one/", "/two/"], "/empty/")

    assert found == load.Cost(requests=2, cpu=3, size=4, status=200, pace=0.007)
    assert asked == [["/empty/", "/one/", "/empty/", "/two/"], ["/empty/"] * 2]


def test_pages_are_asked_for_a_few_at_a_time_without_a_pause(asked):
    paths = ["/one/"] * load.AT_ONCE + ["/two/"]

    assert load.each(None, paths).cpu == 3
    assert [len(some) for some in asked] == [load.AT_ONCE, 1]
