"""A question that readers ask: it has a page and a life of its own."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from explainer.format import QUESTION
from stories.models.publishable import Publishable
from stories.models.validators import prose_fits


class Question(Publishable):
    class Status(models.TextChoices):
        OPEN = "open", _("Open")
        PARTLY = "partly", _("Partly answered")
        ANSWERED = "answered", _("Answered")
        SUPERSEDED = "superseded", _("Superseded")

    title = models.CharField(
        _("question"), max_length=300, help_text=_("As a reader would ask it.")
    )
    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.OPEN
    )
    intro = models.TextField(
        _("short answer"),
        blank=True,
        validators=[prose_fits],
        help_text=_("About forty words. Readers who read nothing else read this."),
    )

    path_kind = "question"
    FORMAT = QUESTION

    class Meta:
        ordering = ["-saved_at"]
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        permissions = [
            ("publish_question", _("Can publish and correct questions")),
            ("withdraw_question", _("Can hold, withdraw and reinstate questions")),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("question", args=[self.slug])
