"""A form that shows a text which isn't saved: kept, put together, or somebody else's.

It looks as if it had been sent and refused, but nothing is said of what is wrong in it
until it is sent, and nothing is ever saved of it.
"""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.utils.translation import gettext as _

from desk.form.desk_page import DeskPage
from desk.form.verb_fields import NumberField
from desk.models import Buffer
from desk.unsaved.presence import is_same_person


class BufferForms(DeskPage):
    """Mixed into an admin whose model is published."""

    def get_form(self, request, obj=None, change=False, **options):
        made = super().get_form(request, obj, change=change, **options)
        shown = getattr(request, "shown", None)
        if shown is None:
            return made
        return type(made.__name__, (made,), {"shown": shown, "plain": made})

    def get_formset_kwargs(self, request, obj, inline, prefix):
        options = super().get_formset_kwargs(request, obj, inline, prefix)
        shown = getattr(request, "shown", None)
        return options if shown is None else options | {"data": shown.copy()}

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method == "GET" and "kept" in request.GET:
            if elsewhere := self.restore_kept(request, object_id):
                return elsewhere
        elif request.method == "POST" and getattr(request, "shown", None) is None:
            self.show_before_saving(request)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def restore_kept(self, request, object_id):
        """Let the form show a kept text; returns where to go if this isn't its form."""
        kept = self.kept_text(request, NumberField().said(request.GET["kept"]))
        owner = self.get_object(request, object_id) if object_id else None
        if owner != kept.owner:
            return HttpResponseRedirect(kept.address)
        may = self.has_change_permission if owner else self.has_add_permission
        if not (may(request, owner) if owner else may(request)):
            return HttpResponseRedirect(kept.page)
        request.restored, request.shown = kept, kept.post
        if owner is None:
            request.shown["loaded_version"] = ""
            if kept.base_version:  # Its draft was deleted: this becomes another.
                request.shown["draft_id"] = str(uuid.uuid4())
        return None

    def kept_text(self, request, key):
        """An unsaved text of whoever asks, and of nobody else."""
        mine = Buffer.objects.unsaved().filter(user=request.user)
        found = mine.filter(pk=key, kind=self.opts.model_name).first()
        if found is None:
            raise Http404(_("There is nothing at this address."))
        return found

    def show_before_saving(self, request):
        """What asks to be looked at, and what somebody else typed, isn't saved yet."""
        if "_choose" in request.POST:
            request.shown = request.POST
        elif not is_same_person(request):
            request.shown = request.POST
            said = _(
                "Somebody else was signed in when this was written. Nothing is saved "
                "yet: Save saves it under your name."
            )
            self.message_user(request, said, messages.WARNING)

    def hush(self, context):
        """Say nothing of what is wrong: nobody has asked to save yet."""
        context["errors"] = None
        context["adminform"].form.errors.clear()
        for item in context["inline_admin_formsets"]:
            item.formset.non_form_errors().clear()
            for errors in item.formset.errors:
                errors.clear()
