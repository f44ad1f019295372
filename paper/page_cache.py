"""Renditions of a page, kept for as long as nothing that it shows has changed.

The text of an edition never changes, so a rendition is named by the edition and by
what stands around it. Whatever moves (an entity's lead, a related story going live, a
picture's rights) gives it another name; what moves by itself ends it at its time.
"""

import hashlib

from django.core.cache import cache
from django.utils.translation import get_language

from explainer.field import BRIEF, FULL, GLANCE
from pages import menu

LONGEST = 24 * 3600


def rendition(depth, around, make):
    """The HTML of a page and when it changes by itself; `make` gives both anew."""
    name = cache_key(depth, around)
    found = cache.get(name)
    if found is not None:
        html, due = found
        if due is None or due > around.now:
            return html, due
    html, due = make()
    seconds = LONGEST if due is None else (due - around.now).total_seconds()
    cache.set(name, (html, due), timeout=min(LONGEST, seconds))
    return html, due


def cache_key(depth, around):
    """A name that changes whenever something on the page does."""
    said = [
        get_language(),
        menu.current().version,
        depth if depth in (GLANCE, BRIEF) else FULL,
        *(columns(row) for row in around.editions),
        *((slug, *columns(row)) for slug, row in sorted(around.entities.items())),
        *(columns(row) for row in around.stories.values()),
        *(columns(row) for row in around.questions.values()),
        *(columns(row) for row in around.images.values()),
        *((kind, *columns(row)) for kind, row in around.pointing),
        *(columns(row) for row in around.translations),
        *sorted(map(repr, around.publishers.rows)),
        *sorted(around.tags.items()),
        *sorted(around.authors.items()),
    ]
    return f"page:{hashlib.sha256(repr(said).encode()).hexdigest()}"


def columns(row):
    """Every column of a row, as a tuple."""
    return tuple(row.__dict__[field.attname] for field in row._meta.concrete_fields)
