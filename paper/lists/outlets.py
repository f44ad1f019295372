"""What we cite of an outlet, how often and where. We count; nothing is a mark."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, Subquery

from explainer.days import day
from explainer.identity import identity
from paper.lists.queries import mentions_among, naming
from paper.queries.keyset import PLACED
from paper.queries.paging import COUNTED, CountUpTo
from people.compiled_query import MOMENT, TEXT, compile_by_values, compile_once
from people.routes import address
from sources.models import Outlet
from stories.models import Mention, Showing

SHOWN = 40


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
    capped: bool  # There are more stories than on this page.

    @property
    def address(self):
        return address("outlet", self.outlet.slug)

    @property
    def domains(self):
        return self.outlet.domains.split()

    @property
    def stories(self):
        return self.page.rows


@compile_once(slug=TEXT)
def outlet_at(slug):
    return Outlet.objects.filter(slug=slug)


@compile_once(now=MOMENT)
def outlets(most, now):
    """Outlets that a live story cites, or that an editor has opened, by name.

    Each with how many stories cite it, as far as that is counted, and when the `newest`
    of them changed.
    """
    citing = Mention.objects.live(now).filter(original_id__isnull=False)
    citing = citing.filter(kind=Mention.Kind.OUTLET, slug=OuterRef("identity"))
    newest = citing.order_by("-updated_at").values("updated_at")[:1]
    rows = Outlet.objects.annotate(
        stories=CountUpTo(citing.values(key=F("pk"))[: COUNTED + 1]),
        newest=Subquery(newest),
    )
    # To ask whether there is any citation lets PostgreSQL gather those of all outlets.
    cited = Q(open=True) | Q(newest__isnull=False)
    return rows.filter(cited).order_by("name")[:most]


@compile_by_values(identity=TEXT, now=MOMENT, **PLACED)
def citing_stories(newer, most, identity, now, at, key):
    """The live stories that cite an outlet, or a copy of it."""
    live, kind = Showing.objects.live(now).stories(), Mention.Kind.OUTLET
    return naming(live, kind, [identity], newer, most, at, key).with_news()


@compile_once(identity=TEXT, now=MOMENT)
def first_cited(identity, now):
    """The moment from which readers met a citation of it in a story that is live."""
    up = Showing.objects.live(now).filter(story_id=OuterRef("showing__story_id"))
    ever = Mention.objects.filter(kind=Mention.Kind.OUTLET, slug=identity)
    ever = ever.filter(Exists(up), live_from__lte=now).order_by("updated_at")
    return ever.values_list("live_from", flat=True)[:1]


def build(outlet, page, now, *, everything=False):
    """The page of an outlet; `page` is a part of the stories that cite it."""
    told = mentions_among(Mention.Kind.OUTLET, page, [outlet.identity])
    own, copies = [], []
    for found in pieces([(row, told.get(row.pk, ())) for row in page]):
        is_own = identity(found.outlet) == outlet.identity
        (own if is_own else copies).append(found)
    return OutletPage(
        outlet=outlet,
        page=page,
        pieces=own,
        copies=copies,
        shown=len(own) if everything else SHOWN,
        first=first_cited.first(identity=outlet.identity, now=now),
        last=page.rows[0].updated_at if page.rows and page.number == 1 else None,
        capped=page.more or page.number > 1,
    )


def pieces(cited):
    """The pieces that some texts cite, and copies of them, the newest first.

    `cited` are texts with what each cites. A piece is listed once, with all of them.
    """
    found = {}
    for showing, mentions in cited:
        for source in chain.from_iterable(mention.said for mention in mentions):
            key = (source.get("url") or source.get("title"), source.get("outlet"))
            found.setdefault(key, (source, []))[1].append(showing)
    newest = sorted(
        found.values(), key=lambda item: publication_day(item[0]), reverse=True
    )
    return [piece(source, citing) for source, citing in newest]


def piece(source, showings):
    return Piece(
        title=source.get("title") or source.get("url") or source["key"],
        url=source.get("url", ""),
        outlet=source.get("outlet", ""),
        published=day(publication_day(source)),
        copy_of=source.get("syndicated_from", ""),
        showings=showings,
    )


def publication_day(source):
    return source.get("published", "")
