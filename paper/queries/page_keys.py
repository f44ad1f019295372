"""What a page hangs on, said where it is queried: the keys that changes touch.

A page whose keys nobody has touched is right, whatever else was published. One that
declares none hangs on all that there is; when in doubt a page names a key more.
"""

from itertools import chain

from people.compiled_query import (
    KEY,
    NUMBER,
    TEXT,
    Many,
    compile_by_values,
    compile_once,
)
from stories.models import Mention, Showing


def declare(request, keys, due):
    """Say what the page that answers this request hangs on.

    `keys` is a function, called if there is a cache that asks. `due` is when the page
    changes by itself, or None: its own moment, which no edition of another text
    brings. Those touch their keys when they come.
    """
    request.keys, request.own_due = keys, due


def keys_of(kind, names):
    return {f"{kind}:{name}" for name in names if name}


def of_story(showing, names, around):
    """The keys of a story's page: `names` is what its text refers to."""
    rows = [
        *around.stories.values(),
        *around.questions.values(),
        *around.translations,
        *(row for _relation, row in around.pointing),
    ]
    own = {row.slug for row in around.editions} | {showing.slug}
    told = own | {names.original}
    if names.original not in own:  # a translation: its original may have moved
        told |= {row.slug for row in slugs_of_original(slug=names.original)}
    return (
        of_text(showing)
        | of_rows(rows)
        | of_entities(names.entities, around.entities)
        | keys_of("slug", names.related | names.questions | told)
        | keys_of("named", told)
        | keys_of("image", names.pictures)
    )


def of_question(showing, entities, around, rows):
    """The keys of a question's page, with the stories that lead to it."""
    own = {row.slug for row in around.editions} | {showing.slug}
    return (
        of_text(showing)
        | of_rows(rows)
        | of_entities(entities, around.entities)
        | keys_of("slug", own)
        | keys_of("named", own)
    )


def of_stories(rows, *own):
    """The keys of a list of stories, beside its `own`: those that are listed, and the
    same in other languages, which name their original by whatever it was called."""
    stories = {row.story_id for row in rows} | {row.original_id for row in rows}
    told = {*slugs_of_stories(stories=stories)} if stories else set()
    return {*own} | keys_of("slug", told) | keys_of("named", told)


@compile_once(stories=Many(KEY))
def slugs_of_stories(stories):
    """Every slug of some stories, and of what is or was a translation of them."""
    rows = Showing.objects.order_by()
    own = rows.filter(story_id__among=stories).values_list("slug", flat=True)
    others = rows.filter(original_id__among=stories).values_list("slug", flat=True)
    return own.union(others)


def of_picture(name):
    """The keys of a picture itself, which stands while a story that had it does."""
    own = {f"image:{name}", f"named:{name}"}
    return own | keys_of("slug", slugs_of_picture(name=name))


@compile_by_values(name=TEXT)
def slugs_of_picture(name):
    had = {"mentions__kind": Mention.Kind.IMAGE, "mentions__slug": name}
    return Showing.objects.filter(**had).order_by().values_list("slug", flat=True)


def of_rows(rows):
    """Keys of texts that are shown in short."""
    slugs, images, desks = (
        {getattr(row, name) for row in rows} for name in ("slug", "image", "desk")
    )
    return keys_of("slug", slugs) | keys_of("image", images) | keys_of("desk", desks)


def of_entities(slugs, found):
    survivors = {entity.slug for entity in found.values()}
    return keys_of("entity", chain(slugs, survivors))


KINDS = {
    Mention.Kind.OUTLET: "outlet",
    Mention.Kind.AUTHOR: "author",
    Mention.Kind.TAG: "tag",
    Mention.Kind.ENTITY: "entity",
    Mention.Kind.IMAGE: "image",
}


def of_text(showing):
    """Keys of what a text names, as the index of mentions has it."""
    said = mentions_of(edition=showing.pk)
    keys = {f"{KINDS[kind]}:{slug}" for kind, slug in said if kind in KINDS}
    return keys | of_rows([showing])


@compile_once(edition=NUMBER)
def mentions_of(edition):
    """Kind and slug of each: the longest text has a hundred."""
    return Mention.objects.filter(showing_id=edition).values_list("kind", "slug")


@compile_once(slug=TEXT)
def slugs_of_original(slug):
    original = Showing.objects.stories().filter(slug=slug).values("story_id")
    return Showing.objects.filter(story_id__in=original)
