"""What may be asked is read one way, and refused in one sentence that names it."""

import datetime as dt
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paper.api.parameters import DAY, MOMENT, Day, Moment, ParameterError, read_all
from paper.api.resources import BY_NAME, RESOURCES

SINCE, ON = Moment("since", ""), Day("on", "")


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("2026-03-01", dt.datetime(2026, 3, 1, tzinfo=dt.UTC)),
        ("2026-03-01T12:00:00Z", dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)),
        (
            "2026-03-01T12:00:30+02:00",
            dt.datetime(2026, 3, 1, 10, 0, 30, tzinfo=dt.UTC),
        ),
        ("2000-02-29", dt.datetime(2000, 2, 29, tzinfo=dt.UTC)),
    ],
)
def test_a_moment_is_in_its_zone_or_a_day(given, read):
    assert SINCE.read(given) == read


@pytest.mark.parametrize(
    "given",
    [
        *("", "now", "2026-02-29", "2026-04-31", "2026-03-01T12:00", "2026-3-1", 5),
        *("2026-03-01T12:00:00", "2026-03-01T24:00:00Z", "2026-03-01\n", None),
        "2026-03-\u0660\u0661",
    ],
)
def test_what_is_no_moment_is_refused(given):
    with pytest.raises(
        ParameterError, match="since is a moment with its zone"
    ) as fault:
        SINCE.read(given)
    assert fault.value.name == "since"


@given(st.dates(dt.date(1960, 1, 1), dt.date(2110, 1, 1)))
@settings(max_examples=50)
def test_every_day_of_these_years_is_one_and_no_other(day):
    is_day = 1970 <= day.year <= 2099

    assert bool(re.fullmatch(DAY, day.isoformat())) == is_day
    if is_day:
        assert ON.read(day.isoformat()) == day


@given(st.from_regex(MOMENT, fullmatch=True))
@settings(max_examples=50)
def test_whatever_is_described_as_a_moment_is_one(given):
    assert SINCE.read(given).tzinfo == dt.UTC


@pytest.mark.parametrize("resource", RESOURCES, ids=lambda resource: resource.name)
def test_every_parameter_refuses_what_it_cannot_be(resource):
    for one in resource.parameters:
        for wrong in ("", "x" * 201, "\x00", "\ud800", [], {}, 1.5, None, -1):
            with pytest.raises(ParameterError) as fault:
                one.read(wrong)
            assert str(fault.value).startswith(f"{one.name} ")


def test_what_is_given_wrongly_is_named():
    known = BY_NAME["search"].query
    cases = {
        "q has to be given.": {},
        "q is given more than once.": {"q": ["a", "b"]},
        "limit is a whole number from 1 to 20.": {"q": ["a"], "limit": ["21"]},
        "type is one of story, question.": {"q": ["a"], "type": ["page"]},
        "There is no parameter 'Q' here, there is: q, type, desk": {"Q": ["a"]},
    }
    for sentence, asked in cases.items():
        with pytest.raises(ParameterError, match=re.escape(sentence)):
            read_all(known, asked)
    assert read_all(known, {"q": ["a"], "limit": ["5"]}) == {"q": "a", "limit": 5}
