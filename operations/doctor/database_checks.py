"""The database: that it answers, and has what this code expects of it."""

import datetime as dt
import os

from django.core import checks
from django.db import Error, connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from operations import readiness
from operations.doctor import disk_checks
from operations.doctor.diagnosis import counted, fault, warning
from stories.models import Revision

SKEW = 5  # seconds
MIGRATE = "Run `manage.py migrate`."


def reached(_case):
    file = disk_checks.database_file()
    if file and not os.path.exists(file):  # to ask would make it
        yield gone(f"there is no file {file}")
        return
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error as failure:
        yield gone(str(failure).partition("\n")[0])


def gone(said):
    return fault(
        f"The database doesn't answer: {said}.",
        "Start it and look at its log: `docker compose up -d db`, `docker compose logs "
        "--tail 50 db`; or mend DATABASE_URL.",
        "incidents/database_gone.md",
        ends=True,
    )


def migrations_applied(_case):
    """Behind is a fault, for code asks for what isn't there; ahead is an upgrade that
    hasn't come to its end, or code that went back."""
    applied = {*MigrationRecorder(connection).applied_migrations()}
    known = readiness.migrations()
    ours = {app for app, _name in known}
    if behind := known - applied:
        yield fault(
            f"Not applied: {counted(len(behind), 'migration')}, the first is "
            f"{'.'.join(min(behind))}.",
            f"{MIGRATE} Take a backup first if the paper is in use.",
            "upgrade.md",
            ends=True,
        )
    elif ahead := {each for each in applied - known if each[0] in ours}:
        yield warning(
            "The code is older than the database, which has "
            f"{counted(len(ahead), 'migration')} that it doesn't know, such as "
            f"{'.'.join(min(ahead))}.",
            "Deploy the version that the database was migrated for, or restore the "
            "backup of before the upgrade.",
            "upgrade.md",
        )


def guards_in_place(_case):
    found = checks.run_checks(tags=[checks.Tags.database], databases=["default"])
    if serious := [each for each in found if each.is_serious()]:
        yield fault(
            f"Missing or changed: {counted(len(serious), 'trigger')}. {serious[0].msg}",
            f"{MIGRATE} It puts them back; then `manage.py check_record` tells whether "
            "anything was changed meanwhile.",
            "incidents/guards_missing.md",
        )


def clock_agrees(_case):
    """PostgreSQL's clock against ours. SQLite has ours: there the newest revision tells
    whether it was set back."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            ahead = cursor.fetchone()[0] - timezone.now()
        if abs(ahead) > dt.timedelta(seconds=SKEW):
            yield wrong_clock(
                f"The clock of this machine is {abs(ahead).total_seconds():.0f} seconds"
                f" {'behind' if ahead > dt.timedelta() else 'ahead of'} the database's."
            )
            return
    newest = Revision.objects.order_by("-created_at").values_list("created_at").first()
    if newest and newest[0] - timezone.now() > dt.timedelta(seconds=SKEW):
        late = newest[0] - timezone.now()
        yield wrong_clock(
            f"The newest revision was saved in the future, {late.total_seconds():.0f} "
            "seconds from now: the clock was set back."
        )


def wrong_clock(said):
    return fault(
        said,
        "Set it by the network, on both machines: `timedatectl set-ntp true`.",
        "incidents/scheduled_story.md",
    )
