"""Every save and edition of a story or question: to look at, compare and restore."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from desk.form.desk_page import DeskPage
from desk.form.editor_comparison import EditorComparison
from desk.form.state import State
from desk.form.verb_fields import NumberField
from explainer.days import format_moment
from people.refusals import RefusedError

PAGE = 50


class HistoryPages(DeskPage):
    """Mixed into an admin whose model is published."""

    def get_urls(self):
        """Two texts compared, one old text, and (by POST alone) the way back to it."""
        compare, restore = self.compare_page, self.restore_page
        return [
            self.desk_path("<path:object_id>/compare/", compare, "compare"),
            self.desk_path(
                "<path:object_id>/history/<int:revision_id>/", compare, "revision"
            ),
            self.desk_path(
                "<path:object_id>/history/<int:revision_id>/restore/",
                require_POST(restore),
                "restore",
            ),
            *super().get_urls(),
        ]

    def history_view(self, request, object_id, extra_context=None):
        """Saves, newest first, with the editions that each one became."""
        owner = self.owner_for_viewing(request, object_id)
        saves = owner.revisions.heads().defer("document").select_related("created_by")
        saves = saves.prefetch_related("editions__published_by")
        saves = saves.prefetch_related("reviews__decided_by", "reviews__asked_by")
        saves = saves.prefetch_related("reviews__reviewer")
        page = Paginator(saves, PAGE).get_page(request.GET.get("p"))
        withdrawn = owner.editions.filter(revision=None).order_by("-number")
        return self.desk_page(
            request,
            owner,
            "desk/verbs/history.html",
            title=_("Saves and editions"),
            state=State(owner),
            saves=page,
            withdrawals=withdrawn.select_related("published_by"),
        )

    def compare_page(self, request, object_id, revision_id=None):
        """One save against what readers have, or against the save it is asked for."""
        owner = self.owner_for_viewing(request, object_id)
        state = State(owner)
        new = self.revision(owner, revision_id) if revision_id else state.head
        asked = request.GET.get("from", "")
        old = self.revision(owner, NumberField().said(asked)) if asked else None
        old = old or (state.text and state.text.revision)
        changes = (
            EditorComparison(owner, old.content, new.content) if old and new else []
        )
        return self.desk_page(
            request,
            owner,
            "desk/verbs/compare.html",
            title=_("Compare"),
            state=state,
            old=old,
            new=new,
            changes=changes,
        )

    def revision(self, owner, key):
        found = owner.revisions.filter(pk=key).select_related("created_by").first()
        if found is None:
            raise Http404(_("There is nothing at this address."))
        return found

    def restore_page(self, request, object_id, revision_id):
        """Put an older text into the draft: what is in the draft is kept as a save."""
        owner = self.owner_for(request, object_id, "change", "publish")
        revision = self.revision(owner, revision_id)
        by, at = (
            revision.created_by or _("Somebody"),
            format_moment(revision.created_at),
        )
        said = _("Restored the text that %(who)s saved on %(at)s.")
        said %= {"who": by, "at": at}
        try:
            with transaction.atomic():
                lost = owner.restore(revision, by=request.user)
                self.log_verb(request, owner, "restore", said)
        except RefusedError as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return HttpResponseRedirect(self.address("revision", owner, revision_id))
        self.message_user(request, said, messages.SUCCESS)
        if lost:
            words = _("Gone since, and not brought back: %(lost)s.")
            words = words % {"lost": ", ".join(lost)}
            self.message_user(request, words, messages.WARNING)
        return HttpResponseRedirect(self.address("change", owner))
