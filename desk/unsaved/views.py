"""Text that was typed and not saved: kept while one types, offered when one is back."""

import uuid

from django.contrib import messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from desk.form.editor_comparison import EditorComparison
from desk.form.verb_fields import NumberField
from desk.form.work import moment
from desk.models import Buffer, Presence
from desk.models.buffers import TooManyBuffersError, digest_of, pairs_of
from desk.unsaved.field_labels import labelled_texts, orphan_texts
from desk.unsaved.presence import tab_of
from desk.unsaved.rescue import with_text
from desk.unsaved.submission import UnusableError, mark, parse_submission
from desk.unsaved.text_form import BufferForms
from desk.verbs.views import VERBS
from stories.models import freezing

# Pages whose text comes back when who sends them was signed out, or may no longer.
WITH_TEXT = ("add", "change", "deed", "deed_on", *VERBS)


class AutosavePages(BufferForms):
    """Mixed into an admin whose model is published; before what makes its pages."""

    def get_urls(self):
        """Adds the pages of kept text, and lets the pages of `WITH_TEXT` give theirs
        back."""
        either = require_http_methods(["GET", "POST"])
        urls = [
            self.desk_path("kept/", either(self.kept_page), "kept"),
            self.desk_path("kept/<int:key>/", either(self.text_page), "kept_text"),
            *super().get_urls(),
        ]
        base = f"{self.opts.app_label}_{self.opts.model_name}"
        for url in urls:
            if url.name in {f"{base}_{page}" for page in WITH_TEXT}:
                url.callback = with_text(url.callback)
        return urls

    def kept_page(self, request):
        """GET lists what this person has not saved, POST keeps what a form says."""
        may_see = self.has_view_or_change_permission(request)
        if not may_see and not self.has_add_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            return self.keep(request)
        if "form" in request.GET:
            return self.kept_part(request)
        kept = with_times(Buffer.objects.unsaved_for(request.user))
        context = {"title": _("Text that was kept"), "kept": kept}
        template = "_kept_rows.html" if "list" in request.GET else "kept_list.html"
        return self.page(request, f"desk/unsaved/{template}", context)

    def page(self, request, template, context):
        about = {"opts": self.opts, "kept_address": self.kept_address}
        every = self.admin_site.each_context(request)
        return TemplateResponse(request, template, every | about | context)

    @property
    def kept_address(self):
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_kept")

    def keep(self, request):
        """Keep what a form says; it need be no form that could be saved."""
        try:
            said = parse_submission(request, self.opts.model_name)
            if said["writer"] != request.user.pk:
                return JsonResponse({"state": "other"}, status=409)
            return JsonResponse(self.kept(request.user, **said))
        except UnusableError as fault:
            words, status = str(fault), fault.status
        except TooManyBuffersError:
            words = _("Too much unsaved text is kept already: discard some of it.")
            status = 507
        return JsonResponse({"state": "refused", "words": words}, status=status)

    def kept(self, user, writer, tab, sequence, grown_from, **said):
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

    def kept_part(self, request):
        """The list of a form's banner, for a page whose browser had more to tell."""
        key = NumberField().said(request.GET.get("kept", ""))
        owner = None
        if request.GET.get("owner"):
            owner = self.owner_for_editing(request, request.GET["owner"])
        context = self.offers(request.user, owner, tab_of(request.GET), key)
        return self.page(request, "desk/unsaved/_kept_list.html", context)

    def text_page(self, request, key):
        """One kept text: what differs from the draft, all of it to copy; or discard."""
        kept = self.kept_text(request, key)
        if request.method == "POST":
            return self.discard(request, kept)
        may = bool(kept.owner) and self.has_change_permission(request, kept.owner)
        context = {
            "title": _("Text that was kept"),
            "kept": kept,
            "texts": labelled_texts(kept.kind, kept.pairs),
            "compared": may,
            "changes": self.changes(request, kept) if may else (),
            "may_restore": may or (not kept.owner and self.has_add_permission(request)),
        }
        return self.page(request, "desk/unsaved/kept_text.html", context)

    def changes(self, request, kept):
        """From the draft as it is saved to the kept text."""
        head = kept.owner.head
        before = head.content if head else freezing.freeze(kept.owner)
        request.shown = kept.post
        owner = self.get_object(request, str(kept.owner.pk))
        return EditorComparison(
            owner, before, self.from_form(request, owner, change=True)
        )

    def discard(self, request, kept):
        seen = mark(request.POST.get("_discard", ""))
        if seen and Buffer.objects.let_go(pk=kept.pk, sequence=seen[1]):
            self.message_user(request, _("Discarded."), messages.SUCCESS)
            return HttpResponseRedirect(self.kept_address)
        said = _("More was typed since. Look at it again before you discard it.")
        self.message_user(request, said, messages.WARNING)
        return HttpResponseRedirect(kept.page)

    def offers(self, user, owner, tab, restored=None):
        """The texts to offer above a form, and which of them are open elsewhere."""
        if owner:
            kept = Buffer.objects.unsaved().filter(user=user, owner_key=owner.pk)
            kept = [*kept.defer("data")]
            for item in kept:
                item.owner = owner
        else:
            kind = self.opts.model_name
            kept = Buffer.objects.unsaved_for(user)
            kept = [item for item in kept if item.kind == kind and item.owner is None]
        kept = [item for item in kept if item.tab != tab and item.pk != restored]
        here = Presence.objects.here(owner, timezone.now()) if owner and kept else ()
        return {"kept": with_times(kept), "open_tabs": {row.tab for row in here}}

    def render_change_form(self, request, context, *args, **options):
        """Offers what was kept; a form that shows a kept text lists what it has no
        field for any more."""
        form = context["adminform"].form
        is_popup = IS_POPUP_VAR in request.GET or IS_POPUP_VAR in request.POST
        owner = context["original"]
        may = self.has_change_permission(request, owner) if owner else True
        if may and not is_popup:
            context |= self.kept_context(request, form, owner)
        if form.shown is not None:
            formsets = [item.formset for item in context["inline_admin_formsets"]]
            if gone := orphan_texts(form, formsets, form.shown):
                context |= {"homeless": gone, "grown_from": ""}  # That stays kept.
            self.hush(context)
        return super().render_change_form(request, context, *args, **options)

    def kept_context(self, request, form, owner):
        """What the page needs so that its text is kept, and what was kept before."""
        restored = getattr(request, "restored", None)
        tab = tab_of(request.POST) or uuid.uuid4()
        made = {
            "tab": tab,
            "sequence": NumberField().said(request.POST.get("_sequence", "")) or 0,
            "restored": restored,
            "grown_from": restored.mark if restored else request.POST.get("_kept", ""),
            "kept_address": self.kept_address,
            "is_unsaved": form.is_bound,
        }
        if request.method == "GET":  # Whoever is just saving has enough to read.
            made |= self.offers(request.user, owner, tab, restored and restored.pk)
        return made

    def let_go(self, request, owner):
        """The text was saved: let go of it, wherever else it is kept."""
        user, tab = request.user, tab_of(request.POST)
        mine = Buffer.objects.unsaved().filter(user=user)
        mine.let_go(owner_key=owner.pk, digest=digest_of(pairs_of(request.POST)))
        if grown_from := mark(request.POST.get("_kept", "")):
            mine.let_go(pk=grown_from[0], sequence=grown_from[1])
        sequence = NumberField().said(request.POST.get("_sequence", ""))
        if tab and sequence:
            Buffer.objects.settle(user, tab, sequence)


def with_times(kept):
    """The same texts, each with when it was kept, as short as it can be said."""
    for item in kept:
        item.at = moment(item.saved_at, timezone.now())
    return kept
