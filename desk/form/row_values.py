"""What saved rows of a form have, for the script that makes their fields.

A long story has a hundred rows of ten fields, and each row looks as a new one does. So
where scripts run, a row is sent as a line and its values; the rest is the new row's.
"""

from django import forms

RUNS_SCRIPTS = "desk-scripts"  # The cookie by which a browser says that it does.
WHOLE = "whole"  # In the query: every field, for who has switched scripts off since.


def runs_scripts(request):
    """Whether the browser that asks for a page makes the fields of rows itself."""
    says_so = request.COOKIES.get(RUNS_SCRIPTS) == "1"
    return says_so and request.method == "GET" and WHOLE not in request.GET


def row_values(formset):
    """Of each saved row its number and, by name, what its fields have that those of a
    new row have not. A text, yes or no, or of a choice among many [key, label]."""
    new = form_values(formset.empty_form)
    return [
        [number, {k: v for k, v in form_values(form).items() if v != new[k]}]
        for number, form in enumerate(formset.initial_forms)
    ]


def form_values(form):
    return {name: field_value(form[name]) for name in form.fields}


def field_value(bound):
    """As the widget would write it."""
    widget, value = bound.field.widget, bound.value()
    widget = getattr(widget, "widget", widget)  # what is wrapped in its links
    if isinstance(widget, forms.CheckboxInput):
        return widget.check_test(value)
    said = widget.format_value(value)
    if not isinstance(widget, forms.Select):
        return said or ""
    key = said[0] if said else ""
    loaded = getattr(bound.field, "loaded", None)
    if loaded is None:
        return key
    return [key, str(loaded[key])] if key in loaded else ""
