"""What readers write to the paper. Private: only the desk sees it, and not for ever."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.backends import desks_where

ANSWERING = "pages.change_readermessage"
ALL_OF_THEM = "pages.delete_readermessage"


class ReaderMessageQuerySet(models.QuerySet):
    def for_user(self, user):
        """Those that somebody may read: of their desks, of none, or all of them."""
        if user.has_perm(ALL_OF_THEM):
            return self
        desks = desks_where(user, ANSWERING)
        if desks is None:
            return self
        if not desks:
            return self.none()
        free = Q(story=None) | Q(story__desk=None)
        return self.filter(free | Q(story__desk__in=desks))

    def waiting(self):
        return self.filter(state=ReaderMessage.State.NEW)

    def older_than(self, days):
        return self.filter(at__lt=timezone.now() - dt.timedelta(days=days))


class ReaderMessage(models.Model):
    """One message, under the number that its writer was given."""

    class Kind(models.TextChoices):
        MISTAKE = "mistake", _("A mistake in a story")
        QUESTION = "question", _("A question")
        TIP = "tip", _("Something you should look into")
        OTHER = "other", _("Something else")

    class State(models.TextChoices):
        NEW = "new", _("New")
        ANSWERED = "answered", _("Answered")
        HELD = "held", _("Held: it may be from a robot")

    number = models.CharField(_("number"), max_length=12, unique=True)
    at = models.DateTimeField(_("received"), default=timezone.now, db_index=True)
    kind = models.CharField(_("what about"), max_length=10, choices=Kind)
    name = models.CharField(_("name"), max_length=100, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    page = models.CharField(_("page"), max_length=500, blank=True)
    text = models.TextField(_("message"), max_length=5000)
    story = models.ForeignKey(
        "stories.Story", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    question = models.ForeignKey(
        "stories.Question", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.NEW
    )
    held_for = models.CharField(_("why it is held"), max_length=200, blank=True)
    note = models.TextField(
        _("internal note"),
        max_length=5000,
        blank=True,
        help_text=_("What was done about it. Its writer never sees this."),
    )
    answered_at = models.DateTimeField(_("answered at"), null=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("answered by"),
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
    )

    objects = ReaderMessageQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("message from a reader")
        verbose_name_plural = _("messages from readers")
        default_permissions = ("view", "change", "delete")
        indexes = [models.Index(fields=["state", "-at"], name="messages_waiting")]

    def __str__(self):
        """The number alone: this is what the audit log keeps for good."""
        return self.number

    @property
    def desk_id(self):
        """The desk whose story it is about, if any: its editors may read it."""
        return self.story.desk_id if self.story else None

    def settle(self, by):
        """Note who answered it; an answer taken back is nobody's."""
        answered = self.state == self.State.ANSWERED
        self.answered_by = by if answered else None
        self.answered_at = timezone.now() if answered else None
