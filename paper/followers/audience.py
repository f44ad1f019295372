"""Who has to hear of an edition, written down as a row for each edition and follower.

Who follows a text hears of its changes of fact; who follows a topic or a desk hears of
a story once, when it first is one of theirs, in whatever language it is told first.
"""

import uuid
from itertools import batched

from django.db.models import Q

from entities.models import Entity
from paper.feeds.reach import topics as topic_slugs
from paper.models import Notification, Subscription
from stories.models import Kind, Mention, Showing

STORY, QUESTION, TOPIC, DESK = Subscription.Kind
ENTITY = Mention.Kind.ENTITY
AT_ONCE = 1000


def notify(row, now):
    """Write down who hears of an edition; again and again it is the same."""
    for some in batched(subscriptions(row, now), AT_ONCE):
        Notification.objects.bulk_create(
            [notification(row, each) for each in some], ignore_conflicts=True
        )


def notification(row, subscription):
    return Notification(
        follower_id=subscription.follower_id,
        subscription=subscription,
        edition_id=row.pk,
        thread=thread_of(row, subscription),
        due_at=row.live_from,
    )


def thread_of(row, subscription):
    """A text is what one letter an hour is about, and so is a list with its stories."""
    if subscription.kind in (STORY, QUESTION):
        return row.story_id or row.question_id
    return uuid.uuid5(uuid.NAMESPACE_OID, f"{subscription.kind} {subscription.key}")


def subscriptions(row, now):
    """Those by which followers hear of an edition: of one who hears of it by several
    the closest. Whoever came after it had read it when they asked."""
    known = set()
    for kind, keys in reach(row, now):
        rows = Subscription.objects.of(kind, keys).filter(
            confirmed_at__lte=row.live_from
        )
        for each in rows.order_by("pk").iterator(AT_ONCE):
            if each.follower_id not in known:
                known.add(each.follower_id)
                yield each


def reach(row, now):
    """(kind, keys) of all that an edition is news of, the closest first."""
    own = QUESTION if row.question_id else STORY
    if row.number > 1:
        yield own, [str(row.story_id or row.question_id)]
    if own == STORY and row.kind != Kind.WITHDRAWAL:
        before = editions_before(row)
        yield TOPIC, topics_of([row.pk], now) - topics_of(before, now)
        if row.desk and row.desk not in before.values_list("desk", flat=True):
            yield DESK, [row.desk]


def editions_before(row):
    """Changes of fact of the same story that came before, in any language."""
    earlier = Q(live_from__lt=row.live_from) | Q(live_from=row.live_from, pk__lt=row.pk)
    same = Showing.objects.filter(earlier, original_id=row.original_id, material=True)
    return same.order_by()


def topics_of(editions, now):
    """By any of its names, whatever was merged into it, each topic that they name."""
    named = Mention.objects.filter(kind=ENTITY, showing__in=editions)
    named = named.exclude(entity=None).order_by().values("entity")
    slugs = [*topic_slugs(keys=named, now=now)]
    family = Q(slug__in=slugs) | Q(merged_into__slug__in=slugs)
    keys = Entity.objects.filter(family).values_list("pk", flat=True)
    return {str(key) for key in keys} if slugs else set()
