"""What a copy goes through before it is called good: migrations, and the audit.

A process of its own does it, to which the copy is the paper: nothing in ours could then
mistake the one for the other.
"""

import json
import os
import subprocess
import sys
import tempfile
from itertools import islice

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from images.models import Image
from operations.backup.refusal import BackupError
from stories import record_audit
from stories.models import Edition

FEW = 20


def try_out(url, media=None):
    """What `outcome` found of that database; BackupError says what is wrong with it."""
    lines = run(url, media, "try_migrations", "--in-place", fault="The migrations fail")
    found = json.loads(lines[-1])
    if found["faults"]:
        more = len(found["faults"]) - 1
        also = f" And {more} more." if more else ""
        raise BackupError(f"The record of the copy: {found['faults'][0]}{also}")
    return found


def take_out(url, media, slips):
    """Carry out in that database what was ordered; a sentence for each that found
    something. Until then nobody may be shown it."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
        file.writelines(f"{json.dumps(slip)}\n" for slip in slips)
        file.flush()
        words = ("redact", "--again", file.name)
        return run(url, media, *words, fault="What was removed by order stays")[:-1]


def run(url, media, *words, fault):
    """The lines that a command of ours prints to which the copy is the paper."""
    asked = {"DATABASE_URL": url, "DATABASE_URL_FILE": "", "DATABASE_TIMEOUT": "0"}
    asked |= {"DATABASE_PASSWORD": "", "DATABASE_PASSWORD_FILE": ""}  # it says its own
    asked |= {"REPLICA_URL": "", "REPLICA_URL_FILE": ""}  # the copy has none
    asked |= {"MEDIA_ROOT": str(media or settings.MEDIA_ROOT)}
    with tempfile.TemporaryDirectory() as pages:  # what is kept of ours stays
        ended = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=settings.BASE_DIR,
            env=os.environ | asked | {"PAGE_CACHE": pages},
            capture_output=True,
            text=True,
        )
    if ended.returncode:
        lines = ended.stderr.strip().splitlines() or ["it did not say why"]
        raise BackupError(f"{fault} on the copy: {lines[-1]}")
    return ended.stdout.splitlines()


def outcome():
    """Migrate, audit, and say what was done and what is missing."""
    before = {*MigrationRecorder(connection).applied_migrations()}
    call_command("migrate", verbosity=0, interactive=False)
    after = {*MigrationRecorder(connection).applied_migrations()}
    storage = Image._meta.get_field("file").storage
    names = Image.objects.order_by("name").values_list("name", flat=True).iterator()
    return {
        "applied": sorted(".".join(each) for each in after - before),
        "faults": [*islice(record_audit.faults(), FEW)],
        "editions": Edition.objects.count(),
        "missing": [name for name in names if not storage.exists(name)],
    }
