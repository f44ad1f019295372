"""Each kind of part in the admin: its fields, and who may change them.

Parts have no permissions of their own: who may change a story may change its parts.
"""

import copy

from django.contrib.admin.utils import flatten
from django.utils.translation import get_language

from desk.form.fields import (
    WIDGETS,
    LoadedChoiceField,
    LoadedSelect,
    text_widget,
    translate_once,
    without_detours,
)
from desk.form.part_form import PartForm, isinstance_names
from desk.form.part_formsets import PartFormSet
from desk.form.row_values import runs_scripts
from explainer.format import items_of
from people.inline_rows import RowInline

VERBS = ("add", "change")
KEPT = 500  # Classes of formsets at most: there are a few of each kind of part.

formsets = {}


class PartInline(RowInline):
    form = PartForm
    formset = PartFormSet
    formfield_overrides = WIDGETS
    names_owner = False  # A row is of the draft that it came with, whatever it says.

    @property
    def links(self):
        """The foreign keys that the form asks for."""
        asked = self.autocomplete_fields
        nested = ["source__outlet", "source__syndicated_from"]
        return (*asked, *(nested if "source" in asked else ()))

    def formset_class(self, request, obj, **options):
        """Of a draft that is saved it is made once for all who have the same rights."""
        key = (type(self), get_language(), *self.rights(request, obj))
        if obj is None or options:
            return self.made(request, obj, **options)
        if key not in formsets:
            if len(formsets) >= KEPT:
                formsets.clear()
            formsets[key] = self.made(request, obj)
        return formsets[key]

    def rights(self, request, obj):
        """All of a request and a draft that makes the fields others than elsewhere."""
        columns = map(self.opts.get_field, self.autocomplete_fields)
        admins = [self.admin_site.get_model_admin(c.related_model) for c in columns]
        return (
            self.may_change(request, obj),
            self.is_asked_for(request),
            runs_scripts(request),
            *(admin.has_add_permission(request) for admin in admins),
        )

    def made(self, request, obj, **options):
        made = super().formset_class(request, obj, **options)
        form = made.form
        form._meta.formfield_callback = form.Meta.formfield_callback = (
            None  # A request's.
        )
        own = copy.deepcopy(form.declared_fields)
        form.base_fields = translate_once(form.base_fields | own)
        form.told_by = self.told_by
        form.defaults = optional(form.base_fields, self.model)
        made.is_asked_for = self.is_asked_for(request)
        made.choice_names = isinstance_names(form.base_fields, LoadedChoiceField)
        made.links = self.links
        made.printed = flatten(self.fields)
        made.has_scripts = self.may_change(request, obj) and runs_scripts(request)
        return made

    def formfield_for_foreignkey(self, db_field, request, **options):
        if db_field.name in self.autocomplete_fields:
            nested = [link[8:] for link in self.links if link.startswith("source__")]
            queryset = db_field.related_model._default_manager.all()
            options |= {
                "form_class": LoadedChoiceField,
                "widget": LoadedSelect(db_field, self.admin_site),
                "queryset": queryset.select_related(*nested) if nested else queryset,
            }
        return super().formfield_for_foreignkey(db_field, request, **options)

    def formfield_for_dbfield(self, db_field, request, **options):
        key = self.model.RENAMED.get(db_field.name, db_field.name)
        options = text_widget(db_field, items_of(self.model.KEY).get(key)) | options
        field = super().formfield_for_dbfield(db_field, request, **options)
        return without_detours(field)

    def may_change(self, request, owner=None):
        """Whether this person may change what the part belongs to, or make it."""
        opts = self.parent_model._meta
        perms = [f"{opts.app_label}.{verb}_{opts.model_name}" for verb in VERBS]
        return any(request.user.has_perm(perm, owner) for perm in perms)

    def has_add_permission(self, request, obj):
        return self.may_change(request, obj)

    def has_change_permission(self, request, obj=None):
        return self.may_change(request, obj)

    def has_delete_permission(self, request, obj=None):
        return self.may_change(request, obj)

    def has_view_permission(self, request, obj=None):
        return True


def optional(fields, model):
    """Let every field be left empty; returns what then stands in those that can't."""
    found = {}
    for name, field in fields.items():
        column = {column.name: column for column in model._meta.fields}.get(name)
        if field.required and column and column.has_default():
            found[name] = column.get_default()
        field.required = False
    return found
