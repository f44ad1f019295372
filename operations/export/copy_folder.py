"""The folder of a copy: whose files are ours, and how new ones take their place.

New files stand beside until all are made; then each takes its place by itself, those
first that others lead to. Whatever ends it, the next export finds what is ours, and
completes it. What others put into the folder is left alone.
"""

import fcntl
import json
import os
import shutil
from contextlib import contextmanager, suppress
from pathlib import Path

from operations.backup.refusal import BackupError, one_line
from operations.backup.scratch import flush
from operations.export.copyist import NEW

NOTES = ".export"
LIST, COMING = "manifest.json", "coming.json"
STRANGE = "There are files in {folder} that no export has put there: name a new folder."
BUSY = "Another export is writing to {folder}."


class CopyFolder:
    """`notes` is a folder in it of what hosts need not serve."""

    def __init__(self, folder):
        self.folder = Path(folder).absolute()
        self.notes = self.folder / NOTES
        self.fresh = self.notes / NEW

    @contextmanager
    def held(self):
        """For one export at a time; nothing half-made is left of an earlier one."""
        with one_line(f"Nothing can be written to {self.folder}", OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            if not self.notes.is_dir() and any(self.folder.iterdir()):
                raise BackupError(STRANGE.format(folder=self.folder))
            self.notes.mkdir(exist_ok=True)
            handle = os.open(self.notes, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(handle)
            raise BackupError(BUSY.format(folder=self.folder)) from None
        try:
            self.forget_fresh()
            with one_line("A file can't be written", OSError):
                yield
        finally:
            self.forget_fresh()
            os.close(handle)

    def forget_fresh(self):
        shutil.rmtree(self.fresh, ignore_errors=True)

    def read(self, name):
        """What a list says; nothing, if there is none or nobody can read it."""
        try:
            told = json.loads((self.notes / name).read_text())
        except (OSError, ValueError):
            return {}
        return told if isinstance(told, dict) else {}

    def files(self, name):
        found = self.read(name).get("files")
        return found if isinstance(found, dict) else {}

    @property
    def ours(self):
        """Names of all files that an export has put here, or was about to."""
        return {*self.files(LIST), *self.files(COMING)}

    @property
    def drawn(self):
        """Digests of what need not be drawn again, while it is there."""
        told, files = self.read(LIST), self.files(LIST)
        names = told.get("drawn")
        return (
            {name: files.get(name) for name in names if name in files}
            if (isinstance(names, list))
            else {}
        )

    def put(self, name, content):
        """Add a file to those that are new, unless it is there already."""
        known = self.folder / name
        if known.is_file() and known.read_bytes() == content:
            return False
        path = self.fresh / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return True

    def take_place(self, told, order):
        """Move what is new into its place, remove what is gone; returns how many went.

        What is ours is on disk before the first file moves."""
        gone = self.ours - {*told["files"]}
        self.write(COMING, told)
        for name in order:
            new, path = self.fresh / name, self.folder / name
            if new.is_file():
                self.make_way(path)
                os.replace(new, path)
        for name in gone:
            self.remove(self.folder / name)
        os.sync()  # a list never tells of files that a lost machine didn't keep
        self.write(LIST, told)
        (self.notes / COMING).unlink(missing_ok=True)
        return len(gone)

    def make_way(self, path):
        """Of what was a file a folder may become, and the other way round."""
        above = path.parent
        while above != self.folder:
            if above.is_file():
                above.unlink()
            above = above.parent
        if path.is_dir():
            shutil.rmtree(path)
        path.parent.mkdir(parents=True, exist_ok=True)

    def remove(self, path):
        """A file, and folders that are empty without it."""
        if path.resolve().is_relative_to(self.folder.resolve()):
            with suppress(FileNotFoundError, NotADirectoryError):
                path.unlink()
        for above in path.parents:
            if above == self.folder:
                break
            with suppress(OSError):
                above.rmdir()

    def write(self, name, told):
        path = self.notes / f".{name}"
        path.write_text(json.dumps(told, ensure_ascii=False, sort_keys=True) + "\n")
        flush(path)
        os.replace(path, self.notes / name)
        flush(self.notes)
