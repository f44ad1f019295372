"""Days and moments as pages print them, for readers and for machines."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.utils.translation import override

from paper.templatetags import paper

MOMENT = dt.datetime(2026, 1, 5, 23, 4, 9, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("said", "value", "words"),
    [
        (paper.day, "2026-01-06", "6 January 2026"),
        (paper.short_day, "2026-01-06", "6 Jan 2026"),
        (paper.weekday, "2026-01-06", "Tuesday 6 January 2026"),
        (paper.moment, "2026-01-06T00:04:09+01:00", "6 January 2026, 00:04 CET"),
        (paper.clock, "2026-01-06T00:04:09+01:00", "00:04"),
    ],
)
def test_a_moment_is_told_where_the_paper_is(settings, said, value, words):
    settings.TIME_ZONE = "Europe/Berlin"

    assert said(MOMENT) == f'<time datetime="{value}">{words}</time>'


@pytest.mark.parametrize(
    ("precision", "value", "words"),
    [
        ("day", "0933-03-02", "2 March 933"),
        ("month", "0933-03", "March 933"),
        ("year", "0933", "933"),
    ],
)
def test_a_day_is_as_precise_as_it_is_known(precision, value, words):
    made = paper.day(dt.date(933, 3, 2), precision)

    assert made == f'<time datetime="{value}">{words}</time>'


@pytest.mark.parametrize(
    ("kind", "note", "tells"),
    [
        ("development", "New: they opened.", True),
        ("development", "They opened: two.", False),
        ("development", "2026: they opened.", False),
        ("correction", "New: they opened.", False),
    ],
)
def test_a_note_of_new_facts_may_say_so_itself(kind, note, tells):
    assert paper.tells_itself(SimpleNamespace(kind=kind, note=note)) is tells


@pytest.mark.parametrize(
    ("language", "name"),
    [("", ""), ("en", ""), ("EN-us", ""), ("de-AT", "Deutsch"), ("xx", "xx")],
)
def test_a_language_that_is_not_the_papers_is_named(language, name):
    assert paper.foreign(language).casefold() == name.casefold()


def test_a_text_is_cut_between_sentences():
    text = "One is here. " * 30

    assert paper.shortened(text, 30) == "One is here. One is here."
    with override("de"):
        assert len(paper.shortened(text)) > 100
