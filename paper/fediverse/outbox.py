"""What an actor has said: the stories of its page, the newest first, page by page."""

from urllib.parse import urlencode

from paper.fediverse import activities, notes
from paper.fediverse.actors import DESK, FRONT
from paper.fediverse.notes import CONTEXT
from paper.feeds import queries as feeds
from paper.lists import queries as lists
from paper.queries.keyset import page_in_time
from paper.topics.topic import family
from people.compiled_query import padded
from stories.models import Showing

A_PAGE = 20


def outbox(actor):
    """Where it begins. How much there is nobody has to count for it."""
    there = f"{actor.id}/outbox"
    said = {"id": there, "type": "OrderedCollection", "first": f"{there}?page=1"}
    return {"@context": CONTEXT} | said


def page(request, actor):
    """One page: of the paper what it made, of a desk or topic what it passed on."""
    listed = page_of(request, actor)
    there = f"{actor.id}/outbox"
    said = {
        "@context": CONTEXT,
        "id": f"{there}?{urlencode({'page': request.GET['page'][:80]})}",
        "type": "OrderedCollectionPage",
        "partOf": there,
        "orderedItems": [*items(listed.rows, actor, request.now)],
    }
    for name, place in (("next", listed.older), ("prev", listed.newer)):
        if place:
            said[name] = f"{there}?{urlencode({'page': place})}"
    return said


def page_of(request, actor):
    now = request.now
    if actor.kind == FRONT:
        return page_in_time(request, A_PAGE, feeds.newest_stories, now=now)
    if actor.kind == DESK:
        query, said = lists.stories_of_desk, {"slug": actor.slug}
        return page_in_time(request, A_PAGE, query, **said, now=now)
    slugs = padded([entity.slug for entity in family(actor.slug, now)])
    said = {"slugs": slugs, "now": now}
    return page_in_time(request, A_PAGE, feeds.texts_on, len(slugs), **said)


def items(rows, actor, now):
    """What was done with the note of each; the notes themselves have an address."""
    originals = [row.original_id for row in rows if row.story_id]
    beginnings = notes_of_stories(originals, now)
    act = activities.CREATE if actor.kind == FRONT else activities.ANNOUNCE
    for original in originals:
        if row := beginnings.get(original):
            yield activities.mention(act, row, (actor.kind, actor.slug))


def notes_of_stories(originals, now):
    """By what they were told first as: the editions that put up their notes."""
    tellers, found = {}, {}
    told = Showing.objects.filter(original_id__in=originals).order_by("live_from", "pk")
    for original, key in told.values_list("original_id", "story_id"):
        tellers.setdefault(original, key)
    keys = [*tellers.values()]
    begun = Showing.objects.filter(story_id__in=keys, live_from__lte=now)
    live = Showing.objects.live(now).filter(story_id__in=keys).values("story_id")
    begun = begun.filter(kind__in=notes.BEGINNING, story_id__in=live)
    for row in begun.order_by("number"):
        found[row.original_id] = row
    return found
