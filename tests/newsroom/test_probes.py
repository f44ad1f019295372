"""The probes: what they answer, and that nothing stands in their way."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core import checks
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder

from newsroom import probes, shutdown
from operations import readiness
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


def test_readyz_says_that_the_server_stops_and_healthz_that_it_lives(
    client, monkeypatch
):
    monkeypatch.setattr(shutdown, "shared", bytearray([1]))

    assert answer(client, "/readyz") == (503, "stopping\n")
    assert answer(client, "/healthz") == (200, "alive\n")


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

    monkeypatch.setattr(readiness, "MigrationRecorder", refused)

    for _time in range(2):
        said = probes.readyz()
        assert (said.status_code, said.content) == (503, b"database: unreachable\n")
    assert [*probes.answers] == [("database: unreachable", 503)]


def test_who_comes_while_another_thread_asks_gets_the_last_answer(monkeypatch):
    monkeypatch.setattr(probes, "answers", [("ready", 200), ("full", 503)])

    with probes.asking:
        said = probes.readyz()

    assert (said.status_code, said.content) == (503, b"full\n")


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
