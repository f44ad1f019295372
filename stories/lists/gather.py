"""What is live of each kind of list. A thing is public if a live text names it."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Count, Q

from entities.identity import identity
from entities.models import private
from stories.models import Author, Desk, Mention, Showing
from stories.models.authors import names_of
from stories.page.tongues import tongue

NEWEST = "-updated_at"
# Credits that are found: as printed, or by an entry that isn't a private person's.
PUBLIC = (
    Q(prominence=0) | ~private("entity__") | Q(entity__merged_into__public_figure=True)
)


def of_desk(slug, now):
    rows = Showing.objects.live(now).stories().filter(desk=slug)
    return rows.without_translations(now).with_news().order_by(NEWEST)


def desks(now):
    """Desks that have something live, in their own order, with how much."""
    live = Showing.objects.live(now).stories().exclude(desk="")
    counted = dict(live.values_list("desk").annotate(Count("pk")))
    rows = Desk.objects.filter(slug__in=counted)
    return [(desk, counted[desk.slug]) for desk in rows]


def beside(rows, now):
    """Each row with the same story in other languages as `tongues`; one query.

    The rows know their original.
    """
    found = by_story(rows, now)
    for row in rows:
        others = found[row.original_id or row.story_id]
        row.tongues = [
            tongue(other, other.original_id is None)
            for other in others
            if other.pk != row.pk
        ]
    return rows


def by_story(rows, now):
    """Keys of originals to all live texts of these stories."""
    keys = {row.original_id or row.story_id for row in rows}
    slugs = Showing.objects.filter(story_id__in=keys, live_from__lte=now)
    named = Mention.objects.live(now).filter(
        kind=Mention.Kind.ORIGINAL, slug__in=slugs.values("slug")
    )
    told = Q(story_id__in=keys) | Q(pk__in=named.values("showing"))
    found = defaultdict(list)
    for row in Showing.objects.live(now).filter(told).with_original(now).order_by("pk"):
        found[row.original_id or row.story_id].append(row)
    return found


def naming(kind, slug, now):
    """Live stories that name a thing, the one changed last first."""
    named = Mention.objects.live(now).filter(kind=kind, slug=slug)
    live = Showing.objects.live(now).stories().with_news()
    return live.filter(pk__in=named.values("showing")).order_by(NEWEST)


@dataclass(frozen=True)
class Writer:
    """Whose texts an address lists: a printed name's, or of who is behind several."""

    slug: str
    person: Any  # Their entry in the who's who, if they have a page.
    family: list[Any]  # It, and those merged into it.
    authors: list[Author]

    @property
    def name(self):
        return self.person.name if self.person else self.authors[0].name

    @cached_property
    def identities(self):
        return {author.identity for author in self.authors}

    def is_credit(self, part):
        """Whether a credit of a text is theirs."""
        entries = {row.slug for row in self.family}
        return (
            identity(part["name"]) in self.identities or part.get("entity") in entries
        )


def writer_at(slug, person):
    """Who has an address, which is whoever had it first; None if nobody does.

    Beside a person stand the printed names that are theirs, and no namesakes of a slug.
    """
    family = [person, *person.absorbed.all()] if person else []
    own = {identity(name) for row in family for name in names_of(row)}
    rows = Author.objects.filter(slug__in={slug, *(row.slug for row in family)})
    authors = [row for row in rows if not family or row.identity in own]
    stranger = next((r for r in rows if r.slug == slug and r not in authors), None)
    if stranger:
        return Writer(slug, None, [], [stranger])
    if not family and not authors:
        return None
    return Writer(person.slug if person else slug, person, family, authors)


def under(writer, now):
    """Live stories with somebody's name, also with the names merged into theirs.

    Only who is public is found by another name than is printed.
    """
    named = Mention.objects.live(now).filter(PUBLIC, kind=Mention.Kind.AUTHOR)
    printed = Q(slug__in=[author.slug for author in writer.authors])
    named = named.filter(printed | Q(entity__in=writer.family))
    live = Showing.objects.live(now).stories().with_news()
    rows = live.filter(pk__in=named.values("showing")).without_translations(now)
    return rows.order_by(NEWEST)


def credits(rows, writer):
    """What each of some texts says of one person's part in it: name and roles."""
    texts = Showing.objects.select_related("edition__revision")
    texts = texts.in_bulk([row.pk for row in rows])
    found = {}
    for row in rows:
        listed = texts[row.pk].edition.revision.content.get("byline", [])
        own = [part for part in listed if writer.is_credit(part)]
        found[row.pk] = [(part["name"], part.get("role", "by")) for part in own]
    return found
