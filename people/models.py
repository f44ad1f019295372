"""Who may do what at which desk, what everybody did, and sign-ins that went wrong."""

import datetime as dt

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people import client_address, deeds, roles
from people.desks import Desk


class Membership(models.Model):
    """A role that somebody has at one desk, or at every desk."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="memberships",
    )
    group = models.ForeignKey(
        Group,
        verbose_name=_("role"),
        on_delete=models.PROTECT,
        limit_choices_to={"name__in": roles.NAMES},
    )
    desk = models.ForeignKey(
        Desk,
        verbose_name=_("desk"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        help_text=_("Left empty, the role holds at every desk."),
    )

    class Meta:
        # A role at every desk first, on either engine.
        ordering = [F("desk__position").asc(nulls_first=True), "desk__name", "pk"]
        verbose_name = _("role at a desk")
        verbose_name_plural = _("roles at desks")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "desk"],
                name="one_role_at_a_desk",
                violation_error_message=_("One role at each desk is enough."),
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(desk=None),
                name="one_role_at_every_desk",
                violation_error_message=_("One role at every desk is enough."),
            ),
        ]

    def __str__(self):
        place = self.desk or _("every desk")
        return f"{roles.label(self.group.name)}, {place}"


class WrittenInStoneError(Exception):
    """Someone tried to change what the audit log says."""

    def __init__(self):
        super().__init__("The audit log is only ever added to.")


class AuditQuerySet(models.QuerySet):
    def about(self, thing):
        """What was done to one thing."""
        return self.filter(kind=thing._meta.label_lower, key=str(thing.pk))

    def record(self, verb, *, request=None, by=None, of=None, **said):
        """Add what somebody did: call it in the transaction of the deed.

        `said` is any of before, after and note.
        """
        by = by or (request and request.user)
        by = by if by and by.is_authenticated else None
        return self.create(
            verb=verb,
            by=by,
            by_name=str(by) if by else "",
            kind=of._meta.label_lower if of else "",
            key=str(of.pk) if of else "",
            label=str(of)[:300] if of else "",
            address=client_address.address_hash(request) if request else "",
            **said,
        )

    def update(self, **values):
        raise WrittenInStoneError

    def bulk_update(self, rows, fields, batch_size=None):
        raise WrittenInStoneError

    def bulk_create(self, rows, *args, **options):
        raise WrittenInStoneError  # It can update.

    def delete(self):
        raise WrittenInStoneError


class AuditEvent(models.Model):
    """One thing that somebody did. It is never changed and never deleted."""

    at = models.DateTimeField(_("when"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who"),
        on_delete=models.PROTECT,
        null=True,
        related_name="deeds",
    )
    by_name = models.CharField(_("name at the time"), max_length=320)
    verb = models.CharField(_("did what"), max_length=40)
    kind = models.CharField(_("kind of thing"), max_length=100)
    key = models.CharField(_("key of the thing"), max_length=64)
    label = models.CharField(_("thing"), max_length=300)
    address = models.CharField(_("address, sealed"), max_length=32)
    before = models.JSONField(_("before"), default=dict, encoder=DjangoJSONEncoder)
    after = models.JSONField(_("after"), default=dict, encoder=DjangoJSONEncoder)
    note = models.TextField(_("note"))
    # The number of the last order by which words were taken out of it.
    redaction = models.PositiveBigIntegerField(null=True, editable=False)

    objects = AuditQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("entry of the audit log")
        verbose_name_plural = _("audit log")
        default_permissions = ["view"]
        indexes = [
            models.Index(fields=["-at", "-id"], name="audit_newest_first"),
            models.Index(fields=["kind", "key"], name="audit_of_one_thing"),
        ]

    def __str__(self):
        at = timezone.localtime(self.at)
        return f"{at:%Y-%m-%d %H:%M:%S} {self.by_name} {self.verb} {self.label}"

    def save(self, **options):
        if not self._state.adding or options.get("force_update"):
            raise WrittenInStoneError
        super().save(**options | {"force_insert": True})

    def delete(self, **options):
        raise WrittenInStoneError

    @property
    def deed(self):
        return deeds.in_words(self.verb)

    @property
    def changes(self):
        """What reads otherwise since: (field, before, after)."""
        return [
            (
                name,
                deeds.as_text(self.before.get(name)),
                deeds.as_text(self.after.get(name)),
            )
            for name in self.before | self.after
        ]


class PauseQuerySet(models.QuerySet):
    @transaction.atomic
    def forget(self, now):
        """Delete what is so old that it says nothing any more; waits for nobody."""
        day, quarter = dt.timedelta(days=1), dt.timedelta(days=90)
        old = Q(known=False, last_at__lt=now - day) | Q(last_at__lt=now - quarter)
        found = self.filter(old).select_for_update(skip_locked=True)
        if keys := [*found.values_list("pk", flat=True)[:200]]:
            self.filter(pk__in=keys).delete()


class Pause(models.Model):
    """How often something went wrong under one key, and until when it has to rest."""

    key = models.CharField(max_length=64, unique=True)
    failures = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(default=timezone.now, db_index=True)
    until = models.DateTimeField(null=True)
    # Somebody got in under this key: strangers elsewhere can't hold them up.
    known = models.BooleanField(default=False)

    objects = PauseQuerySet.as_manager()

    class Meta:
        verbose_name = _("pause after failed sign-ins")
        verbose_name_plural = _("pauses after failed sign-ins")
        default_permissions = ()

    def __str__(self):
        return self.key
