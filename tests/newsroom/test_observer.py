"""The outermost application: each request has a name, and who counts hears of it."""

import pytest
from django.test import override_settings

from newsroom.observer import Observer, accounts, traced
from newsroom.request_timing import WRAPPERS
from operations.observation.request_note import NOTE, current_id
from people import tallies
from tests import make
from tests.support import wire

KEPT = [("Content-Type", "text/plain")]


def application(environ, start_response):
    start_response("200 OK", KEPT)
    return [current_id().encode()]


def test_the_name_is_said_with_the_answer_and_known_meanwhile():
    first, second = (wire.ask(Observer(application), "/") for _time in range(2))

    assert first.headers["X-Request-ID"].encode() == first.body
    assert first.body != second.body
    assert KEPT == [("Content-Type", "text/plain")]  # a page's own headers stay its own
    assert NOTE.get() is None


@pytest.mark.django_db
@pytest.mark.once
def test_the_name_is_said_anew_with_a_page_that_is_known():
    make.published_story(slug="ports")
    front = wire.cache()

    answers = [wire.ask(Observer(front), "/stories/ports/") for _time in range(3)]

    assert front.application.asked == ["/stories/ports/"]
    assert len({answer.headers["X-Request-ID"] for answer in answers}) == 3
    assert len({answer.body for answer in answers}) == 1


def test_who_counts_hears_of_each_answer():
    told = []

    def account(environ, note, seconds):
        told.append((environ["PATH_INFO"], note.status, note.headers, seconds > 0))

    wire.ask(Observer(application, [account]), "/a/")

    assert told == [("/a/", "200 OK", KEPT, True)]


def test_a_request_that_fails_is_counted_and_forgotten():
    told = []

    def broken(environ, start_response):
        raise KeyError("a word")

    with pytest.raises(KeyError):
        wire.ask(Observer(broken, [lambda *given: told.append(given)]), "/")

    assert len(told) == 1
    assert NOTE.get() is None


def test_nobody_counts_unless_the_settings_say_so(settings):
    settings.METRICS_TOKEN, settings.ACCESS_LOG = "", False
    settings.OTEL_EXPORTER_OTLP_ENDPOINT = ""

    assert accounts() == []
    assert traced(application) is application


def test_figures_are_counted_where_somebody_may_read_them(monkeypatch):
    monkeypatch.setattr(tallies, "listeners", [])
    with override_settings(METRICS_TOKEN="t", ACCESS_LOG=True):
        found = accounts()

    assert [type(account).__name__ for account in found] == ["function", "Account"]
    assert [listener.__name__ for listener in tallies.listeners] == ["count_tally"]
    assert WRAPPERS == []
