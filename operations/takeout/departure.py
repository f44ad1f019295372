"""Writes a take-out: of one moment, in one go, in bounded memory."""

import os
import sys
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.utils import timezone

from images.models import Image
from operations.backup import pictures, shelf, tarball
from operations.backup.creation import Hashed
from operations.backup.refusal import BackupError, one_line
from operations.backup.scratch import flush
from operations.takeout import digests
from operations.takeout.holdings import holdings, rows_of
from operations.takeout.packing_list import DIGESTS, NAME, describe, encoded
from operations.takeout.row_lines import AT_ONCE, Lines
from stories.database import snapshot

PART = 1024**2  # bytes of lines in one member, and one line more
STDOUT = "-"


@dataclass(frozen=True)
class Departure:
    """What was written. `missing` are pictures that have no file."""

    place: str
    size: int
    sha256: str
    tables: dict
    missing: list[str]


def write(place, *, keys, progress=lambda table, rows: None):
    """One file, or what a pipe takes; a file is whole, or it isn't there."""
    made_at, told, missing = timezone.now(), {}, []
    with opened(place) as file, snapshot():
        hashed, list_of_it = Hashed(file), describe(made_at, keys=keys)
        with (
            closing(members(list_of_it, told, missing, progress)) as each,
            closing(tarball.archive(each)) as chunks,
        ):
            for chunk in chunks:
                hashed.write(chunk)
    return Departure(str(place), hashed.size, hashed.digest.hexdigest(), told, missing)


@contextmanager
def opened(place):
    if place == STDOUT:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    path = Path(place)
    part = path.with_name(f".{path.name}{shelf.PART}")
    if path.exists():
        raise BackupError(f"There is {path} already.")
    try:
        with one_line(f"{path} can't be written", OSError):
            part.unlink(missing_ok=True)  # of a process that was killed
            with open(part, "xb", opener=shelf.private) as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            os.link(part, path)  # never over what somebody else put there meanwhile
            part.unlink()
            flush(path.parent)
    finally:
        part.unlink(missing_ok=True)


def members(list_of_it, told, missing, progress):
    """(name, size, chunks) of each: rows first, then pictures, then the digests."""
    said = list_of_it.encoded()
    yield NAME, len(said), [said]
    for model in holdings(keys=list_of_it.keys):
        table, digest = model._meta.db_table, digests.Digest()
        for number, part in enumerate(parts(model, list_of_it.keys, digest), 1):
            yield f"tables/{table}/{number:06}.jsonl", len(part), [part]
        told[table] = digest.entry
        progress(table, digest.rows)
    names = rows_of(Image).values_list("name", flat=True).iterator(AT_ONCE)
    yield from pictures.members(names, missing)
    said = encoded({"all": digests.of_all(told), "tables": told})
    yield DIGESTS, len(said), [said]


def parts(model, keys, digest):
    """The lines of a table, some at a time."""
    held = bytearray()
    for line in Lines(model, keys=keys):
        digest.add(line)
        held += line
        if len(held) >= PART:
            yield bytes(held)
            held.clear()
    if held:
        yield bytes(held)
