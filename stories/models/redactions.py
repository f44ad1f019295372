"""Redactions: what a court's order took out of the record, when, why, by whose word.

The sentence itself is kept nowhere. A seal stands for it: its number of letters and
their hash under a key of this paper, by which it is found in a backup of before.
"""

import secrets
from functools import cache, cached_property

from django.conf import settings
from django.db import models
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from explainer.erasure import LEAST, Seal, seal, without
from stories.models.record import (
    FrozenRecordError,
    RecordQuerySet,
    insert_only,
)


@cache
def removed_mark(language=""):
    """What stands in the place of a sentence, in the language around it."""
    with translation.override(language or settings.LANGUAGE_CODE):
        return gettext("[removed by order]")


def new_salt():
    return secrets.token_hex(16)


def sealing_key(salt, secret):
    """The key of one redaction's seals: nobody can make it from the database alone."""
    made = salted_hmac("redaction", salt, secret=secret, algorithm="sha256")
    return made.digest()


class RedactionQuerySet(RecordQuerySet):
    def seals(self):
        """What is looked for where a sentence may come back."""
        return [one for redaction in self for one in redaction.wanted]

    def said_in(self, texts):
        """The redaction whose sentence one of these texts says, or None."""
        texts = [text for text in texts if len(text) >= LEAST]
        found = (row for row in self if any(map(row.is_in, texts)))
        return next(found, None)

    def without(self, text):
        """A text as it may be kept."""
        for redaction in self:
            text = redaction.without(text)
        return text


class Redaction(models.Model):
    """One order that was carried out. Never changed; readers are shown it."""

    at = models.DateTimeField(_("when"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    order = models.CharField(_("order"), max_length=300)
    reason = models.TextField(_("reason"), max_length=2000)
    salt = models.CharField(max_length=32, default=new_salt)
    length = models.PositiveIntegerField()
    seal = models.CharField(max_length=40)
    # Addresses that said it: the seal of each, and what it is since.
    addresses = models.JSONField(default=list)
    # Where it stood: label of the model, key of the row, field, how often.
    places = models.JSONField(default=list)

    objects = RedactionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("redaction")
        verbose_name_plural = _("redactions")
        default_permissions = ["view"]

    def __str__(self):
        return f"{self.order}, {timezone.localtime(self.at):%Y-%m-%d %H:%M}"

    def save(self, **kwargs):
        insert_only(self, kwargs)
        super().save(**kwargs)

    def delete(self, **kwargs):
        raise FrozenRecordError

    @property
    def keys(self):
        """The key that seals were made with, and those of before."""
        secret = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
        return [sealing_key(self.salt, each) for each in secret]

    @cached_property
    def wanted(self):
        return [Seal(self.length, self.seal, key) for key in self.keys]

    def is_in(self, text):
        return any(wanted.is_in(text) for wanted in self.wanted)

    def without(self, text):
        mark = removed_mark()
        for wanted in self.wanted:
            text = without(text, wanted, mark if len(mark) <= self.length else "[…]")
        return text

    def close(self, sentence):
        """Keep the seal of what is taken out, and nothing else of it."""
        self.length = len(sentence.letters)
        self.seal = seal(sentence.letters, self.keys[0])

    def new_address(self, slug):
        """What an address that said the sentence has been since, or None."""
        sealed = {seal(slug, key) for key in self.keys}
        return next((new for old, new in self.addresses if old in sealed), None)


class RemovalQuerySet(RecordQuerySet):
    def of_revisions(self, keys):
        return self.filter(of=Removal.REVISION, key__in=keys)

    def of_editions(self, keys):
        return self.filter(of=Removal.EDITION, key__in=keys)


class Removal(models.Model):
    """What one redaction did to one text of the record: the hash before, and after."""

    REVISION, EDITION = "revision", "edition"  # an edition's note is a text, too

    redaction = models.ForeignKey(
        Redaction, on_delete=models.PROTECT, related_name="removals"
    )
    of = models.CharField(max_length=8, choices=dict.fromkeys((REVISION, EDITION), ""))
    # Not a link: what readers never had may be deleted, and this stays.
    key = models.BigIntegerField()
    before = models.CharField(max_length=64)
    after = models.CharField(max_length=64)

    objects = RemovalQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("removal")
        verbose_name_plural = _("removals")
        default_permissions = ()
        indexes = [models.Index("of", "key", name="removals_of_a_text")]
        constraints = [
            models.UniqueConstraint(
                fields=["redaction", "of", "key"], name="removal_once"
            )
        ]

    def __str__(self):
        return f"{self.of} {self.key}"

    def save(self, **kwargs):
        insert_only(self, kwargs)
        super().save(**kwargs)

    def delete(self, **kwargs):
        raise FrozenRecordError
