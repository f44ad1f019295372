"""What is a fault of the database's, what is said of it, and which page stands in."""

import datetime as dt
import logging
import sqlite3

import psycopg
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import (
    InterfaceError,
    InternalError,
    OperationalError,
    ProgrammingError,
)
from django.test import RequestFactory
from django.utils.translation import override

from newsroom import outage
from newsroom.postgresql.watch import UnreachableError
from operations.observation.request_note import current_id

NOW = dt.datetime(2026, 1, 15, 12, 0, 0, 400_000, tzinfo=dt.UTC)


def fault(code=None, state=None, kind=OperationalError, because=None):
    """What Django raises where a database says this code."""
    made = kind("database is locked\nand more")
    if code is not None:
        because = sqlite3.OperationalError("locked")
        because.sqlite_errorcode = code
    if state:
        because = psycopg.errors.lookup(state)("full")
    made.__cause__ = because
    return made


def within(inner, outer=None, is_cause=False):
    """The fault of somebody who met that one."""
    outer = outer or ValueError("of ours")
    if is_cause:
        outer.__cause__ = inner
    else:
        outer.__context__ = inner
    return outer


@pytest.mark.parametrize("code", [5, 6, 8, 10, 13, 14, 5 | 256, 5 | 512, 10 | 768])
def test_a_database_that_is_busy_or_full_is_no_fault_of_the_codes(code):
    known = fault(code)

    assert outage.database_fault(known) is known
    assert outage.sqlite_code(known) == code % 256


@pytest.mark.parametrize("code", [0, 1, 7, 11, 19, 20, 1 | 256])
def test_other_codes_are_of_a_database_that_works(code):
    assert outage.database_fault(fault(code)) is None


@pytest.mark.parametrize("kind", [OperationalError, InterfaceError])
def test_a_fault_without_a_code_is_the_databases(kind):
    known = fault(kind=kind)

    assert outage.database_fault(known) is known


def test_a_server_that_takes_no_writes_is_no_fault_of_the_codes():
    known = fault(state="25006", kind=InternalError)
    another = fault(state="25P02", kind=InternalError)

    assert outage.database_fault(within(known)) is known
    assert outage.title(known) == NO_ANSWER
    assert outage.database_fault(another) is None


def test_a_fault_is_found_behind_others_and_no_other_is_one():
    known = fault(5)

    for outer in (
        within(known),
        within(known, is_cause=True),
        within(within(known), is_cause=True),
    ):
        assert outage.database_fault(outer) is known
    assert outage.database_fault(fault(kind=ProgrammingError)) is None
    assert outage.database_fault(ValueError()) is None
    assert outage.database_fault(None) is None


NO_ROOM = "There is no room left on our disk."
NO_ANSWER = "Our database doesn't answer just now."


@pytest.mark.parametrize(
    ("known", "words"),
    [
        (fault(13), NO_ROOM),
        (fault(state="53100"), NO_ROOM),
        (fault(state="53300"), NO_ANSWER),
        (fault(14), NO_ANSWER),
        (fault(), NO_ANSWER),
    ],
)
def test_a_full_disk_is_said_to_be_one(known, words):
    assert outage.title(known) == words


def answer(request, error):
    """What nobody caught, as Django hands it on."""
    try:
        raise error
    except type(error):
        return outage.server_error(request)


@pytest.fixture
def said(monkeypatch):
    """What the page in bad times is made of, each time."""
    contexts = []

    def render(template, context):
        contexts.append((template, context))
        return "the page"

    monkeypatch.setattr(outage, "render_to_string", render)
    return contexts


def asked(path="/a/", method="get", *given, **fields):
    request = getattr(RequestFactory(), method)(path, *given, **fields)
    request.resolver_match, request.now = None, NOW
    return request


def headers(response):
    return dict(response.items())


def test_a_fault_of_ours_is_no_outage(said, caplog):
    response = answer(asked("/a/?b=1"), ValueError("of ours"))

    assert (response.status_code, response.content) == (500, b"the page")
    assert headers(response) == {
        "Content-Type": "text/html; charset=utf-8",
        "Cache-Control": "no-store",
    }
    assert not hasattr(response, "_has_been_logged")
    assert caplog.records == []
    assert said == [
        (
            "500.html",
            {
                "title": "Something went wrong on our side.",
                "texts": [],
                "sent": [],
                "address": "/a/?b=1",
                "token": "",
                "lost_files": False,
                "language": "en-gb",
                "direction": "ltr",
                "home": "/",
                "request_id": current_id(),
            },
        )
    ]


def test_an_outage_is_said_in_one_line_of_the_log(said, caplog):
    with caplog.at_level(logging.INFO):
        response = answer(asked("/a/?b=1"), fault(5))

    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert response["Cache-Control"] == "no-store"
    assert response._has_been_logged
    assert said[0][1]["title"] == NO_ANSWER
    assert [(row.levelname, row.getMessage()) for row in caplog.records] == [
        ("WARNING", "GET /a/: database is locked")
    ]


def test_of_an_outage_that_the_watch_told_the_log_says_nothing(said, caplog):
    response = answer(asked(), fault(because=UnreachableError("gone")))

    assert (response.status_code, caplog.records) == (503, [])


def test_what_was_sent_comes_back_with_what_it_takes_to_send_it_again(said):
    file = SimpleUploadedFile("a.png", b"x")
    sent = {"csrfmiddlewaretoken": "t", "text": "Typed.", "file": file}

    response = answer(asked("/admin/a/?b=1", "post", sent), fault(5))

    context = said[0][1]
    assert (response.status_code, context["sent"]) == (503, [["text", "Typed."]])
    assert [text for _name, text in context["texts"]] == ["Typed."]
    assert (context["lost_files"], len(context["token"]) > 20) == (True, True)
    assert (context["address"], context["home"]) == ("/admin/a/?b=1", "/admin/")


@pytest.mark.parametrize(
    "name", ["password", "new_PASSWORD1", "otp_token", "code", "Code"]
)
def test_a_secret_is_never_given_back(said, name):
    answer(asked("/admin/", "post", {"text": "Typed.", name: "secret"}), fault(5))

    context = said[0][1]
    assert (context["sent"], context["texts"], context["token"]) == ([], [], "")


def test_a_reader_needs_no_token_and_reads_their_own_way(said):
    with override("ar"):
        answer(asked("/contact/", "post", {"postcode": "1"}), fault(5))

    context = said[0][1]
    assert (context["sent"], context["token"]) == ([["postcode", "1"]], "")
    assert (context["language"], context["direction"]) == ("ar", "rtl")
    assert (context["home"], context["lost_files"]) == ("/", False)


HOMES = {"/a/": "To the front page", "/admin/a/": "To the desk"}


@pytest.mark.parametrize("path", [*HOMES])
@pytest.mark.parametrize("language", sorted(settings.TRANSLATIONS - {"en"}))
def test_each_language_has_the_page_of_an_outage(language, path):
    with override("en"):
        english = answer(asked(path), fault(5)).content.decode()
    with override(language):
        response = answer(asked(path), fault(5))
        page = response.content.decode()

    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert f'lang="{language}"' in page
    for words in (HOMES[path], "Please try again in a minute."):
        assert words in english
        assert words not in page
