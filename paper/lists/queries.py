"""What is live of each kind of list. A thing is public if a live text names it."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, Q

from entities.models import private
from explainer.identity import identity
from paper.page.further_reading import tongue
from paper.queries import page_rows
from people.desks import Desk
from stories.models import Author, Mention, Showing
from stories.models.authors import names_of
from stories.models.showing import NEWEST

AUTHOR, TAG = Mention.Kind.AUTHOR, Mention.Kind.TAG
# Credits that are found: as printed, or by an entry that isn't a private person's.
PUBLIC = (
    Q(prominence=0) | ~private("entity__") | Q(entity__merged_into__public_figure=True)
)
STATUSES = ("open", "partly", "answered", "superseded")
# So many of each are listed at first.
SHOWN = 20


def of_desk(slug, now):
    rows = Showing.objects.live(now).stories().filter(desk=slug)
    return rows.one_each(now, Q(desk=slug)).with_news().order_by(*NEWEST)


def desks(now):
    """Desks that have something live, in their own order."""
    live = Showing.objects.live(now).stories().filter(desk=OuterRef("slug"))
    return Desk.objects.filter(Exists(live))


def add_translations(rows, now):
    """Each row with the same story in other languages as `tongues`; one query."""
    keys = {row.original_id for row in rows}
    texts = Showing.objects.live(now).stories().filter(original_id__in=keys)
    found = defaultdict(list)
    for row in texts.order_by("pk"):
        found[row.original_id].append(row)
    for row in rows:
        row.tongues = [
            tongue(other, other.story_id == other.original_id)
            for other in found[row.original_id]
            if other.pk != row.pk
        ]
    return rows


def names(kind, slug):
    """Texts that name this: a condition that is cheap of few rows alone."""
    named = Mention.objects.filter(kind=kind, slug=slug, showing=OuterRef("pk"))
    return Q(Exists(named))


def stories_with_tag(slug, now, most):
    """The `most` live stories with a tag that changed last."""
    live = Showing.objects.live(now).stories().one_each(now, names(TAG, slug))
    return live.naming(TAG, [slug], most).with_news()


@dataclass(frozen=True)
class Writer:
    """Whose texts an address lists: a printed name's, or of who is behind several."""

    slug: str
    person: Any  # Their entry in the who's who, if they have a page.
    family: list[Any]  # It, and those merged into it.
    authors: list[Author]
    namesakes: tuple[Any, ...] = ()  # Entries of another with the same slug.

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
        return Writer(slug, None, [], [stranger], tuple(family))
    if not family and not authors:
        return None
    return Writer(person.slug if person else slug, person, family, authors)


def under(writer, now, most):
    """The `most` live stories with one of somebody's names that changed last.

    Only who is public is found by another name than is printed, and never among what is
    a namesake's of their slug.
    """
    printed = [author.slug for author in writer.authors]
    # A credit that is found by an entry's slug alone was printed with another name.
    unprinted = Q(entity__in=writer.namesakes, prominence__gt=0)
    theirs = Q(slug__in=printed) & ~unprinted | Q(entity__in=writer.family)
    credited = Mention.objects.filter(PUBLIC, theirs, kind=AUTHOR)
    mine = Q(Exists(credited.filter(showing=OuterRef("pk"))))
    live = Showing.objects.live(now).stories().filter(mine).one_each(now, mine)
    slugs = {*printed, *(row.slug for row in writer.family)}
    return live.naming(AUTHOR, slugs, most).with_news()


def credits(rows, writer):
    """What each of some texts says of one person's part in it: name and roles."""
    texts = page_rows.texts([row.pk for row in rows])
    found = {}
    for row in rows:
        listed = texts[row.pk].edition.revision.content.get("byline", [])
        own = [part for part in listed if writer.is_credit(part)]
        found[row.pk] = [(part["name"], part.get("role", "by")) for part in own]
    return found


@dataclass(frozen=True)
class QuestionGroup:
    """The questions of one status, those changed last first; `more` aren't listed."""

    status: str
    rows: list[Any]
    more: bool


def questions_of_status(status, now):
    live = Showing.objects.live(now).questions().filter(status=status)
    return live.order_by(*NEWEST)


def questions_by_status(now):
    """The newest of every status, in one query."""
    few = (questions_of_status(one, now).values("pk")[: SHOWN + 1] for one in STATUSES)
    newest = Showing.objects.in_any(*few)
    found = {status: [] for status in STATUSES}
    for row in newest.with_next_due(now).order_by(*NEWEST):
        found[row.status].append(row)
    return [
        QuestionGroup(status, rows[:SHOWN], len(rows) > SHOWN)
        for status, rows in found.items()
        if rows
    ]
