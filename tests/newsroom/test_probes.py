"""The probes: what they answer, and that nothing stands in their way."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core import checks
from django.db import InterfaceError, OperationalError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from newsroom import probes
from stories import guards

ROOT = Path(__file__).parents[2]
PROBE = """
import django
django.setup()
from newsroom.probes import readyz
answer = readyz()
print(answer.status_code, answer.content.decode(), end="")
"""


def answer(client, path, **headers):
    response = client.get(path, headers=headers)
    return response.status_code, response.content.decode()


def test_healthz_answers_without_the_database(client):
    assert answer(client, "/healthz") == (200, "alive\n")


def test_probes_answer_without_tls_and_for_any_host(client, settings):
    settings.SECURE_SSL_REDIRECT = True

    assert answer(client, "/healthz", host="10.0.0.7") == (200, "alive\n")


def test_probes_are_plain_words_and_never_cached(client):
    response = client.get("/healthz")

    assert (response["Content-Type"], response["Cache-Control"]) == (
        "text/plain",
        "no-store",
    )


@pytest.mark.django_db
def test_readyz_says_ready(client):
    assert answer(client, "/readyz") == (200, "ready\n")


@pytest.mark.django_db
def test_readyz_counts_migrations_that_are_not_applied(client):
    MigrationRecorder(connection).record_unapplied("sessions", "0001_initial")

    assert answer(client, "/readyz") == (503, "migrations: 1 not applied\n")


def test_readyz_knows_the_migrations_that_migrate_applies():
    assert probes.migrations() == MigrationLoader(None).disk_migrations.keys()


@pytest.mark.django_db
def test_readyz_names_a_guard_of_the_record_that_is_missing(client):
    guards.take_down(connection)

    status, text = answer(client, "/readyz")

    assert status == 503
    assert "stories.E001: The record is unguarded: edition_stays is missing." in text


@pytest.mark.django_db
def test_readyz_tells_what_is_serious_of_the_database_alone(client, monkeypatch):
    found = [checks.Warning("Old.", id="x.W1"), checks.Error("Broken.", id="x.E1")]
    asked = []

    def check(**about):
        asked.append(about)
        return found

    monkeypatch.setattr(checks, "run_checks", check)

    assert answer(client, "/readyz") == (503, "x.E1: Broken.\n")
    assert asked == [{"tags": ["database"], "databases": ["default"]}]


def test_readyz_says_that_no_database_answers_and_asks_again_the_next_time(monkeypatch):
    def refused(*given):
        raise OperationalError("connection refused")

    monkeypatch.setattr(probes, "MigrationRecorder", refused)

    for _time in range(2):
        said = probes.readyz()
        assert (said.status_code, said.content) == (503, b"database: unreachable\n")
    assert [*probes.answers] == [("database: unreachable", 503)]


def test_who_comes_while_another_thread_asks_gets_the_last_answer(monkeypatch):
    monkeypatch.setattr(probes, "answers", [("ready", 200), ("full", 503)])

    with probes.asking:
        said = probes.readyz()

    assert (said.status_code, said.content) == (503, b"full\n")


@pytest.fixture
def disk(settings, tmp_path, monkeypatch):
    """Free bytes by folder: `media`, which isn't there yet, and the database's."""
    places = tmp_path / "media", tmp_path / "database"
    (tmp_path / "database").mkdir()
    settings.MEDIA_ROOT = places[0] / "below"
    file = SimpleNamespace(
        vendor="sqlite",
        is_in_memory_db=lambda: False,
        settings_dict={"NAME": places[1] / "paper.sqlite3"},
    )
    monkeypatch.setattr(probes, "connection", file)
    free = dict.fromkeys((tmp_path, places[1]), 20 * 1024**2)
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(
        shutil, "disk_usage", lambda folder: usage._replace(free=free[folder])
    )
    return SimpleNamespace(file=file, free=free, media=tmp_path, database=places[1])


def test_no_room_is_what_is_below_twenty_megabytes(disk):
    assert [*probes.without_room()] == []
    for folder in disk.free:
        disk.free[folder] -= 1

    assert [*probes.without_room()] == [
        f"disk: less than 20 MB free in {disk.database}",
        f"disk: less than 20 MB free in {disk.media}",
    ]


@pytest.mark.parametrize("elsewhere", ["memory", "another server"])
def test_of_a_database_that_is_no_file_here_no_folder_is_looked_at(disk, elsewhere):
    disk.free[disk.database] = 0
    if elsewhere == "memory":
        disk.file.is_in_memory_db = lambda: True
    else:
        disk.file.vendor = "postgresql"

    assert [*probes.without_room()] == []


def test_a_folder_that_is_read_only_is_said_to_be(disk, monkeypatch):
    asked = []
    monkeypatch.setattr(os, "access", lambda *given: asked.append(given))
    disk.free.clear()

    assert [*probes.without_room()] == [
        f"disk: {disk.database} is read-only",
        f"disk: {disk.media} is read-only",
    ]
    assert asked == [(disk.database, os.W_OK), (disk.media, os.W_OK)]


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (None, ""),
        (OperationalError("refused\nIs the server running?"), "refused"),
        (InterfaceError("no such option"), "no such option"),
    ],
)
def test_a_new_connection_says_in_one_line_why_there_is_none(monkeypatch, fault, said):
    done = []

    def open_one():
        done.append("opened")
        if fault:
            raise fault

    line = SimpleNamespace(
        close=lambda: done.append("closed"), ensure_connection=open_one
    )
    monkeypatch.setattr(probes, "connection", line)

    assert (probes.out_of_reach(), done) == (said, ["closed", "opened"])


def test_files_that_pages_name_and_nobody_collected_are_told(settings, monkeypatch):
    finder = SimpleNamespace(list=lambda ignored: [("a.css", 1), (ignored[0], 1)])
    monkeypatch.setattr(probes, "get_finders", lambda: [finder])
    store = SimpleNamespace(hashed_files={"a.css": "a.1.css"})
    monkeypatch.setattr(probes, "staticfiles_storage", store)

    assert probes.missing_static_files() == {"CVS"}
    store.hashed_files["CVS"] = "CVS.1"
    assert probes.missing_static_files() == set()
    settings.DEBUG = True
    store.hashed_files.clear()
    assert probes.missing_static_files() == set()


@pytest.mark.parametrize("fault", [OSError, ValueError])
def test_without_a_list_that_can_be_read_nothing_is_collected(monkeypatch, fault):
    class Damaged:
        @property
        def hashed_files(self):
            raise fault

    monkeypatch.setattr(probes, "staticfiles_storage", Damaged())

    assert "site.css" in probes.missing_static_files()


@pytest.mark.parametrize(
    "url", ["sqlite:////no/such/folder/paper.sqlite3", "postgres://u@127.0.0.1:1/paper"]
)
def test_readyz_says_when_the_database_is_out_of_reach(url):
    probe = subprocess.run(
        [sys.executable, "-c", PROBE],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": url},
        capture_output=True,
        text=True,
    )

    assert probe.stdout == "503 database: unreachable\n"
