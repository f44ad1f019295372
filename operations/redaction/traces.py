"""What is left of a sentence when the database has let go of it: kept pages, the bytes
of tables that nobody reads any more, and what is beyond our reach. Safe to repeat."""

import errno
import fcntl
import json
import os
import time
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.core.cache import caches
from django.core.files.storage import default_storage
from django.core.management import CommandError
from django.db import connection
from django.utils.dateparse import parse_datetime

from operations.backup import shelf
from paper import generation
from paper.models import Footprint, KeyChange
from people.models import AuditEvent
from stories.index.index_tables import TABLE, TITLES
from stories.models import Dated, Mention, Revision, Showing

PATIENCE = 20  # seconds that readers of the old pages of SQLite are waited for
# Derived rows, and what notes who wrote: their bytes are wiped whatever was found.
ALWAYS = (Showing, Mention, Dated, Revision, AuditEvent, KeyChange, Footprint)
LEDGER = "redactions.jsonl"
# What a line of that list has.
FORM = dict.fromkeys(("order", "reason", "salt", "seal", "at", "by"), str)
FORM |= {"length": int, "addresses": list}
MEND = (
    "Nothing was done. Put in its place that line of a copy of the list; where there is"
    " none, remove it, and run redact --text with that order once more."
)
SAFE = "Mend that, and run the same once more: it is safe to repeat."
BESIDE_PICTURES = "manifests"


def forget_pages():
    """Empty what all processes share, and have each forget what it remembers."""
    for name in ("shared", "default"):
        caches[name].clear()
    generation.touch(generation.EVERYTHING)


def forget_addresses(eraser):
    """Keys of the generation that name an address which said it."""
    keys = KeyChange.objects.values_list("key", flat=True)
    gone = [key for key in keys if eraser.text(key) != key]
    KeyChange.objects.filter(pk__in=gone).delete()


def wipe(models=()):
    """Rewrite what the engine keeps of rows as they were before. Returns one line for
    each thing that it could not do."""
    return {"sqlite": wipe_file, "postgresql": wipe_tables}[connection.vendor](models)


def wipe_file(models):
    """SQLite: pages that are free, words of the index, the log of writes."""
    with connection.cursor() as cursor:
        for table in (TABLE, TITLES):
            cursor.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")
        cursor.execute("VACUUM")
        until = time.monotonic() + PATIENCE
        while True:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            is_busy, _pages, _done = cursor.fetchone()
            if not is_busy:
                return []
            if time.monotonic() > until:
                name = settings.DATABASES["default"]["NAME"]
                return [f"{name}-wal is still being read: run redact --again later."]
            time.sleep(0.2)


def wipe_tables(models):
    """PostgreSQL: each table that was changed, written anew without its dead rows."""
    tables = {model._meta.db_table for model in (*ALWAYS, *models)}
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        for table in sorted(tables | {TABLE}):
            name = connection.ops.quote_name(table)
            cursor.execute(f"VACUUM (FULL, ANALYZE) {name}")
        cursor.execute(f"SET statement_timeout = '{settings.DATABASE_TIMEOUT}s'")
    return []


def pictures_naming(eraser):
    """Files beside pictures whose text holds it. Pictures are nothing but pixels."""
    with suppress(OSError):
        for name in files_below(BESIDE_PICTURES):
            with default_storage.open(name) as file:
                text = file.read().decode("utf-8", "ignore")
            if any(wanted.is_in(text) for wanted in eraser.wanted):
                yield name


def files_below(folder):
    folders, names = default_storage.listdir(folder)
    yield from (f"{folder}/{name}" for name in names)
    for inner in folders:
        yield from files_below(f"{folder}/{inner}")


def backup_folder():
    """Where backups are, if the paper makes any itself."""
    return Path(settings.BACKUP_DIR) if settings.BACKUP_DIR else None


def older_backups(before):
    """(name, moment) of each backup that was made before a moment."""
    folder = backup_folder()
    found = shelf.backups(folder) if folder else []
    return [(each.path.name, each.made_at) for each in found if each.made_at < before]


def keep_slips(slips):
    """Add to the list beside the backups what is not in it; returns its path.

    Whoever adds at the same moment waits: what is read is what is added to.
    """
    folder = backup_folder()
    if folder is None or not folder.is_dir():
        return None
    path = folder / LEDGER
    try:
        with path.open("a+b", buffering=0) as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            known = {slip["salt"] for slip in read_slips(path)}
            new = [slip for slip in slips if slip["salt"] not in known]
            told = [json.dumps(slip, ensure_ascii=False).encode() for slip in new]
            append(file, told)
    except OSError as fault:
        raise CommandError(f"{path} can't be added to: {fault}. {SAFE}") from None
    return path


def append(file, lines):
    """All of these lines, or none, on the disk; and none at the end of another."""
    end = file.seek(0, os.SEEK_END)
    file.seek(max(end - 1, 0))
    between = b"" if file.read(1) in (b"", b"\n") else b"\n"
    text = b"".join(line + b"\n" for line in lines)
    try:
        if text and file.write(between + text) != len(between + text):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.fsync(file.fileno())
    except OSError:
        file.truncate(end)
        raise


def known_slips():
    """Those of the list beside the backups; there is none before the first order."""
    folder = backup_folder()
    path = folder and folder / LEDGER
    return read_slips(path) if path and path.exists() else []


def read_slips(path):
    """Redactions as a file tells of them, one on each line."""
    try:
        lines = Path(path).read_bytes().split(b"\n")
    except OSError as fault:
        raise CommandError(f"{path} can't be read: {fault}") from None
    slips = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                slips.append(read_slip(line))
            except (ValueError, RecursionError) as fault:
                said = f"{path} is damaged: line {number} is no order ({fault})."
                raise CommandError(f"{said} {MEND}") from None
    return slips


def read_slip(line):
    slip = json.loads(line)
    if not isinstance(slip, dict):
        raise ValueError("it is no object")
    for name, kind in FORM.items():
        if type(slip.get(name)) is not kind:
            raise ValueError(f"{name} is missing or of another kind")
    if any(not isinstance(pair, list) or len(pair) != 2 for pair in slip["addresses"]):
        raise ValueError("addresses are no pairs")
    if parse_datetime(slip["at"]) is None:
        raise ValueError("at is no moment")
    return slip
