"""An entity's page: who it is, as of when, and what the live texts say of it."""

import re
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from urllib.parse import urlsplit

from django.db.models import Case, Count, Exists, F, OuterRef, Q, Subquery, When, Window
from django.db.models.functions import Coalesce, RowNumber

from entities import across
from entities.models import Entity, private

# So much is shown at first.
QUOTES, EVENTS, STORIES, TOPICS = 12, 20, 12, 8
# So many rows of a kind are read for that, and so many when all is asked for.
READ, MOST = 120, 240
MAIN = 1  # A prominence up to this is what a story is about.
WIKIPEDIA = re.compile(r"([a-z-]+)\.(?:m\.)?wikipedia\.org")
SPOKEN = 20  # So many names are looked for in the words of events.


@dataclass(frozen=True)
class Part:
    """The newest of something, and how much there is of it."""

    shown: list[Any]
    total: int
    capped: bool  # There is more than was read.

    @property
    def more(self):
        return self.capped or self.total > len(self.shown)


@dataclass(frozen=True)
class EntityPage:
    entity: Any
    roles: list[Any]
    also: list[str]
    stories: Part
    questions: list[Any]
    written: Part
    quotes: Part
    events: Part
    related: list[Any]
    due: datetime | None = None

    @property
    def role(self):
        """The office held now."""
        return next((role for role in self.roles if role.until is None), None)

    @property
    def elsewhere(self):
        """Its pages on other sites, each with what the site is called."""
        return [(link, site(link)) for link in self.entity.links]


def site(link):
    """An encyclopedia by its name and language, any other site by its host."""
    try:
        host = (urlsplit(link).hostname or link).removeprefix("www.")
    except ValueError:
        return link
    found = WIKIPEDIA.fullmatch(host)
    return f"Wikipedia ({found[1]})" if found else host


def find(slug, now):
    """The public entity that answers to a slug: its own, or one merged into it."""
    rows = Entity.objects.public(now).filter(pk__in=survivor(slug))
    return rows.prefetch_related("aliases", "roles", "absorbed__aliases").first()


def survivor(slug):
    """The key of the entity that stands under a slug now."""
    stands = Entity.objects.filter(slug=slug)
    return stands.annotate(key=Coalesce("merged_into_id", "id")).values("key")


def family(slug, now):
    """The public entity that answers to a slug, and after it those merged into it."""
    key = survivor(slug)
    public = Exists(Entity.objects.public(now).filter(pk__in=key))
    coming = mentions().filter(entity=OuterRef("pk"), live_from__gt=now)
    due = Subquery(coming.order_by("live_from").values("live_from")[:1])
    rows = Entity.objects.filter(Q(pk__in=key) | Q(merged_into__in=key), public)
    rows = rows.annotate(due=due).prefetch_related("aliases", "roles")
    return sorted(rows, key=lambda entity: entity.merged_into_id is not None)


def mentions():
    return Entity.mentions.rel.related_model.objects


def build(family, now, *, everything=False):
    """The page of the first of a family; the others were merged into it."""
    most = MOST if everything else READ
    live = mentions().live(now).filter(entity__in=family)
    naming = live.filter(kind="entity")
    texts = named(live, now, most)
    told = [text for text in texts["entity"] if text.story_id]
    also, roles = also_known(family), list(family[0].roles.all())
    rows = dated(naming, family, also, now, most) if told else {}
    coming = [row.due for row in family if row.due]

    def part(items, few, read):
        shown = items if everything else items[:few]
        return Part(shown, len(items), len(read) >= most)

    quotes, events = rows.get("quote", []), rows.get("event", [])
    called = across.Called([row.slug for row in family], [family[0].name, *also])
    return EntityPage(
        entity=family[0],
        roles=roles,
        also=also,
        stories=part(told, STORIES, texts["entity"]),
        questions=[text for text in texts["entity"] if text.question_id],
        written=part(texts["author"], STORIES, texts["author"]),
        quotes=part(across.quotes(quotes, roles), QUOTES, quotes),
        events=part(across.events(events, called), EVENTS, events),
        related=list(often_with(naming, family, now)[:TOPICS]) if told else [],
        due=min([*texts["ends"], *coming], default=None),
    )


def also_known(family):
    """Its other names, and those of whom it absorbed.

    A private person who was merged into something else stays without a name here.
    """
    known = [row for row in family if not is_hidden(row, family[0])]
    names = [alias.name for row in known for alias in row.aliases.all()]
    names += [other.name for other in known[1:]]
    return [name for name in dict.fromkeys(names) if name != family[0].name]


def is_hidden(entity, survivor):
    return entity.is_private and survivor.kind != Entity.Kind.PERSON


def named(live, now, most):
    """Texts that name it and texts that it wrote, with the moments when they end.

    The most prominent come first, then what changed last; each story that names it
    once, in its original if that does too.
    """
    showings = mentions().model.showing.field.related_model.objects
    last = showings.filter(
        story_id=OuterRef("showing__story_id"),
        live_from=OuterRef("showing__updated_at"),
    )
    about = Case(When(kind="entity", then="prominence"), default=0)
    first = (about.asc(), F("showing__updated_at").desc(), "pk")
    place = Window(RowNumber(), partition_by="kind", order_by=first)
    rows = live.with_told(now).select_related("showing").annotate(place=place)
    rows = rows.filter(place__lte=most).annotate(news=Subquery(last.values("note")[:1]))
    texts = {"entity": {}, "author": {}}
    rows = list(rows.order_by("kind", "place"))
    for row in rows:
        row.showing.news = row.news
        told = row.told if row.told and row.kind == "entity" else row.showing_id
        if told not in texts[row.kind] or told == row.showing.story_id:
            texts[row.kind][told] = row.showing
    found = {kind: [*items.values()] for kind, items in texts.items()}
    return found | {"ends": [row.live_until for row in rows]}


def dated(naming, family, also, now, most):
    """Its quotes and its events by kind, the newest first: one query for both."""
    main = Q(showing__in=naming.filter(prominence__lte=MAIN).values("showing"))
    told = main
    for slug in (row.slug for row in family):
        told |= Q(text__contains=f"]({slug})")
    for words in [family[0].name, *also][:SPOKEN]:
        told |= Q(text__contains=words)
    wanted = Q(kind="quote", entity__in=family) | (Q(kind="event") & told)
    rows = Entity.dated.rel.related_model.objects.live(now).filter(
        wanted, showing__in=naming.values("showing")
    )
    newest = (F("day").desc(nulls_last=True), F("live_from").desc(), "pk")
    place = Window(RowNumber(), partition_by="kind", order_by=newest)
    rows = rows.annotate(main=main, place=place).filter(place__lte=most)
    rows = rows.select_related("showing").order_by("kind", "place")
    return {kind: [*items] for kind, items in groupby(rows, key=lambda row: row.kind)}


def often_with(naming, family, now):
    """What else more than one of those stories names, with how many it shares."""
    stories = naming.filter(showing__question_id=None).values("showing")
    others = mentions().filter(kind="entity", showing__in=stories).with_told(now)
    its = {
        f"its_{field}": Coalesce(
            F(f"entity__merged_into__{field}"), F(f"entity__{field}")
        )
        for field in ("name", "slug", "kind", "public_figure")
    }
    return (
        others.exclude(entity=None)
        .exclude(entity__in=family)
        .annotate(**its)
        .exclude(private("its_"))
        .values("its_name", "its_slug")
        .annotate(together=Count("told", distinct=True))
        .filter(together__gt=1)
        .order_by("-together", "its_name")
    )
