"""What operators ask: two probes, and figures.

`/healthz` says that the process runs; `/readyz` says that it can do its work, and will
go on; with the right token `/metrics` tells its figures. All are answered before any
host check, redirect or session.
"""

import threading
from collections import deque
from hmac import compare_digest
from importlib import import_module

from django.conf import settings
from django.db import Error
from django.http import HttpResponse

from newsroom import shutdown
from newsroom.postgresql.schema_gate import GATE, NOT_YET
from operations import echo
from operations.readiness import unready

asking, answers = threading.Lock(), deque(maxlen=1)


def answer_probes(get_response):
    """Middleware: a probe asks by address and without TLS, so it must come first."""

    def middleware(request):
        if request.path_info.startswith(echo.PREFIX):
            return echo.answer(request) or get_response(request)
        probe = PROBES.get(request.path_info)
        return probe(request) if probe else get_response(request)

    return middleware


def healthz(request=None):
    """The process answers. Touches nothing, so a slow database kills no process."""
    return plain("alive")


def readyz(request=None):
    """Database, migrations, the record's guards and room on the disk are there, or what
    is not. One thread asks at a time: who comes meanwhile gets the last answer, so a
    slow database holds one thread of the probes and no more."""
    if shutdown.is_announced():
        return plain("stopping", 503)
    if not asking.acquire(blocking=not answers):
        return plain(*answers[-1])
    try:
        faults = [f"database: {NOT_YET}"] if GATE.is_shut else unready()
    except Error:
        faults = ["database: unreachable"]
    finally:
        asking.release()
    answers.append(("\n".join(faults) or "ready", 503 if faults else 200))
    return plain(*answers[-1])


def metrics(request):
    """Figures for Prometheus, for whoever has the token; else there is no such page."""
    told = request.headers.get("Authorization", "").encode()
    right = f"Bearer {settings.METRICS_TOKEN}".encode()
    if not settings.METRICS_TOKEN or not compare_digest(told, right):
        refused = plain("not found", 404)
        refused._has_been_logged = True  # a robot's try is no warning
        return refused
    exposition = import_module("operations.metrics.exposition")
    headers = {"Cache-Control": "no-store"}
    text = exposition.of_this_process().text()
    return HttpResponse(text, content_type=exposition.CONTENT_TYPE, headers=headers)


def plain(text, status=200):
    headers = {"Cache-Control": "no-store"}
    return HttpResponse(
        f"{text}\n", content_type="text/plain", status=status, headers=headers
    )


PROBES = {"/healthz": healthz, "/readyz": readyz, "/metrics": metrics}
