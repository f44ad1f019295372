"""Lines of the log for programs."""

import json
import logging
import os

from operations.observation.json_lines import JsonLines
from operations.observation.log_lines import RequestFilter
from operations.observation.request_note import NOTE, Note

PLAIN = ("level", "logger", "message", "process", "time")


def told(record):
    RequestFilter().filter(record)
    line = JsonLines().format(record)
    assert "\n" not in line
    return json.loads(line)


def record_of(message="Read %s", args=("„Fähre“",), **more):
    record = logging.LogRecord("paper", logging.INFO, "", 1, message, args, None)
    vars(record).update(more)
    return record


def test_a_line_is_one_object():
    token = NOTE.set(Note("a"))
    said = told(record_of(seconds=0.5))
    NOTE.reset(token)

    assert said.pop("time")[10] == "T"
    assert said == {
        "process": os.getpid(),
        "level": "INFO",
        "logger": "paper",
        "message": "Read „Fähre“",
        "request_id": "a",
        "seconds": 0.5,
    }


def test_django_s_request_is_not_part_of_a_line():
    said = told(record_of(request="<WSGIRequest: GET '/search/?q=a'>", status_code=404))

    assert said.keys() == {*PLAIN, "status_code"}


def test_the_trace_of_an_error_is_part_of_its_line():
    try:
        raise KeyError("a word")
    except KeyError as fault:
        said = told(record_of(exc_info=(type(fault), fault, fault.__traceback__)))

    assert said["exc_info"].splitlines()[-1] == "KeyError: 'a word'"
