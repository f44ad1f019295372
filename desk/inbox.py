"""The desk's inbox: what readers write, for the editors whose stories it is about.

Messages hold private words. The audit log, which nobody can shorten, keeps who did what
to which number, and none of them.
"""

from django import forms
from django.contrib import admin
from django.db.models import BooleanField, ExpressionWrapper, Q, Value
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.form.fields import TextArea
from pages.letters import ALL_OF_THEM
from pages.models import ReaderMessage
from people.audit import AuditedAdmin
from people.backends import desks_where
from people.desk_view import never

State = ReaderMessage.State


class StateFilter(admin.SimpleListFilter):
    """New ones first of all: an inbox opens on what waits."""

    title = gettext_lazy("state")
    parameter_name = "state"
    ALL = "all"

    def lookups(self, request, model_admin):
        return [*State.choices[1:], (self.ALL, _("All"))]

    def queryset(self, request, queryset):
        state = self.value() or State.NEW
        return queryset.filter(state=state) if state in State else queryset

    def choices(self, changelist):
        for value, label in [(None, State.NEW.label), *self.lookup_choices]:
            yield {
                "selected": self.value() == value,
                "query_string": changelist.get_query_string(
                    {self.parameter_name: value} if value else {}, [self.parameter_name]
                ),
                "display": label,
            }


class MessageAdminForm(forms.ModelForm):
    class Meta:
        widgets = {"note": TextArea(attrs={"rows": 4})}


@admin.display(description=gettext_lazy("message"))
def message_start(message):
    return Truncator(" ".join(message.text.split())).chars(80)


@admin.display(description=gettext_lazy("about"))
def about(message):
    """Its story, with a way to put right what is live; else the page as typed."""
    owner = message.story or message.question
    if owner is None:
        return message.page or "–"
    change = reverse(f"admin:stories_{owner.path_kind}_change", args=[owner.pk])
    said = format_html('<a href="{}">{}</a>', change, owner)
    if not message.story or not message.may_correct:
        return said
    correct = reverse("admin:stories_story_correct", args=[owner.pk])
    words = _("Correct what is live")
    return format_html('{} · <a href="{}">{}</a>', said, correct, words)


@admin.display(description=gettext_lazy("e-mail"))
def write_back(message):
    if not message.email:
        return _("none given")
    return format_html('<a href="mailto:{0}">{0}</a>', message.email)


@admin.register(ReaderMessage)
class ReaderMessageAdmin(AuditedAdmin):
    audits_values = False
    form = MessageAdminForm
    nothing_yet = gettext_lazy(
        "No reader has written yet: they do on the contact page, and from each story."
    )
    list_display = ["number", "kind", about, message_start, "at", "state"]
    list_filter = [StateFilter, "kind"]
    list_select_related = ["story", "question"]
    search_fields = ["number", "text", "name", "email"]
    said = ["kind", "at", about, "text", "name", write_back]
    settled = ["held_for", "answered_by", "answered_at"]
    fields = [*said, "state", "note", *settled]
    readonly_fields = [*said, *settled]

    def get_queryset(self, request):
        keys = desks_where(request.user, "stories.publish_story")
        may = Q(story__desk__in=keys) if keys else Value(keys is None)
        may = ExpressionWrapper(may, BooleanField())
        found = super().get_queryset(request).for_user(request.user)
        return found.annotate(may_correct=may)

    has_add_permission = never

    def has_view_permission(self, request, obj=None):
        return self.has_change_permission(request, obj)

    def has_change_permission(self, request, obj=None):
        """Who may see one may answer it; chiefs may see all of them."""
        every = request.user.has_perm(ALL_OF_THEM)
        return every or super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return request.user.has_perm(ALL_OF_THEM)

    def save_model(self, request, obj, form, change):
        if "state" in form.changed_data:
            obj.settle(request.user)
        super().save_model(request, obj, form, change)
