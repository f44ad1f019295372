"""A new story in ten minutes: one box, what we have on it already, and a short form.

The short form is the whole form with most of it left for later: it is sent to the same
save, and what it saves is a draft like any other.
"""

import datetime as dt
import uuid

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.draft import manuscripts
from desk.draft.manuscripts import keep_manuscript
from desk.draft.pasted_sources import refuse_many
from desk.form.desk_page import DeskPage
from desk.form.fields import TextArea
from desk.form.save import Save
from desk.sources import draft_citations
from desk.sources.draft_citations import MAY_TAKE
from desk.suggesting import Suggestions
from desk.unsaved.views import kept_context
from explainer.addresses import IN_TEXT, address_in, tidy_url
from people.desk_view import respond
from sources import batch
from sources.models import Source
from stories.models import Story
from stories.models.owned_rows import may

DEVELOPING = dt.timedelta(hours=6)
SHORT = ("headline", "summary", "unknowns", "desk", "slug", "developing_until")
UNSEEN = ("language", "digital_source", "draft_id")
SHOWN_OF_SOURCE = ("title", "outlet")


class Box(forms.Form):
    """One box for everything: links, words, or both; or a whole document, whose
    `document` is the HTML that its programme wrote of it."""

    text = forms.CharField(
        label=gettext_lazy("Paste links or type what happened"),
        max_length=manuscripts.LONGEST,
        widget=TextArea(attrs={"rows": 6, "autofocus": True}),
        error_messages={
            "required": gettext_lazy("Paste a link or type a few words to start.")
        },
    )

    document = forms.CharField(
        max_length=manuscripts.LARGEST,
        required=False,
        widget=forms.Textarea(attrs={"hidden": True}),
    )

    @property
    def is_document(self):
        return "_document" in self.data

    @property
    def addresses(self):
        found = map(address_in, IN_TEXT.findall(self.cleaned_data["text"]))
        return [*dict.fromkeys(found)]

    @property
    def words(self):
        """What was typed beside the links."""
        lines = IN_TEXT.sub("", self.cleaned_data["text"]).splitlines()
        return "\n".join(line.strip() for line in lines).strip()

    def clean_text(self):
        text = self.cleaned_data["text"]
        if self.is_document:
            return text
        if len(text) > manuscripts.BRIEFEST:
            said = _("This is more than %(most)d characters: make a whole draft of it.")
            raise forms.ValidationError(said % {"most": manuscripts.BRIEFEST})
        refuse_many(self.addresses)
        return text


class QuickForm(DeskPage):
    routes = (("new/", "quick_page", "new"),)

    def quick_page(self, request):
        """GET shows the box, POST what follows from it, then saves the short form."""
        if not self.admin.has_add_permission(request):
            raise PermissionDenied
        if "_undo" in request.POST:
            return self.undone(request)
        if "headline" in request.POST:
            return self.saved_short(request)
        box = Box(request.POST if request.method == "POST" else None)
        if not box.is_valid():
            return self.quick(request, box=box)
        if box.is_document:
            return self.whole_draft(request, box)
        rows, notes = source_rows(box.addresses, request.user)
        form = self.admin.get_form(request)(
            initial=self.admin.get_changeform_initial_data(request)
            | {"summary": box.words}
            | {"developing_until": request.now.replace(second=0) + DEVELOPING}
        )
        inlines = self.admin.get_inline_instances(request)
        inline = next(i for i in inlines if i.model.KEY == "sources")
        formset = sources_formset(inline, request, rows)
        kin = Suggestions(Story(), partial_document(box.words, rows), request.now).kin
        return self.quick(request, form=form, formset=formset, kin=kin, notes=notes)

    def whole_draft(self, request, box):
        """A whole document fills the whole form, which isn't saved yet."""
        try:
            kept = keep_manuscript(self.admin, request, box.cleaned_data)
        except forms.ValidationError as fault:
            box.add_error("text", fault)
            return self.quick(request, box=box)
        return HttpResponseRedirect(kept.address)

    def undone(self, request):
        """Back to the box, with what was pasted into it."""
        pasted = manuscripts.undo(request)
        if not pasted:
            messages.warning(request, _("Too late to undo: it is saved, or undone."))
            return HttpResponseRedirect(reverse("admin:stories_story_new"))
        messages.success(request, _("Undone: what you pasted is in the box again."))
        first = {name: pasted[name] for name in ("text", "document")}
        return self.quick(request, box=Box(initial=first))

    def saved_short(self, request):
        """The one save that all drafts have; a fault is shown in the short form."""
        response = self.admin.changeform_view(request)
        save = Save.of(request)
        context = getattr(response, "context_data", None) or {}
        if "adminform" not in context or save.owner:
            return response
        sources = next(item for item in save.formsets if item.model.KEY == "sources")
        return self.quick(request, form=save.form, formset=sources)

    def quick(self, request, **context):
        """The page of the short form; without `form` in `context` it asks for links
        first. The first field with a fault gets the focus."""
        if form := context.get("form"):
            context |= short_form_context(form, context["formset"])
            first = next(filter(SHORT.__contains__, form.errors), SHORT[0])
            form.fields[first].widget.attrs["autofocus"] = True
            save = Save.of(request)
            save.form = form
            context |= kept_context(self.model, save)
            context |= {"adminform": {"form": form}}
        context |= {"title": _("New story"), "opts": self.opts}
        context["may_publish"] = may(request.user, "publish", self.model)
        context["before"] = settings.SITE_URL + reverse("story", args=["slug"])[:-5]
        return respond(request, "desk/draft/quick.html", **context)


def sources_formset(inline, request, rows):
    """Rows of the sources, as a whole form would have them."""
    made = inline.get_formset(request)
    made.extra = len(rows)
    nothing = inline.model.objects.none()
    prefix = made.get_default_prefix()
    return made(instance=Story(), prefix=prefix, queryset=nothing, initial=rows)


def short_form_context(form, formset):
    """The fields that the short form asks for, and those that it only sends."""
    return {
        "fields": [form[name] for name in SHORT],
        "hidden": [form[name] for name in UNSEEN],
        "rows": [
            {
                "form": row,
                "address": row["url"].value(),
                "hidden": [
                    row[name]
                    for name in row.fields
                    if name not in (*SHOWN_OF_SOURCE, "DELETE")
                ],
            }
            for row in formset.forms
        ],
    }


def source_rows(addresses, by):
    """Rows of the form for what was pasted, and what there is to say of it."""
    if not by.has_perm(MAY_TAKE):
        return [row_of(address) for address in addresses], []
    lines = batch.sources_for(addresses, by)
    unread = [line.address for line in lines if line.fault and line.address]
    again = iter(batch.sources_for(unread, by, anyway=unread))
    kept = [next(again) if line.address in unread else line for line in lines]
    notes = [f"{line.text}: {line.fault}" for line in lines if line.fault]
    notes += [w for line in kept if line.taking for w in line.taking.warnings]
    rows = draft_citations.rows_for(
        [line.taking.source for line in kept if line.taking]
    )
    return [with_title(row) for row in rows], notes


def row_of(address):
    """The row of an address, from a person who may only cite what we have."""
    source = Source.objects.known_by(address).first() or Source(url=tidy_url(address))
    return with_title(draft_citations.rows_for([source])[0])


def with_title(row):
    """A source whose title nobody knows yet is called by its address."""
    named = row["title"] or row["url"].partition("://")[2]
    return row | {"title": named, "uid": uuid.uuid4()}


def partial_document(words, rows):
    """As much of a document as there is: enough to find what is like it."""
    titles = [row["title"] for row in rows]
    return {
        "format": "explainer/1",
        "headline": " ".join([words[:300], *titles]),
        "summary": words,
        "sources": [{"url": row["url"], "key": row["key"]} for row in rows],
    }
