"""What stands around a story: one query, whatever slugs its text has for it all."""

from django.db.models import OuterRef, Q, StringAgg, Subquery, Value
from django.db.models.functions import Coalesce

from stories.models import Mention, Showing


def as_named(rows, slugs, owner):
    """Live rows by the slugs that a document has for them, be they its old ones."""
    return {
        slug: row
        for row in rows
        if getattr(row, owner)
        for slug in {row.slug, *(row.called or "").split()} & slugs
    }


def around(showing, named, now):
    """A story's own editions, and what is live of its related stories and questions.

    Also what is live of the same story in other languages, marked as `translated`.
    Whatever a slug named once, it names: `called` has those of a row that did.
    """
    live = Showing.objects.live(now, now)
    was = Showing.objects.filter(live_from__lte=now)
    stories, questions = was.stories(), was.questions()
    related = stories.filter(slug__in=named.related)
    asked = questions.filter(slug__in=named.questions)
    original = stories.filter(slug=named.original).values("story_id")
    wanted = [
        live.filter(story_id__in=related.values("story_id")),
        live.filter(question_id__in=asked.values("question_id")),
    ]
    names = stories.filter(story_id__in=original).values("slug")
    made = Mention.objects.live(now).filter(kind="original", slug__in=names)
    translated = Q(pk__in=made.values("showing"))
    if showing is not None:
        wanted += [
            was.filter(story_id=showing.story_id),
            live.filter(pk__in=made.values("showing")),
            live.filter(story_id__in=original),
        ]
    rows = Showing.objects.in_any(*wanted).order_by("live_from")
    return rows.annotate(
        translated=translated,
        original=Q(story_id__in=original),
        called=Coalesce(called(related, "story_id"), called(asked, "question_id")),
    )


def called(rows, owner):
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
