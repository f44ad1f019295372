"""What a desk demands of its stories, and what editors need not hear again."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from explainer.checks.catalogue import BLOCK, CHECKS, DEFAULTS, OFF, STRUCTURAL, WARN
from people.desks import Desk
from stories.models.owned_rows import OfOne, OfOneQuerySet, person

SET_BY_DESKS = CHECKS.keys() - STRUCTURAL  # Nobody may turn the others down.


class RuleQuerySet(models.QuerySet):
    def levels(self, desk=None):
        """What each check does at a desk: its own rule wins over the paper's.

        Without a desk, what the paper says.
        """
        rows = self.filter(Q(desk=None) | Q(desk=desk), code__in=SET_BY_DESKS)
        rows = sorted(rows, key=lambda rule: rule.desk_id is not None)
        return DEFAULTS | {rule.code: rule.level for rule in rows}

    def blocking(self, desk=None):
        """The codes of the checks that keep a text of a desk from readers."""
        levels = self.levels(desk)
        return {code for code in levels if levels[code] == BLOCK}


class Rule(models.Model):
    """One check at one desk, or at the whole paper: it blocks, it warns, or is off."""

    class Level(models.TextChoices):
        BLOCK = BLOCK, pgettext_lazy("level of a rule", "Blocks")
        WARN = WARN, _("Warns")
        OFF = OFF, _("Off")

    desk = models.ForeignKey(
        Desk,
        verbose_name=_("desk"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        help_text=_("Left empty, the rule holds at every desk without one of its own."),
    )
    code = models.CharField(_("check"), max_length=40)
    level = models.CharField(_("level"), max_length=5, choices=Level)

    objects = RuleQuerySet.as_manager()

    class Meta:
        ordering = ["desk_id", "code"]
        verbose_name = _("rule of the desk")
        verbose_name_plural = _("rules of the desks")
        constraints = [
            models.UniqueConstraint(
                fields=["desk", "code"], name="rule_once_at_a_desk"
            ),
            models.UniqueConstraint(
                fields=["code"], condition=Q(desk=None), name="rule_once_at_the_paper"
            ),
            models.CheckConstraint(
                condition=Q(level__in=[BLOCK, WARN, OFF]), name="rule_level"
            ),
        ]

    def __str__(self):
        return f"{self.desk or _('every desk')}: {self.code} {self.level}"


class Waiver(OfOne):
    """A warning silenced in one story, until the text there changes."""

    code = models.CharField(max_length=40)
    place = models.CharField(max_length=120)
    digest = models.CharField(max_length=64)
    reason = models.CharField(_("reason"), max_length=300)
    by = person()
    at = models.DateTimeField(default=timezone.now)

    objects = OfOneQuerySet.as_manager()

    class Meta(OfOne.Meta):
        ordering = ["-at", "-pk"]
        verbose_name = _("waiver")
        verbose_name_plural = _("waivers")
        constraints = [
            *OfOne.Meta.constraints,
            models.CheckConstraint(condition=~Q(reason=""), name="waiver_has_a_reason"),
            models.UniqueConstraint(fields=["story", "digest"], name="waiver_of_story"),
            models.UniqueConstraint(
                fields=["question", "digest"], name="waiver_of_question"
            ),
        ]

    def __str__(self):
        return f"{self.code}: {self.reason}"


class Dismissal(OfOne):
    """A suggestion that one story need not hear again."""

    key = models.CharField(max_length=200)
    by = person()
    at = models.DateTimeField(default=timezone.now)

    objects = OfOneQuerySet.as_manager()

    class Meta(OfOne.Meta):
        ordering = ["-at", "-pk"]
        verbose_name = _("dismissed suggestion")
        verbose_name_plural = _("dismissed suggestions")
        constraints = [
            *OfOne.Meta.constraints,
            models.UniqueConstraint(fields=["story", "key"], name="dismissal_of_story"),
            models.UniqueConstraint(
                fields=["question", "key"], name="dismissal_of_question"
            ),
        ]

    def __str__(self):
        return self.key
