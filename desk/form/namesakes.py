"""Asks whether a new name was meant as one that we have: nothing is merged unasked."""

from django.contrib import messages
from django.utils.translation import gettext as _


def warn_of_near(request, model, names):
    """Say which of these names, not saved yet, are written like another row's."""
    for name in names:
        near = model.objects.near(name)
        if near and not model.objects.named(name):
            said = _(
                "“%(name)s” is new, and written like “%(near)s”, which we have. If it "
                "is the same, use that one."
            )
            messages.warning(request, said % {"name": name, "near": near})


def new_names(formsets, model, name):
    """What was typed anew into one field of the rows of a kind."""
    found = (rows for rows in formsets if rows.model is model)
    rows = (row for rows in found for row in rows.kept_forms())
    said = [row.cleaned_data.get(name) for row in rows if name in row.changed_data]
    return [*filter(None, said)]
