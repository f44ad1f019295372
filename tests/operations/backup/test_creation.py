"""A backup is one moment of a paper that is being written, whole or not there."""

import os
import resource
import threading
import time
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from images.image_store import take_in
from operations.backup import contents, copies, creation, shelf
from stories.models import Tag
from tests.support import backups, photos


@pytest.fixture
def picture(committed, shelf_folder):
    """A paper with a picture that has a file."""
    return take_in(photos.drawn())


def path_of(picture):
    return picture.file.storage.path(picture.name)


def test_a_backup_is_one_file_that_tells_what_is_in_it(picture, capsys):
    call_command("backup")

    (made,) = shelf.backups()
    members = backups.unpacked(made.path)
    assert [*members] == [
        *("manifest.json", "database/000001", f"media/{picture.name}", "SHA256SUMS")
    ]
    assert members[f"media/{picture.name}"] == Path(path_of(picture)).read_bytes()
    assert made.path.stat().st_mode & 0o777 == 0o600
    assert capsys.readouterr().out.startswith(f"{made.path}: 0.")


def test_it_is_of_one_moment_while_others_write(picture):
    """Two rows that are written together are both in it, or neither is."""
    stop, written = threading.Event(), []

    def write():
        try:
            while not stop.is_set():
                number = len(written)
                with transaction.atomic():
                    Tag.objects.create(name=f"a{number}", slug=f"a{number}")
                    Tag.objects.create(name=f"b{number}", slug=f"b{number}")
                written.append(number)
        finally:
            connection.close()

    thread = threading.Thread(target=write)
    thread.start()
    wait_for(lambda: written, thread)
    begun = len(written)
    made = creation.make()
    ended = len(written)
    wait_for(lambda: len(written) > ended, thread)
    stop.set()
    thread.join()

    engine = copies.engine()
    parts = [v for k, v in backups.unpacked(made.path).items() if "database/" in k]
    with engine.beside(parts) as copy, copy.opened() as asked:
        rows = asked.execute("SELECT name FROM stories_tag ORDER BY id").fetchall()
        told = contents.tables(asked)
    names = [name for (name,) in rows]
    assert names == [f"{x}{n}" for n in range(len(names) // 2) for x in "ab"]
    assert 2 * begun <= len(names) <= 2 * ended + 2
    assert told == made.manifest.tables


def wait_for(is_so, thread):
    while not is_so():
        assert thread.is_alive()
        time.sleep(0.001)


def test_a_picture_without_its_file_is_told_of_and_holds_up_nothing(picture, capsys):
    os.unlink(path_of(picture))

    call_command("backup")

    said = f"Note: 1 pictures have no file, such as {picture.name}.\n"
    assert capsys.readouterr().err == said
    assert len(shelf.backups()) == 1


def refused(settings):
    """What is said in one line when nothing was made."""
    with pytest.raises(CommandError) as refusal:
        call_command("backup")
    assert backups.left(settings.BACKUP_DIR) == []
    said = str(refusal.value)
    assert said.startswith("No backup was made. ")
    assert "\n" not in said
    return said


def test_a_picture_that_cannot_be_read_ends_it(picture, settings):
    os.unlink(path_of(picture))
    os.mkdir(path_of(picture))

    assert "A picture can't be read: [Errno 21] Is a directory" in refused(settings)


@pytest.mark.parametrize("sealed", [False, True])
def test_a_disk_without_room_ends_it(picture, settings, sealed):
    settings.BACKUP_KEY = [backups.pair()[0]] * sealed
    with open(path_of(picture), "ab") as file:
        file.truncate(64 * 1024**2)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (48 * 1024**2, before[1]))
    try:
        said = refused(settings)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)

    assert "can't be written: [Errno 27] File too large" in said


def test_a_folder_that_cannot_be_written_to_ends_it(picture, settings):
    settings.BACKUP_DIR.write_text("no folder")

    with pytest.raises(CommandError, match=r"Nothing can be kept in .*: \[Errno 17"):
        call_command("backup")


def test_who_kills_it_half_way_leaves_nothing_that_looks_whole(picture, settings):
    os.unlink(path_of(picture))
    os.mkfifo(path_of(picture))

    begun = backups.begun("backup")
    # Opens once it has come to the picture, which has no end until it is gone.
    with open(path_of(picture), "wb"):
        backups.kill(begun)

    assert shelf.backups() == []
    (part,) = backups.left(settings.BACKUP_DIR)
    assert part.startswith(".newsroom-")
    os.unlink(path_of(picture))
    call_command("backup")
    assert backups.left(settings.BACKUP_DIR) == [shelf.backups()[0].path.name]
