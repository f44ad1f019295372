"""Every column that can hold words, and those that need no looking into, each with why.

A column of a new kind is swept unless it is named here; a kind of column that nobody
knows how to sweep is named by a test.
"""

from dataclasses import dataclass, field
from functools import cached_property

from django.apps import apps
from django.db import models

from people.derived_columns import NameLetters
from people.identities import IdentityField

# By a model's label, or a column's: what stands there, if no sentence does.
CODED = "names that the code gives"
SECRET = "keys and secrets, by which somebody signs in"
DERIVED = "made anew of the rows that it is derived from"
OWN_WAY = "has a way of its own in the sweep"
ACCOUNTED = {
    "auth.Permission": CODED,
    "auth.Group": CODED,
    "contenttypes.ContentType": CODED,
    **{f"people.AuditEvent.{name}": CODED for name in ("verb", "kind", "key")},
    "people.AuditEvent.address": "is sealed",
    "auth.User.username": SECRET,
    "auth.User.password": SECRET,
    "otp_totp.TOTPDevice": SECRET,
    "otp_static.StaticDevice": SECRET,
    "otp_static.StaticToken": SECRET,
    "people.Pause": SECRET,
    "sessions.Session": OWN_WAY,
    "stories.Revision": OWN_WAY,
    "stories.Redaction": "is told what it took out by nobody: see the command",
    "stories.Removal": "hashes",
    "stories.Showing": DERIVED,
    "stories.Mention": DERIVED,
    "stories.Dated": DERIVED,
    "entities.NameStart": DERIVED,
    "paper.KeyChange": OWN_WAY,
    "paper.Follower": SECRET,
    "paper.FollowRequest": SECRET,
    "paper.Invitation": SECRET,
    "paper.Subscription.key": "keys of rows, and slugs of desks",
    "paper.Notification.fault": CODED,
    "paper.SigningKey": SECRET,
    "paper.RemoteFollow": SECRET,
    "paper.RemoteInbox": "addresses of other servers, and what failed there",
    "paper.Delivery": "what a server sent, until it is answered",
    "paper.Footprint": "is empty whenever a transaction has ended",
    "images.Image.file": "is called by the hash of its bytes",
    "images.Image.name": "is called by the hash of its bytes",
}
OWNERS = {"stories.Story": "story", "stories.Question": "question"}
# Texts that are JSON, and are read as such.
IN_JSON = {"desk.Buffer.data", "admin.LogEntry.change_message"}
DERIVED_COLUMNS = IdentityField, NameLetters
WORDS = models.CharField, models.TextField
SWEPT = (*WORDS, models.JSONField)
# What holds no words, in whatever model.
WORDLESS = (
    *(models.AutoField, models.IntegerField, models.BooleanField, models.UUIDField),
    *(models.DateField, models.DurationField, models.FloatField, models.DecimalField),
    *(models.ForeignKey, models.GenericIPAddressField, models.TimeField),
)


@dataclass(frozen=True)
class TextColumns:
    """The columns of one model that are swept."""

    model: type
    fields: list = field(default_factory=list)

    @property
    def label(self):
        return self.model._meta.label

    @cached_property
    def derived(self):
        """Columns that follow the row's name."""
        every = self.model._meta.concrete_fields
        return [item.name for item in every if isinstance(item, DERIVED_COLUMNS)]

    @cached_property
    def owners(self):
        """Kind and column of the links to the story or question that a row is of."""
        part_of = getattr(self.model, "OWNER", "")
        return [
            (OWNERS[item.related_model._meta.label], item.attname)
            for item in self.model._meta.concrete_fields
            if item.is_relation and item.related_model._meta.label in OWNERS
            if item.name == part_of or not part_of
        ]

    @property
    def language(self):
        """The path to the language in which its words are, where a text says one."""
        if self.label == "stories.Story":
            return "language"
        is_part = getattr(self.model, "OWNER", "") == "story"
        return "story__language" if is_part else ""


def is_accounted(item):
    """Whether a column needs no looking into."""
    label = item.model._meta.label
    return (
        bool({label, f"{label}.{item.name}"} & ACCOUNTED.keys())
        or isinstance(item, (*DERIVED_COLUMNS, *WORDLESS))
        or bool(getattr(item, "choices", None))
    )


def swept():
    """The text columns of every model that has a table."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            every = model._meta.concrete_fields
            found = [item for item in every if not is_accounted(item)]
            if found := [item for item in found if isinstance(item, SWEPT)]:
                yield TextColumns(model, found)


def unknown():
    """Columns that may hold words and that nobody knows how to sweep, by name."""
    return [
        f"{model._meta.label}.{item.name}"
        for model in apps.get_models(include_auto_created=True)
        for item in model._meta.concrete_fields
        if not is_accounted(item) and not isinstance(item, SWEPT)
    ]
