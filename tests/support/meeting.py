"""Two people at the forms of one draft, met without drawing a page: it is quicker."""

import uuid

from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.test import RequestFactory

from desk.conflict import raw_fields
from desk.conflict.conflict import TAKE, Conflict
from tests.support import desk


def forms(user, story, data=None):
    """The form of a story and its formsets, empty-handed or with what was sent."""
    make = RequestFactory()
    request = make.get("/") if data is None else make.post("/", data)
    request.user = user
    page = admin.site._registry[type(story)]
    owner = type(story)._default_manager.get(pk=story.pk)
    names = flatten_fieldsets(page.get_fieldsets(request, owner))
    form_class = page.get_form(request, owner, change=True, fields=names)
    given = [] if data is None else [request.POST, request.FILES]
    form = form_class(*given, instance=owner)
    formsets, _inlines = page._create_formsets(request, form.instance, change=True)
    return form, formsets


def loaded(user, story):
    """What a browser would send of the form, unchanged."""
    form, formsets = forms(user, story)
    text = raw_fields.saved_text(story, form, formsets)
    data = text.own | {"loaded_version": str(form.instance.lock_version)}
    data["loaded_revision"] = str(story.revisions.head().pk)
    for formset in formsets:
        rows = [row.sent for row in text.rows[formset.prefix].values()]
        for place, row in enumerate(rows):
            prefix = f"{formset.prefix}-{place}"
            data |= {f"{prefix}-{name}": values[0] for name, values in row.items()}
        data[f"{formset.prefix}-TOTAL_FORMS"] = str(len(rows))
    return data


def adds(prefix, **values):
    """A change to a form: another part."""

    def change(data):
        number = int(data[f"{prefix}-TOTAL_FORMS"])
        row = {"uid": str(uuid.uuid4()), "position": ""} | values
        data |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
        data[f"{prefix}-TOTAL_FORMS"] = str(number + 1)

    return change


def changed(data, changes):
    data = {**data}
    for change in changes if isinstance(changes, list) else [changes]:
        change(data) if callable(change) else data.update(change)
    return data


def conflict(client, user, story, mine, theirs):
    """What differs when we both change what we had loaded, and they save first."""
    story.save_revision()
    data = loaded(user, story)
    saved = client.post(desk.address("change", story), changed(data, theirs))
    assert saved.status_code == 302
    form, formsets = forms(user, story, changed(data, mine))
    form.is_valid()
    return Conflict(story, form.conflict, form, formsets)


def signs(found):
    return [option["sign"] for place in found.places for option in place.options()]


def merged(client, found, *chosen, every=""):
    """The draft after choosing, in the order of the page, and saving."""
    posted = found.form.data.copy()
    for place in found.places:
        for option in place.options():
            posted[TAKE + option["key"]] = every or option["preset"]
    disputed = [piece.key for place in found.open for piece in place.disputed]
    for key, choice in zip(disputed, chosen, strict=False):
        posted[TAKE + key] = choice
    data = found.merged(posted)
    saved = client.post(desk.address("change", found.owner), data)
    assert saved.status_code == 302
    return type(found.owner).objects.get(pk=found.owner.pk)
