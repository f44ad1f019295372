"""Errors told to Sentry, or to what speaks its protocol. Loaded where that is wanted.

What is told is made anew from the few parts that hold no text of a draft, no person and
no address: where in the code it was, what kind of error, and the name of the request,
by which the log has the rest.
"""

import logging
import socket

import sentry_sdk
from django.conf import settings
from sentry_sdk.integrations.atexit import AtexitIntegration
from sentry_sdk.integrations.dedupe import DedupeIntegration
from sentry_sdk.integrations.excepthook import ExcepthookIntegration
from sentry_sdk.integrations.logging import LoggingIntegration

from operations.observation.request_note import NOTE

TOLD = (
    *("event_id", "timestamp", "level", "logger", "platform"),
    *("release", "environment", "server_name", "sdk"),
)
FRAME = ("filename", "abs_path", "module", "function", "lineno", "in_app")


def begin():
    """Whatever is logged as an error is told, and what ends a command."""
    errors = LoggingIntegration(
        level=None, event_level=logging.ERROR, sentry_logs_level=None
    )
    sentry_sdk.init(
        dsn=settings.SENTRY_DSN,
        server_name=socket.gethostname(),
        send_default_pii=False,
        include_local_variables=False,
        include_source_context=False,
        max_breadcrumbs=0,
        default_integrations=False,
        auto_enabling_integrations=False,
        integrations=[
            errors,
            ExcepthookIntegration(),
            DedupeIntegration(),
            AtexitIntegration(callback=lambda waiting, seconds: None),
        ],
        shutdown_timeout=2,
        before_send=plain_event,
    )


def plain_event(event, hint):
    """Of an event what may leave the house. Words of an error may be an editor's: a
    database says which row it refused."""
    note = NOTE.get()
    found = {name: event[name] for name in TOLD if name in event}
    found["tags"] = {"request_id": note.id, "view": note.view} if note else {}
    said = event.get("logentry", {}).get("message", "")
    record = hint.get("log_record")
    if record is not None and record.args:  # else a text may be part of it
        found["logentry"] = {"message": said}
    faults = event.get("exception", {}).get("values", [])
    found["exception"] = {"values": [plain_fault(fault) for fault in faults]}
    return found


def plain_fault(fault):
    frames = (fault.get("stacktrace") or {}).get("frames", [])
    return {
        "type": fault.get("type"),
        "module": fault.get("module"),
        "stacktrace": {
            "frames": [
                {name: frame[name] for name in FRAME if name in frame}
                for frame in frames
            ]
        },
    }
