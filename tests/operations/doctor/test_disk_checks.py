"""Folders that can't be written to, and disks without room."""

import os
from pathlib import Path

import pytest
from django.db import connection

from operations.doctor import disk_checks
from tests.support import ward

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def disk(monkeypatch):
    """What the system says of every disk, as far as a test doesn't say otherwise."""
    plain, said = os.statvfs, {}

    def statvfs(path):
        names = [name for name in dir(plain(path)) if name.startswith("f_")]
        values = {name: getattr(plain(path), name) for name in names} | said
        return type("Room", (), values)

    monkeypatch.setattr(os, "statvfs", statvfs)
    return said


def test_a_full_disk_is_said_once_for_all_folders_on_it(well, disk, tmp_path):
    disk |= {"f_bavail": 12 * 1024, "f_frsize": 1024}

    ((check, fault),) = ward.look()

    assert check == "room on disks"
    assert fault.startswith("The disk of ")
    assert str(tmp_path / "media") in fault
    assert str(tmp_path / "pages") in fault
    assert fault.endswith(" is full: 12 MB free.")


def test_a_disk_with_little_room_is_a_warning(well, disk):
    disk |= {"f_bavail": 300 * 1024, "f_frsize": 1024}

    ((check, fault),) = ward.look()

    assert check == "room on disks"
    assert fault.endswith(" has 300 MB free.")


def test_a_disk_that_takes_no_more_files(well, disk):
    disk |= {"f_favail": 7}

    ((check, fault),) = ward.look()

    assert check == "room on disks"
    assert fault.endswith(" takes 7 more files: no inodes.")


def test_a_file_system_without_a_count_of_files_is_not_full(well, disk):
    disk |= {"f_favail": 0, "f_files": 0}

    assert ward.look() == []


@pytest.mark.parametrize("name", ["media", "pages"])
def test_a_folder_that_cannot_be_written_to(well, tmp_path, name, monkeypatch):
    """Root may write everywhere, so the system's answer for one folder is changed."""
    plain = os.access
    folder = tmp_path / name
    monkeypatch.setattr(
        os, "access", lambda path, mode: path != folder and plain(path, mode)
    )

    assert ward.look() == [("writable folders", f"Nothing can be written to {folder}.")]


def test_a_folder_that_is_made_later_is_looked_at_where_it_will_be(well, settings):
    settings.MEDIA_ROOT = settings.MEDIA_ROOT / "not" / "yet"

    assert ward.look() == []


@pytest.fixture
def paper_file(monkeypatch, tmp_path):
    """A file of SQLite at some place."""
    monkeypatch.setitem(connection.settings_dict, "NAME", str(tmp_path / "paper.db"))
    return tmp_path / "paper.db"


@pytest.mark.parametrize(("kind", "count"), [("nfs4", 1), ("ext4", 0)])
def test_sqlite_on_a_disk_of_the_network(
    monkeypatch, tmp_path, paper_file, kind, count
):
    mounts = tmp_path / "mountinfo"
    mounts.write_text(
        "21 1 8:1 / / rw - ext4 /dev/sda1 rw\n"
        f"30 21 0:44 / {tmp_path} rw,relatime shared:2 - {kind} nas:/paper rw\n"
        "31 21 0:45 / /elsewhere rw - cifs //nas/x rw\n"
    )
    monkeypatch.setattr(disk_checks, "MOUNTS", mounts)

    found = [*disk_checks.file_on_this_machine(None)]

    assert len(found) == count
    assert all(f"({kind})" in finding.fault for finding in found)


def test_without_a_list_of_mounts_no_kind_is_known(monkeypatch):
    monkeypatch.setattr(disk_checks, "MOUNTS", Path("/no/such/list"))

    assert disk_checks.filesystem(Path("/")) == ""


def test_the_folder_of_the_database_is_looked_at(paper_file, settings):
    assert paper_file.parent in disk_checks.folders()


def test_pages_in_a_redis_need_no_folder(settings):
    shared = settings.CACHES["shared"] | {"LOCATION": "redis://localhost/0"}
    settings.CACHES = settings.CACHES | {"shared": shared}

    assert not [folder for folder in disk_checks.folders() if ":" in str(folder)]


def test_what_is_to_be_given_to_the_paper_is_nothing_above_its_folders(
    well, settings, tmp_path, monkeypatch
):
    """One that was forgotten at `/` is no reason to give the whole disk away."""
    file, user = tmp_path / "all sorts" / "paper.sqlite3", os.geteuid()
    monkeypatch.setattr(disk_checks, "database_file", lambda: file)
    file.parent.mkdir()

    assert disk_checks.giving(Path("/backups-of-ours")) == (
        f"install -d -o {user} /backups-of-ours"
    )
    assert disk_checks.giving(file.parent) == f"chown {user} '{file.parent}'"
    assert disk_checks.giving(tmp_path) == f"chown -R {user} {tmp_path}"
