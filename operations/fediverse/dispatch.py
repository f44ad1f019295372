"""What `tick` does for the fediverse: an edition that is due is written down as a row
for each inbox and each thing that has to be said there, and sent.

What it says follows from the kind that an editor chose: a first edition is put up, a
change of fact changes the note, a correction is a reply besides, a withdrawal deletes.
A wording is told to nobody.
"""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, Max, OuterRef
from django.utils import timezone

from entities.models import Entity
from operations.fediverse.courier import Courier
from paper.fediverse import notes, signing_keys
from paper.fediverse.activities import ANNOUNCE, CREATE, DELETE, UPDATE
from paper.fediverse.actors import DESK, FRONT, TOPIC
from paper.fediverse.rows import Delivery, Dispatch, RemoteFollow, RemoteInbox
from paper.followers.audience import editions_before, topics_of
from stories.models import Kind, Showing

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
# An edition is looked for so long after its moment: it may have been written down by a
# transaction that took its time.
LATE = HOUR
OLDEST = 3 * DAY  # after a pause of `tick`; a withdrawal is told however late it is
KEPT_FOR = 2 * DAY  # what was sent
# A server where nobody follows anything is told of changes for so long after somebody
# there shared something.
REMEMBERED = 90 * DAY
MOST, AT_ONCE = 200, 1000
FLOOD = 60  # new stories within an hour, beyond which none is put up
PATIENCE = 45  # seconds of sending, before other jobs have their turn
PAPER = (FRONT, "")


def run():
    """One turn; returns what there is to say of it."""
    signing_keys.see_to_it()
    now = timezone.now()
    for row in editions_due(now)[:MOST]:
        take_up(row, now)
    sent = Courier(PATIENCE).run()
    return f"Sent to the fediverse: {sent}" if sent else ""


def editions_due(now):
    """Changes of fact of stories that have come to readers and that nobody has written
    down yet, the first one first."""
    last = newest()
    since = max((min(last, now) if last else now) - LATE, now - OLDEST)
    rows = Showing.objects.stories().filter(live_from__gt=since, live_from__lte=now)
    has_rows = Exists(Dispatch.objects.filter(edition=OuterRef("pk")))
    return rows.filter(~has_rows, material=True).order_by("live_from", "pk")


def newest():
    return Dispatch.objects.aggregate(at=Max("edition__published_at"))["at"]


def take_up(row, now):
    """Write down all that has to be said of it, to whom: whole, or begun again."""
    with transaction.atomic():
        if RemoteInbox.objects.exists() and notes.teller(row) == row.story_id:
            for act, number, sender, inboxes in things_to_say(row, now):
                write_down(row, act, number, sender, inboxes)
        Dispatch.objects.get_or_create(edition_id=row.pk)


def write_down(row, act, number, sender, inboxes):
    kind, slug = sender
    rows = (
        Delivery(
            inbox_id=inbox,
            edition_id=row.pk,
            act=act,
            number=number,
            kind=kind,
            slug=slug,
        )
        for inbox in inboxes
    )
    Delivery.objects.bulk_create(rows, batch_size=AT_ONCE, ignore_conflicts=True)


def things_to_say(row, now):
    """(act, number of the note, actor, keys of inboxes), in the order in which they are
    said. What changes or is gone is told to every server that may have it."""
    begun = notes.began(row)
    if row.kind in notes.BEGINNING:
        if is_of_a_flood(row):
            return
        yield CREATE, begun, PAPER, inboxes_of(*PAPER)
        yield from announcements(begun, lists_of([row.pk], now))
    elif row.kind == Kind.WITHDRAWAL:
        for number in (begun, *notes.replies_of(row.story_id, begun, now)):
            if number < row.number:
                yield DELETE, number, PAPER, all_inboxes()
    else:
        yield UPDATE, begun, PAPER, all_inboxes()
        lists = lists_of([row.pk], now)
        yield from announcements(begun, lists - lists_before(row, now))
        if row.kind in notes.AMENDING:
            yield CREATE, row.number, PAPER, inboxes_of(*PAPER)
            yield from announcements(row.number, lists)


def is_of_a_flood(row):
    """Whether so many stories came before it within an hour that it was an import: who
    follows would be told of nothing else."""
    hour = {"live_from__gt": row.live_from - HOUR, "live_from__lte": row.live_from}
    rows = Showing.objects.stories().filter(kind__in=notes.BEGINNING, **hour)
    return rows.filter(pk__lt=row.pk)[:FLOOD].count() == FLOOD


def announcements(number, lists):
    for sender in sorted(lists):
        yield ANNOUNCE, number, sender, inboxes_of(*sender)


def lists_of(editions, now):
    """Desks and topics of some editions, by whatever name they are followed."""
    keys = topics_of(editions, now)
    slugs = Entity.objects.filter(pk__in=keys).values_list("slug", flat=True)
    desks = Showing.objects.filter(pk__in=editions).values_list("desk", flat=True)
    return {(TOPIC, slug) for slug in slugs} | {(DESK, slug) for slug in desks if slug}


def lists_before(row, now):
    editions = editions_before(row).filter(story_id=row.story_id).values("pk")
    return lists_of(editions, now)


def inboxes_of(kind, slug):
    rows = RemoteFollow.objects.filter(kind=kind, slug=slug)
    return {*rows.values_list("inbox", flat=True)}


def all_inboxes():
    return RemoteInbox.objects.values_list("pk", flat=True)


def forget():
    """What was sent days ago, and servers where nobody follows or shares anything."""
    now = timezone.now()
    Delivery.objects.filter(sent_at__lt=now - KEPT_FOR).delete()
    waiting = Delivery.objects.filter(inbox=OuterRef("pk"), sent_at=None)
    idle = RemoteInbox.objects.filter(seen_at__lt=now - REMEMBERED, follows=None)
    idle.filter(~Exists(waiting)).delete()
    last = newest()
    if last is not None:
        before = min(last - LATE, now - OLDEST)
        Dispatch.objects.filter(edition__published_at__lt=before).delete()
    return ""


def is_wanted():
    return bool(settings.FEDIVERSE_NAME)
