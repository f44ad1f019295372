"""Spans, as a collector gets them; and one that is dead is nobody's concern."""

import socket

import pytest
from django.db import DatabaseError, connection, transaction
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
)

from newsroom.observer import Observer
from operations.observation.request_note import NOTE
from operations.observation.spans import Tracing
from tests.support import wire
from tests.support.listener import Listener

TRACE, PARENT = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
FROM_A_PROXY = {"HTTP_TRACEPARENT": f"00-{TRACE}-{PARENT}-01"}
PATH = "/contact/received/ABCDE-FGHIJ/"


@pytest.fixture
def collector(monkeypatch):
    with Listener() as listener:
        name = "OTEL_EXPORTER_OTLP_ENDPOINT"
        monkeypatch.setenv(name, f"http://127.0.0.1:{listener.port}")
        yield listener


def spans(collector):
    """Each that was sent, with its attributes as a mapping."""
    for path, body in collector.received:
        assert path == "/v1/traces"
        said = ExportTraceServiceRequest.FromString(body)
        for resource in said.resource_spans:
            for scope in resource.scope_spans:
                yield from scope.spans


def attributes(span):
    return {
        pair.key: pair.value.string_value or pair.value.int_value
        for pair in span.attributes
    }


def answer(tracing, status="200 OK"):
    """A view that asks the database one thing."""

    def application(environ, start_response):
        NOTE.get().view, NOTE.get().cache = "contact_received", "made"
        with (
            connection.execute_wrapper(tracing.around_query),
            connection.cursor() as cursor,
        ):
            cursor.execute("SELECT 'a secret', %s", ["another"])
        start_response(status, [])
        return [b""]

    return Observer(tracing.around(application))


@pytest.mark.django_db
def test_a_request_is_a_span_and_so_is_each_query(collector, settings):
    settings.BEHIND_PROXY = True
    tracing = Tracing()
    said = wire.ask(answer(tracing), PATH, **FROM_A_PROXY)

    tracing.end()

    query, request = spans(collector)
    assert request.name == "GET contact_received"
    assert (request.trace_id.hex(), request.parent_span_id.hex()) == (TRACE, PARENT)
    assert attributes(request) == {
        "http.request.method": "GET",
        "http.response.status_code": 200,
        "url.path": "/contact/received/…",
        "newsroom.view": "contact_received",
        "newsroom.cache": "made",
        "newsroom.request_id": said.headers["X-Request-ID"],
    }
    assert query.parent_span_id == request.span_id
    assert attributes(query) == {
        "db.system.name": connection.vendor,
        "db.query.text": "SELECT ?, %s",
    }


@pytest.mark.django_db
def test_a_stranger_s_trace_is_not_ours(collector, settings):
    settings.BEHIND_PROXY = False
    tracing = Tracing()
    wire.ask(answer(tracing, "503 Service Unavailable"), PATH, **FROM_A_PROXY)

    tracing.end()

    _query, request = spans(collector)
    assert request.trace_id.hex() != TRACE
    assert request.status.code == request.status.STATUS_CODE_ERROR


@pytest.mark.django_db
def test_a_query_that_fails_says_only_how(collector):
    tracing = Tracing()

    with (
        pytest.raises(DatabaseError, match="nowhere"),
        transaction.atomic(),
        connection.execute_wrapper(tracing.around_query),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT secret FROM nowhere")
    tracing.end()

    (query,) = spans(collector)
    assert (query.status.message, [*query.events]) == (
        {"sqlite": "OperationalError", "postgresql": "ProgrammingError"}[
            connection.vendor
        ],
        [],
    )


@pytest.mark.django_db
def test_nobody_waits_for_a_collector_that_says_nothing(monkeypatch):
    """Each time it is asked the exporter waits for ten seconds."""
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        name = "OTEL_EXPORTER_OTLP_ENDPOINT"
        monkeypatch.setenv(name, f"http://127.0.0.1:{deaf.getsockname()[1]}")
        monkeypatch.setattr("operations.observation.spans.PATIENCE", 0.2)
        tracing = Tracing()
        application = answer(tracing)
        statuses = [wire.ask(application, PATH).status for _time in range(600)]
        tracing.end()

    assert statuses == [200] * 600
