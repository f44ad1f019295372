"""What everybody did at the desk, written where they do it: the ground of each admin.

An entry is made in the transaction of the deed: there is never one without the other.
"""

import copy
import json
import re
from functools import wraps

from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.forms.models import _get_foreign_key
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from people import leniency, open_list, slug_admin
from people.desk_view import DeskView, respond
from people.models import AuditEvent
from people.refusals import TextRefusedError

SECRET = re.compile("password|secret|token")
PAGE = 50


def history(model_admin, request, object_id):
    """What was done to one thing, for whoever may see it."""
    if not model_admin.has_view_or_change_permission(request):
        raise PermissionDenied  # Nor is it said which there are.
    thing = model_admin.get_object(request, unquote(object_id))
    if thing is None:
        return model_admin._get_obj_does_not_exist_redirect(
            request, model_admin.opts, str(object_id)
        )
    if not model_admin.has_view_or_change_permission(request, thing):
        raise PermissionDenied
    events = AuditEvent.objects.about(thing).select_related("by")
    return respond(
        request,
        "people/history.html",
        title=_("History"),
        subtitle=str(thing),
        opts=model_admin.opts,
        original=thing,
        events=Paginator(events, PAGE).get_page(request.GET.get("p")),
    )


def saying_refusals(view):
    """Django's page of one form; a text that is refused as it is saved is said in it,
    and stays."""

    @wraps(view)
    def inner(self, request, *args, **options):
        try:
            return view(self, request, *args, **options)
        except TextRefusedError as refusal:
            told, why = copy.copy(self), str(refusal)
            for file in request.FILES.values():
                file.seek(0)  # it is read once more
            told.get_form = lambda *asked, **more: refusing(
                self.get_form(*asked, **more), why
            )
            return view(told, request, *args, **options)

    return inner


def refusing(form, why):
    """The class of a form that is never valid, and says why."""

    class Refused(form):
        def clean(self):
            super().clean()
            raise ValidationError(why, code="refused")

    return Refused


class AuditedAdmin(admin.ModelAdmin):
    """An admin of ours: whatever is done there is in the log."""

    audits_values = True  # A draft's values are in its revisions already.
    show_full_result_count = False
    get_changelist, get_paginator = open_list.changelist, open_list.paginator
    pages = (DeskView("<path:object_id>/history/", history, "history"),)
    changeform_view = saying_refusals(admin.ModelAdmin.changeform_view)
    slug_of = ""  # The field that an empty slug is made of, where rows have one.

    def get_urls(self):
        """Those of `pages`, each of which has `urls(admin)`, before Django's."""
        pages = [*self.pages, *([slug_admin.OFFER] if self.slug_of else [])]
        return [url for page in pages for url in page.urls(self)] + super().get_urls()

    def formfield_for_dbfield(self, db_field, request, **options):
        if db_field.name == "slug" and self.slug_of:
            options |= slug_admin.field_options(self)
        if db_field.many_to_many:
            options.setdefault("form_class", leniency.KeysField)
        elif db_field.name in self.get_autocomplete_fields(request):
            widget = leniency.KeySelect(db_field, self.admin_site)
            options.setdefault("widget", widget)
        return super().formfield_for_dbfield(db_field, request, **options)

    def save_model(self, request, obj, form, change):
        """Remember what it said before, as the database has it."""
        if change and self.audits_values:
            obj.said_before = values_now(self, obj)
        super().save_model(request, obj, form, change)

    def log_addition(self, request, obj, message):
        return record(request, "add", obj, after=values_now(self, obj) or {})

    def log_change(self, request, obj, message):
        """Note what changed; with values, if it was saved through the form."""
        before = obj.__dict__.pop("said_before", None)
        if before is not None:
            said = difference(before, values_now(self, obj) or {})
            is_change = any(said.values())
        else:
            said, is_change = {"note": in_words(message)}, message != []
        return record(request, "change", obj, **said) if is_change else None

    def log_deletions(self, request, queryset):
        return [
            record(request, "delete", obj, before=values_now(self, obj) or {})
            for obj in queryset
        ]


def record(request, verb, of, **said):
    return AuditEvent.objects.record(verb, request=request, of=of, **said)


def values_now(model_admin, obj):
    """All that a row and its inline parts say now in the database, but for secrets."""
    model = model_admin.model
    row = model._default_manager.filter(pk=obj.pk).first()
    if row is None or not model_admin.audits_values:
        return None
    parts = {
        str(capfirst(inline.model._meta.verbose_name_plural)): [
            values(part, leaving=link.name) for part in found
        ]
        for inline in model_admin.inlines
        for link in [_get_foreign_key(model, inline.model, inline.fk_name)]
        for found in [inline.model._default_manager.filter(**{link.name: row})]
    }
    return values(row) | {name: listed for name, listed in parts.items() if listed}


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
