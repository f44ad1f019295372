"""What keeps the paper from its work: room, files, a database, migrations."""

import os
import shutil
from types import SimpleNamespace

import pytest
from django.db import InterfaceError, OperationalError
from django.db.migrations.loader import MigrationLoader

from operations import readiness


def test_the_migrations_are_those_that_migrate_applies():
    assert readiness.migrations() == MigrationLoader(None).disk_migrations.keys()


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
    monkeypatch.setattr(readiness, "connection", file)
    free = dict.fromkeys((tmp_path, places[1]), 20 * 1024**2)
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(
        shutil, "disk_usage", lambda folder: usage._replace(free=free[folder])
    )
    return SimpleNamespace(file=file, free=free, media=tmp_path, database=places[1])


def test_no_room_is_what_is_below_twenty_megabytes(disk):
    assert [*readiness.without_room()] == []
    for folder in disk.free:
        disk.free[folder] -= 1

    assert [*readiness.without_room()] == [
        f"disk: less than 20 MB free in {disk.database}",
        f"disk: less than 20 MB free in {disk.media}",
    ]


def test_a_folder_that_nobody_may_look_at_ends_no_probe(settings, tmp_path):
    """A name that no disk takes is refused like a closed folder, to root too."""
    settings.MEDIA_ROOT = tmp_path / ("a" * 300) / "media"

    assert readiness.there(settings.MEDIA_ROOT) == tmp_path
    assert [*readiness.without_room()] == []


@pytest.mark.parametrize("elsewhere", ["memory", "another server"])
def test_of_a_database_that_is_no_file_here_no_folder_is_looked_at(disk, elsewhere):
    disk.free[disk.database] = 0
    if elsewhere == "memory":
        disk.file.is_in_memory_db = lambda: True
    else:
        disk.file.vendor = "postgresql"

    assert [*readiness.without_room()] == []


def test_a_folder_that_is_read_only_is_said_to_be(disk, monkeypatch):
    asked = []
    monkeypatch.setattr(os, "access", lambda *given: asked.append(given))
    disk.free.clear()

    assert [*readiness.without_room()] == [
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
    monkeypatch.setattr(readiness, "connection", line)

    assert (readiness.out_of_reach(), done) == (said, ["closed", "opened"])


def test_files_that_pages_name_and_nobody_collected_are_told(settings, monkeypatch):
    finder = SimpleNamespace(list=lambda ignored: [("a.css", 1), (ignored[0], 1)])
    monkeypatch.setattr(readiness, "get_finders", lambda: [finder])
    store = SimpleNamespace(hashed_files={"a.css": "a.1.css"})
    monkeypatch.setattr(readiness, "staticfiles_storage", store)

    assert readiness.missing_static_files() == {"CVS"}
    store.hashed_files["CVS"] = "CVS.1"
    assert readiness.missing_static_files() == set()
    settings.DEBUG = True
    store.hashed_files.clear()
    assert readiness.missing_static_files() == set()


@pytest.mark.parametrize("fault", [OSError, ValueError])
def test_without_a_list_that_can_be_read_nothing_is_collected(monkeypatch, fault):
    class Damaged:
        @property
        def hashed_files(self):
            raise fault

    monkeypatch.setattr(readiness, "staticfiles_storage", Damaged())

    assert "site.css" in readiness.missing_static_files()
