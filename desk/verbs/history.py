"""Every save and edition of a story or question: to look at, compare and restore."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from desk.form.desk_page import DeskPage, address
from desk.form.editor_comparison import EditorComparison
from desk.form.state import State
from desk.form.verb_fields import NumberField
from explainer.days import format_moment
from people.audit import record
from people.refusals import RefusedError

PAGE = 50


class History(DeskPage):
    routes = (
        ("<path:object_id>/history/", "history_page", "history"),
        ("<path:object_id>/compare/", "compare_page", "compare"),
        ("<path:object_id>/history/<int:revision_id>/", "compare_page", "revision"),
        (
            "<path:object_id>/history/<int:revision_id>/restore/",
            "restore_page",
            "restore",
        ),
    )

    def history_page(self, request, object_id):
        """Saves, newest first, with the editions that each one became."""
        owner = self.owner_for(request, object_id)
        saves = owner.revisions.heads().defer("document").select_related("created_by")
        saves = saves.prefetch_related("editions__published_by")
        saves = saves.prefetch_related("reviews__decided_by", "reviews__asked_by")
        saves = saves.prefetch_related("reviews__reviewer")
        withdrawn = owner.editions.filter(revision=None).order_by("-number")
        context = {"title": _("Saves and editions"), "state": State(owner)}
        context["withdrawals"] = withdrawn.select_related("published_by")
        context["saves"] = Paginator(saves, PAGE).get_page(request.GET.get("p"))
        return self.admin.desk_page(request, owner, "desk/verbs/history.html", context)

    def compare_page(self, request, object_id, revision_id=None):
        """One save against what readers have, or against the save it is asked for."""
        owner = self.owner_for(request, object_id)
        state = State(owner)
        new = revision_of(owner, revision_id) if revision_id else state.head
        asked = request.GET.get("from", "")
        old = revision_of(owner, NumberField().said(asked)) if asked else None
        old = old or (state.standing.text and state.standing.text.revision)
        context = {"title": _("Compare"), "state": state, "old": old, "new": new}
        texts = [revision.content for revision in (old, new) if revision]
        is_pair = len(texts) == 2
        context["changes"] = EditorComparison(owner, *texts) if is_pair else []
        return self.admin.desk_page(request, owner, "desk/verbs/compare.html", context)

    @method_decorator(require_POST)
    def restore_page(self, request, object_id, revision_id):
        """Put an older text into the draft: what is in the draft is kept as a save."""
        owner = self.owner_for(request, object_id, "change", "publish")
        revision = revision_of(owner, revision_id)
        said = _("Restored the text that %(who)s saved on %(at)s.") % {
            "who": revision.created_by or _("Somebody"),
            "at": format_moment(revision.created_at),
        }
        try:
            with transaction.atomic():
                lost = owner.draft.restore(revision, by=request.user)
                record(request, "restore", owner, note=said)
        except RefusedError as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(address("revision", owner, revision_id))
        messages.success(request, said)
        if lost:
            words = _("Gone since, and not brought back: %(lost)s.")
            messages.warning(request, words % {"lost": ", ".join(lost)})
        return HttpResponseRedirect(address("change", owner))


def revision_of(owner, key):
    found = owner.revisions.filter(pk=key).select_related("created_by").first()
    if found is None:
        raise Http404(_("There is nothing at this address."))
    return found
