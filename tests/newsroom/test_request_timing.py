"""What Django's part of a request took: counted, told to staff, and logged if slow."""

import logging
import re

import pytest
from django.db import connection

from newsroom.outage import fault_page
from newsroom.request_timing import QueryWatch, request_timing
from operations.observation.request_note import NOTE, Note
from tests import make


@pytest.fixture
def note():
    made = Note("a")
    token = NOTE.set(made)
    yield made
    NOTE.reset(token)


@pytest.mark.django_db
def test_queries_and_the_view_are_noted(client, note):
    make.published_story(slug="ports")

    client.get("/stories/ports/")

    assert note.view == "story"
    assert note.queries > 1
    assert 0 < note.query_seconds < 10


@pytest.mark.django_db
def test_who_is_signed_in_sees_where_the_time_went(client, note):
    editor = make.editor()
    client.force_login(editor)

    told = client.get("/admin/")["Server-Timing"]

    said = r'db;dur=[0-9.]+;desc="(\d+) queries", total;dur=[0-9.]+'
    assert int(re.fullmatch(said, told)[1]) == note.queries > 0
    assert note.user == editor.pk


@pytest.mark.django_db
def test_nobody_else_sees_it(client, note):
    client.force_login(make.editor())
    public = client.get("/questions/")
    client.logout()
    stranger = client.get("/admin/login/")

    assert "Server-Timing" not in public.headers
    assert "Server-Timing" not in stranger.headers
    assert note.user is None


@pytest.mark.django_db
def test_a_request_without_a_server_before_it_is_noted_as_well(client):
    client.get("/questions/")

    assert NOTE.get() is None


@pytest.mark.django_db
@pytest.mark.parametrize(("seconds", "count"), [(0, 0), (1e-9, 1), (3600, 0)])
def test_a_slow_query_is_logged_without_its_values(
    note, settings, caplog, monkeypatch, seconds, count
):
    settings.SLOW_QUERY_SECONDS, told = seconds, []
    monkeypatch.setattr(QueryWatch, "listeners", [lambda: told.append("slow")])
    note.view = "story"
    with (
        caplog.at_level(logging.WARNING, "queries"),
        connection.execute_wrapper(QueryWatch(note)),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT 'a secret', %s", ["another"])

    assert note.queries == 1
    assert len(told) == count
    lines = [
        (re.sub(r"[0-9.]+ s", "… s", record.getMessage()), record.view)
        for record in caplog.records
    ]
    assert lines == [("A query took … s: SELECT ?, %s", "story")] * count


def test_what_fails_has_been_timed_too(note):
    watch = QueryWatch(note)

    def broken(*given):
        raise KeyError

    with pytest.raises(KeyError):
        watch(broken, "SELECT 1", (), False, {})

    assert note.queries == 1


def test_an_address_of_no_view_has_no_name(note, rf):
    request_timing(lambda request: "an answer")(rf.get("/nowhere"))

    assert note.view == ""


def test_the_page_of_a_fault_tells_the_name_of_its_request(note, rf):
    note.id = "5f0c9d1e2a3b4c5d"

    page = fault_page(rf.get("/stories/ports/"), "A fault", 503)

    said = "tell us its number: <code>5f0c9d1e2a3b4c5d</code>"
    assert said in " ".join(page.content.decode().split())
