"""Redactions, as chiefs look them up: when, why, by which order, and where it stood.

Nothing is done here: an order is carried out by whoever runs the paper.
"""

from collections import Counter

from django.apps import apps
from django.contrib import admin
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from people.audit import AuditedAdmin
from people.desk_view import never
from stories.models import Redaction


def counted(redaction):
    """How often it stood in rows of each kind, the most first."""
    found = Counter()
    for label, _key, _column, times in redaction.places:
        found[label] += times
    return found.most_common()


@admin.display(description=_("when"), ordering="at")
def moment(redaction):
    at = timezone.localtime(redaction.at)
    return f"{date_format(at, 'DATE_FORMAT')}, {at:%H:%M}"


@admin.display(description=_("where it stood"))
def where(redaction):
    """Kinds of rows in the desk's own words, each with how often."""
    rows = [
        (capfirst(apps.get_model(label)._meta.verbose_name_plural), times)
        for label, times in counted(redaction)
    ]
    return format_html_join(", ", "{}: {}", rows) or "–"


@admin.display(description=_("who"))
def who(redaction):
    return str(redaction.by or "–")


@admin.register(Redaction)
class RedactionList(AuditedAdmin):
    list_display = [moment, "order", "reason", who, where]
    list_select_related = ["by"]
    list_per_page = 50
    search_fields = ["order", "reason"]
    actions = None
    fields = [moment, who, "order", "reason", where]

    has_add_permission = has_change_permission = has_delete_permission = never

    def changelist_view(self, request, extra_context=None):
        title = {"title": capfirst(self.opts.verbose_name_plural)}
        return super().changelist_view(request, title | (extra_context or {}))
