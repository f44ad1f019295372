"""For an address that leads nowhere: what it may have meant."""

import copy
import re
import unicodedata
from difflib import get_close_matches
from html import unescape
from itertools import chain

from django.http import Http404
from django.urls import resolve

from entities.models import Entity
from pages import menu
from people.compiled_query import MOMENT, TEXT, compile_by_values
from stories.models import Showing
from stories.models.showing import NEWEST
from stories.models.topics import public

CLOSE = 5
# So many addresses of a kind are compared with the one asked for.
COMPARED = 60
ALIKE = 2  # Letters that people get right.
NOT_READERS = ("/admin/", "/shared/", "/static/")
# Punctuation, signs, blanks, and what can't be seen.
BEHIND = "PSZC"


def spelling(request):
    """The address that one in capitals, or with a sentence's end behind it, was meant
    to be: only if readers get something there, else None."""
    if request.method not in ("GET", "HEAD"):
        return None
    found = (path for path in spellings(request.path_info) if answers(request, path))
    return next(found, None)


def spellings(path):
    """Other ways to write a path, the likest first."""
    if path.endswith("/.."):
        return []
    bare = without_end(path)
    found = (f"{text}{end}" for text in (bare, bare.lower()) for end in ("/", ""))
    return [text for text in dict.fromkeys(found) if text not in ("", path)]


def without_end(path):
    """A path without what a sentence has behind it."""
    bare = unicodedata.normalize("NFC", unescape(path))
    while bare and unicodedata.category(bare[-1])[0] in BEHIND:
        bare = bare[:-1]
    return bare


def answers(request, path):
    """Whether readers have a page at an address of ours, or are told why not; be it
    that it knows no such question."""
    if path.startswith(NOT_READERS):
        return False
    asked = copy.copy(request)
    asked.path = asked.path_info = path
    try:
        asked.resolver_match = match = resolve(path)
        response = match.func(asked, *match.args, **match.kwargs)
    except Http404:  # An address that is none of ours is one, too.
        return False
    request.due = getattr(asked, "due", None)
    return response.status_code in (200, 301, 400, 410)


def close(asked, now):
    """Pages, stories and topics: title and address, the likest first."""
    known = {link.slug: (link.title, link.address) for link in menu.current().pages}
    for row in [*texts(asked, now), *topics(asked, now)] if asked else ():
        known[row.slug] = title(row), row.get_absolute_url()
    found = get_close_matches(asked, known, n=CLOSE, cutoff=0.6)
    return [known[slug] for slug in found]


def texts(asked, now):
    """The newest live stories, and texts whose address begins alike."""
    alike = (texts_between(COMPARED, **found, now=now) for found in stretch(asked))
    return [*newest_stories(COMPARED, now=now), *chain(*alike)]


@compile_by_values(now=MOMENT)
def newest_stories(most, now):
    return Showing.objects.live(now).stories().order_by(*NEWEST)[:most]


@compile_by_values(first=TEXT, end=TEXT, now=MOMENT)
def texts_between(most, first, end, now):
    rows = Showing.objects.live(now).filter(slug__gte=first, slug__lt=end)
    return rows.order_by("slug")[:most]


def topics(asked, now):
    """Public ones whose address begins alike."""
    alike = (topics_between(COMPARED, **found, now=now) for found in stretch(asked))
    return chain(*alike)


@compile_by_values(first=TEXT, end=TEXT, now=MOMENT)
def topics_between(most, first, end, now):
    rows = public(Entity.objects, now).filter(slug__gte=first, slug__lt=end)
    return rows.order_by("slug")[:most]


def stretch(asked):
    """The stretch of addresses that begin alike, as an index goes through them; of too
    few letters there is none."""
    begins = re.sub(r"[^-\w]", "", asked)[:ALIKE]
    if len(begins) == ALIKE:
        yield {"first": begins, "end": begins[:-1] + chr(ord(begins[-1]) + 1)}


def title(row):
    return row.headline if isinstance(row, Showing) else row.name
