"""Addresses at the desk: offered while a name is typed, made where nobody writes one.

One function makes them all, in `slugs.py`; the script only asks for what it says.
"""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.urls import reverse

from people.desk_view import DeskView

LONGEST = 300  # of a name that is asked about


class SlugInput(forms.TextInput):
    """Without scripts it stays empty until the save."""


class SlugField(forms.CharField):
    """The slug as written; of a new row the best one that is free, if it is empty."""

    def __init__(self, *, of="", rows=None, allow_unicode=False, **options):
        self.of, self.rows = of, rows
        super().__init__(**options | {"required": False})

    def _clean_bound_field(self, bound):
        slug = super()._clean_bound_field(bound)
        if slug or self.rows is None:
            return slug
        if bound.form.instance.pk and not bound.form.instance._state.adding:
            raise forms.ValidationError(self.error_messages["required"], "required")
        return self.rows.free_slug(str(bound.form[self.of].data or ""))


def offer(model_admin, request):
    """The address that what is typed would get now."""
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    name = request.GET.get("of", "").replace("\0", "")[:LONGEST].strip()
    rows = model_admin.model._default_manager
    return JsonResponse({"slug": rows.free_slug(name) if name else ""})


OFFER = DeskView("slug/", offer, "slug")


def field_options(model_admin):
    """How a form's slug is made, of the field that its admin's `slug_of` names."""
    opts, of = model_admin.opts, model_admin.slug_of
    offers = f"{model_admin.admin_site.name}:{opts.app_label}_{opts.model_name}_slug"
    return {
        "form_class": SlugField,
        "of": of,
        "rows": model_admin.model._default_manager,
        "widget": SlugInput({"data-of": of, "data-offers": reverse(offers)}),
    }
