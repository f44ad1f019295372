"""Nobody follows anything before the address has said so itself; all ends at a word.

An address is asked once a day, whoever wants it asked and for however many things: the
page that the letter leads to shows all of them.
"""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from paper.followers.followable import followables
from paper.models import (
    Follower,
    FollowRequest,
    Invitation,
    Notification,
    Subscription,
)
from people import mail_address

DAY = dt.timedelta(days=1)
LAPSES_AFTER = 2 * DAY
# So often a mailbox that has confirmed nothing is asked in so many days.
MOST_INVITATIONS, WITHIN = 5, 30 * DAY
MOST_THINGS = 200  # that one address follows or is asked about
AT_ONCE, MOST_ROUNDS = 500, 200


def request(thing, address, now):
    """Note that somebody asked: the one thing that a web server writes."""
    sealed = mail_address.encrypted(address)
    said = {"kind": thing.kind, "key": thing.key, "address": sealed, "at": now}
    FollowRequest.objects.create(**said)


def see_to_requests(now):
    """Each is done with whatever it needed, or left for the next time."""
    rows = FollowRequest.objects.all()[:AT_ONCE]
    known = followables(rows, now)
    for row in rows:
        with transaction.atomic():
            address = mail_address.decrypted(row.address)
            if address and (row.kind, row.key) in known:
                see_to(row, address)
            row.delete()


def see_to(row, address):
    follower = follower_at(address)
    if follower.subscriptions.count() >= MOST_THINGS:
        return
    found, is_new = follower.subscriptions.get_or_create(
        kind=row.kind, key=row.key, defaults={"asked_at": row.at}
    )
    if found.confirmed_at:
        return
    if not is_new:
        Subscription.objects.filter(pk=found.pk).update(asked_at=row.at)
    invite(follower, timezone.now())


def follower_at(address):
    if known := Follower.objects.at(address).first():
        return known
    made = Follower()
    made.seal(address)
    made.save(force_insert=True)
    return made


def invite(follower, now):
    """Ask the address today, or tomorrow if it was asked today; or not at all, if that
    was done too often. A question that waits already is enough."""
    if follower.notifications.filter(edition=None, sent_at=None).exists():
        return
    asked = Invitation.objects.filter(mailbox=follower.mailbox)
    has_confirmed = follower.subscriptions.confirmed().exists()
    if not has_confirmed and asked.count() >= MOST_INVITATIONS:
        return
    for at in (now, now + DAY):
        _row, is_new = asked.get_or_create(mailbox=follower.mailbox, day=at.date())
        if is_new:
            Notification.objects.create(follower=follower, due_at=at)
            return


def confirm(follower, keys, now):
    """Those of the things asked for are followed from now on that the page has shown:
    anybody may ask for more meanwhile. How many things that was."""
    asked = follower.subscriptions.filter(asked_at__gte=now - LAPSES_AFTER)
    asked = asked.filter(pk__in=keys, confirmed_at=None)
    return asked.update(confirmed_at=now)


def stop(follower, subscription):
    """End one thing; whoever follows nothing else is forgotten."""
    follower.subscriptions.filter(pk=subscription).delete()
    Follower.objects.idle().filter(pk=follower.pk).delete()


def forget(now):
    """What was never confirmed, in a few at a time, and marks of days long past."""
    lapsed = Subscription.objects.filter(
        confirmed_at=None, asked_at__lt=now - LAPSES_AFTER
    )
    delete_some(lapsed)
    delete_some(Follower.objects.idle().filter(at__lt=now - LAPSES_AFTER))
    delete_some(Invitation.objects.filter(day__lt=(now - WITHIN).date()))
    delete_some(FollowRequest.objects.filter(at__lt=now - LAPSES_AFTER))


def delete_some(rows):
    """As many as one run may have, a few at a time."""
    for _round in range(MOST_ROUNDS):
        keys = [*rows.values_list("pk", flat=True)[:AT_ONCE]]
        rows.model.objects.filter(pk__in=keys).delete()
        if len(keys) < AT_ONCE:
            break


def seal_again():
    """Hold some addresses by the key of today that were held by one of before; returns
    for how many it was done."""
    today, *before = map(mail_address.key_mark, mail_address.keys())
    done = 0
    for follower in Follower.objects.filter(key_mark__in={*before} - {today})[:AT_ONCE]:
        if address := mail_address.decrypted(follower.address):
            follower.seal(address)
            follower.save()
            done += 1
    return done


def locked_out():
    """Followers whose address no key opens that we have."""
    marks = [*map(mail_address.key_mark, mail_address.keys())]
    return Follower.objects.exclude(key_mark__in=marks)
