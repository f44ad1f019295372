"""What saved rows of a form have, for the script that makes them.

A long story has a hundred rows of ten fields, and each row looks as a new one does. So
where scripts run, no row is sent, only the values that it has and a new one has not.
"""

import json
from itertools import chain

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
    def rows(self):
        fields = printed_fields(self.formset)
        new = {name: field_value(f, f.initial) for name, _column, f in fields}
        return [self.row(part, fields, new) for part in self.formset.get_queryset()]

    def row(self, part, fields, new):
        said = [(n, field_value(f, getattr(part, column))) for n, column, f in fields]
        row = {name: value for name, value in said if value != new[name]}
        row["id"] = str(part.pk)
        if words := unfinished(part):
            row[UNFINISHED] = words
        return row

    @property
    def table(self):
        """Names, and of each row its values; 0 where it has what a new one has."""
        names = [*dict.fromkeys(chain(*self.rows))]
        return [names, *([row.get(name, 0) for name in names] for row in self.rows)]

    @property
    def script(self):
        """The table as JSON, in a script element that no value can end."""
        return json_script(self.table, encoder=Letters) if self.rows else ""


def printed_fields(formset):
    """(name, column, field) of each field that a row has, its key aside."""
    fields, opts = formset.form.base_fields | formset.choices, formset.model._meta
    names = [*formset.printed, "uid"]
    return [(name, opts.get_field(name).attname, fields[name]) for name in names]


def is_unchanged_in(formset):
    """Whether a row of a saved part says what is saved: a function of the row."""
    parts = {str(part.pk): part for part in formset.get_queryset()}
    fields = printed_fields(formset)
    return lambda row: is_unchanged(parts[row["id"][-1]], row, fields)


def is_unchanged(part, row, fields):
    """Whether a row that was sent, {name: [value]}, says what is saved, but for space
    around it."""
    return "DELETE" not in row and all(
        is_said(row.get(name), field_text(field, getattr(part, column)))
        for name, column, field in fields
    )


def is_said(sent, saved):
    if isinstance(saved, bool):
        return bool(sent and sent[-1].lower() not in ("", "false")) == saved
    return bool(sent) and plain(sent[-1]) == plain(saved)


def plain(text):
    return text.replace("\r\n", "\n").strip()


def field_text(field, value):
    """As the widget would write it: a choice by its key, a box as yes or no."""
    value = field.prepare_value(value)
    widget = getattr(field.widget, "widget", field.widget)  # wrapped in its links
    if isinstance(widget, forms.CheckboxInput):
        return widget.check_test(value)
    said = widget.format_value(value)
    if isinstance(widget, forms.Select):
        said = said and said[0]
    return said or ""


def field_value(field, value):
    """The same, with what a choice among many says beside its key."""
    key, loaded = field_text(field, value), getattr(field, "loaded", None)
    if loaded is None:
        return key
    if key not in loaded:
        return ""
    beside = field.widget.beside(key) if hasattr(field.widget, "beside") else ""
    return [key, str(loaded[key]), *filter(None, [beside])]
