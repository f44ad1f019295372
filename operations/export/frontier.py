"""Where an export begins: addresses that no page need link to. Links do the rest."""

import datetime as dt

from django.urls import NoReverseMatch, get_resolver, reverse

from entities.models import Entity
from operations.export.serverless import NEEDS_SERVER, NOWHERE, PRIVATE, SEARCH
from pages.models import FlatPath
from stories.models import Showing

# A reader who comes back to the front is led to the day of the last visit.
DAYS = 31
AT_ONCE = 500


def plain_addresses():
    """Every public address of the site map that needs nothing to be filled in."""
    for pattern in get_resolver().url_patterns:
        name = getattr(pattern, "name", None)
        if not name or name in NEEDS_SERVER:
            continue
        try:
            address = reverse(name)
        except NoReverseMatch:
            continue
        if not address.startswith(PRIVATE):
            yield address


def beginnings(now):
    """Addresses to ask for; where nothing stands there is no file."""
    yield from (SEARCH, NOWHERE)
    yield from plain_addresses()
    yield from texts(now)
    moved = Entity.objects.exclude(merged_into=None).values_list("slug", flat=True)
    yield from (reverse("entity", args=[slug]) for slug in moved.iterator(AT_ONCE))
    for slug in FlatPath.objects.values_list("slug", flat=True):
        yield reverse("flat", args=[slug])
    for back in range(DAYS):
        day = now.date() - dt.timedelta(days=back)
        yield reverse("since", args=[day.year, day.month, day.day])


def texts(now):
    """Every slug that a story or question had, and for readers who come back what is
    new since each of its editions."""
    rows = Showing.objects.filter(live_from__lte=now).order_by("pk")
    known = rows.values_list("slug", "question_id", "number", "live_until")
    seen = set()
    for slug, question, number, until in known.iterator(AT_ONCE):
        kind = "question" if question else "story"
        address = reverse(kind, args=[slug])
        if address not in seen:
            seen.add(address)
            yield address
            yield reverse(f"{kind}_editions", args=[slug])
        if not question and until <= now:
            yield f"{address}?since={number}"
