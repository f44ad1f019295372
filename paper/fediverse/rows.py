"""What the database keeps of the fediverse: the paper's keys, the servers that are sent
something, who follows, and what is on its way. In no take-out, and told to nobody.

Of whoever follows it has a seal and the inbox of their server: no name, no address.
"""

from django.db import models
from django.db.models import Q
from django.utils import timezone


class SigningKey(models.Model):
    """The newest is the one that actors show. `private` is encrypted."""

    private = models.TextField()
    public = models.TextField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-pk"]
        default_permissions = ()

    def __str__(self):
        return f"{self.at}"


class RemoteInbox(models.Model):
    """Where a server takes what it is sent, for all of its people where it can.

    Who moves `due_at` ahead has it at work; what it refuses holds up the rest that goes
    there, so that nothing overtakes. `seen_at` is when somebody there last followed or
    shared something.
    """

    address = models.CharField(max_length=500, unique=True)
    host = models.CharField(max_length=255)
    due_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)
    failing_since = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    fault = models.CharField(max_length=200, blank=True)  # never words of the server's

    class Meta:
        ordering = ["pk"]
        default_permissions = ()
        indexes = [models.Index("host", "seen_at", name="inboxes_of_a_host")]

    def __str__(self):
        return self.host


class RemoteFollow(models.Model):
    """That somebody follows one of the paper's actors, by a seal of their address."""

    inbox = models.ForeignKey(
        RemoteInbox, on_delete=models.CASCADE, related_name="follows"
    )
    digest = models.CharField(max_length=64)
    kind = models.CharField(max_length=8)
    slug = models.CharField(max_length=80)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        default_permissions = ()
        indexes = [models.Index("kind", "slug", name="follows_of_an_actor")]
        constraints = [
            models.UniqueConstraint(
                fields=["digest", "kind", "slug"], name="followed_once"
            )
        ]

    def __str__(self):
        return f"{self.kind} {self.slug}"


class Dispatch(models.Model):
    """An edition of which everything is written down that has to be sent."""

    edition = models.OneToOneField(
        "stories.Edition", on_delete=models.CASCADE, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self):
        return str(self.edition_id)


class Delivery(models.Model):
    """That an inbox has to be sent something: what an actor does with a note, because
    of an edition; or an answer, whose words it has (`body`).

    What it says is made of the record when it is sent, under an id that these columns
    always make: whoever is sent it twice knows it again.
    """

    inbox = models.ForeignKey(
        RemoteInbox, on_delete=models.CASCADE, related_name="deliveries"
    )
    edition = models.ForeignKey(
        "stories.Edition", on_delete=models.CASCADE, null=True, related_name="+"
    )
    act = models.CharField(max_length=8)
    number = models.PositiveIntegerField(
        default=0
    )  # of the edition that the note is of
    kind = models.CharField(max_length=8)
    slug = models.CharField(max_length=80)
    body = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]
        default_permissions = ()
        indexes = [
            models.Index(
                "inbox", "id", condition=Q(sent_at=None), name="deliveries_to_send"
            ),
            models.Index(
                "sent_at",
                condition=Q(sent_at__isnull=False),
                name="deliveries_to_forget",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["inbox", "edition", "act", "number", "kind", "slug"],
                name="delivered_once",
            )
        ]

    def __str__(self):
        return f"{self.act} {self.edition_id}"
