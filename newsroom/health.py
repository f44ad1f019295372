"""What operators ask: two probes, and what keeps the paper from starting.

`/healthz` says that the process runs; `/readyz` says that it can do its work. Both
are answered before any host check, redirect or session.
"""

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core import checks
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse


def probes(get_response):
    """Middleware: a probe asks by address and without TLS, so it must come first."""

    def middleware(request):
        probe = PROBES.get(request.path_info)
        return probe() if probe else get_response(request)

    return middleware


def healthz():
    """The process answers. Touches nothing, so a slow database kills no process."""
    return plain("alive")


def readyz():
    """Database, migrations and the record's guards are in place, or what is not."""
    try:
        faults = unready()
    except Error:
        faults = ["database: unreachable"]
    return plain("\n".join(faults) or "ready", status=503 if faults else 200)


def unready():
    """One line for each thing that is missing, in the order one would mend them."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        return [f"migrations: {len(plan)} not applied"]
    found = checks.run_checks(tags=[checks.Tags.database], databases=["default"])
    return [f"{fault.id}: {fault.msg}" for fault in found if fault.is_serious()]


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


def uncollected():
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
