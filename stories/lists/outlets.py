"""What we cite of an outlet, how often and where. We count; nothing is a mark."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max, Min
from django.urls import reverse

from entities.identity import same
from stories.lists.gather import naming
from stories.models import Mention, Outlet
from stories.page.writer import day

# So many of the stories changed last are read for the pieces that they cite.
READ = 100
NAMED = ("outlet", "syndicated_from")
SHOWN = 40


@dataclass(frozen=True)
class Cited:
    """An outlet, and how much of what we print rests on it."""

    outlet: Outlet
    stories: int
    newest: datetime | None


@dataclass(frozen=True)
class Piece:
    """One piece as we cite it: its own text, or a copy of an agency's."""

    title: str
    url: str
    outlet: str
    published: date | None
    copy_of: str
    showings: list[Any]


@dataclass(frozen=True)
class OutletPage:
    """`copies` are pieces of others that print this outlet's text."""

    outlet: Outlet
    page: Any
    pieces: list[Piece]
    copies: list[Piece]
    shown: int
    first: datetime | None
    last: datetime | None
    capped: bool  # There are more stories than were read.

    @property
    def address(self):
        return reverse("outlet", args=[self.outlet.slug])

    @property
    def domains(self):
        return self.outlet.domains.split()

    @property
    def stories(self):
        return list(self.page)


def outlets(now):
    """Outlets that a live story cites, or that an editor has opened, by name."""
    live = Mention.objects.live(now).filter(kind=Mention.Kind.OUTLET)
    counted = {
        row["slug"]: row
        for row in live.values("slug").annotate(
            stories=Count("showing", distinct=True),
            newest=Max("showing__updated_at"),
        )
    }
    cited = []
    for outlet in Outlet.objects.order_by("name"):
        found = counted.get(outlet.identity)
        if found or outlet.open:
            count, newest = (found["stories"], found["newest"]) if found else (0, None)
            cited.append(Cited(outlet, count, newest))
    return cited


def citing(outlet, now):
    """Live stories that cite an outlet, or a copy of its text."""
    return naming(Mention.Kind.OUTLET, outlet.identity, now)


def first_cited(outlet, stories):
    """The moment from which readers met a citation of it in one of these stories."""
    ever = Mention.objects.filter(kind=Mention.Kind.OUTLET, slug=outlet.identity)
    ever = ever.filter(showing__story_id__in=stories.order_by().values("story_id"))
    return ever.aggregate(first=Min("live_from"))["first"]


def build(outlet, stories, page, *, everything=False):
    """The page of an outlet; `page` is a part of the stories that cite it."""
    read = list(stories.select_related("edition__revision")[:READ])
    found = pieces(read, outlet.name)
    own = [piece for piece in found if same(piece.outlet, outlet.name)]
    return OutletPage(
        outlet=outlet,
        page=page,
        pieces=own,
        copies=[piece for piece in found if not same(piece.outlet, outlet.name)],
        shown=len(own) if everything else SHOWN,
        first=first_cited(outlet, stories),
        last=read[0].updated_at if read else None,
        capped=page.paginator.count > READ,
    )


def pieces(showings, name):
    """The outlet's pieces that some texts cite, and copies of them, the newest first.

    Each is listed once, with all the texts that cite it.
    """
    found = {}
    for showing in showings:
        for source in showing.edition.revision.content.get("sources", []):
            if any(same(name, source.get(part, "")) for part in NAMED):
                key = (source.get("url") or source.get("title"), source.get("outlet"))
                found.setdefault(key, (source, []))[1].append(showing)
    newest = sorted(found.values(), key=lambda item: published(item[0]), reverse=True)
    return [piece(source, citing) for source, citing in newest]


def piece(source, showings):
    return Piece(
        title=source.get("title") or source.get("url") or source["key"],
        url=source.get("url", ""),
        outlet=source.get("outlet", ""),
        published=day(published(source)),
        copy_of=source.get("syndicated_from", ""),
        showings=showings,
    )


def published(source):
    return source.get("published", "")
