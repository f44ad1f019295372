"""Which backups are kept: by days, weeks and months, and never none."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from operations.backup.retention import superfluous

NOW = dt.datetime(2026, 12, 2, 12, tzinfo=dt.UTC)
KEEP = {"daily": 7, "weekly": 4, "monthly": 6}


def daily(count):
    return [NOW - dt.timedelta(days=n, hours=2) for n in range(count)]


def kept(moments, keep=KEEP):
    going = {*superfluous(moments, keep, NOW)}
    return [f"{at:%m-%d}" for at in moments if at not in going]


def test_of_a_year_of_days_the_newest_of_days_weeks_and_months_are_kept():
    assert kept(daily(365)) == [
        *("12-02", "12-01", "11-30", "11-29", "11-28", "11-27", "11-26"),
        *("11-22", "11-15"),
        *("10-31", "09-30", "08-31", "07-31"),
    ]


def test_what_is_younger_than_a_day_is_kept_however_much_it_is():
    hours = [NOW - dt.timedelta(hours=n) for n in range(30)]

    assert superfluous(hours, {"daily": 1}, NOW) == hours[24:]


moments = st.lists(
    st.integers(0, 2500 * 24).map(lambda hours: NOW - dt.timedelta(hours=hours)),
    unique=True,
)
counts = st.fixed_dictionaries(dict.fromkeys(KEEP, st.integers(0, 9)))


@given(moments, counts)
def test_the_newest_is_always_kept_and_no_more_than_the_rules_say(found, keep):
    going = superfluous(found, keep, NOW)

    assert {*going} <= {*found}
    assert max(found, default=None) not in going
    old = [at for at in found if NOW - at >= dt.timedelta(days=1)]
    assert len({*old} - {*going}) <= sum(keep.values()) + 1


@given(moments, counts)
def test_to_remove_them_and_ask_again_removes_no_more(found, keep):
    left = {*found} - {*superfluous(found, keep, NOW)}

    assert superfluous(left, keep, NOW) == []
