"""The generation of the paper, which triggers write (`paper/generation.py`), and who
follows something of it by mail: theirs alone, in no export, and told to nobody.
"""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from paper.fediverse.rows import (  # noqa: F401  (the app's own)
    Delivery,
    Dispatch,
    RemoteFollow,
    RemoteInbox,
    SigningKey,
)
from people import mail_address
from stories.models import Showing


class Generation(models.Model):
    """One row. Nothing hangs on it, nor on the two that follow, but caches.
    `n` is another, larger number after every commit that changes pages."""

    n = models.BigIntegerField()
    moved_at = models.DateTimeField()

    def __str__(self):
        return str(self.n)


class KeyChange(models.Model):
    """The generation in which what a key stands for was changed last."""

    key = models.TextField(primary_key=True)
    n = models.BigIntegerField()

    class Meta:
        # Purges read what changed since a generation.
        indexes = [models.Index(fields=["n"], name="key_changes_by_number")]

    def __str__(self):
        return f"{self.key} {self.n}"


class Arrival(models.Model):
    """The generation in which an edition was committed, or words were last taken out of
    it by order.

    Whoever has read all up to a number has missed none that was begun before and
    committed after. Its moment may still be ahead.
    """

    showing = models.OneToOneField(
        Showing,
        on_delete=models.DO_NOTHING,
        primary_key=True,
        db_column="edition_id",
        db_constraint=False,  # A showing is made anew at any time.
        related_name="arrival",
    )
    n = models.BigIntegerField()

    class Meta:
        indexes = [models.Index("n", "showing", name="arrivals_in_order")]

    def __str__(self):
        return f"{self.showing_id} {self.n}"


class Footprint(models.Model):
    """The keys that one statement changed; gone when its transaction ends."""

    keys = models.TextField()

    def __str__(self):
        return self.keys


class FollowRequest(models.Model):
    """Somebody asked for letters to an address. `tick` sees to it, so that who asks
    learns nothing of whoever follows: the answer is the same, and as quick."""

    kind = models.CharField(max_length=8)
    key = models.CharField(max_length=80)
    address = models.TextField()  # encrypted
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self):
        return f"{self.kind} {self.key}"


class FollowerQuerySet(models.QuerySet):
    def at(self, address):
        """Whoever has this address, with whichever key it was noted."""
        return self.filter(digest__in=mail_address.digests(address))

    def idle(self):
        """Those that follow nothing, and wait for nothing."""
        return self.filter(subscriptions=None)


class Follower(models.Model):
    """A mail address that something is sent to, or is to be asked whether it wants it.

    `key` is by what letters name it, and nothing of the address can be told from it.
    """

    key = models.UUIDField(unique=True, default=uuid.uuid4)
    digest = models.CharField(max_length=64, unique=True)
    mailbox = models.CharField(max_length=64, db_index=True)  # a digest, too
    address = models.TextField()  # encrypted
    key_mark = models.CharField(max_length=8)  # of the secret key that did it
    at = models.DateTimeField(default=timezone.now)
    # Letters in a row that could not be delivered in days.
    lost = models.PositiveSmallIntegerField(default=0)

    objects = FollowerQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self):
        return str(self.key)

    def seal(self, address):
        """Hold an address by the secret key of today."""
        self.digest = mail_address.address_digest(address)
        self.mailbox = mail_address.mailbox_digest(address)
        self.address = mail_address.encrypted(address)
        self.key_mark = mail_address.key_mark()


class SubscriptionQuerySet(models.QuerySet):
    def confirmed(self):
        return self.exclude(confirmed_at=None)

    def of(self, kind, keys):
        return self.filter(kind=kind, key__in=keys)


class Subscription(models.Model):
    """What a follower follows, once the address has said so itself: a story or question
    by its key, a topic by that of its entity, a desk by its slug."""

    class Kind(models.TextChoices):
        STORY = "story"
        QUESTION = "question"
        TOPIC = "topic"
        DESK = "desk"

    follower = models.ForeignKey(
        Follower, on_delete=models.CASCADE, related_name="subscriptions"
    )
    kind = models.CharField(max_length=8, choices=Kind)
    key = models.CharField(max_length=80)
    asked_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        default_permissions = ()
        indexes = [
            models.Index("kind", "key", name="subscriptions_to_a_thing"),
            models.Index(
                "asked_at", condition=Q(confirmed_at=None), name="subscriptions_asked"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["follower", "kind", "key"], name="subscribed_once"
            )
        ]

    def __str__(self):
        return f"{self.kind} {self.key}"


class Invitation(models.Model):
    """That a mailbox was asked on this day whether it wants letters: once, whoever had
    it asked and however often."""

    mailbox = models.CharField(max_length=64)
    day = models.DateField()

    class Meta:
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["mailbox", "day"], name="invited_once")
        ]

    def __str__(self):
        return f"{self.day}"


class Mailing(models.Model):
    """An edition whose letters are all written down, as notifications."""

    edition = models.OneToOneField(
        "stories.Edition", on_delete=models.CASCADE, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self):
        return str(self.edition_id)


class Notification(models.Model):
    """That a follower has to hear of an edition; without one, that they are asked
    whether they want to hear of any.

    `thread` is what one letter an hour may be about. Until it is sent, who moves
    `due_at` ahead has it at work, and `head` is the edition that the letter is called
    by: with it, it may have arrived already, and is sent again as the same.
    """

    follower = models.ForeignKey(
        Follower, on_delete=models.CASCADE, related_name="notifications"
    )
    subscription = models.ForeignKey(
        Subscription, on_delete=models.CASCADE, null=True, related_name="+"
    )
    edition = models.ForeignKey(
        "stories.Edition", on_delete=models.CASCADE, null=True, related_name="+"
    )
    thread = models.UUIDField(default=uuid.uuid4)
    head = models.BigIntegerField(null=True)
    due_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    fault = models.CharField(max_length=80, blank=True)  # codes, never an address

    class Meta:
        ordering = ["pk"]
        default_permissions = ()
        indexes = [
            models.Index("due_at", condition=Q(sent_at=None), name="letters_to_send"),
            models.Index(
                "sent_at",
                condition=Q(sent_at__isnull=False),
                name="letters_of_this_hour",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["follower", "edition"], name="one_letter_of_an_edition"
            )
        ]

    def __str__(self):
        return f"{self.edition_id}"
