"""An entity's page: who it is, as of when, and what the live texts say of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, OuterRef, Q, Subquery, Window
from django.db.models.functions import Coalesce, RowNumber

from entities import across
from entities.models import Entity

# So much is shown at first.
QUOTES, EVENTS, STORIES, TOPICS = 12, 20, 12, 8
# So many rows of a kind are read for that, and so many when all is asked for.
READ, MOST = 120, 500
MAIN = 1  # A prominence up to this is what a story is about.
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


def find(slug, now):
    """The public entity that answers to a slug: its own, or one merged into it."""
    rows = answering(slug, now)
    return rows.prefetch_related("aliases", "roles", "absorbed").first()


def answering(slug, now):
    named = Q(slug=slug) | Q(absorbed__slug=slug)
    return Entity.objects.public(now).filter(named).distinct()


def family(slug, now):
    """The public entity that answers to a slug, and after it those merged into it."""
    found = answering(slug, now).values("pk")
    coming = mentions().filter(entity=OuterRef("pk"), live_from__gt=now)
    rows = Entity.objects.filter(Q(pk__in=found) | Q(merged_into__in=found))
    rows = rows.annotate(
        due=Subquery(coming.order_by("live_from").values("live_from")[:1])
    )
    rows = rows.prefetch_related("aliases", "roles")
    return sorted(rows, key=lambda entity: entity.merged_into_id is not None)


def mentions():
    return Entity.mentions.rel.related_model.objects


def build(family, now, *, everything=False):
    """The page of the first of a family; the others were merged into it."""
    entity, most = family[0], MOST if everything else READ
    live = mentions().live(now).filter(entity__in=family)
    naming = live.filter(kind="entity")
    texts = named(live, most)
    told = [text for text in texts["entity"] if text.story_id]
    asked = [text for text in texts["entity"] if text.question_id]
    also = [alias.name for row in family for alias in row.aliases.all()]
    also = [*dict.fromkeys(also + [other.name for other in family[1:]])]
    roles = list(entity.roles.all())
    coming = [row.due for row in family if row.due]
    called = across.Called([row.slug for row in family], [entity.name, *also][:SPOKEN])
    rows = dated(naming, family, called, now, most) if told else []
    quotes = [row for row in rows if row.kind == "quote"]
    events = [row for row in rows if row.kind == "event"]

    def part(items, few, read):
        shown = items if everything else items[:few]
        return Part(shown, len(items), len(read) >= most)

    return EntityPage(
        entity=entity,
        roles=roles,
        also=[name for name in also if name != entity.name],
        stories=part(told, STORIES, texts["entity"]),
        questions=asked,
        written=part(texts["author"], STORIES, texts["author"]),
        quotes=part(across.quotes(quotes, roles), QUOTES, quotes),
        events=part(across.events(events, called), EVENTS, events),
        related=list(often_with(naming, family)[:TOPICS]) if told else [],
        due=min([*texts["ends"], *coming], default=None),
    )


def named(live, most):
    """Texts that name it and texts that it wrote, with the moments when they end.

    The most prominent come first, then what changed last; each text once.
    """
    showings = mentions().model.showing.field.related_model.objects
    last = showings.filter(
        story_id=OuterRef("showing__story_id"),
        live_from=OuterRef("showing__updated_at"),
    )
    first = (F("prominence").asc(), F("showing__updated_at").desc(), "pk")
    place = Window(RowNumber(), partition_by="kind", order_by=first)
    rows = live.select_related("showing").annotate(place=place)
    rows = rows.filter(place__lte=most).annotate(news=Subquery(last.values("note")[:1]))
    texts = {"entity": {}, "author": {}}
    rows = list(rows.order_by("kind", "place"))
    for row in rows:
        row.showing.news = row.news
        texts[row.kind].setdefault(row.showing_id, row.showing)
    found = {kind: [*items.values()] for kind, items in texts.items()}
    return found | {"ends": [row.live_until for row in rows]}


def dated(naming, family, called, now, most):
    """Its quotes and its events, the newest first: one query for both."""
    main = Q(showing__in=naming.filter(prominence__lte=MAIN).values("showing"))
    told = main
    for slug in called.slugs:
        told |= Q(text__contains=f"]({slug})")
    for words in called.words:
        told |= Q(text__contains=words)
    wanted = Q(kind="quote", entity__in=family) | (Q(kind="event") & told)
    rows = Entity.dated.rel.related_model.objects.live(now).filter(
        wanted, showing__in=naming.values("showing")
    )
    newest = (F("day").desc(nulls_last=True), F("live_from").desc(), "pk")
    place = Window(RowNumber(), partition_by="kind", order_by=newest)
    rows = rows.annotate(main=main, place=place).filter(place__lte=most)
    return list(rows.select_related("showing").order_by("kind", "place"))


def often_with(naming, family):
    """What else those stories name, with how many of them it shares."""
    stories = naming.filter(showing__question_id=None).values("showing")
    others = mentions().filter(kind="entity", showing__in=stories)
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
        .exclude(its_kind="person", its_public_figure=False)
        .values("its_name", "its_slug")
        .annotate(together=Count("showing", distinct=True))
        .order_by("-together", "its_name")
    )
