"""Backups: that there is one of today, that one was tried, and where they lie."""

import datetime as dt
import os
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from operations.backup import dump_programs, shelf
from operations.backup.refusal import BackupError
from operations.doctor import disk_checks
from operations.doctor.diagnosis import fault, spoken, warning
from operations.readiness import there

DAILY = dt.timedelta(hours=26)  # a day, and as long as one may take
WEEKLY = dt.timedelta(days=7)
PAGE = "backup.md"
BACKUP = "Run `manage.py backup`, and look in the log of `tick` why that made none."
PROGRAMS = "On Debian: `apt-get install postgresql-client`; the image has them."
RIGHTS = (
    "SELECT rolname, rolsuper OR rolcreatedb FROM pg_roles WHERE rolname = current_user"
)
VERIFY = "Run `manage.py restore --verify FILE` with the newest one."


def recent(_case):
    if not settings.BACKUP_DIR:
        yield warning(
            "BACKUP_DIR is not set: no backup of this paper is known of.",
            "Set it, and run `manage.py backup` each day.",
            PAGE,
        )
        return
    found = shelf.backups()
    if not found:
        yield fault(f"There is no backup in {settings.BACKUP_DIR}.", BACKUP, PAGE)
    elif (ago := timezone.now() - found[0].made_at) > DAILY:
        made = f"{found[0].made_at:%-d %B, %H:%M} UTC"
        said = f"The newest backup is of {made}, {spoken(ago)} ago."
        yield fault(said, BACKUP, PAGE)
    elif -ago > shelf.HOUR:
        made = f"{found[0].made_at:%-d %B %Y}"
        said = f"All backups are of the future, the last of {made}: a clock was wrong."
        yield fault(said, BACKUP, PAGE)


def verified(_case):
    """To make one says nothing of whether it can be restored."""
    found = shelf.backups() if settings.BACKUP_DIR else []
    moments = [each.verified_at for each in found if each.verified_at]
    if found and not moments:
        yield warning("No backup was ever restored to try it.", VERIFY, PAGE)
    elif found and (ago := timezone.now() - max(moments)) > WEEKLY:
        said = f"No backup was restored to try it for {spoken(ago)}."
        yield warning(said, VERIFY, PAGE)


def programs_there(_case):
    """PostgreSQL's come by themselves, and have to be as new as the server. What is
    made is tried in a database of its own."""
    if not settings.BACKUP_DIR or connection.vendor != "postgresql":
        return
    try:
        for name in ("pg_dump", "pg_restore"):
            dump_programs.program(name, connection.pg_version // 10_000)
    except BackupError as refusal:
        yield fault(f"No backup can be made: {refusal}", PROGRAMS, PAGE)
    with connection.cursor() as cursor:
        cursor.execute(RIGHTS)
        role, is_allowed = cursor.fetchone()
    if not is_allowed:
        yield warning(
            f"No backup can be tried or restored: {role} may not make databases.",
            f'Say `ALTER ROLE "{role}" CREATEDB` in psql, as its administrator.',
            PAGE,
        )


def elsewhere(_case):
    """A copy on the same disk goes with what it is a copy of."""
    if not settings.BACKUP_DIR:
        return
    kept = Path(settings.MEDIA_ROOT), disk_checks.database_file()
    disks = {device(there(place)) for place in kept if place}
    if device(there(Path(settings.BACKUP_DIR))) in disks:
        yield warning(
            f"Backups lie in {settings.BACKUP_DIR}, on the disk of what they are to "
            "replace.",
            "Keep them on another disk, or copy them to another machine each day.",
            PAGE,
        )


def device(folder):
    return os.stat(folder).st_dev
