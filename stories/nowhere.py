"""For an address that leads nowhere: what it may have meant."""

import re
from difflib import get_close_matches

from entities.models import Entity
from stories.flat import menu
from stories.models import Showing

CLOSE = 5
# So many addresses of a kind are compared with the one asked for.
COMPARED = 300
ALIKE = 2  # Letters that people get right.


def close(asked, now):
    """Pages, stories and topics: title and address, the likest first."""
    known = {link.slug: (link.title, link.address) for link in menu.current().pages}
    for row in [*texts(now), *topics(asked, now)] if asked else ():
        known[row.slug] = title(row), row.get_absolute_url()
    found = get_close_matches(asked, known, n=CLOSE, cutoff=0.6)
    return [known[slug] for slug in found]


def texts(now):
    """The newest live ones."""
    return Showing.objects.live(now).order_by("-updated_at")[:COMPARED]


def topics(asked, now):
    """Public ones whose address begins alike."""
    begins = re.sub(r"[^-\w]", "", asked)[:ALIKE]
    if len(begins) < ALIKE:
        return []
    return Entity.objects.public(now).filter(slug__startswith=begins)[:COMPARED]


def title(row):
    return row.headline if isinstance(row, Showing) else row.name
