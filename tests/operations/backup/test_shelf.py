"""The folder of backups: nothing in it is touched but backups, and never the last."""

import datetime as dt

import pytest

from operations.backup import shelf
from operations.backup.refusal import BackupError
from tests.support import backups

NOW = dt.datetime(2026, 12, 2, 12, tzinfo=dt.UTC)


def put(folder, day, ending=".tar"):
    at = NOW - dt.timedelta(days=day)
    with shelf.new_file(folder, at, ending) as (file, path):
        file.write(b"a backup")
    return path


def test_a_file_has_its_name_once_it_is_whole(tmp_path):
    with shelf.new_file(tmp_path, NOW, ".tar") as (file, path):
        assert shelf.backups(tmp_path) == []
        file.write(b"a backup")

    assert path.name == "newsroom-2026-12-02T12-00-00Z.tar"
    assert shelf.backups(tmp_path) == [shelf.Backup(path, NOW, None)]
    assert backups.left(tmp_path) == [path.name]


def test_one_that_fails_is_gone(tmp_path):
    with pytest.raises(ZeroDivisionError), shelf.new_file(tmp_path, NOW, ".tar"):
        1 / 0  # noqa: B018

    assert backups.left(tmp_path) == []


def test_two_of_one_second_have_two_names(tmp_path):
    names = [put(tmp_path, 0).name, put(tmp_path, 0, ".tar").name]

    with (
        shelf.new_file(tmp_path, NOW, ".tar") as (_file, third),
        shelf.new_file(tmp_path, NOW, ".tar") as (_file, fourth),
    ):
        pass

    made = [*names, third.name, fourth.name]
    assert made == [f"newsroom-2026-12-02T12-00-0{n}Z.tar" for n in range(4)]


def test_what_a_killed_process_left_goes_with_the_next_and_nothing_else(tmp_path):
    part = tmp_path / ".newsroom-2026-12-01T00-00-00Z.tar.part"
    others = (".newsroom-x.tar.part", "newsroom-2026.tar", "notes.txt")
    for path in (part, *(tmp_path / name for name in others)):
        path.write_text("x")

    with shelf.new_file(tmp_path, NOW, ".tar"):
        put(tmp_path, 1)

    assert {*backups.left(tmp_path)} == {
        *("newsroom-2026-12-01T12-00-00Z.tar", "newsroom-2026-12-02T12-00-00Z.tar"),
        *others,
    }


def test_a_note_says_that_a_backup_is_good_as_long_as_it_is_that_file(tmp_path):
    path = put(tmp_path, 0)

    shelf.note(path, NOW)
    assert shelf.newest_verified(tmp_path).verified_at == NOW

    path.write_text("another file")
    assert shelf.newest_verified(tmp_path) is None
    shelf.note_of(path).write_text("[]")
    assert shelf.newest_verified(tmp_path) is None


def test_old_ones_go_and_the_last_that_was_verified_stays(tmp_path, settings):
    settings.BACKUP_KEEP = {"daily": 2, "weekly": 0, "monthly": 0}
    stranger = tmp_path / "newsroom-2020-01-01.tar"
    stranger.write_text("x")
    paths = [put(tmp_path, day, ".tar.age") for day in range(6)]
    shelf.note(paths[4], NOW)
    shelf.note(paths[5], NOW)

    assert shelf.prune(tmp_path, NOW) == 3

    kept = [paths[0], paths[1], paths[4], shelf.note_of(paths[4]), stranger]
    assert backups.left(tmp_path) == sorted(path.name for path in kept)


@pytest.mark.parametrize(
    "name",
    [
        *("newsroom-2026-02-31T00-00-00Z.tar", "newsroom-2026-02-01T00-00-00Z.tar.gz"),
        *("newsroom-2026-02-01T00-00-00Z.tar.verified", "newsroom-.tar", "paper.tar"),
    ],
)
def test_what_is_not_called_like_a_backup_is_none(tmp_path, name):
    (tmp_path / name).write_text("x")

    assert shelf.backups(tmp_path) == []


def test_without_a_folder_it_is_asked_for(settings):
    settings.BACKUP_DIR = None

    with pytest.raises(BackupError, match="set BACKUP_DIR, or say --to"):
        shelf.folder()
