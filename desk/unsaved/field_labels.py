"""What a form said, in words: for when there is no form to show it in."""

import re

from django.core.exceptions import FieldDoesNotExist
from django.utils.text import capfirst

from desk.models.buffers import MODELS, is_text

ROW = re.compile(r"\A(?P<prefix>\w+)-(?P<number>[0-9]{1,4})-(?P<field>\w+)")
# What says which part a row is and where it stands.
QUIET = ("id", "uid", "position", "DELETE")
# What the small forms beside a text need: their own key, and where they were opened.
MARKS = ("mark", "uid", "input")


def labelled_texts(kind, pairs):
    """(name, text) of everything that was written, as an editor calls it."""
    model = MODELS.get(kind)
    return [
        (label, value.replace("\r\n", "\n"))
        for name, value in pairs
        if value.strip() and is_text(name) and (label := input_label(model, name))
    ]


def input_label(model, name):
    """What an editor calls a field, or nothing if it holds no words."""
    found = ROW.fullmatch(name)
    if not found:
        return "" if name in MARKS else label(model, name)
    if found["field"] in QUIET:
        return ""
    part = parts(model).get(found["prefix"])
    said = label(part, found["field"])
    kind = capfirst(str(part._meta.verbose_name)) if part else found["prefix"]
    return said and f"{kind} {int(found['number']) + 1}: {said}"


def parts(model):
    """The models of a form's rows, by what their fields begin with."""
    links = model._meta.related_objects if model else ()
    return {link.get_accessor_name(): link.related_model for link in links}


def label(model, name):
    """A field's own name; nothing for a link, which is sent as a number."""
    try:
        field = model._meta.get_field(name) if model else None
    except FieldDoesNotExist:
        field = None
    if field is None:
        return name
    return "" if field.many_to_one else str(getattr(field, "verbose_name", name))


def orphan_texts(form, formsets, data):
    """(name, text) of what was written into fields that the form no longer has."""
    known = {*form.fields, "csrfmiddlewaretoken"}
    rows = {
        formset.prefix: {*formset.form.base_fields, *QUIET, formset.fk.name}
        for formset in formsets
    }
    pairs = [(name, value) for name, values in data.lists() for value in values]
    return [
        (name, value)
        for name, value in pairs
        if value.strip() and is_text(name) and name not in known
        if not in_row(name, rows)
    ]


def in_row(name, rows):
    found = ROW.fullmatch(name)
    return bool(found and found["field"] in rows.get(found["prefix"], ()))
