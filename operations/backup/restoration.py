"""Brings a backup back: beside the paper first, and into its place once it is good."""

import hashlib
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from operations.backup import (
    contents,
    copies,
    creation,
    envelope,
    pictures,
    shelf,
    tarball,
    trial,
)
from operations.backup import manifest as manifests
from operations.backup.manifest import Manifest
from operations.backup.refusal import BackupError, DamagedError, one_line
from operations.version import VERSION
from paper import generation

FULL = (
    "There is a paper already, and --replace was not said: with it a backup of what is "
    "there is made first, and then it is replaced."
)


@dataclass(frozen=True)
class Restored:
    """A backup's paper beside ours, and what its trial found."""

    manifest: Manifest
    copy: object
    folder: Path
    outcome: dict
    sha256: str


@contextmanager
def opened(path):
    with one_line(f"{path} can't be read", OSError), path.open("rb") as file:
        yield file


def members(file, identity, stack):
    stream = stack.enter_context(envelope.opened(file, identity))
    return stack.enter_context(closing(tarball.members(stream)))


def look_through(file, identity):
    """The manifest of a file in which each byte is as it was written."""
    with ExitStack() as stack:
        found = members(file, identity, stack)
        first = next(found, None)
        if first is None or first.name != manifests.NAME:
            raise DamagedError("It does not begin with its manifest.")
        manifest = manifests.parse(first.whole())
        for _member in found:
            pass
    return manifest


@contextmanager
def beside(path, identity):
    """The paper of a backup, beside ours: as it was, then migrated and audited."""
    identity = identity or settings.BACKUP_IDENTITY
    with opened(path) as file:
        manifest = look_through(file, identity)
        manifest.refuse_what_is_not_for_us(engine_name())
        with ExitStack() as stack:
            folder = stack.enter_context(pictures.folder_for_copies())
            found = members(file, identity, stack)
            next(found).whole()
            parts = Parts(found)
            copy = stack.enter_context(copies.engine().beside(parts))
            for member in parts.behind():
                pictures.unpack(member, folder)
            with copy.opened() as made:
                manifests.compare(manifest, made)
            outcome = trial.try_out(copy.url, folder)
            file.seek(0)
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            yield Restored(manifest, copy, folder, outcome, digest)


class Parts:
    """The parts of the database, and the members that come behind them."""

    def __init__(self, found):
        self.found, self.next = found, None

    def __iter__(self):
        for member in self.found:
            if not member.name.startswith("database/"):
                self.next = member
                return
            yield member.whole()

    def behind(self):
        if self.next is not None:
            yield self.next
        yield from self.found


def engine_name():
    return connection.vendor


def verify(path, identity=""):
    """Restore it beside, and only then say that it is good: in a note at its side."""
    path = Path(path)
    with beside(path, identity) as restored:
        pass
    shelf.note(
        path,
        timezone.now(),
        sha256=restored.sha256,
        made_at=restored.manifest.made_at,
        version=VERSION,
    )
    return restored


def restore(path, identity="", *, replace=False, kept_in=None, slips=()):
    """Put a backup into the place of the paper; returns what was restored, and the
    backup that was made of what was there. `slips` are orders of which it may know
    nothing: they are carried out before anybody can read it."""
    before = None
    is_free = place_is_free()
    if not is_free and not replace:
        raise BackupError(FULL)
    with beside(Path(path), identity) as restored:
        if not is_free:
            before = creation.make(kept_in or settings.BACKUP_DIR or Path(path).parent)
        taken_out = trial.take_out(restored.copy.url, restored.folder, slips)
        restored.outcome["taken_out"] = taken_out
        with pictures.brought_in(restored.folder):
            copies.engine().take_over(restored.copy)
        # Caches may have met later numbers than those of the copy.
        generation.begin()
    return restored, before


def place_is_free():
    with copies.engine().opened_paper() as live:
        return live is None or contents.is_empty(live)
