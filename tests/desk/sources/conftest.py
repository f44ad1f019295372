"""A hostile site to fetch from, for every test of this folder."""

from tests.support.site import nobody_has_fetched_yet, site  # noqa: F401
