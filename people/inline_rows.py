"""Rows of a form's parts: one template, with the script that adds and removes them."""

from django import forms
from django.contrib import admin
from django.http import HttpResponseRedirect
from django.urls import reverse

ADD = "_add_row"  # The button that saves, and comes back to an empty row of one kind.


def with_row(model_admin, request, obj, saved):
    """Back to the form, which has a new row, if that is what was asked for; else on to
    `saved`, the answer that there is."""
    kinds = [each.model for each in model_admin.get_inlines(request, obj)]
    asked = request.POST.get(ADD)
    kind = next((each for each in kinds if each._meta.model_name == asked), None)
    if kind is None or not model_admin.has_change_permission(request, obj):
        return saved
    opts = model_admin.opts
    name = f"{model_admin.admin_site.name}:{opts.app_label}_{opts.model_name}_change"
    form = reverse(name, args=[obj.pk], query={"add": asked})
    links = [each for each in kind._meta.fields if each.related_model is opts.model]
    place = links[0].remote_field.get_accessor_name(model=kind)
    return HttpResponseRedirect(f"{form}#{place}-group")


class RowInline(admin.StackedInline):
    template = "people/rows.html"
    extra = 0
    short = False  # Short rows are open; long ones open when one is clicked.
    told_by = ()  # The fields that tell, when a row is closed, what it says.
    names_owner = True  # Whether each row says whose it is.
    comes_back = False  # Whether who saves may open what is saved, for one row more.

    class Media:
        extend = False  # Django's own script doesn't know this template.
        js = [forms.Script("desk/rows.js", type="module")]

    def get_formset(self, request, obj=None, **options):
        parent = self.admin_site.get_model_admin(self.parent_model)
        self.comes_back = parent.has_change_permission(request, obj)
        return self.formset_class(request, obj, **options)

    def formset_class(self, request, obj, **options):
        return super().get_formset(request, obj, **options)

    def get_extra(self, request, obj=None, **options):
        """An empty row, for who has no script that adds one."""
        return int(self.is_asked_for(request))

    def is_asked_for(self, request):
        return request.GET.get("add") == self.opts.model_name
