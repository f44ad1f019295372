"""What everybody did at the desk, written where they do it: one mixin for every admin.

An entry is made in the transaction of the deed: there is never one without the other.
"""

import json
import re

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import models, transaction
from django.forms.models import _get_foreign_key
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from people.leniency import LenientAdmin
from people.models import AuditEvent

SECRET = re.compile("password|secret|token")
PAGE = 50


class AuditedAdmin(LenientAdmin):
    """Mixed into an admin, before ModelAdmin: whatever is done there is in the log."""

    audits_values = True  # A draft's values are in its revisions already.

    def save_model(self, request, obj, form, change):
        """Remember what it said before, as the database has it."""
        if change and self.audits_values:
            row = self.model._default_manager.filter(pk=obj.pk).first()
            obj.said_before = row and self.said(row)
        super().save_model(request, obj, form, change)

    def said(self, row):
        """All that a row and its inline parts say, but for secrets."""
        parts = {
            str(capfirst(inline.model._meta.verbose_name_plural)): [
                values(part, leaving=link.name) for part in found
            ]
            for inline in self.inlines
            for link in [_get_foreign_key(self.model, inline.model, inline.fk_name)]
            for found in [inline.model._default_manager.filter(**{link.name: row})]
        }
        return values(row) | {name: listed for name, listed in parts.items() if listed}

    def said_now(self, obj):
        row = self.model._default_manager.filter(pk=obj.pk).first()
        return self.said(row) if row and self.audits_values else {}

    def log_addition(self, request, obj, message):
        return self.log(request, "add", obj, after=self.said_now(obj))

    def log_change(self, request, obj, message):
        """Note what changed; with values, if it was saved through the form."""
        before = obj.__dict__.pop("said_before", None)
        if before is None:
            if message == []:
                return None
            return self.log(request, "change", obj, note=in_words(message))
        changed = difference(before, self.said_now(obj))
        return (
            self.log(request, "change", obj, **changed)
            if any(changed.values())
            else None
        )

    def log_deletions(self, request, queryset):
        return [
            self.log(request, "delete", obj, before=self.said_now(obj))
            for obj in queryset
        ]

    def log_verb(self, request, owner, name, said):
        """Note one of the verbs that this admin has beside the stock ones."""
        return self.log(request, name, owner, note=str(said))

    def log(self, request, verb, of, **said):
        return AuditEvent.objects.record(verb, request=request, of=of, **said)

    def response_action(self, request, queryset, *args, **options):
        """What is done to many is done to all of them or to none."""
        with transaction.atomic():
            return super().response_action(request, queryset, *args, **options)

    def history_view(self, request, object_id, extra_context=None):
        """What was done to one thing, for whoever may see it."""
        thing = self.get_object(request, unquote(object_id))
        if thing is None:
            return self._get_obj_does_not_exist_redirect(
                request, self.opts, str(object_id)
            )
        if not self.has_view_or_change_permission(request, thing):
            raise PermissionDenied
        events = AuditEvent.objects.about(thing).select_related("by")
        return TemplateResponse(
            request,
            "people/history.html",
            self.admin_site.each_context(request)
            | {
                "title": _("History"),
                "subtitle": str(thing),
                "opts": self.opts,
                "original": thing,
                "events": Paginator(events, PAGE).get_page(request.GET.get("p")),
            },
        )


def difference(before, after):
    """What one row says otherwise than it did, for an entry of the log."""
    changed = [n for n in before | after if before.get(n) != after.get(n)]
    return {
        "before": {name: before[name] for name in changed if name in before},
        "after": {name: after[name] for name in changed if name in after},
    }


def values(row, leaving=""):
    """What a row says, field by field; what is empty is left out."""
    found = {
        str(capfirst(field.verbose_name)): value_of(row, field)
        for field in row._meta.concrete_fields
        if field.name != leaving and field.editable and not field.primary_key
        if not SECRET.search(field.name)
    }
    for field in row._meta.many_to_many:
        found[str(capfirst(field.verbose_name))] = sorted(
            map(str, getattr(row, field.name).all())
        )
    return {name: value for name, value in found.items() if value not in (None, "", [])}


def value_of(row, field):
    if field.is_relation:
        linked = getattr(row, field.name)
        return linked and str(linked)
    value = field.value_from_object(row)
    if isinstance(field, models.FileField):
        return value.name
    kinds = (str, int, float, bool, list, dict, type(None))
    return value if isinstance(value, kinds) else field.value_to_string(row)


def in_words(message):
    """The admin's own account of a change, as text."""
    if isinstance(message, str):
        return message
    entry = LogEntry(action_flag=CHANGE, change_message=json.dumps(message))
    return entry.get_change_message()
