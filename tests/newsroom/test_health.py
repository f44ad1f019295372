"""The probes: what they answer, and that nothing stands in their way."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from stories import guards

ROOT = Path(__file__).parents[2]
PROBE = """
import django
django.setup()
from newsroom.health import readyz
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


def test_probes_are_never_cached(client):
    assert client.get("/healthz").headers["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_readyz_says_ready(client):
    assert answer(client, "/readyz") == (200, "ready\n")


@pytest.mark.django_db
def test_readyz_counts_migrations_that_are_not_applied(client):
    MigrationRecorder(connection).record_unapplied("sessions", "0001_initial")

    assert answer(client, "/readyz") == (503, "migrations: 1 not applied\n")


@pytest.mark.django_db
def test_readyz_names_a_guard_of_the_record_that_is_missing(client):
    guards.take_down(connection)

    status, text = answer(client, "/readyz")

    assert status == 503
    assert "stories.E001: The record is unguarded: edition_stays is missing." in text


@pytest.mark.django_db
def test_readyz_names_a_folder_that_has_no_room(
    client, settings, tmp_path, monkeypatch
):
    settings.MEDIA_ROOT = tmp_path / "media"
    usage = shutil.disk_usage(tmp_path)
    full = {str(tmp_path): usage._replace(free=19 * 1024**2)}
    monkeypatch.setattr(shutil, "disk_usage", lambda at: full.get(str(at), usage))

    line = f"disk: less than 20 MB free in {tmp_path}\n"
    assert answer(client, "/readyz") == (503, line)
    full.clear()
    assert answer(client, "/readyz") == (200, "ready\n")


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
