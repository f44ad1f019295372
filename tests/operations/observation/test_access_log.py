"""One line for each request, of what anybody may know."""

import logging

import pytest

from operations.observation.access_log import write_line
from operations.observation.request_note import Note

ASKED = {
    "REQUEST_METHOD": "GET",
    "PATH_INFO": "/search/",
    "QUERY_STRING": "q=my+illness&page=2",
    "REMOTE_ADDR": "203.0.113.9",
}


@pytest.fixture
def note():
    made = Note("a")
    made.status, made.headers = "200 OK", [("Content-Length", "512")]
    made.view, made.cache, made.queries, made.query_seconds = "search", "made", 3, 0.02
    return made


@pytest.fixture
def line(caplog, note):
    def write(**asked):
        with caplog.at_level(logging.INFO, "access"):
            write_line(ASKED | asked, note, 0.0512345678)
        return caplog.records[-1]

    return write


NAMES = (
    *("method", "path", "status", "bytes", "seconds", "queries", "query"),
    *("query_seconds", "view", "cache", "user", "address", "request_id"),
)


def facts(record):
    return {name: vars(record)[name] for name in NAMES if name in vars(record)}


def test_a_line_says_what_was_asked_for_and_how_it_was_answered(line):
    record = line()

    assert record.getMessage() == "GET /search/ 200 512 B 51.2 ms 3 q made search"
    assert facts(record) == {
        "method": "GET",
        "path": "/search/",
        "query": "page=2",
        "status": 200,
        "bytes": 512,
        "seconds": 0.051235,
        "queries": 3,
        "query_seconds": 0.02,
        "view": "search",
        "cache": "made",
        "request_id": "a",
    }


def test_who_works_at_the_desk_is_named_and_no_reader_is(line, note):
    note.user = 7

    assert vars(line(PATH_INFO="/admin/stories/"))["user"] == 7
    assert "user" not in vars(line(PATH_INFO="/stories/a/"))


def test_an_address_is_told_only_where_operators_want_it(line, settings):
    settings.LOG_ADDRESSES = True
    assert line().address == "203.0.113.9"

    settings.LOG_ADDRESSES = False
    assert not hasattr(line(), "address")


def test_an_address_of_any_script_is_told_as_it_was_asked_for(line):
    """A server hands on each byte as a letter."""
    asked = "/tags/größe/".encode().decode("latin-1")

    assert line(PATH_INFO=asked).path == "/tags/größe/"
    assert line(PATH_INFO="/\xff/").path == "/\ufffd/"


def test_an_answer_of_no_view_and_no_length_has_a_line_as_well(line, note):
    note.view = note.cache = ""
    note.headers, note.queries = (), 0

    assert line(QUERY_STRING="").getMessage() == "GET /search/ 200 0 B 51.2 ms 0 q"
