"""What editing a story and a question have in common: one save that loses nothing."""

from functools import partial

from django.contrib import messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.utils import unquote
from django.db import IntegrityError
from django.http import HttpResponseRedirect
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from desk.conflict.conflict import ConflictPages, loaded_revision
from desk.draft.changelist import DraftList
from desk.draft.forms import DraftForm
from desk.draft.layout import ReadingOrder
from desk.draft.pasted_sources import IntakePages
from desk.draft.preview import PreviewPage, form_document, slugs
from desk.form.deletion import DraftDeletion
from desk.form.fields import WIDGETS, without_detours
from desk.form.part_formsets import key_of
from desk.form.state import State
from desk.talk.views import TalkPages
from desk.unsaved.presence import PresencePages
from desk.unsaved.views import AutosavePages
from desk.verbs.history import HistoryPages
from desk.verbs.views import VerbPages
from desk.writing.checks_page import CheckPages
from desk.writing.pickers import PickerPages
from desk.writing.suggestion_pages import SuggestionPages
from explainer.document import canonical, digest
from people.audit import AuditedAdmin
from people.inline_rows import with_row


class DraftAdmin(
    AutosavePages,
    ConflictPages,
    PresencePages,
    VerbPages,
    HistoryPages,
    CheckPages,
    SuggestionPages,
    PreviewPage,
    PickerPages,
    IntakePages,
    TalkPages,
    DraftList,
    ReadingOrder,
    DraftDeletion,
    AuditedAdmin,
):
    audits_values = False  # Each save keeps a revision, which says more.
    pages = ()
    form = DraftForm
    change_form_template = "desk/draft/draft.html"
    formfield_overrides = WIDGETS
    save_on_top = False

    def formfield_for_dbfield(self, db_field, request, **options):
        field = super().formfield_for_dbfield(db_field, request, **options)
        return without_detours(field)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """A form that made its draft already is that draft's, however often sent;
        one whose draft is gone is a new draft's."""
        view = partial(
            super().changeform_view,
            request,
            form_url=form_url,
            extra_context=extra_context,
        )
        if request.method != "POST":
            return view(object_id)
        if object_id and self.get_object(request, unquote(object_id)):
            return view(object_id)
        if made := self.made(request):
            return view(str(made.pk))
        try:
            response = view(None)
        except IntegrityError:  # Somebody else's request was a moment quicker.
            response = None
        asks_again = "adminform" in (getattr(response, "context_data", None) or {})
        made = self.made(request) if asks_again or response is None else None
        if made or response is None:
            return view(str(made.pk) if made else None)
        return response

    def made(self, request):
        """The draft that this form has made before, for who may change it."""
        key = key_of(self.get_queryset(request), request.POST.get("draft_id"))
        found = key and self.get_queryset(request).filter(pk=key).first()
        return found if found and self.has_change_permission(request, found) else None

    def save_model(self, request, obj, form, change):
        if not change and (key := form.cleaned_data.get("draft_id")):
            obj.pk = key
        super().save_model(request, obj, form, change)

    def render_change_form(self, request, context, *args, **options):
        """The form with its desk context; on a conflict it becomes the page to choose
        on, or the save that somebody has chosen there."""
        context["may_publish"] = self.may_publish(request, context["original"])
        if owner := context["original"]:
            context |= self.desk_context(request, owner, context["adminform"].form)
            if context["conflict"]:
                if self.is_saved_already(request, owner, context):
                    return self.response_add(request, owner)
                context["conflict"] = found = self.conflict(request, owner, context)
                if self.is_chosen(request, found):
                    return self.put_together(request, owner, found)
        return super().render_change_form(request, context, *args, **options)

    def desk_context(self, request, owner, form):
        owner.state = state = State(owner)
        return super().desk_context(request, owner, form) | {
            "state": state,
            "verbs": self.open_verbs(request, state),
            "conflict": getattr(form, "conflict", None),
        }

    def mine(self, owner, context):
        """The document of what this form has."""
        formsets = [item.formset for item in context["inline_admin_formsets"]]
        names = context["adminform"].form.cleaned_data.get("tags", ())
        return form_document(owner, formsets, slugs(names) if names else ())

    def is_saved_already(self, request, owner, context):
        """Whether a conflict is with oneself: the same form, sent twice."""
        form, head = context["adminform"].form, owner.head
        formsets = [item.formset for item in context["inline_admin_formsets"]]
        return (
            form.shown is None
            and form.is_refused_for_conflict_alone
            and all(formset.is_valid() for formset in formsets)
            and not any(formset.changes_unfrozen for formset in formsets)
            and head is not None
            and head.created_by == request.user
            and head.digest == digest(canonical(self.mine(owner, context)))
        )

    def save_related(self, request, form, formsets, change):
        """Save the parts, and keep the whole as a revision, in the same transaction."""
        if "tags" in form.changed_data or not change:
            form.save_m2m()
        for formset in formsets:
            self.save_formset(request, form, formset, change=change)
        owner = form.instance
        tags = owner.tags.slugs() if hasattr(owner, "tags") else ()
        document = form_document(owner, formsets, tags)
        if form.is_over and (loaded := loaded_revision(owner, form)):
            owner.rest_on(loaded)  # A correction made since is not in it.
        owner.save_revision(by=request.user, document=document)

    def response_add(self, request, obj, post_url_continue=None):
        if IS_POPUP_VAR in request.POST:
            return super().response_add(request, obj, post_url_continue)
        return with_row(self, request, obj, self.response_saved(request, obj))

    def response_change(self, request, obj):
        if IS_POPUP_VAR in request.POST:
            return super().response_change(request, obj)
        return with_row(self, request, obj, self.response_saved(request, obj))

    def response_saved(self, request, owner):
        """One Save, which stays on the page, or goes on to review or publishing."""
        self.let_go(request, owner)
        may = self.has_change_permission(request, owner)
        if "_submit_review" in request.POST and may:
            return HttpResponseRedirect(self.address("submit", owner))
        may = may and self.may_publish(request, owner)
        if "_publish" in request.POST and may:
            return HttpResponseRedirect(self.address("publish", owner))
        words = _("Saved. %(state)s") % {"state": State(owner).words}
        self.message_user(request, words, messages.SUCCESS)
        if not self.has_view_or_change_permission(request, owner):
            return self.response_post_save_add(request, owner)
        return HttpResponseRedirect(self.address("change", owner))

    def view_on_site(self, owner):
        """The public page, while there is one."""
        state = getattr(owner, "state", None) or State(owner)
        if not state.live:
            return None
        try:
            return reverse(owner.path_kind, args=[state.live.revision.content["slug"]])
        except NoReverseMatch:
            return None
