"""What is live of each kind of list. A thing is public if a live text names it."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any

from django.db.models import Exists, OuterRef, Q

from entities.models import private
from explainer.identity import identity
from paper.page.further_reading import tongue
from paper.queries.keyset import PLACED, placed
from people.compiled_query import (
    KEY,
    MOMENT,
    NUMBER,
    TEXT,
    Many,
    compile_by_values,
    compile_once,
    each,
    padded,
)
from people.desks import Desk
from stories.models import Author, Mention, Showing, Tag
from stories.models.authors import names_of
from stories.models.showing import NEWEST, OfEach

AUTHOR, TAG = Mention.Kind.AUTHOR, Mention.Kind.TAG
# Credits that are found: as printed, or by an entry that isn't a private person's.
PUBLIC = (
    Q(prominence=0) | ~private("entity__") | Q(entity__merged_into__public_figure=True)
)
STATUSES = ("open", "partly", "answered", "superseded")
# So many of each are listed at first.
SHOWN = 20


@compile_once(slug=TEXT)
def desk_at(slug):
    return Desk.objects.filter(slug=slug)


@compile_once(slug=TEXT)
def tag_at(slug):
    return Tag.objects.filter(slug=slug)


@compile_by_values(slug=TEXT, now=MOMENT, **PLACED)
def stories_of_desk(newer, most, slug, now, at, key):
    rows = Showing.objects.live(now).stories().filter(desk=slug)
    rows = rows.one_each(now, Q(desk=slug)).with_news()
    return placed(rows, "updated_at", newer, at, key)[:most]


def add_translations(rows, now):
    """Each row with the same story in other languages as `tongues`; one query."""
    keys = {row.original_id for row in rows}
    found = defaultdict(list)
    for row in tellings(keys=keys, now=now) if keys else ():
        found[row.original_id].append(row)
    for row in rows:
        row.tongues = [
            tongue(other, other.story_id == other.original_id)
            for other in found[row.original_id]
            if other.pk != row.pk
        ]
    return rows


@compile_once(keys=Many(KEY), now=MOMENT)
def tellings(keys, now):
    """The live texts of some stories, in whatever languages."""
    texts = Showing.objects.live(now).stories().filter(original_id__among=keys)
    return texts.order_by("pk")


def names(kind, slug):
    """Texts that name this: a condition that is cheap of few rows alone."""
    named = Mention.objects.filter(kind=kind, slug=slug, showing=OuterRef("pk"))
    return Q(OfEach(Exists(named)))


@compile_by_values(slug=TEXT, now=MOMENT, **PLACED)
def stories_with_tag(newer, most, slug, now, at, key):
    live = Showing.objects.live(now).stories().one_each(now, names(TAG, slug))
    return naming(live, TAG, [slug], newer, most, at, key).with_news()


def naming(rows, kind, slugs, newer, most, at, key):
    """Of rows the `most` behind a place that name one of the slugs, as `placed` does.

    Slug by slug, since an index has the order for one alone.
    """
    place = {"newer": newer, "at": at, "key": key}
    same = {"mentions__kind": kind}
    named = (
        placed(rows, "mentions__updated_at", **place, **same, mentions__slug=slug)
        for slug in slugs
    )
    found = Showing.objects.in_any(*(some.values("pk")[:most] for some in named))
    return placed(found, "updated_at", **place)[:most]


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
    rows = authors_at(slugs={slug, *(row.slug for row in family)})
    authors = [row for row in rows if not family or row.identity in own]
    stranger = next((r for r in rows if r.slug == slug and r not in authors), None)
    if stranger:
        return Writer(slug, None, [], [stranger], tuple(family))
    if not family and not authors:
        return None
    return Writer(person.slug if person else slug, person, family, authors)


@compile_once(slugs=Many(TEXT))
def authors_at(slugs):
    return Author.objects.filter(slug__among=slugs)


def credit_slugs(writer):
    """By what somebody's credits are found: what is printed, and their entries."""
    printed = [author.slug for author in writer.authors]
    return {
        "slugs": padded({*printed, *(row.slug for row in writer.family)}),
        "printed": printed,
        "namesakes": [row.pk for row in writer.namesakes],
        "family": [row.pk for row in writer.family],
    }


@compile_by_values(
    **{"slugs": Many(TEXT), "printed": Many(TEXT), "now": MOMENT},
    **{"namesakes": Many(NUMBER), "family": Many(NUMBER)},
    **PLACED,
)
def stories_under(newer, most, count, slugs, printed, namesakes, family, now, at, key):
    """The live stories with one of somebody's names, of `count` slugs.

    Only who is public is found by another name than is printed, and never among what is
    a namesake's of their slug.
    """
    # A credit that is found by an entry's slug alone was printed with another name.
    unprinted = Q(entity__among=namesakes, prominence__gt=0)
    theirs = Q(slug__among=printed) & ~unprinted | Q(entity__among=family)
    credited = Mention.objects.filter(PUBLIC, theirs, kind=AUTHOR)
    mine = Q(OfEach(Exists(credited.filter(showing=OuterRef("pk")))))
    live = Showing.objects.live(now).stories().filter(mine).one_each(now, mine)
    found = naming(live, AUTHOR, each(slugs, count), newer, most, at, key)
    return found.with_news()


def credits(rows, writer):
    """What each of some texts says of one person's part in it: name and roles."""
    told = mentions_among(AUTHOR, rows, credit_slugs(writer)["slugs"])
    found = {}
    for row in rows:
        listed = chain.from_iterable(mention.said for mention in told.get(row.pk, ()))
        own = {part["place"]: part for part in listed if writer.is_credit(part)}
        parts = [own[place] for place in sorted(own)]
        found[row.pk] = [(part["name"], part.get("role", "by")) for part in parts]
    return found


def mentions_among(kind, rows, slugs):
    """By the key of a text what it says of things of one kind: one query."""
    keys, found = [row.pk for row in rows], defaultdict(list)
    for mention in mentions_in(kind, keys=keys, slugs=slugs) if keys else ():
        found[mention.showing_id].append(mention)
    return found


@compile_by_values(keys=Many(NUMBER), slugs=Many(TEXT))
def mentions_in(kind, keys, slugs):
    return Mention.objects.filter(showing__among=keys, kind=kind, slug__among=slugs)


@dataclass(frozen=True)
class QuestionGroup:
    """The questions of one status, those changed last first; `more` aren't listed."""

    status: str
    rows: list[Any]
    more: bool


@compile_once(status=TEXT, now=MOMENT, **PLACED)
def questions_of_status(newer, most, status, now, at, key):
    live = Showing.objects.live(now).questions().filter(status=status)
    return placed(live, "updated_at", newer, at, key)[:most]


@compile_once(now=MOMENT)
def newest_questions(most, now):
    """The newest of every status, so many of each."""
    live = Showing.objects.live(now).questions().order_by(*NEWEST)
    few = (live.filter(status=one).values("pk")[:most] for one in STATUSES)
    return Showing.objects.in_any(*few).with_next_due(now).order_by(*NEWEST)


def questions_by_status(now):
    """The newest of every status, in one query."""
    found = {status: [] for status in STATUSES}
    for row in newest_questions(SHOWN + 1, now=now):
        found[row.status].append(row)
    return [
        QuestionGroup(status, rows[:SHOWN], len(rows) > SHOWN)
        for status, rows in found.items()
        if rows
    ]
