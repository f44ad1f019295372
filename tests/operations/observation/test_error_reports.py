"""What is told of errors, to a server that takes all that it is sent."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.listener import Listener

ROOT = Path(__file__).parents[3]
SECRET = "An unpublished headline"
# A command that meets three faults on its way.
FAULTY = f"""
import logging
import django
django.setup()
from operations.observation.request_note import NOTE, Note
NOTE.set(Note("a-request-1"))
def save(headline):
    raise ValueError("refused: " + headline)
try:
    save({SECRET!r})
except ValueError as fault:
    logging.getLogger("django.request").error(
        "Internal Server Error: %s", "/admin/{SECRET}/", exc_info=fault,
        extra={{"request": {SECRET!r}}},
    )
logging.getLogger("paper").error("Refused: {SECRET}")
logging.getLogger("paper").warning("{SECRET}")
raise KeyError({SECRET!r})
"""


@pytest.fixture(scope="module")
def reports():
    """The events that were sent, and all bytes that were."""
    with Listener() as listener:
        told = {"SENTRY_DSN": f"http://key@127.0.0.1:{listener.port}/1"}
        ended = subprocess.run(
            [sys.executable, "-c", FAULTY],
            cwd=ROOT,
            env=os.environ | told | {"DJANGO_SETTINGS_MODULE": "newsroom.settings"},
            capture_output=True,
            text=True,
            timeout=60,
        )
    assert ended.stderr.rstrip().endswith(f"KeyError: '{SECRET}'")  # our own log says
    assert {path for path, _body in listener.received} == {"/api/1/envelope/"}
    lines = [line for _p, body in listener.received for line in body.splitlines()]
    events = [said for line in lines if "event_id" in (said := json.loads(line))]
    return [event for event in events if "level" in event], listener.received


def kinds(event):
    return [fault["type"] for fault in event["exception"]["values"]]


def test_errors_are_reported_and_what_ends_a_command(reports):
    events, _sent = reports

    assert [kinds(event) for event in events] == [["ValueError"], [], ["KeyError"]]


def test_a_report_says_where_it_was_and_in_which_request(reports):
    event = reports[0][0]

    assert event["tags"] == {"request_id": "a-request-1", "view": ""}
    assert event["logentry"] == {"message": "Internal Server Error: %s"}
    frames = event["exception"]["values"][0]["stacktrace"]["frames"]
    assert frames[-1]["function"] == "save"


def test_no_text_leaves_the_house(reports):
    _events, sent = reports

    assert sent
    assert not any(SECRET.encode() in body for _path, body in sent)
