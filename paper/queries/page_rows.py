"""The database's part of a page: three queries beside the one that found its text."""

from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import Exists, OuterRef, Q, Subquery

from entities.models import Entity
from explainer.blocks import named_entities, possible_entities
from images.models import Image
from paper.page import Surroundings
from paper.queries.neighbours import as_named, neighbour_rows, relations, translations
from paper.queries.row_data import row_data, with_row_data
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
from people.routes import address as address_of
from stories.models import Showing
from stories.models.showing import due_moments


def text_at(kind, slug, now):
    """The live row of a story or question, with its text: one query."""
    return texts_at.first(kind, slug=slug, now=now)


@compile_once(slug=TEXT, now=MOMENT)
def texts_at(kind, slug, now):
    live = Showing.objects.of(kind).live(now).select_related("edition__revision")
    return with_row_data(live).with_next_due(now).filter(slug=slug)[:1]


@dataclass(frozen=True)
class References:
    """The slugs and files that a document names: what to look up beside it."""

    slug: str
    original: str  # The slug of the text that this was translated from, or its own.
    related: frozenset
    questions: frozenset
    entities: frozenset
    pictures: frozenset


def references(document):
    pictures = [document.get("image", {}), *document.get("figures", [])]
    return References(
        slug=document["slug"],
        original=document.get("translation_of") or document["slug"],
        related=slugs(document, "related"),
        questions=slugs(document, "questions"),
        entities=frozenset(possible_entities(document)),
        pictures=frozenset(part["src"] for part in pictures if "src" in part),
    )


def cached_references(showing):
    """What a live text names. A text never changes, so it is read for this once."""
    key = f"names:{showing.digest}"
    found = cache.get(key)
    if found is None:
        found = references(showing.edition.revision.content)
        cache.set(key, found, timeout=None)
    return found


def slugs(document, part):
    return frozenset(item["slug"] for item in document.get(part, []))


def surroundings(named, now, showing=None, address=""):
    """What a story's page needs; a preview has an `address`, and no showing."""
    rows = [] if showing is None else [showing]
    if rows or named.related or named.questions:
        rows = list(neighbour_rows(showing, named, now))
    stories = as_named(rows, named.related, "story_id")
    known = {row.story_id for row in stories.values()}
    return Surroundings(
        now=now,
        address=address or address_of("story", named.slug),
        twin=address_of("story_json", named.slug) if showing else "",
        calendar=address_of("story_ics", named.slug) if showing else "",
        showing=showing,
        editions=[row for row in rows if showing and row.story_id == showing.story_id],
        entities=entities(named.entities),
        stories=stories,
        pointing=relations(rows, showing, known),
        questions=as_named(rows, named.questions, "question_id"),
        images=images(named.pictures),
        translations=translations(rows, showing),
        **row_data(showing),
    )


def entities(named):
    """Slug to survivor, of those that have a page; a private person has none."""
    return {
        entity.slug: entity.survivor
        for entity in (entities_called(slugs=named) if named else ())
        if not entity.survivor.is_private
    }


@compile_once(slugs=Many(TEXT))
def entities_called(slugs):
    rows = Entity.objects.filter(slug__among=slugs)
    return rows.select_related("merged_into").order_by()


def images(names):
    found = images_called(names=names) if names else ()
    return {image.name: image for image in found}


@compile_once(names=Many(TEXT))
def images_called(names):
    return Image.objects.filter(name__among=names).order_by()


def successor(kind, slug, now):
    """Of what once stood at an address, the row that stands now: text or withdrawal."""
    return successors.first(kind, slug=slug, now=now)


@compile_once(slug=TEXT, now=MOMENT)
def successors(kind, slug, now):
    shown, owner = Showing.objects.of(kind), f"{kind}_id"
    was = shown.filter(slug=slug, live_from__lte=now).order_by("-live_from")
    return shown.at(now).filter(**{owner: Subquery(was.values(owner)[:1])})[:1]


def next_due(now, *rows):
    """When a page of these rows changes, or one that lists what is new.

    Rows from `with_next_due` know it already; without any it is one query.
    """
    if not rows:
        return next_moment.first(now=now)
    return earliest(rows[0].next_due, *(row.live_until for row in rows))


@compile_once(now=MOMENT)
def next_moment(now):
    return due_moments(now)[:1]


def earliest(*moments):
    return min((moment for moment in moments if moment), default=None)


@compile_once(now=MOMENT)
def changes(limit, now):
    """The newest editions that changed something in fact, of stories still standing."""
    rows = Showing.objects.stories().filter(is_up(now), live_from__lte=now)
    rows = rows.filter(material=True).exclude(kind="withdrawal")
    return rows.order_by("-live_from", "-pk")[:limit]


def is_up(now):
    """Of editions, whether their story is live: asked of each, not of all stories."""
    live = Showing.objects.live(now, now).filter(story_id=OuterRef("story_id"))
    return Q(Exists(live))


def stories_asking(slugs, now, most):
    """The `most` live stories changed last that lead to a question, by its slugs."""
    found = padded(slugs)
    return stories_with_question(most, len(found), slugs=found, now=now)


@compile_by_values(slugs=Many(TEXT), now=MOMENT)
def stories_with_question(most, count, slugs, now):
    live = Showing.objects.live(now).stories()
    return live.naming("question", each(slugs, count), most)


def question_surroundings(document, now, showing):
    """What the page of a question needs, beside the stories that lead to it."""
    return Surroundings(
        now=now,
        address=address_of("question", document["slug"]),
        twin=address_of("question_json", document["slug"]),
        showing=showing,
        editions=editions_of("question", key=showing.question_id, now=now),
        entities=entities(named_entities(document)),
    )


def texts(keys):
    """Key to the showing with its document: one query."""
    return {row.pk: row for row in with_texts(keys=keys)} if keys else {}


@compile_once(keys=Many(NUMBER))
def with_texts(keys):
    """Showings with their documents."""
    rows = Showing.objects.filter(pk__among=keys)
    return rows.select_related("edition__revision")


@compile_once(key=KEY, now=MOMENT)
def editions_of(kind, key, now):
    """Editions of a story or question that readers have met, the first one first."""
    rows = Showing.objects.filter(**{f"{kind}_id": key}, live_from__lte=now)
    return rows.order_by("live_from")
