"""What every page leads to: desks, the footer's pages, and where each policy is.

They are kept in the process's memory, so a page costs no query for them. A page that is
saved in this process forgets them at once, and again when it is committed, for somebody
may have asked in between; another process looks anew within a second, so no reader sees
it come and go.

Somebody may also be asking while they are forgotten. So each menu says since when it
has been asked for, and one of before the last change is never taken.
"""

import hashlib
import math
from dataclasses import dataclass, field
from functools import cached_property
from time import monotonic
from types import SimpleNamespace

from django.apps import apps
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from people.compiled_query import MOMENT, compile_once
from people.routes import address

SECONDS = 1
# In this process: the menu that is known, when it changed last, and what is due next,
# with when that was asked.
KNOWN = SimpleNamespace(menu=None, changed_at=monotonic(), due=(-math.inf, None))


@dataclass(frozen=True)
class Link:
    title: str
    address: str
    slug: str


@dataclass(frozen=True)
class Menu:
    """`pages` is every published one; `footer` and `policies` are some of them.

    `desks` are those that readers find something at. It was `asked_at` a second of a
    clock that only goes forward.
    """

    pages: tuple[Link, ...] = ()
    footer: tuple[Link, ...] = ()
    policies: dict[str, str] = field(default_factory=dict)
    desks: tuple[Link, ...] = ()
    asked_at: float = field(default=math.inf, repr=False, compare=False)

    def is_right(self, at):
        """Whether it is known to somebody who asks at a second of the same clock."""
        return KNOWN.changed_at <= self.asked_at and at - self.asked_at < SECONDS

    @cached_property
    def version(self):
        """Another one whenever the menu says something else."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:16]


def current():
    """The menu as it is: no query, or two in a second."""
    found = KNOWN.menu
    if found is None or not found.is_right(monotonic()):
        found = KNOWN.menu = read_menu()
    return found


def read_menu(now=None):
    asked_at, now = monotonic(), now or timezone.now()
    rows = published_pages()
    pages = [(Link(row.title, row.get_absolute_url(), row.slug), row) for row in rows]
    return Menu(
        tuple(link for link, _row in pages),
        tuple(link for link, row in pages if row.menu == row.Menu.FOOTER),
        {row.policy: link.address for link, row in pages if row.policy},
        tuple(desks(now)),
        asked_at,
    )


@compile_once()
def published_pages():
    return apps.get_model("pages", "FlatPage").objects.published().defer("body")


def desks(now):
    """Those at which a story is live, in their own order."""
    for desk in live_desks(now=now):
        yield Link(desk.name, address("desk", desk.slug), desk.slug)


@compile_once(now=MOMENT)
def live_desks(now):
    live = apps.get_model("stories", "Showing").objects.live(now)
    there = Exists(live.stories().filter(desk=OuterRef("slug")))
    return apps.get_model("people", "Desk").objects.filter(there)


def forget():
    """A page changed: ask the database again, now and once everybody sees it."""
    expire()
    transaction.on_commit(expire)


def due_moment():
    """When an edition may bring a desk, or take the last one of a desk away; or None.

    Asked once for all pages until something changes. Once it is there the menu is over.
    """
    now = timezone.now()
    asked_at, moment = KNOWN.due
    if moment is not None and moment <= now:
        expire()
    if asked_at < KNOWN.changed_at:
        asked_at = monotonic()
        moment = next_edition(now=now)
        KNOWN.due = asked_at, moment
    return moment


def next_edition(now):
    ahead = apps.get_model("stories", "Showing").objects.filter(live_from__gt=now)
    return ahead.order_by("live_from").values_list("live_from", flat=True).first()


def expire():
    """Whoever asks from now on gets a menu that is asked for from now on."""
    KNOWN.changed_at, KNOWN.menu = monotonic(), None
