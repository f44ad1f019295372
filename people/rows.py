"""Rows of a form's parts: one template, with the script that adds and removes them."""

from django import forms
from django.contrib import admin


class RowInline(admin.StackedInline):
    template = "admin/stories/parts.html"
    extra = 0
    short = False  # Short rows are open; long ones open when one is clicked.
    told_by = ()  # The fields that tell, when a row is closed, what it says.

    class Media:
        extend = False  # Django's own script doesn't know this template.
        js = [
            forms.Script("js/desk-parts.js", type="module"),
            forms.Script("js/desk-drag.js", type="module"),
        ]

    def get_extra(self, request, obj=None, **options):
        """An empty row, for who has no script that adds one."""
        return int(self.is_asked_for(request))

    def is_asked_for(self, request):
        return request.GET.get("add") == self.opts.model_name
