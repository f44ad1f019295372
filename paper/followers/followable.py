"""What can be followed by mail: the story, question, topic or desk of a page."""

import re
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from entities.models import Entity
from paper.lists.queries import desk_at
from paper.models import Subscription
from paper.queries import page_rows
from paper.topics.topic import find
from people.desks import Desk
from people.routes import address
from stories.models import Kind, Showing

STORY, QUESTION, TOPIC, DESK = Subscription.Kind
PAGE = re.compile(r"/(stories|questions|topics|desks)/([-\w]{1,80})/(?:[?#].*)?")
FOLDERS = {"stories": STORY, "questions": QUESTION, "topics": TOPIC, "desks": DESK}


@dataclass(frozen=True)
class Followable:
    """One thing, by what a subscription calls it, and what readers call it now."""

    kind: str
    key: str
    name: str
    path: str
    language: str = ""


def followable_at(page, now):
    """What readers follow by the address of its page; None where nothing is live."""
    found = PAGE.fullmatch(page.strip().removeprefix(settings.SITE_URL))
    return found and READ[FOLDERS[found[1]]](found[2], now)


def text_at(kind, slug, now):
    row = page_rows.successor(kind, slug, now)
    return None if row is None or row.kind == Kind.WITHDRAWAL else of_row(kind, row)


def of_row(kind, row):
    """A withdrawn text is called by nothing that it said."""
    key = str(row.story_id or row.question_id)
    name = row.headline or _("A story that we have withdrawn")
    return Followable(kind, key, name, row.get_absolute_url(), row.language)


def topic_at(slug, now):
    entity = find(slug, now)
    return entity and of_entity(entity.pk, entity)


def of_entity(key, entity):
    return Followable(TOPIC, str(key), entity.name, entity.get_absolute_url())


def of_desk(slug, now):
    """A desk has a page while it has a story that is live."""
    desk = desk_at.first(slug=slug)
    live = Showing.objects.live(now).stories().filter(desk=slug)
    if desk is None or not live.exists():
        return None
    return Followable(DESK, slug, desk.name, address("desk", slug))


READ = {
    STORY: lambda slug, now: text_at("story", slug, now),
    QUESTION: lambda slug, now: text_at("question", slug, now),
    TOPIC: topic_at,
    DESK: of_desk,
}


def followables(subscriptions, now):
    """(kind, key) to what each is called now, withdrawn texts included: they come back.
    Of what has no page any more there is nothing."""
    keys = {kind: set() for kind in Subscription.Kind}
    for each in subscriptions:
        keys[each.kind].add(each.key)
    found = [*texts(STORY, keys[STORY], now), *texts(QUESTION, keys[QUESTION], now)]
    found += topics(keys[TOPIC])
    desks = Desk.objects.filter(slug__in=keys[DESK])
    found += [
        Followable(DESK, desk.slug, desk.name, address("desk", desk.slug))
        for desk in desks
    ]
    return {(each.kind, each.key): each for each in found}


def texts(kind, keys, now):
    rows = Showing.objects.at(now).filter(**{f"{kind}_id__in": keys})
    for row in rows if keys else ():
        yield of_row(kind, row)


def topics(keys):
    """By the key that was followed, whatever it was merged into since."""
    rows = Entity.objects.filter(pk__in=keys).select_related("merged_into")
    for row in rows if keys else ():
        if not row.survivor.is_private:
            yield of_entity(row.pk, row.survivor)
