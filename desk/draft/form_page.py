"""The form of a story or question: one save that loses nothing."""

from functools import partial

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.utils import unquote
from django.db import IntegrityError
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _

from desk.conflict.conflict import is_put_together, is_saved_already, loaded_revision
from desk.conflict.untouched_rows import is_whole, whole_form
from desk.draft.layout import blocks_context
from desk.draft.manuscripts import comment_left_out
from desk.draft.pasted_sources import SourcesInline, first_rows
from desk.form.desk_page import DeskPage, address
from desk.form.namesakes import new_names, warn_of_near
from desk.form.save import Save, form_document
from desk.form.state import State
from desk.unsaved.text_form import restore_kept, show_before_saving
from desk.unsaved.views import let_go, unsaved_context
from people.inline_rows import with_row
from stories.models import Byline, Tag
from stories.models.authors import Author
from stories.models.owned_rows import may


class FormPage(DeskPage):
    hooks = (
        *("changeform_view", "get_form", "get_formset_kwargs", "render_change_form"),
        *("save_model", "save_related", "response_add", "response_change"),
    )

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """A form that made its draft already is that draft's, however often sent;
        one whose draft is gone is a new draft's."""
        more = {"form_url": form_url, "extra_context": extra_context}
        view = partial(ModelAdmin.changeform_view, self.admin, request, **more)
        if request.method != "POST":
            return restore_kept(self.admin, request, object_id) or view(object_id)
        if Save.of(request).shown is None:
            show_before_saving(Save.of(request))
        if object_id and self.admin.get_object(request, unquote(object_id)):
            return view(object_id)
        if made := made_before(self.admin, request):
            return view(str(made.pk))
        try:
            response = view(None)
        except IntegrityError:  # Somebody else's request was a moment quicker.
            response = None
        asks_again = "adminform" in (getattr(response, "context_data", None) or {})
        if response and not asks_again:
            return response
        made = made_before(self.admin, request)
        return view(str(made.pk)) if made else response or view(None)

    def get_form(self, request, obj=None, change=False, **options):
        made = ModelAdmin.get_form(self.admin, request, obj, change=change, **options)
        shown = Save.of(request).shown
        if shown is None:
            return made
        return type(made.__name__, (made,), {"shown": shown, "plain": made})

    def get_formset_kwargs(self, request, obj, inline, prefix):
        """What was sent, as it is, or what is shown: each formset arranges its own part
        of it."""
        options = {"instance": obj, "prefix": prefix}
        options["changed_only"] = Save.of(request).is_read_only
        options["queryset"] = inline.get_queryset(request)
        if request.method == "POST":
            options |= {"data": request.POST, "files": request.FILES}
        if (shown := Save.of(request).shown) is not None:
            options["data"] = shown.copy()
        is_new = isinstance(inline, SourcesInline) and obj._state.adding
        if is_new and (rows := first_rows(request)):
            options["initial"] = rows
        return options

    def render_change_form(self, request, context, *args, **options):
        """The form with what is beside it; on a conflict it becomes the page to choose
        on, or the save that somebody has chosen there."""
        save = Save.of(request)
        save.show(context)
        if save.owner and not is_whole(request.POST):
            request.POST = whole_form(request.POST, save.owner, save.formsets)
            save.shown = save.shown and request.POST
            return self.changeform_view(request, str(save.owner.pk))
        if save.owner and save.form.conflict:
            if is_saved_already(save):
                return self.response_add(request, save.owner)
            if is_put_together(save):
                return self.changeform_view(request, str(save.owner.pk))
        context |= unsaved_context(self.model, save) | {"state": save.state}
        for page in self.admin.pages if save.owner else ():
            context |= page.context(save)
        context |= blocks_context(self.admin, context)
        context["has_values"] = any(block.rows for block in context["blocks"])
        context["may_publish"] = may(save.by, "publish", save.owner or self.model)
        if "left_out" in save.form.fields:
            context["left_out"] = save.form["left_out"]
        return ModelAdmin.render_change_form(
            self.admin, request, context, *args, **options
        )

    def save_model(self, request, obj, form, change):
        if not change and (key := form.cleaned_data.get("draft_id")):
            obj.pk = key
        obj.save()

    def save_related(self, request, form, formsets, change):
        """Save the parts, and keep the whole as a revision, in the same transaction."""
        warn_of_near(request, Tag, form.cleaned_data.get("tags") or ())
        warn_of_near(request, Author, new_names(formsets, Byline, "name"))
        if "tags" in form.changed_data or not change:
            form.save_m2m()
        for formset in formsets:
            formset.save()
        owner = form.instance
        tags = owner.tags.slugs() if hasattr(owner, "tags") else ()
        document = form_document(owner, formsets, tags)
        if form.is_over and (loaded := loaded_revision(owner, form)):
            owner.draft.rest_on(loaded)  # A correction made since is not in it.
        owner.save_revision(by=request.user, document=document)
        if words := form.cleaned_data.get("left_out"):
            comment_left_out(owner, request.user, words)

    def response_add(self, request, obj, post_url_continue=None):
        if IS_POPUP_VAR in request.POST:
            return ModelAdmin.response_add(self.admin, request, obj, post_url_continue)
        return response_saved(self.admin, request, obj)

    def response_change(self, request, obj):
        if IS_POPUP_VAR in request.POST:
            return ModelAdmin.response_change(self.admin, request, obj)
        return response_saved(self.admin, request, obj)


def made_before(admin, request):
    """The draft that this form has made before, for who may change it."""
    found = admin.get_object(request, request.POST.get("draft_id"))
    return found if found and may(request.user, "change", found) else None


def response_saved(admin, request, owner):
    """One Save, which stays on the page, or goes on to review or publishing; or back to
    the form, which has a new row, if that is what was asked for."""
    let_go(admin, request, owner)
    return with_row(admin, request, owner, page_after(admin, request, owner))


def page_after(admin, request, owner):
    """Where a save leads, which is said if it stays."""
    changes = may(request.user, "change", owner)
    if "_submit_review" in request.POST and changes:
        return HttpResponseRedirect(address("submit", owner))
    publishes = changes and may(request.user, "publish", owner)
    if "_publish" in request.POST and publishes:
        return HttpResponseRedirect(address("publish", owner))
    words = _("Saved. %(state)s") % {"state": State(owner).words}
    messages.success(request, words)
    if not admin.has_view_or_change_permission(request, owner):
        return admin.response_post_save_add(request, owner)
    return HttpResponseRedirect(address("change", owner))
