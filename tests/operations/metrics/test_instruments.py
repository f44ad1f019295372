"""What a process counts: under few names, whatever is asked for."""

import pytest

from operations.metrics import instruments
from operations.metrics.instruments import Account, count_tally, view_of
from operations.observation.request_note import Note


def note(**facts):
    made = Note("a")
    vars(made).update({"status": "200 OK"} | facts)
    return made


def value(instrument, **labels):
    """What a counter has under all of these labels."""
    return sum(
        sample.value
        for family in instrument.collect()
        for sample in family.samples
        if sample.name.endswith(("_total", "_count"))
        and labels.items() <= sample.labels.items()
    )


@pytest.fixture
def count():
    account = Account()

    def ask(method="GET", path="/", seconds=0.1, **facts):
        asked = {"REQUEST_METHOD": method, "PATH_INFO": path}
        account(asked, note(**facts), seconds)

    return ask


def test_a_request_is_counted_by_view_method_and_status(count):
    labels = {"view": "of-test-1", "method": "GET", "status": "200"}

    count(view="of-test-1")
    count(view="of-test-1")
    count(view="of-test-1", status="404 Not Found")
    count("PROPFIND", view="of-test-1")

    assert value(instruments.REQUESTS, **labels) == 2
    assert value(instruments.REQUESTS, **labels | {"status": "404"}) == 1
    assert value(instruments.REQUESTS, **labels | {"method": "other"}) == 1
    assert value(instruments.DURATION, view="of-test-1") == 4


def test_queries_are_counted_by_view(count):
    count(view="of-test-2", queries=7, query_seconds=0.25)
    count(view="of-test-2")

    assert value(instruments.QUERIES, view="of-test-2") == 7
    assert value(instruments.QUERY_SECONDS, view="of-test-2") == 0.25


def test_ways_to_a_page_are_counted(count):
    before = value(instruments.CACHED, result="stale")

    count(cache="stale")
    count()

    assert value(instruments.CACHED, result="stale") == before + 1


@pytest.mark.parametrize(
    ("path", "view"),
    [
        ("/static/site.css", "static"),
        ("/healthz", "probe"),
        ("/metrics", "probe"),
        ("/a-robot-s/own/address", "none"),
    ],
)
def test_what_no_view_answered_has_one_of_few_names(path, view):
    assert view_of(path) == view


def test_what_happens_now_and_then_is_counted():
    before = value(instruments.FETCHES, outcome="slow")

    count_tally("fetch", "slow")

    assert value(instruments.FETCHES, outcome="slow") == before + 1
