"""Share links: an address by which somebody outside reads a draft, for a while.

The address holds a secret, of which only a hash is kept: nobody can read it back.
"""

import datetime as dt
import hashlib
import secrets

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.refusals import RefusedError
from stories.models import embargoes, ledger_queries
from stories.models.owned_rows import OfOne, OfOneQuerySet, lock, person
from stories.models.record import Revision
from stories.models.verb_refusals import EmbargoedError

BYTES = 24  # of the secret: 192 bits
LONGEST = dt.timedelta(days=30)
# What is opened again within it is one visit.
VISIT = dt.timedelta(minutes=30)
# So long an ended link is listed, with who was shown what.
REMEMBERED = dt.timedelta(days=90)
MOST = 50  # open links of one story


class NothingToShareError(RefusedError):
    message = _("Save a text first: there is nothing to show yet.")


class TooManyLinksError(RefusedError):
    message = _("There are {most} open links already. Take some back first.")


def digest_of(secret):
    return hashlib.sha256(secret.encode()).hexdigest()


class ShareLinkQuerySet(OfOneQuerySet):
    PEOPLE = ("by", "ended_by", "revision")

    def named(self):
        return super().named().defer("revision__document")

    def open(self, now):
        """Those that lead somewhere, unless a source is under embargo. What somebody
        made who may no longer sign in does not, whoever kept the address."""
        return self.filter(ended_at=None, until__gt=now, by__is_active=True)

    def over(self, now):
        """Those that have ended so long ago that they are forgotten."""
        then = now - REMEMBERED
        return self.filter(Q(until__lt=then) | Q(ended_at__lt=then))

    @transaction.atomic
    def share(self, owner, *, by, label, until, revision, mark=None, **said):
        """A new link and its secret; the same form sent twice makes one, and who has it
        already is not told its secret again."""
        lock(owner)
        if again := self.made(owner, mark, by):
            return again, ""
        text = revision or owner.revisions.head()
        if text is None:
            raise NothingToShareError
        now = timezone.now()
        demand_free(owner, text, now)
        if self.of(owner).open(now).count() >= MOST:
            raise TooManyLinksError(most=MOST)
        secret = secrets.token_urlsafe(BYTES)
        said |= {"label": label, "until": min(until, now + LONGEST)}
        said |= {"digest": digest_of(secret), "revision": revision, "at": now}
        return self.make(owner, mark, by, **said), secret


class ShareLink(OfOne):
    """Whom a story or question is shown, which text of it, and until when."""

    digest = models.CharField(max_length=64, unique=True, editable=False)
    label = models.CharField(max_length=120)  # for whom it is
    revision = models.ForeignKey(
        Revision,
        on_delete=models.CASCADE,
        null=True,
        related_name="+",
    )  # Without one it shows the draft as it is saved last.
    takes_comments = models.BooleanField(default=False)
    by = person()
    at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(db_index=True)
    ended_by = person(null=True)
    ended_at = models.DateTimeField(null=True)
    visits = models.PositiveIntegerField(default=0)
    first_visit_at = models.DateTimeField(null=True)
    last_visit_at = models.DateTimeField(null=True)

    objects = ShareLinkQuerySet.as_manager()

    class Meta(OfOne.Meta):
        ordering = ["-at", "-pk"]
        verbose_name = _("share link")
        verbose_name_plural = _("share links")

    def __str__(self):
        return self.label

    def is_open(self, now):
        return self.ended_at is None and now < self.until and self.by.is_active

    @property
    def text(self):
        """The revision that it shows."""
        return self.revision or self.owner.revisions.head()

    def end(self, *, by):
        """Take it back; whoever did so first did."""
        still = ShareLink.objects.filter(pk=self.pk, ended_at=None)
        return still.update(ended_by=by, ended_at=timezone.now())

    def note_visit(self, now):
        """Somebody has opened it: when, and nothing about who."""
        row = ShareLink.objects.filter(pk=self.pk)
        latest = row.filter(last_visit_at__gt=now - VISIT)
        if not latest.update(last_visit_at=now):
            first = self.first_visit_at or now
            row.update(visits=F("visits") + 1, first_visit_at=first, last_visit_at=now)


def demand_free(owner, revision, now):
    """The text cites no source that is under embargo."""
    held = [*ledger_queries.embargoed_sources(at=now)]
    if source := embargoes.holding(owner, revision.content, held):
        raise EmbargoedError.of(source)


def find(secret, now):
    """(the link of this secret, the text that it shows now), or None: there is none, it
    has ended, or a source of the text is under embargo."""
    links = ShareLink.objects.open(now).filter(digest=digest_of(secret)).order_by()
    link = links.select_related("story__desk", "question", "revision").first()
    text = link and link.text
    if text is None:
        return None
    try:
        demand_free(link.owner, text, now)
    except EmbargoedError:
        return None
    return link, text


def whole_address(secret):
    return settings.SITE_URL + reverse("shared", args=[secret])
