"""The who's who: entries are merged, never deleted, and keep their addresses."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk import wikidata
from entities.models import Alias, Entity, Role
from explainer.folding import key
from people.columns import flag
from people.desk_view import respond
from people.inline_rows import RowInline, with_row
from people.models import AuditEvent
from people.shared_rows import PublicForm, StandingAdmin, StandingForm
from stories.models.topics import public

DAY = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
WIDGETS = {
    models.DateField: {"widget": DAY},
    models.TextField: {"widget": forms.Textarea({"rows": 2})},
}


class EntityForm(StandingForm):
    """Asks of a person whether they may have a page: nobody gets one by default."""

    public_figure = forms.TypedChoiceField(
        label=gettext_lazy("Public figure?"),
        help_text=gettext_lazy("Asked for persons: without it a person has no page."),
        choices={"": "–", "yes": gettext_lazy("Yes"), "no": gettext_lazy("No")},
        coerce=lambda said: said == "yes",
        empty_value=None,
        required=False,
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        # Of what was no person nobody has said so yet, whatever the row has.
        asked = self.instance.kind == Entity.Kind.PERSON
        answer = "yes" if self.instance.public_figure else "no"
        self.initial["public_figure"] = answer if asked else ""

    def clean(self):
        answer = self.cleaned_data.get("public_figure")
        self.cleaned_data["public_figure"] = bool(answer)
        said = super().clean()
        if answer is None and said.get("kind") == Entity.Kind.PERSON:
            words = _("Say whether this person is a public figure.")
            self.add_error("public_figure", words)
        return said


class AliasInline(RowInline):
    form = PublicForm
    model = Alias
    short = True


class RoleInline(RowInline):
    form = PublicForm
    model = Role
    short = True
    fields = [("title", "since", "since_precision", "until", "until_precision")]
    formfield_overrides = WIDGETS


class MissingKindFilter(admin.SimpleListFilter):
    """Entries that have no page because nobody has said what they are."""

    title = gettext_lazy("what is not said yet")
    parameter_name = "unanswered"

    def lookups(self, request, model_admin):
        return [("kind", gettext_lazy("No kind chosen"))]

    def queryset(self, request, queryset):
        return queryset.filter(kind="") if self.value() == "kind" else queryset


@admin.action(description=gettext_lazy("Merge into one"), permissions=["merge"])
def merge(model_admin, request, queryset):
    """Asks which of the chosen entities stands for all of them, then merges."""
    chosen = [*queryset.filter(merged_into=None).order_by("name")]
    if len(chosen) < 2:
        words = _("Choose at least two entities that are not merged yet.")
        messages.warning(request, words)
        return None
    keep = request.POST.get("keep")
    kept = next((entity for entity in chosen if str(entity.pk) == keep), None)
    if kept is None:
        return respond(
            request,
            "desk/merge.html",
            title=_("Which entity stands for the others?"),
            opts=model_admin.opts,
            chosen=chosen,
            checkbox=ACTION_CHECKBOX_NAME,
        )
    with transaction.atomic():
        for entity in chosen:
            if entity != kept:
                entity.merge_into(kept)
                said = _("Merged into %(name)s.") % {"name": kept}
                AuditEvent.objects.record(
                    "merge", request=request, of=entity, note=said
                )
    words = _("Merged. %(name)s stands for all of them.") % {"name": kept}
    messages.success(request, words)
    return None


@admin.register(Entity)
class EntityAdmin(StandingAdmin):
    form = EntityForm
    pages = [*StandingAdmin.pages, *wikidata.PAGES]
    slug_of = "name"
    fields = [
        "name",
        ("slug", "kind"),
        "public_figure",
        "lead",
        ("as_of", "attribution", "licence"),
        "same_as",
        "open",
        "merged_into",
    ]
    inlines = [AliasInline, RoleInline]
    list_display = [
        *("name", "kind"),
        flag("public_figure", gettext_lazy("Public figure")),
        "merged_into",
    ]
    list_filter = ["kind", "public_figure", MissingKindFilter]
    list_select_related = ["merged_into"]
    search_fields = ["name", "slug", "aliases__name"]
    autocomplete_fields = ["merged_into"]
    formfield_overrides = WIDGETS
    actions = [merge]

    def get_fields(self, request, obj=None):
        names = super().get_fields(request, obj)
        return [name for name in names if obj or name != "merged_into"]

    def get_readonly_fields(self, request, obj=None):
        merged = [] if self.has_merge_permission(request) else ["merged_into"]
        return ["slug", *merged] if obj else []

    def view_on_site(self, entity):
        """Its public page, while it has one."""
        own = public(Entity.objects.filter(pk=entity.pk), timezone.now())
        return entity.get_absolute_url() if own.exists() else None

    def has_merge_permission(self, request):
        return request.user.has_perm("entities.merge_entity")

    def has_delete_permission(self, request, obj=None):
        """Documents name entities for ever: a double is merged instead."""
        return False

    def get_search_results(self, request, queryset, search_term):
        """Whoever picks an entity picks one that still stands."""
        if request.resolver_match.url_name == "autocomplete":
            queryset = queryset.filter(merged_into=None)
        found, double = super().get_search_results(request, queryset, search_term)
        letters = key(search_term)
        if not letters:
            return found, double
        others = Alias.objects.filter(letters__contains=letters).values("entity")
        named = Q(letters__contains=letters) | Q(pk__in=others)
        return queryset.filter(named | Q(pk__in=found.values("pk"))), False

    def response_add(self, request, obj, post_url_continue=None):
        saved = super().response_add(request, obj, post_url_continue)
        return with_row(self, request, obj, saved)

    def response_change(self, request, obj):
        return with_row(self, request, obj, super().response_change(request, obj))
