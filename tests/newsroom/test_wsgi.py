"""The door for WSGI servers: shut where files lack, and deaf to other alphabets."""

import runpy

import django
import pytest

from operations import readiness


@pytest.fixture
def lacking(monkeypatch):
    """The files that nobody collected; the paper is set up already."""
    files, done = [], []
    monkeypatch.setattr(django, "setup", lambda **said: done.append(said))
    monkeypatch.setattr(
        readiness, "missing_static_files", lambda: {*files} if done else None
    )
    return files


def test_the_door_is_shut_where_files_lack(lacking):
    lacking += ["a.css", "b.css"]

    with pytest.raises(SystemExit) as end:
        runpy.run_module("newsroom.wsgi")

    said = "newsroom: STATIC_ROOT lacks 2 files; run manage.py collectstatic."
    assert end.value.code == said


def test_the_door_hears_of_no_other_alphabet(lacking, monkeypatch):
    heard = []

    def application(environ, start_response):
        heard.append((environ["CONTENT_TYPE"], start_response))

    monkeypatch.setattr("django.core.wsgi.get_wsgi_application", lambda: application)

    door = runpy.run_module("newsroom.wsgi")["application"]
    door({"CONTENT_TYPE": "text/html; charset=x"}, "start")

    assert [kind for kind, _start in heard] == ["text/html"]
