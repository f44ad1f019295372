"""The parts of a story or question as rows of its form, loaded in bulk.

Parts have no permissions of their own: who may change a story may change its parts.
"""

import re
from collections import defaultdict

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.forms.formsets import DELETION_FIELD_NAME
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext_lazy as _

from stories.admin.fields import (
    WIDGETS,
    LoadedChoiceField,
    LoadedKeyField,
    LoadedSelect,
    without_detours,
)


class PartForm(forms.ModelForm):
    position = forms.IntegerField(
        label=_("Position"), required=False, min_value=0, max_value=32767
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        if self.instance._state.adding:
            self.initial["position"] = None  # Left empty, a new part goes last.

    def has_changed(self):
        """A new row that only has a position says nothing yet."""
        changed = set(self.changed_data)
        return bool(changed - {"position"} if self.empty_permitted else changed)

    def _get_validation_exclusions(self):
        # A loaded choice is known to exist: asking again costs a query for each row.
        loaded = isinstance_names(self.fields, LoadedChoiceField)
        return super()._get_validation_exclusions() | loaded

    def _post_clean(self):
        super()._post_clean()
        if self.instance._state.adding and self.cleaned_data.get("position") is None:
            self.instance.position = None
        if hasattr(self.instance, "fill") and self.is_complete and self.has_changed():
            self.instance.fill()

    @property
    def is_complete(self):
        """Whether the links that this part can't be without are there."""
        links = [f for f in self._meta.model._meta.fields if f.is_relation]
        needed = [f for f in links if f.name in self.fields and not f.null]
        owner = self._meta.model.OWNER
        return all(getattr(self.instance, f.attname) for f in needed if f.name != owner)


def isinstance_names(fields, kind):
    return {name for name, field in fields.items() if isinstance(field, kind)}


class PartFormSet(BaseInlineFormSet):
    """Fetches what all its rows name at once: a query a field, however many rows."""

    def __init__(self, data=None, *args, prefix=None, **options):
        prefix = prefix or self.get_default_prefix()
        data = data and saved_first(data, prefix)
        super().__init__(data, *args, prefix=prefix, **options)
        self.loaded = {name: self.load(name) for name in self.choice_names}
        self.saved_rows = {str(part.pk): part for part in self.get_queryset()}

    @property
    def choice_names(self):
        return isinstance_names(self.form.base_fields, LoadedChoiceField)

    def load(self, name):
        """The rows that this field names, in the database and in what was sent."""
        parts = self.get_queryset()
        rows = {str(r.pk): r for part in parts if (r := getattr(part, name))}
        if self.is_bound:
            queryset = self.form.base_fields[name].queryset
            prefixes = map(self.add_prefix, range(self.total_form_count()))
            asked = {self.data.get(f"{prefix}-{name}") for prefix in prefixes}
            keys = [*filter(None, (key_of(queryset, k) for k in asked - {*rows}))]
            found = queryset.filter(pk__in=keys) if keys else []
            rows |= {str(row.pk): row for row in found}
        return rows

    def add_fields(self, form, index):
        super().add_fields(form, index)
        for name, rows in self.loaded.items():
            form.fields[name].loaded = rows
        name = self._pk_field.name
        if form.is_bound:
            form.fields[name] = LoadedKeyField(
                None,
                initial=form.fields[name].initial,
                required=False,
                widget=forms.HiddenInput,
            )
            form.fields[name].loaded = self.saved_rows

    def _construct_form(self, i, **options):
        form = super()._construct_form(i, **options)
        form.fields[self._pk_field.name].required = False
        return form

    def clean(self):
        """Give new parts their place behind the others."""
        super().clean()
        kept = [form.instance for form in self.kept_forms()]
        places = [part.position for part in kept if part.position is not None]
        last = max(places, default=-1)
        for part in kept:
            if part.position is None:
                last = part.position = last + 1

    def save_existing_objects(self, commit=True):
        """Parts that somebody has removed meanwhile are kept, as new ones."""
        saved = super().save_existing_objects(commit)
        kept = [form for form in self.initial_forms if not doomed(form)]
        lost = [form for form in kept if form.instance._state.adding]
        return saved + [self.save_new(form, commit) for form in lost]

    def kept_forms(self):
        """Forms of parts that will be there after a save."""
        saved = self.initial_form_count()
        return [
            form
            for index, form in enumerate(self.forms)
            if not doomed(form) and (index < saved or form.has_changed())
        ]

    def parts(self):
        """The parts as the form has them, saved or not, in the order of the page."""
        said = [form.instance for form in self.kept_forms() if form.is_complete]
        sent = {form.instance.pk for form in self.initial_forms}
        unsent = [part for part in self.get_queryset() if part.pk not in sent]
        last = (1, 0)
        return sorted(
            [*unsent, *said],
            key=lambda part: last if part.position is None else (0, part.position),
        )


def doomed(form):
    """Whether the editor asked for this part to be deleted, valid or not."""
    return getattr(form, "cleaned_data", {}).get(DELETION_FIELD_NAME, False)


def key_of(queryset, text):
    """The key that a form sent, or None if it can't be one."""
    try:
        return queryset.model._meta.pk.to_python(text or None)
    except ValidationError:
        return None


def saved_first(data, prefix):
    """The data with saved rows before new ones, which is what Django counts on.

    Rows that were moved on the page and renumbered there may come in any order.
    """
    rows = defaultdict(dict)
    pattern = re.compile(rf"{re.escape(prefix)}-(\d+)-(\w+)$")
    for key in data:
        if found := pattern.match(key):
            rows[int(found[1])][found[2]] = data.getlist(key)
    new = {number for number in rows if not any(rows[number].get("id", []))}
    order = sorted(rows, key=lambda number: (number in new, number))
    if order == sorted(rows):
        return data
    data = data.copy()
    for place, number in zip(sorted(rows), order, strict=True):
        for name in rows[place]:
            del data[f"{prefix}-{place}-{name}"]
        for name, values in rows[number].items():
            data.setlist(f"{prefix}-{place}-{name}", values)
    data[f"{prefix}-INITIAL_FORMS"] = str(len(rows) - len(new))
    return data


class PartInline(admin.StackedInline):
    form = PartForm
    formset = PartFormSet
    template = "admin/stories/parts.html"
    extra = 0
    formfield_overrides = WIDGETS
    short = False  # Short rows are open; long ones open when one is clicked.

    @property
    def links(self):
        """The foreign keys that the form asks for."""
        asked = self.autocomplete_fields
        nested = ["source__outlet", "source__syndicated_from"]
        return [*asked, *(nested if "source" in asked else [])]

    def get_queryset(self, request):
        queryset = super().get_queryset(request)
        return queryset.select_related(*self.links) if self.links else queryset

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
        field = super().formfield_for_dbfield(db_field, request, **options)
        return without_detours(field)

    def may_change(self, request):
        """Whether this person may change what the part belongs to."""
        opts = self.parent_model._meta
        perms = [f"{opts.app_label}.{verb}_{opts.model_name}" for verb in VERBS]
        return any(map(request.user.has_perm, perms))

    def has_add_permission(self, request, obj):
        return self.may_change(request)

    def has_change_permission(self, request, obj=None):
        return self.may_change(request)

    def has_delete_permission(self, request, obj=None):
        return self.may_change(request)

    def has_view_permission(self, request, obj=None):
        return True


VERBS = ("add", "change")
