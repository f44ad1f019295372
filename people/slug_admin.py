"""Addresses at the desk: offered while a name is typed, made where nobody writes one.

One function makes them all, in `slugs.py`; the script only asks for what it says.
"""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.urls import path, reverse

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


class AddressedAdmin:
    """Mixed into an admin whose rows have a slug, made of the field that it names."""

    slug_of = "name"

    def get_urls(self):
        offer = self.admin_site.admin_view(self.offer_slug)
        return [path("slug/", offer, name=self.offer_name), *super().get_urls()]

    @property
    def offer_name(self):
        return f"{self.opts.app_label}_{self.opts.model_name}_slug"

    def offer_slug(self, request):
        """The address that what is typed would get now."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        name = request.GET.get("of", "").replace("\0", "")[:LONGEST].strip()
        rows = self.model._default_manager
        return JsonResponse({"slug": rows.free_slug(name) if name else ""})

    def formfield_for_dbfield(self, db_field, request, **options):
        if db_field.name == "slug":
            rows = self.model._default_manager
            offers = reverse(f"{self.admin_site.name}:{self.offer_name}")
            widget = SlugInput({"data-of": self.slug_of, "data-offers": offers})
            options |= {"form_class": SlugField, "of": self.slug_of, "rows": rows}
            options |= {"widget": widget}
        return super().formfield_for_dbfield(db_field, request, **options)
