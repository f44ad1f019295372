"""What operators ask: two probes, and what keeps the paper from starting.

`/healthz` says that the process runs; `/readyz` says that it can do its work. Both
are answered before any host check, redirect or session.
"""

import os
import shutil
import threading
from collections import deque
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from pkgutil import iter_modules

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core import checks
from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpResponse

MEGABYTE = 1024**2
ROOM = 20 * MEGABYTE  # a long story with its revisions and pictures
asking, answers = threading.Lock(), deque(maxlen=1)


def answer_probes(get_response):
    """Middleware: a probe asks by address and without TLS, so it must come first."""

    def middleware(request):
        probe = PROBES.get(request.path_info)
        return probe() if probe else get_response(request)

    return middleware


def healthz():
    """The process answers. Touches nothing, so a slow database kills no process."""
    return plain("alive")


def readyz():
    """Database, migrations, the record's guards and room on the disk are there, or what
    is not. One thread asks at a time: who comes meanwhile gets the last answer, so a
    slow database holds one thread of the probes and no more."""
    if not asking.acquire(blocking=not answers):
        return plain(*answers[-1])
    try:
        faults = unready()
    except Error:
        faults = ["database: unreachable"]
    finally:
        asking.release()
    answers.append(("\n".join(faults) or "ready", 503 if faults else 200))
    return plain(*answers[-1])


def unready():
    """One line for each thing that is missing, in the order one would mend them."""
    if missing := len(
        migrations() - {*MigrationRecorder(connection).applied_migrations()}
    ):
        return [f"migrations: {missing} not applied"]
    found = checks.run_checks(tags=[checks.Tags.database], databases=["default"])
    faults = [f"{fault.id}: {fault.msg}" for fault in found if fault.is_serious()]
    return [*faults, *without_room()]


@cache
def migrations():
    """(label of an app, name) of each that there is. `migrate` reads what they say, a
    probe would only keep it: 1 MB in each process."""
    names = {app: MigrationLoader.migrations_module(app)[0] for app in apps.app_configs}
    packages = {app: find_spec(name) for app, name in names.items()}
    return {
        (app, module.name)
        for app, package in packages.items()
        if package
        for module in iter_modules(package.submodule_search_locations)
    }


def without_room():
    """One line for each folder that nothing more can be written to."""
    folders = {Path(settings.MEDIA_ROOT)}
    if connection.vendor == "sqlite" and not connection.is_in_memory_db():
        folders.add(Path(connection.settings_dict["NAME"]).parent)
    for folder in sorted(folders):
        while not folder.exists():  # it is made with the first picture
            folder = folder.parent
        if not os.access(folder, os.W_OK):
            yield f"disk: {folder} is read-only"
        elif shutil.disk_usage(folder).free < ROOM:
            yield f"disk: less than {ROOM // MEGABYTE} MB free in {folder}"


def plain(text, status=200):
    headers = {"Cache-Control": "no-store"}
    return HttpResponse(
        f"{text}\n", content_type="text/plain", status=status, headers=headers
    )


def out_of_reach():
    """What the database says when a new connection fails, in one line; else nothing."""
    connection.close()
    try:
        connection.ensure_connection()
    except Error as fault:
        return str(fault).partition("\n")[0]
    return ""


def missing_static_files():
    """Static files that pages may name, but that STATIC_ROOT does not have."""
    if settings.DEBUG:
        return set()
    try:
        collected = staticfiles_storage.hashed_files
    except (OSError, ValueError):  # the list of files is damaged, or not ours to read
        collected = {}
    ignored = apps.get_app_config("staticfiles").ignore_patterns
    return {
        name
        for finder in get_finders()
        for name, _ in finder.list(ignored)
        if name not in collected
    }


PROBES = {"/healthz": healthz, "/readyz": readyz}
