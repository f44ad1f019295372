"""A calendar as programs read it: by a parser, and by the rules of RFC 5545 itself."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from paper.calendars.calendar_file import CalendarEvent, CalendarHead, calendar_file
from tests.support.ical import checked, events

pytestmark = pytest.mark.once
AT = dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=dt.UTC)
HEAD = CalendarHead(
    name="Ports; rates, and more",
    paper="The Lantern",
    language="en-gb",
    address="https://lantern.example/calendar.ics",
    page="https://lantern.example/",
)


def told(**fields):
    return CalendarEvent(
        **{
            **{"uid": "u1@lantern.example", "day": dt.date(2026, 3, 9)},
            **{"precision": "day", "words": "The council votes.", "edition": 4},
            **{
                "headline": "Ports",
                "address": "https://lantern.example/stories/ports/",
            },
            **{"changed": AT, "language": "en"},
        }
        | fields
    )


def read(*told):
    return checked(calendar_file(HEAD, told))


def test_a_day_is_an_event_of_that_day_and_says_whose_it_is():
    (event,) = events(read(told(open=True, desk="City, port")))

    assert event["UID"] == "u1@lantern.example"
    assert event["DTSTART"].dt == dt.date(2026, 3, 9)
    assert event["DTEND"].dt == dt.date(2026, 3, 10)
    assert (event["STATUS"], event["TRANSP"]) == ("TENTATIVE", "TRANSPARENT")
    assert (event["SEQUENCE"], event["LAST-MODIFIED"].dt) == (4, AT)
    assert event["SUMMARY"] == "The council votes."
    assert event["SUMMARY"].params["LANGUAGE"] == "en"
    said = "The council votes.\n\nPorts\nhttps://lantern.example/stories/ports/"
    assert event["DESCRIPTION"] == said
    assert event["CATEGORIES"].cats == ["City, port"]


def test_what_came_of_it_stands_in_the_event():
    (event,) = events(read(told(outcome="It voted no.")))

    assert event["STATUS"] == "CONFIRMED"
    assert "votes.\n\nIt voted no.\n\nPorts" in event["DESCRIPTION"]


@pytest.mark.parametrize(
    ("precision", "day", "begins", "ends", "named"),
    [
        ("month", "2026-12-09", "2026-12-01", "2027-01-01", "votes. (December 2026)"),
        ("month", "2028-02-29", "2028-02-01", "2028-03-01", "votes. (February 2028)"),
        ("year", "2027-05-01", "2027-01-01", "2028-01-01", "votes. (2027)"),
        ("month", "9999-12-31", "9999-12-01", None, "votes. (December 9999)"),
        ("year", "9999-01-01", "9999-01-01", None, "votes. (9999)"),
        ("day", "9999-12-31", "9999-12-31", None, "votes."),
    ],
)
def test_what_is_known_to_the_month_or_the_year_lasts_as_long(
    precision, day, begins, ends, named
):
    (event,) = events(read(told(precision=precision, day=dt.date.fromisoformat(day))))

    assert event["DTSTART"].dt.isoformat() == begins
    assert (event["DTEND"].dt.isoformat() if "DTEND" in event else None) == ends
    assert event["SUMMARY"].endswith(named)


def test_a_calendar_without_events_is_one_all_the_same():
    made = read()

    assert events(made) == []
    assert made["X-WR-CALNAME"] == made["NAME"] == r"Ports\; rates\, and more"
    assert (made["METHOD"], made["VERSION"]) == ("PUBLISH", "2.0")


LETTERS = st.text(st.sampled_from("aß中é👩‍🚀ع\n,;:\\\"'"), min_size=1, max_size=200)


@settings(max_examples=40)
@given(LETTERS, LETTERS, LETTERS)
def test_words_of_any_script_come_back_from_lines_that_fit(words, outcome, desk):
    (event,) = events(read(told(words=words, outcome=outcome, desk=desk)))

    assert event["DESCRIPTION"].startswith(words)
    assert f"\n\n{outcome}\n\n" in event["DESCRIPTION"]


def test_the_same_is_written_in_the_same_bytes():
    assert calendar_file(HEAD, [told()]) == calendar_file(HEAD, [told()])
    assert Calendar.from_ical(calendar_file(HEAD, [told()]))
