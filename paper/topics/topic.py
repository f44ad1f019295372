"""An entity's page: who it is, as of when, and what the live texts say of it."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import (
    Count,
    Exists,
    F,
    OuterRef,
    Subquery,
    prefetch_related_objects,
)
from django.db.models.functions import Coalesce

from entities.models import Alias, Entity, Role, private
from explainer.addresses import parse_url
from paper.queries.upcoming_dates import is_coming
from paper.topics import coverage
from paper.topics.dated_rows import dated_rows
from people.compiled_query import (
    MOMENT,
    NUMBER,
    TEXT,
    Many,
    compile_by_values,
    compile_once,
    each,
    padded,
)
from stories.models import Mention, Showing
from stories.models.showing import due_moments
from stories.models.topics import public

# So much is shown at first.
QUOTES, EVENTS, STORIES, TOPICS = 12, 20, 12, 8
# So many rows of a kind are read for that, and so many when all is asked for.
READ, MOST = 40, 240
WIKIPEDIA = re.compile(r"\A([a-z-]+)\.(?:m\.)?wikipedia\.org")


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
    is_coming: bool = False  # Something of it, on a day that is known.
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
    parts = parse_url(link)
    host = parts.hostname.removeprefix("www.") if parts else link
    found = WIKIPEDIA.fullmatch(host)
    return f"Wikipedia ({found[1]})" if found else host


def find(slug, now):
    """The public entity that answers to a slug: its own, or one merged into it."""
    rows = public_at(slug=slug, now=now)
    prefetch_related_objects(rows, "aliases", "roles", "absorbed__aliases")
    return next(iter(rows), None)


@compile_once(slug=TEXT, now=MOMENT)
def public_at(slug, now):
    return public(Entity.objects.filter(pk__in=survivor(slug)), now).order_by()


def survivor(slug):
    """The key of the entity that stands under a slug now."""
    stands = Entity.objects.filter(slug=slug)
    return stands.annotate(key=Coalesce("merged_into_id", "id")).values("key")


def family(slug, now):
    """The public entity that answers to a slug, and after it those merged into it."""
    rows = family_at(slug=slug, now=now)
    return sorted(rows, key=lambda entity: entity.merged_into_id is not None)


@compile_once(slug=TEXT, now=MOMENT)
def family_at(slug, now):
    """Each beside the moment at which the next edition is due."""
    key = survivor(slug)
    has_page = Exists(public(Entity.objects.filter(pk__in=key), now))
    # One list of keys: to look for those that are here or there all are gone through.
    own, absorbed = (
        Entity.objects.filter(**{name: key}).order_by().values("pk")
        for name in ("pk__in", "merged_into__in")
    )
    rows = Entity.objects.filter(has_page, pk__in=own.union(absorbed, all=True))
    return rows.annotate(due=Subquery(due_moments(now)[:1]))


def build(family, now, *, everything=False):
    """The page of the first of a family; the others were merged into it."""
    most = MOST if everything else READ
    naming = naming_rows(family, "entity", now, most)
    writing = naming_rows(family, "author", now, most)
    told = [row.showing for row in told_once(naming)]
    written = [row.showing for row in sorted(writing, key=newest_first)]
    stories = [text for text in told if text.story_id]
    also, roles = also_known(family), roles_of(key=family[0].pk)
    rows = dated_rows(naming, family, also, now, most) if stories else {}

    def part(items, few, read):
        shown = items if everything else items[:few]
        return Part(shown, len(items), len(read) >= most)

    quotes, events = rows.get("quote", []), rows.get("event", [])
    called = coverage.EntityNames([row.slug for row in family], [family[0].name, *also])
    return EntityPage(
        entity=family[0],
        roles=roles,
        also=also,
        stories=part(stories, STORIES, naming),
        questions=[text for text in told if text.question_id],
        written=part(written, STORIES, writing),
        quotes=part(coverage.quotes(quotes, roles), QUOTES, quotes),
        events=part(coverage.events(events, called), EVENTS, events),
        related=often_with(naming, family) if stories else [],
        is_coming=bool(stories) and is_coming(keys=[row.pk for row in family], now=now),
        due=family[0].due,
    )


def also_known(family):
    """Its other names, and those of whom it absorbed.

    A private person who was merged into something else stays without a name here.
    """
    known = [row for row in family if not is_hidden(row, family[0])]
    order = {row.pk: place for place, row in enumerate(known)}
    aliases = sorted(aliases_of(keys=[*order]), key=lambda row: order[row.entity_id])
    names = [alias.name for alias in aliases]
    names += [other.name for other in known[1:]]
    return [name for name in dict.fromkeys(names) if name != family[0].name]


@compile_once(keys=Many(NUMBER))
def aliases_of(keys):
    return Alias.objects.filter(entity__among=keys)


@compile_once(key=NUMBER)
def roles_of(key):
    return Role.objects.filter(entity=key)


def is_hidden(entity, survivor):
    return entity.is_private and survivor.kind != Entity.Kind.PERSON


def naming_rows(family, kind, now, most):
    """What names any of a family: the most prominent, then what changed last.

    So much is read of each, by an index that has it in this order.
    """
    keys = padded(row.pk for row in family)
    rows = mentions_of(kind, most, len(keys), keys=keys, now=now)
    once = {row.showing_id: row for row in sorted(rows, key=first, reverse=True)}
    for row in once.values():
        row.showing.news = row.news
    return sorted(once.values(), key=first)[:most]


@compile_by_values(keys=Many(NUMBER), now=MOMENT)
def mentions_of(kind, most, count, keys, now):
    live = Mention.objects.live(now).filter(kind=kind)
    live = live.order_by("prominence", "-updated_at", "pk").values("pk")
    few = (live.filter(entity=key)[:most] for key in each(keys, count))
    showings = Showing.objects
    last = showings.filter(
        story_id=OuterRef("showing__story_id"),
        live_from=OuterRef("showing__updated_at"),
    )
    rows = Mention.objects.in_any(*few).select_related("showing")
    return rows.annotate(news=Subquery(last.values("note")[:1]))


def first(row):
    return row.prominence, newest_first(row)


def newest_first(row):
    return -row.updated_at.timestamp(), row.pk


def told_once(rows):
    """Each story that names it once, in its original if that does too."""
    texts = {}
    for row in rows:
        told = row.showing.original_id or row.showing_id
        if told not in texts or told == row.showing.story_id:
            texts[told] = row
    return texts.values()


def often_with(naming, family):
    """What else more than one of those stories names, with how many it shares."""
    stories = [row.showing_id for row in naming if row.showing.story_id]
    return named_together(TOPICS, stories=stories, keys=[row.pk for row in family])


@compile_once(stories=Many(NUMBER), keys=Many(NUMBER))
def named_together(most, stories, keys):
    others = Mention.objects.filter(kind="entity", showing__among=stories)
    its = {
        f"its_{field}": Coalesce(
            F(f"entity__merged_into__{field}"), F(f"entity__{field}")
        )
        for field in ("name", "slug", "kind", "public_figure")
    }
    return (
        others.exclude(entity=None)
        .exclude(entity__among=keys)
        .annotate(**its)
        .exclude(private("its_"))
        .values("its_name", "its_slug")
        .annotate(together=Count("original_id", distinct=True))
        .filter(together__gt=1)
        .order_by("-together", "its_name")[:most]
    )
