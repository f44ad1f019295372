"""What is live of each kind of list. A thing is public if a live text names it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max
from django.utils.text import slugify

from stories.models import Desk, Mention, Outlet, Showing
from stories.page.writer import day

NEWEST = "-updated_at"


def of_desk(slug, now):
    return Showing.objects.live(now).stories().filter(desk=slug).order_by(NEWEST)


def desks(now):
    """Desks that have something live, in their own order, with how much."""
    live = Showing.objects.live(now).stories().exclude(desk="")
    counted = dict(live.values_list("desk").annotate(Count("pk")))
    rows = Desk.objects.filter(slug__in=counted)
    return [(desk, counted[desk.slug]) for desk in rows]


def naming(kind, slug, now):
    """Live stories that name a thing, the one changed last first."""
    named = Mention.objects.live(now).filter(kind=kind, slug=slug)
    live = Showing.objects.live(now).stories()
    return live.filter(pk__in=named.values("showing")).order_by(NEWEST)


@dataclass(frozen=True)
class Cited:
    """An outlet, and how much of what we print rests on it."""

    outlet: Outlet
    stories: int
    newest: object


def outlets(now):
    """Outlets that a live story cites, or that an editor has opened, by name."""
    named = Mention.objects.live(now).filter(kind=Mention.Kind.OUTLET)
    counted = {
        row["slug"]: row
        for row in named.values("slug").annotate(
            stories=Count("showing", distinct=True),
            newest=Max("showing__updated_at"),
        )
    }
    cited = []
    for outlet in Outlet.objects.order_by("name"):
        found = counted.get(slugify(outlet.name)[:80])
        if found or outlet.open:
            count, newest = (found["stories"], found["newest"]) if found else (0, None)
            cited.append(Cited(outlet, count, newest))
    return cited


def citing(outlet, now):
    """Live stories that cite an outlet."""
    return naming(Mention.Kind.OUTLET, slugify(outlet.name)[:80], now)


@dataclass(frozen=True)
class Piece:
    title: str
    url: str
    published: date | None


def pieces(documents, name):
    """The outlet's own pieces in some documents, each once, the newest first."""
    found = {}
    for document in documents:
        for source in document.get("sources", []):
            if source.get("outlet") == name:
                found.setdefault(source.get("url") or source.get("title"), source)
    newest = sorted(found.values(), key=published, reverse=True)
    return [
        Piece(
            title=source.get("title") or source.get("url", ""),
            url=source.get("url", ""),
            published=day(published(source)),
        )
        for source in newest
    ]


def published(source):
    return source.get("published", "")
