"""The actors of the paper: itself, its desks and its topics, each as long as it has a
page. They are called as their pages are, by kind and slug, neither of which changes.
"""

import re
from dataclasses import dataclass

from django.conf import settings

from entities.models import Entity
from explainer import prose
from paper.lists.queries import desk_at
from paper.topics.topic import find
from people.desks import Desk
from people.routes import address
from stories.models import Showing

FRONT, DESK, TOPIC = "front", "desk", "entity"  # as the addresses of pages are called
KINDS = (FRONT, DESK, TOPIC)
PREFIXES = {DESK: "desk-", TOPIC: "topic-"}
FOLDERS = {FRONT: "paper", DESK: "desks", TOPIC: "topics"}
OWN = re.compile(r"/fediverse/(?:paper|(desks|topics)/([-\w]{1,80}))")
HANDLE = re.compile(r"(?:acct:)?@?([\w.-]{1,100})@([\w.:-]{1,255})", re.ASCII)


@dataclass(frozen=True)
class Actor:
    kind: str
    slug: str
    name: str
    page: str  # its path
    about: str = ""

    @property
    def id(self):
        return actor_id(self.kind, self.slug)

    @property
    def handle(self):
        """What stands before the @ of its account."""
        return PREFIXES[self.kind] + self.slug if self.slug else settings.FEDIVERSE_NAME

    @property
    def account(self):
        return f"{self.handle}@{host()}"


def host():
    return settings.SITE_URL.partition("://")[2]


def absolute(path):
    return f"{settings.SITE_URL}{path}"


def actor_id(kind, slug=""):
    return absolute(address(f"fediverse_{kind}", *filter(None, [slug])))


def key_id(kind, slug=""):
    return f"{actor_id(kind, slug)}#main-key"


def paper():
    return Actor(FRONT, "", settings.SITE_NAME, address("front"))


def actor(kind, slug, now):
    """The one of this kind and slug; None while it has no page."""
    if kind == FRONT:
        return paper()
    return (desk if kind == DESK else topic)(slug, now)


def desk(slug, now):
    row = desk_at.first(slug=slug)
    live = Showing.objects.live(now).stories().filter(desk=slug)
    return of_desk(row) if row is not None and live.exists() else None


def of_desk(row):
    name = f"{row.name} · {settings.SITE_NAME}"
    return Actor(DESK, row.slug, name, address("desk", row.slug))


def topic(slug, now):
    """One that was merged into another goes on under its own address, as that one."""
    entity = find(slug, now)
    if entity is None:
        return None
    name = f"{entity.name} · {settings.SITE_NAME}"
    page = entity.get_absolute_url()
    return Actor(TOPIC, slug, name, page, prose.shorten(entity.lead))


def parse_id(there):
    """Kind and slug of an actor of ours by its address, whether it is there or not."""
    path = there.removeprefix(settings.SITE_URL) if isinstance(there, str) else ""
    found = OWN.fullmatch(path) if path != there else None
    if found is None:
        return None
    kinds = {folder: kind for kind, folder in FOLDERS.items()}
    return kinds[found[1] or "paper"], found[2] or ""


def find_account(asked, now):
    """By what WebFinger is asked for: an account, or the address of actor or page."""
    found = HANDLE.fullmatch(asked)
    if found:
        name, there = found[1].lower(), found[2].lower()
        return of_handle(name, now) if there == host() else None
    if named := parse_id(asked):
        return actor(*named, now)
    path = asked.removeprefix(settings.SITE_URL)
    if asked and path in ("", "/"):
        return paper()
    page = re.fullmatch(r"/(desks|topics)/([-\w]{1,80})/", path)
    return page and actor({"desks": DESK}.get(page[1], TOPIC), page[2], now)


def of_handle(name, now):
    if name in (settings.FEDIVERSE_NAME, host()):
        return paper()
    for kind, prefix in PREFIXES.items():
        if name.startswith(prefix):
            rows = (Desk if kind == DESK else Entity).objects
            slug = name.removeprefix(prefix)
            row = rows.filter(slug__iexact=slug).first()
            return actor(kind, row.slug, now) if row else None
    return None
