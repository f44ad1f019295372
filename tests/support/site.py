"""A hostile site, and leave to fetch it: short of time, and from this machine alone."""

import pytest
from django.core.cache import cache

from tests import web


@pytest.fixture
def site(settings):
    settings.FETCH_SOURCES = True
    settings.FETCH_SECONDS = 2
    settings.FETCH_ALLOW_HOSTS = ["127.0.0.1"]
    with web.site() as opened:
        yield opened


@pytest.fixture(autouse=True)
def nobody_has_fetched_yet(monkeypatch):
    """Each test begins with a minute of its own."""
    monkeypatch.setattr("sources.limits.A_MINUTE", 1000)
    cache.clear()
