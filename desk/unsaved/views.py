"""Text that was typed and not saved: kept while one types, offered when one is back."""

import uuid

from django.contrib import messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from desk.conflict.untouched_rows import is_whole, whole_form
from desk.form.desk_page import DeskPage
from desk.form.editor_comparison import EditorComparison
from desk.form.save import Save, sent_document
from desk.form.verb_fields import NumberField
from desk.form.work import moment
from desk.models import Buffer, Presence
from desk.models.buffers import TooManyBuffersError, digest_of, pairs_of
from desk.unsaved.field_labels import labelled_texts, orphan_texts
from desk.unsaved.presence import tab_of
from desk.unsaved.submission import UnusableError, mark, parse_submission
from desk.unsaved.text_form import hush, kept_text, may_write
from people.desk_view import respond
from people.refusals import TextRefusedError
from stories.models import freezing

EITHER = require_http_methods(["GET", "POST"])


class Unsaved(DeskPage):
    """What a page keeps while one types, and the texts to offer when one is back."""

    routes = (
        ("kept/", "kept_page", "kept"),
        ("kept/<int:key>/", "text_page", "kept_text"),
    )

    @method_decorator(EITHER)
    def kept_page(self, request):
        """GET lists what this person has not saved, POST keeps what a form says."""
        may_see = self.admin.has_view_or_change_permission(request)
        if not may_see and not self.admin.has_add_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            return keep(request, self.opts.model_name)
        if "form" in request.GET:
            return self.kept_part(request)
        kept = with_times(Buffer.objects.unsaved_for(request.user))
        context = {"title": _("Text that was kept"), "kept": kept}
        template = "_kept_rows.html" if "list" in request.GET else "kept_list.html"
        return self.page(request, f"desk/unsaved/{template}", context)

    def page(self, request, template, context):
        context |= {"opts": self.opts, "kept_address": kept_address(self.model)}
        return respond(request, template, **context)

    def kept_part(self, request):
        """The list of a form's banner, for a page whose browser had more to tell."""
        key = NumberField().said(request.GET.get("kept", ""))
        owner = None
        if request.GET.get("owner"):
            owner = self.owner_for(request, request.GET["owner"], "change")
        tab = tab_of(request.GET)
        context = offers(request.user, self.model, owner, tab, key)
        return self.page(request, "desk/unsaved/_kept_list.html", context)

    @method_decorator(EITHER)
    def text_page(self, request, key):
        """One kept text: what differs from the draft, all of it to copy; or discard."""
        kept = kept_text(request.user, self.model, key)
        if request.method == "POST":
            return discard(request, kept)
        allowed = may_write(request.user, self.model, kept.owner)
        compared = allowed and kept.owner is not None
        context = {
            "title": _("Text that was kept"),
            "kept": kept,
            "texts": labelled_texts(kept.kind, kept.pairs),
            "compared": compared,
            "changes": self.changes(request, kept) if compared else (),
            "may_restore": allowed,
        }
        return self.page(request, "desk/unsaved/kept_text.html", context)

    def changes(self, request, kept):
        """From the draft as it is saved to the kept text."""
        head = kept.owner.revisions.head()
        before = head.content if head else freezing.freeze(kept.owner)
        Save.of(request).shown = kept.post
        owner = self.admin.get_object(request, str(kept.owner.pk))
        after = sent_document(self.admin, request, owner)
        return EditorComparison(owner, before, after)


def unsaved_context(model, save):
    """Offers what was kept; a form that shows a kept text lists what it has no field
    for any more."""
    request, context = save.request, {}
    is_popup = IS_POPUP_VAR in request.GET or IS_POPUP_VAR in request.POST
    if not is_popup and may_write(save.by, model, save.owner):
        context = kept_context(model, save)
    if save.shown is None:
        return context
    if gone := orphan_texts(save.form, save.formsets, save.shown):
        context |= {"homeless": gone, "grown_from": ""}  # That stays kept.
    hush(save)
    return context | {"errors": None}


def kept_address(model):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_kept")


def keep(request, kind):
    """Keep what a form says; it need be no form that could be saved."""
    try:
        said = parse_submission(request, kind)
        if said["writer"] != request.user.pk:
            return JsonResponse({"state": "other"}, status=409)
        try:
            return JsonResponse(keep_text(request.user, **said))
        except TextRefusedError:  # it waited for an order, which it knows now
            said = parse_submission(request, kind)
            return JsonResponse(keep_text(request.user, **said))
    except UnusableError as fault:
        words, status = str(fault), fault.status
    except TextRefusedError as refusal:
        words, status = str(refusal), 422
    except TooManyBuffersError:
        words = _("Too much unsaved text is kept already: discard some of it.")
        status = 507
    return JsonResponse({"state": "refused", "words": words}, status=status)


def keep_text(user, writer, tab, sequence, grown_from, **said):
    """What became of a text: kept, or saved already."""
    if not said["data"]:
        Buffer.objects.settle(user, tab, sequence)
        return {"state": "saved", "words": ""}
    if not Buffer.objects.keep(user, tab, sequence, **said):
        return {"state": "saved", "words": ""}
    if grown_from:
        key, then = grown_from
        rest = Buffer.objects.exclude(tab=tab)
        rest.let_go(user=user, pk=key, sequence=then)
    at = date_format(timezone.localtime(), "H:i:s")
    return {"state": "kept", "words": _("Kept %(at)s") % {"at": at}}


def discard(request, kept):
    seen = mark(request.POST.get("_discard", ""))
    if seen and Buffer.objects.let_go(pk=kept.pk, sequence=seen[1]):
        messages.success(request, _("Discarded."))
        return HttpResponseRedirect(reverse(f"admin:stories_{kept.kind}_kept"))
    said = _("More was typed since. Look at it again before you discard it.")
    messages.warning(request, said)
    return HttpResponseRedirect(kept.page)


def offers(user, model, owner, tab, restored=None):
    """The texts to offer above a form, and which of them are open elsewhere."""
    if owner:
        kept = Buffer.objects.unsaved().filter(user=user, owner_key=owner.pk)
        kept = [*kept.defer("data")]
        for item in kept:
            item.owner = owner
    else:
        kind = model._meta.model_name
        kept = Buffer.objects.unsaved_for(user)
        kept = [item for item in kept if item.kind == kind and item.owner is None]
    kept = [item for item in kept if item.tab != tab and item.pk != restored]
    here = Presence.objects.here(owner, timezone.now()) if owner and kept else ()
    return {"kept": with_times(kept), "open_tabs": {row.tab for row in here}}


def kept_context(model, save):
    """What the page needs so that its text is kept, and what was kept before."""
    request, restored = save.request, save.restored
    tab = tab_of(request.POST) or uuid.uuid4()
    made = {
        "tab": tab,
        "sequence": NumberField().said(request.POST.get("_sequence", "")) or 0,
        "restored": restored,
        "grown_from": restored.mark if restored else request.POST.get("_kept", ""),
        "pasted": request.POST.get("_pasted", ""),
        "kept_address": kept_address(model),
        "is_unsaved": save.form.is_bound,
    }
    if restored and restored.pasted:  # It stays until it is saved, or undone.
        made |= {"pasted": restored.mark, "grown_from": ""}
        made["report"] = restored.pasted["report"]
    if request.method == "GET":  # Whoever is just saving has enough to read.
        made |= offers(save.by, model, save.owner, tab, restored and restored.pk)
    return made


def let_go(admin, request, owner):
    """The text was saved: let go of it, wherever else it is kept."""
    user, tab = request.user, tab_of(request.POST)
    mine = Buffer.objects.unsaved().filter(user=user)
    kept = mine.filter(owner_key=owner.pk)
    if kept.exclude(tab=tab).exists() if tab else kept.exists():
        kept.let_go(digest=digest_of(pairs_of(whole_text(admin, request, owner))))
    for name in ("_kept", "_pasted"):
        if grown_from := mark(request.POST.get(name, "")):
            mine.let_go(pk=grown_from[0], sequence=grown_from[1])
    sequence = NumberField().said(request.POST.get("_sequence", ""))
    if tab and sequence:
        Buffer.objects.settle(user, tab, sequence)


def whole_text(admin, request, owner):
    """What the form says that was saved, with the rows that its browser left out."""
    if is_whole(request.POST):
        return request.POST
    formsets, _inlines = admin._create_formsets(request, owner, change=True)
    return whole_form(request.POST, owner, formsets)


def with_times(kept):
    """The same texts, each with when it was kept, as short as it can be said."""
    for item in kept:
        item.at = moment(item.saved_at, timezone.now())
    return kept
