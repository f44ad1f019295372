"""Spans of OpenTelemetry: one for each request, one for each query of its view.

Loaded where a collector is named. It gets them from a thread of its own; what it can't
take is dropped, so one that is slow or dead costs no reader anything. The standard
variables say all else: how many are sampled, headers, the name of the service.
"""

import atexit
import os
from functools import lru_cache
from threading import Thread

from django.conf import settings
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import SpanKind, StatusCode
from opentelemetry.trace.propagation import tracecontext

from operations.observation.masking import asked_path, masked_sql
from operations.observation.request_note import NOTE

SERVICE = "newsroom"
PATIENCE = 2  # seconds that the end waits for a collector
PROPAGATOR = tracecontext.TraceContextTextMapPropagator()
PLAIN = {"record_exception": False, "set_status_on_exception": False}
text_of = lru_cache(512)(masked_sql)


class Tracing:
    """Makes spans, and hands them on."""

    def __init__(self):
        named = {"OTEL_SERVICE_NAME", "OTEL_RESOURCE_ATTRIBUTES"} & os.environ.keys()
        own = Resource.create({} if named else {"service.name": SERVICE})
        self.provider = TracerProvider(resource=own, shutdown_on_exit=False)
        self.provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
        self.tracer = self.provider.get_tracer(SERVICE)
        atexit.register(self.end)

    def around(self, application):
        """A WSGI application whose requests are spans."""

        def traced(environ, start_response):
            method = environ["REQUEST_METHOD"]
            options = {"context": parent_of(environ), "kind": SpanKind.SERVER}
            with self.tracer.start_as_current_span(method, **options, **PLAIN) as span:
                try:
                    return application(environ, start_response)
                finally:
                    if span.is_recording():
                        tell_request(span, environ, NOTE.get())

        return traced

    def around_query(self, execute, sql, params, many, context):
        """Has Django's database execute a query within a span."""
        options = {"kind": SpanKind.CLIENT, **PLAIN}
        with self.tracer.start_as_current_span("query", **options) as span:
            if span.is_recording():
                span.set_attribute("db.system.name", context["connection"].vendor)
                span.set_attribute("db.query.text", text_of(sql))
            try:
                return execute(sql, params, many, context)
            except Exception as fault:
                span.set_status(StatusCode.ERROR, type(fault).__name__)
                raise

    def end(self):
        """Send what is left, if somebody takes it soon."""
        last = Thread(target=self.provider.shutdown, daemon=True)
        last.start()
        last.join(PATIENCE)


def parent_of(environ):
    """The span that ours is a part of, by a proxy's word; a stranger's counts nothing,
    who could have every request recorded."""
    if not settings.BEHIND_PROXY:
        return None
    names = ("traceparent", "tracestate")
    said = {name: environ.get(f"HTTP_{name.upper()}") for name in names}
    return PROPAGATOR.extract({name: value for name, value in said.items() if value})


def tell_request(span, environ, note):
    status = int(note.status[:3] or 0)
    if note.view:
        span.update_name(f"{environ['REQUEST_METHOD']} {note.view}")
    span.set_attributes(
        {
            "http.request.method": environ["REQUEST_METHOD"],
            "http.response.status_code": status,
            "url.path": asked_path(environ),
            f"{SERVICE}.view": note.view,
            f"{SERVICE}.cache": note.cache,
            f"{SERVICE}.request_id": note.id,
        }
    )
    if status >= 500:
        span.set_status(StatusCode.ERROR)
