"""What was typed and not saved, and who is at a form: private to the desk, short-lived.

A buffer holds a form as its browser would send it, valid or not. It is nobody's but
its writer's, never becomes a revision and never touches the story.
"""

import datetime as dt
import json
import re
from functools import cached_property

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from explainer.document import digest
from stories.models.question import Question
from stories.models.story import Story

KEPT_FOR = dt.timedelta(days=30)
MOST = 500  # Buffers of one person: far more than anybody has forms open.
HERE_FOR = dt.timedelta(seconds=45)
MODELS = {"story": Story, "question": Question}

# What the same text may be sent with in another form: not part of the text.
ABOUT_FORM = re.compile(
    r"\A(loaded_version|loaded_revision|draft_id|.*-(TOTAL|INITIAL|M(IN|AX)_NUM)_FORMS"
    r"|.*-UNTOUCHED)"
)

PASTED = "_manuscript"  # What a text has of the document that it was made of, as JSON.


class TooManyBuffersError(Exception):
    """Somebody keeps more unsaved texts than a person can write."""


def pairs_of(data):
    """The fields of a form that was sent, by name and value, in their order."""
    return [[name, value] for name, values in data.lists() for value in values]


def is_text(name):
    """Whether a field holds what was typed, and not what the form needs."""
    is_own = name.startswith(("_", "csrf")) or "__prefix__" in name
    return not (is_own or ABOUT_FORM.fullmatch(name))


def digest_of(pairs):
    """Stands for the text of a form, whichever page it was typed into."""
    said = sorted(
        [name, value.replace("\r\n", "\n")] for name, value in pairs if is_text(name)
    )
    return digest(json.dumps(said))


class BufferQuerySet(models.QuerySet):
    def unsaved(self):
        """What still holds a text: one whose text was saved is empty."""
        return self.exclude(data="")

    def unsaved_for(self, user):
        """A person's unsaved texts, newest first, each with its story or question."""
        found = [*self.unsaved().filter(user=user).defer("data").order_by("-saved_at")]
        for kind, model in MODELS.items():
            own = [item for item in found if item.kind == kind]
            owners = model.objects.in_bulk({item.owner_key for item in own})
            for item in own:
                item.owner = owners.get(item.owner_key)
        return found

    def keep(self, user, tab, sequence, **said):
        """Keep what a tab's form says, unless it has said more since.

        Each statement keeps all or nothing of a text. Returns whether
        the text is kept; if not, what the form says has been saved.
        """
        rows = self.filter(user=user, tab=tab)
        said |= {"sequence": sequence, "saved_at": timezone.now()}
        if rows.filter(sequence__lt=sequence).update(**said):
            return True
        if not rows.exists():
            if self.filter(user=user).unsaved().count() >= MOST:
                raise TooManyBuffersError
            self.filter(saved_at__lt=timezone.now() - KEPT_FOR).delete()
        made = self.model(user=user, tab=tab, **said)
        self.bulk_create([made], ignore_conflicts=True)
        # Somebody else's request may have made the row a moment ago, with less.
        rows.filter(sequence__lt=sequence).update(**said)
        return rows.unsaved().exists()

    def settle(self, user, tab, sequence):
        """Let go of what a tab's form said so far; what comes in late finds it gone."""
        if not sequence:
            return
        said = {"data": "", "digest": "", "sequence": sequence}
        said["saved_at"] = timezone.now()
        rows = self.filter(user=user, tab=tab, sequence__lte=sequence)
        if not rows.update(**said):
            made = self.model(user=user, tab=tab, **said)
            self.bulk_create([made], ignore_conflicts=True)
            rows.update(**said)  # what another request has kept in between

    def let_go(self, **which):
        """Empty these buffers: their text was saved, or nobody wants it."""
        return self.filter(**which).update(data="", digest="")


class Buffer(models.Model):
    """A form as one tab of one person's browser has it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    tab = models.UUIDField(help_text=_("The page that the form was opened in."))
    browser = models.CharField(max_length=36, blank=True)
    kind = models.CharField(max_length=8, choices=dict.fromkeys(MODELS, ""))
    owner_key = models.UUIDField(
        null=True, help_text=_("The draft's key, or the one that it is going to have.")
    )
    base_version = models.PositiveIntegerField(null=True)
    title = models.CharField(max_length=300, blank=True)
    data = models.TextField(blank=True)
    digest = models.CharField(max_length=64, blank=True)
    sequence = models.PositiveIntegerField(
        default=0, help_text=_("How often the form had changed by then.")
    )
    saved_at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = BufferQuerySet.as_manager()

    class Meta:
        ordering = ["-saved_at", "-pk"]
        verbose_name = _("kept text")
        verbose_name_plural = _("kept texts")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["user", "tab"], name="buffer_of_one_tab")
        ]

    def __str__(self):
        if self.title:
            return self.title
        if self.owner:
            return str(self.owner)
        if self.base_version:
            return gettext("A draft that was deleted")
        if self.kind == "question":
            return gettext("A question that was never saved")
        return gettext("A story that was never saved")

    @cached_property
    def owner(self):
        """The story or question, if there is one (any more)."""
        return MODELS[self.kind].objects.filter(pk=self.owner_key).first()

    @property
    def mark(self):
        """Names this text as it stands: what is typed later isn't meant."""
        return f"{self.pk}.{self.sequence}"

    @property
    def address(self):
        """Where one goes on writing."""
        page, args = ("change", [self.owner.pk]) if self.owner else ("add", [])
        form = reverse(f"admin:stories_{self.kind}_{page}", args=args)
        return f"{form}?kept={self.pk}"

    @property
    def page(self):
        """Where the text can be looked at."""
        return reverse(f"admin:stories_{self.kind}_kept_text", args=[self.pk])

    @property
    def pairs(self):
        return json.loads(self.data) if self.data else []

    @cached_property
    def pasted(self):
        """The document that it was made of, and what became of it; or nothing."""
        found = dict(self.pairs).get(PASTED)
        return json.loads(found) if found else {}

    @property
    def post(self):
        """The fields as a form gets them."""
        made = QueryDict(mutable=True)
        for name, value in self.pairs:
            made.appendlist(name, value)
        return made


class PresenceQuerySet(models.QuerySet):
    def here(self, owner, now):
        """Everybody at the form of a story or question, each of their windows."""
        rows = self.filter(owner_key=owner.pk, seen_at__gt=now - HERE_FOR)
        return rows.select_related("user").order_by("pk")

    def seen(self, user, tab, owner, now, *, typing=False):
        """Say that somebody is at a form."""
        row = self.model(
            user=user, tab=tab, owner_key=owner.pk, seen_at=now, typing=typing
        )
        self.bulk_create(
            [row],
            update_conflicts=True,
            unique_fields=["user", "tab"],
            update_fields=["owner_key", "seen_at", "typing"],
        )

    def left(self, user, tab, now):
        """Say that somebody has gone, and forget all who went without saying so."""
        self.filter(Q(user=user, tab=tab) | Q(seen_at__lt=now - 10 * HERE_FOR)).delete()


class Presence(models.Model):
    """Somebody's window with the form of a story or question."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    tab = models.UUIDField()
    owner_key = models.UUIDField()
    seen_at = models.DateTimeField()
    typing = models.BooleanField(default=False)

    objects = PresenceQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("presence")
        verbose_name_plural = _("presences")
        default_permissions = ()
        indexes = [models.Index(fields=["owner_key", "seen_at"], name="who_is_here")]
        constraints = [
            models.UniqueConstraint(fields=["user", "tab"], name="presence_of_one_tab")
        ]

    def __str__(self):
        return f"{self.user}, {self.seen_at:%d %B %Y %H:%M}"
