"""Sources for a draft, from pasted addresses: into its form, or into what is saved."""

import uuid

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from desk.form.desk_page import DeskPage, address
from desk.form.fields import TextArea
from desk.form.part_inlines import PartInline
from desk.sources import draft_citations
from desk.sources.draft_citations import MAY_TAKE
from explainer.addresses import addresses_in
from sources import batch
from sources.models import Source


def refuse_many(addresses):
    if len(addresses) > batch.MOST:
        said = _("%(most)d addresses at a time: you pasted %(count)d.")
        said %= {"most": batch.MOST, "count": len(addresses)}
        raise forms.ValidationError(said, code="many")


class AddressesForm(forms.Form):
    """Pasted addresses; those that could not be read may be kept all the same."""

    addresses = forms.CharField(
        label=gettext_lazy("Paste addresses, one on each line"),
        max_length=30_000,
        widget=TextArea(attrs={"rows": 4}),
    )
    anyway = forms.BooleanField(
        label=gettext_lazy("Add these anyway, with the address alone"), required=False
    )

    def clean_addresses(self):
        found = addresses_in(self.cleaned_data["addresses"])
        refuse_many(found)
        return found


class SourcesInline(PartInline):
    """The sources of a draft, with a box for addresses above them."""

    template = "desk/draft/intake_parts.html"
    takes = False
    page = ""  # Where it works without a script, for a draft that is saved.

    def get_formset(self, request, obj=None, **options):
        may = self.may_change(request, obj) if obj else True
        self.takes = may and request.user.has_perm(MAY_TAKE)
        if obj is not None and obj.pk and not obj._state.adding:
            self.page = address("sources", obj)
        return super().get_formset(request, obj, **options)

    def get_extra(self, request, obj=None, **options):
        begun = begun_with(request) if obj is None else ()
        return super().get_extra(request, obj, **options) + len(begun)


def begun_with(request):
    """The sources that a new draft is to begin with."""
    asked = request.GET.get("sources", "") if request.method == "GET" else ""
    keys = [key for key in asked.split(",")[: batch.MOST * 2] if key.isascii()]
    keys = [int(key) for key in keys if key.isdigit() and len(key) < 10]
    if not keys:
        return []
    found = Source.objects.select_related("outlet", "syndicated_from").in_bulk(keys)
    return [found[key] for key in dict.fromkeys(keys) if key in found]


def first_rows(request):
    """The rows with which the form of a new draft begins."""
    rows = draft_citations.rows_for(begun_with(request))
    return [{"uid": uuid.uuid4(), **row} for row in rows]


class PastedSources(DeskPage):
    routes = (("<path:object_id>/sources/", "sources_page", "sources"),)

    def sources_page(self, request, object_id):
        """Take what is pasted into the saved draft, without any script."""
        owner = self.owner_for(request, object_id, "change")
        if not request.user.has_perm(MAY_TAKE):
            raise PermissionDenied
        form = AddressesForm(request.POST if request.method == "POST" else None)
        lines = []
        if form.is_valid():
            lines = cite_pasted(request, owner, form)
            faults = [line for line in lines if line.fault]
            if not faults:
                for taking in (line.taking for line in lines):
                    for warning in taking.warnings:
                        messages.warning(request, f"{taking.source}: {warning}")
                return HttpResponseRedirect(address("change", owner))
            left = "\n".join(line.text for line in faults)
            form = AddressesForm(initial={"addresses": left})
        context = {"title": _("Sources from addresses"), "form": form, "lines": lines}
        template = "desk/draft/intake_sources.html"
        return self.admin.desk_page(request, owner, template, context)


def cite_pasted(request, owner, form):
    """Put what could be read into the draft, and say so."""
    texts = form.cleaned_data["addresses"]
    anyway = texts if form.cleaned_data["anyway"] else ()
    lines = batch.sources_for(texts, request.user, anyway)
    sources = [line.taking.source for line in lines if line.taking]
    made = draft_citations.cite(owner, sources, request.user)
    if sources and not made:
        messages.info(request, _("The draft cites all of these already."))
    if made:
        said = ngettext("%d source added.", "%d sources added.", len(made))
        messages.info(request, said % len(made))
    return lines
