"""Wikidata's points in time: calendars, exactness, ages."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entities.wikidata_days import Moment, from_julian, moment_of
from tests.support.wikidata import JULIAN, time

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        (time("+2019-05-14T00:00:00Z"), Moment("2019-05-14", "day", "2019-05-14")),
        (time("+2019-05-00T00:00:00Z", 10), Moment("2019-05-01", "month", "2019-05")),
        (time("+2019-00-00T00:00:00Z", 9), Moment("2019-01-01", "year", "2019")),
        (time("+2019-05-14T00:00:00Z", 9), Moment("2019-01-01", "year", "2019")),
        (time("+2019-05-00T00:00:00Z"), Moment("2019-05-01", "month", "2019-05")),
        (time("+2019-00-00T00:00:00Z"), Moment("2019-01-01", "year", "2019")),
        (time("+2019-00-00T00:00:00Z", 10), Moment("2019-01-01", "year", "2019")),
        (time("+2019-05-14T09:30:00Z", 14), Moment("2019-05-14", "day", "2019-05-14")),
        # The day on which the October revolution began, and one before our calendar.
        (
            time("+1917-10-25T00:00:00Z", 11, JULIAN),
            Moment("1917-11-07", "day", "1917-10-25"),
        ),
        (
            time("+1066-10-14T00:00:00Z", 11, JULIAN),
            Moment("1066-10-20", "day", "1066-10-14"),
        ),
        (
            time("+1500-02-29T00:00:00Z", 11, JULIAN),
            Moment("1500-03-10", "day", "1500-02-29"),
        ),
        (time("+1950-00-00T00:00:00Z", 8), Moment(words="1950s")),
        (time("+1801-00-00T00:00:00Z", 7), Moment(words="century 19")),
        (time("+0800-00-00T00:00:00Z", 9), Moment(words="0800")),
        (time("-0044-03-15T00:00:00Z"), Moment(words="0044-03-15 BCE")),
        (time("-4500000000-00-00T00:00:00Z", 3), Moment(words="about 4500000000 BCE")),
        (time("+2019-02-30T00:00:00Z"), Moment(words="2019-02-30")),
        (time("tomorrow"), Moment()),
        ({"time": "+2019-05-14T00:00:00Z", "precision": "11"}, Moment()),
        (None, Moment()),
    ],
)
def test_a_moment_is_as_exact_as_it_is_said(value, moment):
    assert moment_of(value) == moment


@settings(max_examples=30)
@given(day=st.dates(dt.date(1582, 10, 15), dt.date(2099, 12, 31)))
def test_calendars_drift_apart_by_three_days_in_four_hundred_years(day):
    centuries = day.year // 100 - (day.month < 3 and day.year % 100 == 0)
    apart = centuries - centuries // 4 - 2
    julian = day - dt.timedelta(days=apart)
    if (julian.year // 100) != (day.year // 100) or julian.month != day.month:
        return  # On the turn of a century both have a leap day or one has.
    assert from_julian(julian.year, julian.month, julian.day) == day
