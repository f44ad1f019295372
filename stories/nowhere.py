"""For an address that leads nowhere: what it may have meant."""

import re
from difflib import get_close_matches

from django.db.models import Q

from entities.models import Entity
from stories.flat import menu
from stories.models import Showing
from stories.models.derived import NEWEST

CLOSE = 5
# So many addresses of a kind are compared with the one asked for.
COMPARED = 60
ALIKE = 2  # Letters that people get right.


def close(asked, now):
    """Pages, stories and topics: title and address, the likest first."""
    known = {link.slug: (link.title, link.address) for link in menu.current().pages}
    for row in [*texts(asked, now), *topics(asked, now)] if asked else ():
        known[row.slug] = title(row), row.get_absolute_url()
    found = get_close_matches(asked, known, n=CLOSE, cutoff=0.6)
    return [known[slug] for slug in found]


def texts(asked, now):
    """The newest live stories, and texts whose address begins alike."""
    live = Showing.objects.live(now)
    alike = live.filter(begins_like(asked)).order_by("slug")
    return [*live.stories().order_by(*NEWEST)[:COMPARED], *alike[:COMPARED]]


def topics(asked, now):
    """Public ones whose address begins alike."""
    rows = Entity.objects.public(now).filter(begins_like(asked))
    return rows.order_by("slug")[:COMPARED]


def begins_like(asked):
    """A stretch of addresses, which an index can go through; none for too little."""
    begins = re.sub(r"[^-\w]", "", asked)[:ALIKE]
    if len(begins) < ALIKE:
        return Q(slug__in=[])
    return Q(slug__gte=begins, slug__lt=begins[:-1] + chr(ord(begins[-1]) + 1))


def title(row):
    return row.headline if isinstance(row, Showing) else row.name
