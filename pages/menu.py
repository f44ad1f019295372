"""What every page leads to: desks, the footer's pages, and where each policy is.

They are kept in the process's memory, so a page costs no query for them. A page that is
saved in this process forgets them at once, and again when it is committed, for somebody
may have asked in between; another process looks anew within a second, so no reader sees
it come and go.
"""

import hashlib
from dataclasses import dataclass, field

from django.apps import apps
from django.core.cache import cache
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from people.compiled_query import MOMENT, compile_once

KEY = "flat-menu"
SECONDS = 1


@dataclass(frozen=True)
class Link:
    title: str
    address: str
    slug: str


@dataclass(frozen=True)
class Menu:
    """`pages` is every published one; `footer` and `policies` are some of them.

    `desks` are those that readers find something at.
    """

    pages: tuple[Link, ...] = ()
    footer: tuple[Link, ...] = ()
    policies: dict[str, str] = field(default_factory=dict)
    desks: tuple[Link, ...] = ()

    @property
    def version(self):
        """Another one whenever the menu says something else."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:16]


def current():
    """The menu as it is: no query, or two in a second."""
    found = cache.get(KEY)
    if found is None:
        found = read_menu()
        cache.set(KEY, found, timeout=SECONDS)
    return found


def read_menu():
    rows = published_pages()
    pages = [(Link(row.title, row.get_absolute_url(), row.slug), row) for row in rows]
    return Menu(
        tuple(link for link, _row in pages),
        tuple(link for link, row in pages if row.menu == row.Menu.FOOTER),
        {row.policy: link.address for link, row in pages if row.policy},
        tuple(desks()),
    )


@compile_once()
def published_pages():
    return apps.get_model("pages", "FlatPage").objects.published().defer("body")


def desks():
    """Those at which a story is live, in their own order."""
    for desk in live_desks(now=timezone.now()):
        yield Link(desk.name, reverse("desk", args=[desk.slug]), desk.slug)


@compile_once(now=MOMENT)
def live_desks(now):
    live = apps.get_model("stories", "Showing").objects.live(now)
    there = Exists(live.stories().filter(desk=OuterRef("slug")))
    return apps.get_model("people", "Desk").objects.filter(there)


def forget():
    """A page changed: ask the database again, now and once everybody sees it."""
    cache.delete(KEY)
    transaction.on_commit(lambda: cache.delete(KEY))
