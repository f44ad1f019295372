"""The web server's own lines are written as all others."""

import logging

import pytest
from gunicorn.config import Config

from newsroom.server_log import ServerLog


@pytest.fixture
def error_log():
    """gunicorn's, as it was."""
    log = logging.getLogger("gunicorn.error")
    root = logging.getLogger()
    before = log.handlers[:], log.propagate, root.handlers[:], root.level
    yield log
    log.handlers[:], log.propagate, root.handlers[:], level = before
    root.setLevel(level)


def test_lines_go_to_the_handler_of_the_whole_process(error_log):
    ServerLog(Config())

    assert (error_log.handlers, error_log.propagate) == ([], True)
    (handler,) = logging.getLogger().handlers
    assert [type(each).__name__ for each in handler.filters] == ["RequestFilter"]
