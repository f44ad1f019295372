"""Makes a backup: the database of one moment, then the pictures that it names."""

import hashlib
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from operations.backup import contents, copies, envelope, pictures, shelf, tarball
from operations.backup.manifest import NAME, Manifest, describe


@dataclass(frozen=True)
class Result:
    """A backup that was just written. `missing` are pictures that have no file."""

    path: Path
    size: int
    sha256: str
    manifest: Manifest
    missing: list[str]


class Hashed:
    """A file that is written to, and the hash and size of what was."""

    def __init__(self, file):
        self.file, self.digest, self.size = file, hashlib.sha256(), 0

    def write(self, chunk):
        self.file.write(chunk)
        self.digest.update(chunk)
        self.size += len(chunk)
        return len(chunk)

    def flush(self):
        self.file.flush()


def make(place=None):
    """One file in that folder, or in BACKUP_DIR; none if it fails."""
    place, keys, missing = Path(place or shelf.folder()), settings.BACKUP_KEY, []
    ending = ".tar.age" if keys else ".tar"
    made_at = timezone.now()
    with (
        shelf.new_file(place, made_at, ending) as (opened, path),
        copies.engine().moment() as moment,
    ):
        file, manifest = Hashed(opened), describe(moment, made_at)
        with (
            closing(everything(moment, manifest.encoded(), missing)) as members,
            closing(tarball.archive(members)) as chunks,
        ):
            envelope.seal(chunks, file, keys)
    return Result(path, file.size, file.digest.hexdigest(), manifest, missing)


def everything(moment, manifest, missing):
    """(name, size, chunks) of each member."""
    yield NAME, len(manifest), [manifest]
    with closing(moment.parts()) as parts:
        for number, part in enumerate(parts, 1):
            yield f"database/{number:06}", len(part), [part]
    with closing(contents.pictures(moment.connection)) as names:
        yield from pictures.members(names, missing)
