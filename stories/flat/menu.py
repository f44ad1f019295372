"""The pages that readers are led to: the footer's links, and where each policy is.

Every public page shows them, so they are kept in the process's memory, and a page costs
no query for them. A save in this process forgets them at once, and again when it is
committed, for somebody may have asked in between; another process looks anew within a
second, so no reader sees it come and go.
"""

import hashlib
from dataclasses import dataclass, field

from django.apps import apps
from django.core.cache import cache
from django.db import transaction

KEY = "flat-menu"
SECONDS = 1


@dataclass(frozen=True)
class Link:
    title: str
    address: str
    slug: str


@dataclass(frozen=True)
class Menu:
    """`pages` is every published one; `footer` and `policies` are some of them."""

    pages: tuple[Link, ...] = ()
    footer: tuple[Link, ...] = ()
    policies: dict[str, str] = field(default_factory=dict)

    @property
    def version(self):
        """Another one whenever the menu says something else."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:16]


def current():
    """The menu as it is: no query, or one in a second."""
    found = cache.get(KEY)
    if found is None:
        found = read()
        cache.set(KEY, found, timeout=SECONDS)
    return found


def read():
    rows = apps.get_model("stories", "FlatPage").objects.published().defer("body")
    pages = [(Link(row.title, row.get_absolute_url(), row.slug), row) for row in rows]
    return Menu(
        tuple(link for link, _row in pages),
        tuple(link for link, row in pages if row.menu == row.Menu.FOOTER),
        {row.policy: link.address for link, row in pages if row.policy},
    )


def forget():
    """A page changed: ask the database again, now and once everybody sees it."""
    cache.delete(KEY)
    transaction.on_commit(lambda: cache.delete(KEY))
