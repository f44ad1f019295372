"""A database that is gone, behind, ahead, unguarded or at another time."""

import datetime as dt

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.db import connection, connections
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from operations.doctor import database_checks
from operations.doctor.case import Case
from operations.doctor.examination import at_once, examine
from operations.doctor.rounds import CHECKS, DATABASE
from operations.models import Job
from stories import guards
from tests import make
from tests.support import neighbours, ward

pytestmark = pytest.mark.django_db


@pytest.fixture
def away(tmp_path):
    """A database that nobody finds at its address."""
    other = connection.copy()
    if connection.vendor == "sqlite":
        other.settings_dict["NAME"] = str(tmp_path / "gone.sqlite3")
    else:
        place = {"HOST": "127.0.0.1", "PORT": neighbours.closed_port()}
        other.settings_dict |= place
    here, connections["default"] = connections["default"], other
    yield other
    connections["default"] = here


def test_a_database_that_is_gone_is_one_fault_and_the_rest_is_looked_at(well, away):
    report = examine(CHECKS, Case(), begin=at_once)

    unseen = {check.name for check in CHECKS if check.lane == DATABASE} - {"database"}
    assert [row["check"] for row in report.rows] == ["database"]
    assert {*report.unseen} == unseen
    assert report.seen == len(CHECKS) - len(unseen)


def test_asking_for_a_file_that_is_not_there_makes_none(away, tmp_path):
    ((check, _fault),) = [
        (found.page, found.fault) for found in database_checks.reached(None)
    ]

    assert check == "incidents/database_gone.md"
    assert [*tmp_path.iterdir()] == []


def test_a_database_that_was_not_migrated(well):
    MigrationRecorder(connection).record_unapplied("sessions", "0001_initial")

    said = "Not applied: 1 migration, the first is sessions.0001_initial."
    assert ward.look() == [("migrations", said)]


def test_code_that_is_older_than_the_database(well):
    recorder = MigrationRecorder(connection)
    recorder.record_applied("stories", "9999_of_tomorrow")
    recorder.record_applied("an_app_of_before", "0001_initial")

    said = "The code is older than the database, which has 1 migration that it doesn't"
    assert ward.look() == [
        ("migrations", f"{said} know, such as stories.9999_of_tomorrow.")
    ]


def test_a_guard_that_is_missing(well):
    for guard in guards.RECORD.guards:
        if guard.name == "edition_stays":
            with connection.cursor() as cursor:
                cursor.execute(guard.removal(connection.vendor))

    said = "Missing or changed: 1 trigger. The record is unguarded: edition_stays"
    assert ward.look() == [("guards", f"{said} is missing.")]


@pytest.mark.parametrize("hours", [1, -1])
def test_a_clock_that_is_wrong(well, hours):
    """On SQLite it is known by what was saved, so only when it was set back."""
    make.published_story()
    with time_machine.travel(timezone.now() + dt.timedelta(hours=hours)):
        Job.objects.update(began_at=timezone.now())
        found = ward.look()

    if connection.vendor == "sqlite" and hours > 0:
        assert found == []
    else:
        ((check, fault),) = found
        assert check == "clock"
        assert " 3,6" not in fault
        assert " 3600 seconds" in fault or " 3599 seconds" in fault


def test_nothing_is_changed_by_looking(well):
    MigrationRecorder(connection).record_unapplied("sessions", "0001_initial")
    with connection.execute_wrapper(refuse_writing):
        found = ward.look()

    assert [check for check, _fault in found] == ["migrations"]
    MigrationRecorder(connection).record_applied("sessions", "0001_initial")
    get_user_model().objects.update(is_active=False)
    with connection.execute_wrapper(refuse_writing):
        found = ward.look()

    assert [check for check, _fault in found] == ["administrator"]


def refuse_writing(execute, sql, params, many, context):
    begins = sql.lstrip().split()[0].upper()
    assert begins in ("SELECT", "PRAGMA", "WITH"), sql
    return execute(sql, params, many, context)
