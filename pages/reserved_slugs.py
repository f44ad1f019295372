"""Which top-level addresses a page may have: none that the paper needs itself."""

import re

from django.conf import settings
from django.urls import get_resolver

CONTACT = "contact"
# What is answered before any URL pattern is looked at.
KEPT = frozenset({"static", "media", "healthz", "readyz"})
START = re.compile(r"\A\^?([a-z0-9-]+)/")


def is_taken(slug):
    """Whether the site map, or something in front of it, uses this address."""
    if slug == CONTACT:
        return False  # the form is the paper's, the words are the desk's
    return slug in KEPT | mount_points() | site_map(get_resolver().url_patterns)


def mount_points():
    """The first steps of where static files and uploads are served."""
    places = (settings.STATIC_URL, settings.MEDIA_URL)
    return {place.strip("/").partition("/")[0] for place in places if place}


def site_map(patterns, before=""):
    """The first step of every address, but for those that lead to flat pages."""
    found = set()
    for pattern in patterns:
        route = f"{before}{pattern.pattern}"
        if hasattr(pattern, "url_patterns") and not START.match(route):
            found |= site_map(pattern.url_patterns, route)
        elif not is_flat(pattern) and (step := START.match(route)):
            found.add(step[1])
    return found


def is_flat(pattern):
    """Whether it names one of our pages, as `about` and `contact` do."""
    return "slug" in getattr(pattern, "default_args", {})
