"""What stands around a story: one query, whatever slugs its text has for it all."""

from dataclasses import dataclass

from django.db.models import OuterRef, Q, StringAgg, Subquery, Value
from django.db.models.functions import Coalesce

from people.compiled_query import KEY, MOMENT, TEXT, Many, compile_once
from stories.models import Mention, Showing

# What other stories may say that they are to this one, and how many of each are shown.
RELATIONS = (Mention.Kind.FOLLOWS, Mention.Kind.PART, Mention.Kind.RELATED)
MOST = 6


def as_named(rows, slugs, owner):
    """Live rows by the slugs that a document has for them, be they its old ones."""
    return {
        slug: row
        for row in rows
        if getattr(row, owner)
        for slug in {row.slug, *(row.called or "").split()} & slugs
    }


def neighbour_rows(showing, named, now):
    """What stands around a story, or around a draft, which has no `showing`."""
    values = {
        "related": named.related,
        "questions": named.questions,
        "original": named.original,
        "now": now,
    }
    if showing is None:
        return around_draft(**values)
    return around_story(slug=showing.slug, story=showing.story_id, **values)


SLUGS = Many(TEXT)


@compile_once(related=SLUGS, questions=SLUGS, original=TEXT, now=MOMENT)
def around_draft(related, questions, original, now):
    return rows_around(None, related, questions, original, now)


@compile_once(
    slug=TEXT, story=KEY, related=SLUGS, questions=SLUGS, original=TEXT, now=MOMENT
)
def around_story(slug, story, related, questions, original, now):
    own = Own(slug, story)
    return rows_around(own, related, questions, original, now)


@dataclass(frozen=True)
class Own:
    """By what a story is named, and by what its editions are found."""

    slug: object
    key: object

    @property
    def editions(self):
        return Showing.objects.filter(story_id=self.key)


def rows_around(own, related, questions, original, now):
    """A story's own editions, and what is live of its related stories and questions.

    Also what is live of the same story in other languages, marked as `translated`, and
    the stories that name this one, with what they are to it as `relation`.
    Whatever a slug named once, it names: `called` has those of a row that did.
    """
    live = Showing.objects.live(now, now)
    was = Showing.objects.filter(live_from__lte=now)
    stories = was.stories()
    related = stories.filter(slug__among=related)
    asked = was.questions().filter(slug__among=questions)
    original = stories.filter(slug=original).values("story_id")
    wanted = [
        live.filter(story_id__in=related.values("story_id")),
        live.filter(question_id__in=asked.values("question_id")),
    ]
    names = stories.filter(story_id__in=original).values("slug")
    made = Mention.objects.live(now).filter(kind="original", slug__in=names)
    translated = Q(pk__in=made.values("showing"))
    if own is not None:
        wanted += [
            was.filter(story_id=own.key),
            live.filter(pk__in=made.values("showing")),
            live.filter(story_id__in=original),
            *(live.filter(pk__in=part) for part in pointing_texts(own, now)),
        ]
    rows = Showing.objects.in_any(*wanted).order_by("live_from")
    return rows.annotate(
        translated=translated,
        original=Q(story_id__in=original),
        relation=relation(own),
        called=Coalesce(
            past_slugs(related, "story_id"), past_slugs(asked, "question_id")
        ),
    )


def pointing_texts(own, now):
    """The newest texts that name a story by its slug or by an older one, by relation.

    Slug by slug, since an index has the order for one alone.
    """
    old = own.editions.exclude(slug=own.slug)
    there = Mention.objects.live(now).order_by("-updated_at", "pk").values("showing")
    for kind in RELATIONS:
        for slugs in ({"slug": own.slug}, {"slug__in": old.values("slug")}):
            yield there.filter(kind=kind, **slugs)[:MOST]


def relation(own):
    """What a row says that it is to this story; nothing to a draft."""
    if own is None:
        return Value("")
    slugs = own.editions.values("slug")
    said = Mention.objects.filter(showing=OuterRef("pk"), kind__in=RELATIONS)
    return Subquery(said.filter(slug__in=slugs).values("kind")[:1])


def relations(rows, showing, named):
    """(kind, row) of the live stories that name this one; of those that it names itself
    only what goes on from it.

    Of a story in many languages it is the one in this story's, else the original.
    """
    if showing is None:
        return []
    found = {}
    for row in sorted(rows, key=lambda row: preference(row, showing)):
        is_other = row.story_id and row.original_id != showing.original_id
        is_new = row.relation == Mention.Kind.FOLLOWS or row.story_id not in named
        if row.relation and is_other and is_new:
            found.setdefault(row.original_id, (row.relation, row))
    return sorted(found.values(), key=nearness)


def preference(row, showing):
    return row.language != showing.language, row.original_id != row.story_id


def nearness(related):
    """What goes on first, then parts; of each the newest first."""
    kind, row = related
    return RELATIONS.index(kind), -row.updated_at.timestamp()


def past_slugs(rows, owner):
    """The slugs among these rows that a row's owner has had, in one text."""
    rows = rows.filter(**{owner: OuterRef(owner)}).order_by()
    rows = rows.annotate(one=Value(1)).values("one")
    return Subquery(rows.annotate(said=StringAgg("slug", Value(" "))).values("said"))


def translations(rows, showing):
    """Of the rows around a story, the same story in other languages."""
    return [
        row
        for row in rows
        if showing
        and row.story_id
        and row.story_id != showing.story_id
        and (row.original or row.translated)
    ]
