"""The folder of backups: how they are called, which are good, and which may go.

A file has its name once it is whole. Nothing is touched that is not called like one.
"""

import datetime as dt
import fcntl
import json
import os
import re
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from operations.backup.refusal import BackupError, one_line
from operations.backup.retention import superfluous
from operations.backup.scratch import flush, is_abandoned

MOMENT = "%Y-%m-%dT%H-%M-%S"
NAME = re.compile(
    r"newsroom-([0-9]{4}(?:-[0-9]{2}){2}T(?:[0-9]{2}-){2}[0-9]{2})Z\.tar(?:\.age)?"
)
PART, NOTE = ".part", ".verified"
SECOND, HOUR = dt.timedelta(seconds=1), dt.timedelta(hours=1)
NOWHERE = "No folder for backups: set BACKUP_DIR, or say --to."


@dataclass(frozen=True)
class Backup:
    """A file that is whole. `verified_at` says when it was last restored beside."""

    path: Path
    made_at: dt.datetime
    verified_at: dt.datetime | None

    @property
    def is_sealed(self):
        return self.path.suffix == ".age"


def folder():
    if not settings.BACKUP_DIR:
        raise BackupError(NOWHERE)
    return Path(settings.BACKUP_DIR)


def moment_of(path):
    """When a file was made that is called like a backup; None for any other."""
    found = NAME.fullmatch(path.name)
    try:
        return found and dt.datetime.strptime(f"{found[1]}+0000", f"{MOMENT}%z")
    except ValueError:  # the 31st of February
        return None


def note_of(path):
    return path.with_name(f"{path.name}{NOTE}")


def verified_at(path):
    """The moment that the note beside a backup says, if it is of this very file."""
    try:
        said = json.loads(note_of(path).read_text())
        is_same = said["size"] == path.stat().st_size
        return dt.datetime.fromisoformat(said["verified_at"]) if is_same else None
    except (OSError, ValueError, TypeError, KeyError):
        return None


def backups(place=None):
    """Those in a folder, the newest first. Last comes what a clock that was ahead has
    dated: it would be the newest for as long as the clock was wrong."""
    place, latest = Path(place or folder()), timezone.now() + HOUR
    found = [(moment_of(path), path) for path in place.glob("newsroom-*")]
    there = [(made, path) for made, path in found if made and path.is_file()]
    there.sort(key=lambda each: (each[0] <= latest, *each), reverse=True)
    return [Backup(path, made, verified_at(path)) for made, path in there]


def newest_verified(place=None):
    """The one that was verified and is the newest of these, or None."""
    return next((each for each in backups(place) if each.verified_at), None)


@contextmanager
def new_file(place, made_at, ending):
    """A file to write to, and what it will be called; whole and on disk, or gone."""
    place = Path(place)
    with one_line(f"Nothing can be kept in {place}", OSError):
        place.mkdir(parents=True, exist_ok=True)
        remove_abandoned(place)
        path, part, opened = reserve(place, made_at, ending)
    try:
        with opened, one_line(f"{path.name} can't be written", OSError):
            yield opened, path
            opened.flush()
            os.fsync(opened.fileno())
            os.rename(part, path)
            flush(place)
    finally:
        part.unlink(missing_ok=True)


def reserve(place, made_at, ending):
    """A name that nobody has, and its file: of two in one second the other is given the
    next one."""
    while True:
        path = place / f"newsroom-{made_at.strftime(MOMENT)}Z{ending}"
        part = place / f".{path.name}{PART}"
        try:
            if not path.exists():
                opened = open(part, "xb", opener=private)  # noqa: SIM115
                fcntl.flock(opened, fcntl.LOCK_EX)
                return path, part, opened
        except FileExistsError:
            pass
        made_at += SECOND


def private(path, flags):
    return os.open(path, flags, 0o600)


def remove_abandoned(place):
    """What a killed process left: it had no name of a backup yet."""
    for part in place.glob(f".newsroom-*{PART}"):
        if NAME.fullmatch(part.name[1 : -len(PART)]) and is_abandoned(part):
            part.unlink(missing_ok=True)


def note(path, at, **facts):
    """Say beside a backup that it was restored and found good."""
    said = {"verified_at": at.isoformat(), "size": path.stat().st_size, **facts}
    written = note_of(path).with_name(f".{note_of(path).name}{PART}")
    with one_line(f"{note_of(path)} can't be written", OSError):
        written.write_text(json.dumps(said, indent=1) + "\n")
        flush(written)
        os.rename(written, note_of(path))


def prune(place, now):
    """Remove what BACKUP_KEEP does not keep; returns how many. The newest one that was
    verified stays in any case."""
    found = backups(place)
    last_good = next((each for each in found if each.verified_at), None)
    going = {*superfluous([each.made_at for each in found], settings.BACKUP_KEEP, now)}
    gone = [each for each in found if each.made_at in going and each != last_good]
    with one_line("An old backup can't be removed", OSError):
        for each in gone:
            each.path.unlink(missing_ok=True)
            note_of(each.path).unlink(missing_ok=True)
    return len(gone)
