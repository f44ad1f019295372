"""The database is busy or full: whoever wrote something gets it back, in one piece."""

import logging
import sqlite3

import psycopg
import pytest
from django.db import connection

from pages.models import ReaderMessage
from stories.models import Story
from tests import make
from tests.support import desk

TYPED = "The ferry <b>doesn't</b> run.\r\n\r\nIt may tomorrow."


@pytest.fixture
def client(client):
    client.raise_request_exception = False
    return client


class Rival:
    """Another process, which takes what we want to write to, and lets go of it."""

    def __init__(self):
        self.held = None

    def takes(self):
        if connection.vendor == "sqlite":
            self.held = sqlite3.connect(connection.settings_dict["NAME"])
            connection.cursor().execute("PRAGMA busy_timeout = 20")
            self.held.execute("BEGIN IMMEDIATE")
            return
        said = connection.get_connection_params()
        self.held = psycopg.connect(**{n: said[n] for n in ("host", "user", "dbname")})
        connection.cursor().execute("SET lock_timeout = '20ms'")
        tables = "stories_story, people_pause, pages_readermessage"
        self.held.execute(f"LOCK TABLE {tables} IN EXCLUSIVE MODE")

    def leaves(self):
        if self.held:
            self.held.rollback()
            self.held.close()
        self.held = None
        connection.close()


@pytest.fixture
def rival(committed):
    other = Rival()
    yield other
    other.leaves()


def test_a_save_while_the_database_is_busy_gives_the_text_back(client, rival, caplog):
    client.force_login(make.editor())
    story, other = make.story(headline="Before"), make.story(headline="Bystander")
    sent = desk.open_form(client, story) | {"headline": "After", "summary": TYPED}
    rival.takes()
    caplog.clear()

    with caplog.at_level(logging.INFO):
        answer = client.post(desk.address("change", story), sent)

    page = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert answer["Cache-Control"] == "no-store"
    assert "Nothing was saved, and nothing of your text is lost" in page
    assert "The ferry &lt;b&gt;doesn&#x27;t&lt;/b&gt; run." in page
    again = desk.fields(answer, None)
    assert again["summary"] == TYPED
    assert again["headline"] == "After"
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert "\n" not in caplog.text.strip()
    rival.leaves()
    kept = Story.objects.filter(pk__in=[story.pk, other.pk])
    assert {*kept.values_list("headline", flat=True)} == {"Before", "Bystander"}


def test_what_came_back_can_be_sent_again(client, rival):
    client.force_login(make.editor())
    story = make.story(headline="Before")
    sent = desk.open_form(client, story) | {"headline": "After"}
    rival.takes()
    answer = client.post(desk.address("change", story), sent)
    again = desk.fields(answer, None)
    rival.leaves()

    client.post(desk.address("change", story), again)

    assert Story.objects.get().headline == "After"


@pytest.fixture
def full(committed):
    """Call it, and the disk has no room for another page of the database."""

    def fill():
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("VACUUM")  # no page is free in it
                cursor.execute("PRAGMA page_count")
                cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")
            else:  # what its server says then, with the code that it says it with
                raising = "RAISE 'could not extend file' USING ERRCODE = '53100'"
                cursor.execute(
                    "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql "
                    f"AS $$ BEGIN {raising}; END $$"
                )
                cursor.execute(
                    "CREATE TRIGGER no_room BEFORE UPDATE ON stories_story "
                    "EXECUTE FUNCTION no_room()"
                )

    yield fill
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA max_page_count = {2**31}")
        else:
            cursor.execute("DROP FUNCTION IF EXISTS no_room CASCADE")


def test_a_save_on_a_full_disk_gives_the_text_back(client, full):
    client.force_login(make.editor())
    story, other = make.story(headline="Before"), make.story(headline="Bystander")
    long = TYPED + " It may not." * 1000
    sent = desk.open_form(client, story) | {"headline": "After", "summary": long}
    full()

    answer = client.post(desk.address("change", story), sent)

    assert answer.status_code == 503
    assert "There is no room left on our disk." in answer.content.decode()
    assert desk.fields(answer, None)["summary"] == long
    found = Story.objects.filter(pk__in=[story.pk, other.pk])
    assert {*found.values_list("headline", flat=True)} == {"Before", "Bystander"}


def test_a_letter_while_the_database_is_busy_is_given_back_without_a_cookie(
    client, rival
):
    make.first_pages()
    sent = desk.fields(client.get("/contact/"), None)
    sent |= {"kind": "mistake", "text": TYPED, "name": "Ruth"}
    rival.takes()

    answer = client.post("/contact/", sent)

    again = desk.fields(answer, None)
    assert answer.status_code == 503
    assert (again["text"], again["name"]) == (TYPED, "Ruth")
    assert not answer.cookies
    rival.leaves()
    assert not ReaderMessage.objects.exists()


def test_a_password_is_never_given_back(client, rival):
    make.editor(username="ana")
    page = client.get("/admin/login/")
    sent = desk.fields(page, "login-form")
    rival.takes()

    answer = client.post(
        "/admin/login/", sent | {"username": "a", "password": "secret"}
    )

    assert answer.status_code == 503
    assert "secret" not in answer.content.decode()


@pytest.mark.django_db
def test_a_fault_of_ours_gives_the_text_back_too(client, monkeypatch):
    client.force_login(make.editor())
    story = make.story()
    sent = desk.open_form(client, story) | {"summary": TYPED}
    monkeypatch.setattr(Story, "save_revision", None)

    answer = client.post(desk.address("change", story), sent)

    assert (answer.status_code, answer.get("Retry-After")) == (500, None)
    assert desk.fields(answer, None)["summary"] == TYPED
