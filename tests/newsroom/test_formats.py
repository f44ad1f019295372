"""Moments as each language of the interface writes them."""

import datetime as dt

import pytest
from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format

AT = dt.datetime(2026, 3, 4, 18, 5)  # noqa: DTZ001  what a clock on the wall says
FORMATS = ("TIME_FORMAT", "DATETIME_FORMAT", "SHORT_DATETIME_FORMAT")


@pytest.mark.parametrize("language", sorted(settings.TRANSLATIONS | {"en-gb"}))
@pytest.mark.parametrize("name", FORMATS)
def test_times_of_day_are_by_24_hours(language, name):
    with translation.override(language):
        said = date_format(AT, name)

    assert said.endswith("18:05"), said
