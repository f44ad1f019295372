"""The outermost WSGI application: each request gets a name, and who counts hears of it.

The name is said with the answer, anew for pages that were made for somebody else.
"""

from importlib import import_module
from time import perf_counter

from django.conf import settings

from newsroom.request_timing import WRAPPERS, QueryWatch
from operations.observation.access_log import write_line
from operations.observation.request_note import HEADER, NOTE, note_of
from people import tallies


class Observer:
    """`accounts` are called with (environ, note, seconds) once there is an answer."""

    def __init__(self, application, accounts=()):
        self.application, self.accounts = application, accounts

    def __call__(self, environ, start_response):
        note = note_of(environ)
        token = NOTE.set(note)

        def start(status, headers, *fault):
            note.status, note.headers = status, headers
            return start_response(status, [*headers, (HEADER, note.id)], *fault)

        begun = perf_counter()
        try:
            return self.application(environ, start)
        finally:
            if self.accounts:
                seconds = perf_counter() - begun
                for account in self.accounts:
                    account(environ, note, seconds)
            NOTE.reset(token)


def traced(application):
    """The same application, and spans of it where the settings name a collector."""
    if not settings.OTEL_EXPORTER_OTLP_ENDPOINT:
        return application
    tracing = import_module("operations.observation.spans").Tracing()
    WRAPPERS.append(tracing.around_query)
    return tracing.around(application)


def announce_build(name):
    """Figures say which build they are of."""
    if settings.METRICS_TOKEN:
        machine = import_module("operations.metrics.machine_figures")
        machine.MachineCollector.build = name[:12]


def accounts():
    """Those that the settings ask for. What they need is loaded with them."""
    found = [write_line] if settings.ACCESS_LOG else []
    if settings.METRICS_TOKEN:
        instruments = import_module("operations.metrics.instruments")
        _ = import_module("operations.metrics.exposition")  # so that processes share it
        tallies.listeners.append(instruments.count_tally)
        QueryWatch.listeners.append(instruments.SLOW_QUERIES.inc)
        found.append(instruments.Account())
    return found
