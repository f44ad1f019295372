"""What saved rows of a form have, for the script that makes them.

A long story has a hundred rows of ten fields, and each row looks as a new one does. So
where scripts run, no row is sent, only the values that it has and a new one has not.
"""

import json

from django import forms
from django.utils.functional import cached_property
from django.utils.html import json_script

from desk.form.part_form import unfinished

RUNS_SCRIPTS = "desk-scripts"  # The cookie by which a browser says that it does.
WHOLE = "whole"  # In the query: every field, for who has switched scripts off since.
UNFINISHED = (
    "unfinished"  # What a part lacks, in words, beside the values of its fields.
)


def runs_scripts(request):
    """Whether the browser that asks for a page makes the rows itself."""
    says_so = request.COOKIES.get(RUNS_SCRIPTS) == "1"
    return says_so and request.method == "GET" and WHOLE not in request.GET


class Letters(json.JSONEncoder):
    """Of any alphabet, as they are: escaped, they are two or three times as long."""

    def __init__(self, **options):
        super().__init__(**options | {"ensure_ascii": False, "separators": (",", ":")})


class RowValues:
    """The saved rows of a formset that has no forms of them.

    Of each row, by name, what its fields have that those of a new row have not: a text,
    yes or no, or of a choice among many [key, label, what is beside it].
    """

    def __init__(self, formset):
        self.formset = formset

    @cached_property
    def fields(self):
        """(name, column, field) of each field that is printed."""
        opts, new = self.formset.model._meta, self.formset.empty_form.fields
        names = [*self.formset.printed, "uid", opts.pk.name]
        return [(name, opts.get_field(name).attname, new[name]) for name in names]

    @cached_property
    def rows(self):
        blank = self.formset.empty_form
        new = {name: field_value(f, blank[name].initial) for name, _, f in self.fields}
        return [self.row(part, new) for part in self.formset.get_queryset()]

    def row(self, part, new):
        said = [(n, field_value(f, getattr(part, col))) for n, col, f in self.fields]
        row = {name: value for name, value in said if value != new[name]}
        if words := unfinished(part):
            row[UNFINISHED] = words
        return row

    @property
    def script(self):
        """The rows as JSON, in a script element that no value can end."""
        return json_script(self.rows, encoder=Letters) if self.rows else ""


def field_value(field, value):
    """As the widget would write it."""
    value = field.prepare_value(value)
    outer = field.widget
    widget = getattr(outer, "widget", outer)  # what is wrapped in its links
    if isinstance(widget, forms.CheckboxInput):
        return widget.check_test(value)
    said = widget.format_value(value)
    if not isinstance(widget, forms.Select):
        return said or ""
    key = said[0] if said else ""
    loaded = getattr(field, "loaded", None)
    if loaded is None:
        return key
    if key not in loaded:
        return ""
    beside = outer.beside(key) if hasattr(outer, "beside") else ""
    return [key, str(loaded[key]), *filter(None, [beside])]
