"""No backup of today, none that was tried, all of them on one disk."""

import datetime as dt
import os
import shutil

import pytest
from django.db import connection
from django.utils import timezone

from operations.doctor import backup_checks
from tests.support import ward

DAY = dt.timedelta(days=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def empty(well, settings):
    """The folder of backups, with none in it."""
    shutil.rmtree(settings.BACKUP_DIR)
    settings.BACKUP_DIR.mkdir()
    return settings.BACKUP_DIR


@pytest.mark.once
def test_nobody_says_where_backups_are(well, settings):
    settings.BACKUP_DIR = None

    said = "BACKUP_DIR is not set: no backup of this paper is known of."
    assert ward.look() == [("backup", said)]


@pytest.mark.once
def test_no_backup_was_ever_made(empty):
    assert ward.look() == [("backup", f"There is no backup in {empty}.")]


@pytest.mark.once
def test_no_backup_for_a_day(empty):
    now = timezone.now()
    ward.back_up(now - 9 * DAY)
    ward.back_up(now - 3 * DAY, verified_at=now)

    ((check, fault),) = ward.look()

    assert check == "backup"
    assert fault.startswith("The newest backup is of ")
    assert fault.endswith(" UTC, 3 days ago.")


@pytest.mark.once
def test_no_backup_was_ever_tried(empty):
    ward.back_up(timezone.now())

    said = "No backup was ever restored to try it."
    assert ward.look() == [("verified backup", said)]


@pytest.mark.once
def test_no_backup_was_tried_for_a_week(empty):
    now = timezone.now()
    ward.back_up(now - 20 * DAY, verified_at=now - 19 * DAY)
    ward.back_up(now - 10 * DAY, verified_at=now - 8 * DAY)
    ward.back_up(now)

    said = "No backup was restored to try it for 8 days."
    assert ward.look() == [("verified backup", said)]


@pytest.mark.once
def test_backups_on_the_disk_that_they_are_to_replace(well, settings, monkeypatch):
    there = settings.BACKUP_DIR
    monkeypatch.setattr(backup_checks, "device", lambda path: os.stat(path).st_dev)

    said = f"Backups lie in {there}, on the disk of what they are to replace."
    assert ward.look() == [("disk of backups", said)]


@pytest.mark.once
def test_a_folder_of_backups_that_cannot_be_written_to(well, settings, monkeypatch):
    plain, folder = os.access, settings.BACKUP_DIR
    monkeypatch.setattr(
        os, "access", lambda path, mode: path != folder and plain(path, mode)
    )

    said = f"Nothing can be written to {folder}."
    assert ward.look() == [("writable folders", said)]


def test_programs_without_which_postgresql_gives_no_backup(well, settings, tmp_path):
    settings.POSTGRESQL_PROGRAMS = tmp_path

    said = [(check, fault[:22]) for check, fault in ward.look()]

    there = connection.vendor == "postgresql"
    assert said == [("programs of backups", "No backup can be made:")] * there


@pytest.mark.once
def test_a_clock_that_was_ahead_hides_no_missing_backup(empty):
    now = timezone.now()
    ahead = now + 900 * DAY
    ward.back_up(ahead, verified_at=now)

    said = f"All backups are of the future, the last of {ahead:%-d %B %Y}: a clock was"
    assert ward.look() == [("backup", f"{said} wrong.")]

    ward.back_up(now - 3 * DAY, verified_at=now)
    ((check, fault),) = ward.look()
    assert (check, fault[-11:]) == ("backup", "3 days ago.")


@pytest.mark.skipif(connection.vendor == "sqlite", reason="only PostgreSQL has roles")
def test_a_role_that_may_make_no_database_to_try_a_backup_in(well):
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE of_few_rights")
        cursor.execute("SET ROLE of_few_rights")
        (found,) = backup_checks.programs_there(None)
        cursor.execute("RESET ROLE")

    said = "No backup can be tried or restored: of_few_rights may not make databases."
    assert (found.severity, found.fault) == ("warning", said)
