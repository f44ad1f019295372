"""The audit log as its readers find it: who did what, when, and to what."""

from operator import itemgetter

from django.apps import apps
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext_lazy as _

from people import open_list
from people.deeds import GROUPS
from people.desk_view import never
from people.models import AuditEvent


class VerbFilter(admin.SimpleListFilter):
    title = _("what was done")
    parameter_name = "did"

    def lookups(self, request, model_admin):
        return [(name, words) for name, (words, _verbs) in GROUPS.items()]

    def queryset(self, request, queryset):
        _words, verbs = GROUPS.get(self.value(), ("", ()))
        return queryset.filter(verb__in=verbs) if verbs else queryset


class KindFilter(admin.SimpleListFilter):
    title = _("kind of thing")
    parameter_name = "of"

    def lookups(self, request, model_admin):
        kinds = [model._meta for model in model_admin.admin_site._registry]
        words = [
            (opts.label_lower, capfirst(opts.verbose_name_plural)) for opts in kinds
        ]
        return sorted(words, key=itemgetter(1))

    def queryset(self, request, queryset):
        known = self.value() in dict(self.lookup_choices)
        return queryset.filter(kind=self.value()) if known else queryset


@admin.display(description=_("when"), ordering="at")
def moment(event):
    at = timezone.localtime(event.at)
    return f"{date_format(at, 'DATE_FORMAT')}, {at:%H:%M:%S}"


@admin.display(description=_("who"), ordering="by_name")
def who(event):
    return event.by_name or "–"


@admin.display(description=_("did what"), ordering="verb")
def did(event):
    return event.deed


@admin.display(description=_("thing"), ordering="label")
def thing(event):
    kind, address = kind_of(event), address_of(event)
    if not kind:
        return "–"
    if event.verb == "delete" or not address:
        return f"{kind}: {event.label}"
    return format_html('{}: <a href="{}">{}</a>', kind, address, event.label)


@admin.display(description=_("note"))
def what(event):
    said = event.note
    if event.verb == "change":
        rows = [f"{name}: {old} → {new}" for name, old, new in event.changes]
        said = " ".join([said, *rows])
    return Truncator(said).chars(160)


@admin.display(description=_("values"))
def values(event):
    """A table of (field, before, after), escaped; a dash if the entry has no
    values."""
    if not event.changes:
        return "–"
    cells = format_html_join(
        "", '<tr><th scope="row">{}</th><td>{}</td><td>{}</td></tr>', event.changes
    )
    return format_html(
        '<table class="values"><thead><tr><th scope="col">{}</th>'
        '<th scope="col">{}</th><th scope="col">{}</th></tr></thead>'
        "<tbody>{}</tbody></table>",
        _("Field"),
        _("Before"),
        _("After"),
        cells,
    )


@admin.display(description=_("address, sealed"))
def sealed_address(event):
    """Enough to tell whether two came from the same address."""
    return event.address[:12] or "–"


def kind_of(event):
    try:
        return capfirst(apps.get_model(event.kind)._meta.verbose_name)
    except (LookupError, ValueError):
        return event.kind


def address_of(event):
    """Where the thing is at the desk, if it has a page there."""
    app, _dot, model = event.kind.partition(".")
    try:
        return reverse(f"admin:{app}_{model}_change", args=[event.key])
    except NoReverseMatch:
        return ""


@admin.register(AuditEvent)
class AuditLog(admin.ModelAdmin):
    show_full_result_count = False
    get_changelist, get_paginator = open_list.changelist, open_list.paginator
    list_display = [moment, who, did, thing, what]
    list_filter = [
        VerbFilter,
        KindFilter,
        "at",
        ("by", admin.RelatedOnlyFieldListFilter),
    ]
    list_select_related = ["by"]
    list_per_page = 50
    search_fields = ["label", "by_name", "note", "key"]
    change_form_template = "people/deed.html"
    actions = None
    fields = [moment, who, did, thing, "note", values, sealed_address]

    has_add_permission = has_change_permission = has_delete_permission = never

    def history_view(self, request, object_id, extra_context=None):
        """An entry has no history: it is one."""
        raise PermissionDenied

    def changelist_view(self, request, extra_context=None):
        title = {"title": capfirst(self.opts.verbose_name_plural)}
        return super().changelist_view(request, title | (extra_context or {}))
