"""A form that shows a text which isn't saved: kept, put together, or somebody else's.

It looks as if it had been sent and refused, but nothing is said of what is wrong in it
until it is sent, and nothing is ever saved of it.
"""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.utils.translation import gettext as _

from desk.form.save import Save
from desk.form.verb_fields import NumberField
from desk.models import Buffer
from desk.unsaved.presence import is_same_person
from stories.models.owned_rows import may


def restore_kept(admin, request, object_id):
    """Let the form show the kept text that its address names, if it does; returns where
    to go if this isn't that text's form."""
    if request.method != "GET" or "kept" not in request.GET:
        return None
    kept = kept_text(request.user, admin.model, NumberField().said(request.GET["kept"]))
    owner = admin.get_object(request, object_id) if object_id else None
    if owner != kept.owner:
        return HttpResponseRedirect(kept.address)
    if not may_write(request.user, admin.model, owner):
        return HttpResponseRedirect(kept.page)
    save = Save.of(request)
    save.restored, save.shown = kept, kept.post
    if owner is None:
        save.shown["loaded_version"] = ""
        if kept.base_version:  # Its draft was deleted: this becomes another.
            save.shown["draft_id"] = str(uuid.uuid4())
    return None


def may_write(user, model, owner):
    """Whether somebody may change this draft, or make one if it is none yet."""
    return may(user, "change" if owner else "add", owner or model)


def kept_text(user, model, key):
    """An unsaved text of whoever asks, and of nobody else."""
    mine = Buffer.objects.unsaved().filter(user=user)
    found = mine.filter(pk=key, kind=model._meta.model_name).first()
    if found is None:
        raise Http404(_("There is nothing at this address."))
    return found


def show_before_saving(save):
    """What asks to be looked at, and what somebody else typed, isn't saved yet."""
    request = save.request
    if "_choose" in request.POST:
        save.shown = request.POST
    elif not is_same_person(request):
        save.shown = request.POST
        said = _(
            "Somebody else was signed in when this was written. Nothing is saved "
            "yet: Save saves it under your name."
        )
        messages.warning(request, said)


def hush(save):
    """Say nothing of what is wrong: nobody has asked to save yet."""
    save.form.errors.clear()
    for formset in save.formsets:
        formset.non_form_errors().clear()
        for errors in formset.errors:
            errors.clear()
