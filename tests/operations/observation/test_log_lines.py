"""Lines of the log: for people, and each with the request that it belongs to."""

import logging

import pytest

from operations.observation.log_lines import RequestFilter, TextLines
from operations.observation.request_note import NOTE, Note


@pytest.fixture
def request_a():
    token = NOTE.set(Note("a"))
    yield
    NOTE.reset(token)


def line(*args, name="paper", message="Read %s"):
    record = logging.LogRecord(name, logging.INFO, "", 1, message, args, None)
    assert RequestFilter().filter(record)
    return TextLines().format(record).split(" ", 2)[2]


@pytest.mark.usefixtures("request_a")
def test_a_line_names_its_request():
    assert line("a feed") == "INFO paper Read a feed [a]"


def test_a_line_of_no_request_names_none():
    assert line("a feed") == "INFO paper Read a feed"


@pytest.mark.parametrize("name", ["django.request", "newsroom.outage"])
def test_an_address_says_no_secret_whoever_writes_the_line(name):
    told = line("/contact/received/ABCDE-FGHIJ/", name=name)
    draft = line("/shared/Xrcc8gGI7yhXMpPq/", name=name)

    assert told == f"INFO {name} Read /contact/received/…"
    assert draft == f"INFO {name} Read /shared/…"


def test_who_asks_for_an_address_writes_no_line_of_the_log():
    asked = "/a\n2026-12-02 INFO \x1b[31m\x9b\u2028\u202e/größe/"

    told = line(asked)

    said = r"/a\n2026-12-02 INFO \x1b[31m\x9b\u2028\u202e/größe/"
    assert told == f"INFO paper Read {said}"


def test_a_trace_follows_its_line():
    record = logging.LogRecord("a", logging.ERROR, "", 1, "No", (), None)
    try:
        raise KeyError("a word")
    except KeyError as fault:
        record.exc_info = (type(fault), fault, fault.__traceback__)

    first, *rest = TextLines().format(record).splitlines()

    assert first.endswith("ERROR a No")
    assert rest[-1] == "KeyError: 'a word'"
