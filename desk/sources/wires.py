"""Announced pieces as an editor looks through them: grouped, and marked where used."""

from collections import defaultdict

from django.utils import timezone

from desk.sources.drafts import seen_by
from explainer.addresses import normalise_url, same_site
from sources import discovery, recognition
from sources.agencies import NAMES, canonical
from sources.discovery import Look
from sources.headline_groups import group_pieces
from sources.models import Outlet, Source
from sources.page_claims import Reading, kind_of
from stories.models import StorySource


def groups(items, user):
    """The pieces in groups, each with its agency and the stories that cite it."""
    ours = Outlet.objects.filter(wire=True).values_list("name", flat=True)
    wires = {*map(canonical, ours), *NAMES}
    used = stories_by_address(items, user)
    for item in items:
        own = canonical(item.feed.outlet.name) if item.feed.outlet else ""
        author = canonical(item.author)
        item.agency = author if author in wires and author != own else ""
        item.stories = used.get(item.normalised_url, [])
    return group_pieces(items)


def stories_by_address(items, user):
    """The stories that cite a piece, as far as somebody may see them."""
    known = Source.objects.known_by(*(item.url for item in items))
    addresses = {source.pk: normalise_url(source.url) for source in known}
    cited = StorySource.objects.filter(source__in=addresses).select_related("story")
    found = defaultdict(dict)
    for part in cited:
        found[addresses[part.source_id]][part.story_id] = part.story
    return {key: seen_by(user, stories.values()) for key, stories in found.items()}


def source_of(item, by):
    """A saved source for an announced piece, by what the feed says of it.

    A feed of an outlet may announce pieces of others: theirs is what is on its site.
    """
    bare = discovery.bare_look(item.url)
    if known := recognition.known_by(bare):
        return known
    is_dated = item.published != item.seen_at
    said = Reading(
        title=item.title,
        site=str(item.feed.outlet or ""),
        authors=[item.author] if item.author else [],
        published=timezone.localdate(item.published) if is_dated else None,
        kind=kind_of("", item.url),
    )
    feed = item.feed
    own = feed.outlet if same_site(item.url, feed.url) else None
    found = Look(item.url, bare.url, bare.archived, said, outlet=own)
    return recognition.take(found, by)
