"""What keeps the paper from its work: asked by probes, and before it starts."""

import os
import shutil
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

MEGABYTE = 1024**2
ROOM = 20 * MEGABYTE  # a long story with its revisions and pictures


def unready():
    """One line for each thing that is missing, in the order one would mend them."""
    if missing := missing_migrations(connection):
        return [f"migrations: {missing} not applied"]
    found = checks.run_checks(tags=[checks.Tags.database], databases=["default"])
    faults = [f"{fault.id}: {fault.msg}" for fault in found if fault.is_serious()]
    return [*faults, *without_room()]


def missing_migrations(server):
    """How many of ours the database behind a connection lacks."""
    return len(migrations() - {*MigrationRecorder(server).applied_migrations()})


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
    for folder in map(there, sorted(folders)):
        if not os.access(folder, os.W_OK):
            yield f"disk: {folder} is read-only"
        elif shutil.disk_usage(folder).free < ROOM:
            yield f"disk: less than {ROOM // MEGABYTE} MB free in {folder}"


def there(folder):
    """The folder, or the one in which it will be made; or that lets nobody in."""
    while not os.path.exists(folder):  # which a folder that is closed doesn't stop
        folder = folder.parent
    return folder


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
