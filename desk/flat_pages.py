"""Pages about the paper, as the desk writes them: a save is live at once."""

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.form.fields import WIDGETS, TextArea
from pages.flat_page import Page
from pages.link_check import dead
from pages.models import FlatPage
from pages.reserved_slugs import CONTACT
from pages.text import faults
from people.columns import flag
from people.models import AuditEvent
from people.shared_rows import StandingAdmin, StandingForm
from people.slug_admin import AddressedAdmin

EARLIER = 50


class FlatPageForm(StandingForm):
    class Meta:
        widgets = {"body": TextArea(attrs={"rows": 30})}

    def clean_body(self):
        """What would not be printed as it is meant is said before anybody reads it."""
        body = self.cleaned_data["body"]
        found = [*faults(body)]
        words = _("%(address)s leads to no page that readers have.")
        found += [words % {"address": address} for address in dead(body)]
        if found:
            raise forms.ValidationError(found)
        return body


@admin.register(FlatPage)
class FlatPageAdmin(AddressedAdmin, StandingAdmin, admin.ModelAdmin):
    form = FlatPageForm
    change_form_template = "desk/flat.html"
    fields = [
        "title",
        "slug",
        "body",
        ("menu", "position"),
        ("policy", "language"),
        "published",
    ]
    list_display = [
        *("title", "address", flag("published", gettext_lazy("Published"))),
        *("menu", "position", "changed_at"),
    ]
    list_filter = ["published", "menu"]
    search_fields = ["title", "slug", "body"]
    slug_of = "title"
    formfield_overrides = WIDGETS

    @admin.display(description=gettext_lazy("address"), ordering="slug")
    def address(self, page):
        return format_html("/{}/", page.slug)

    def view_on_site(self, page):
        """Where readers find it, if they do."""
        return page.get_absolute_url() if page.published else None

    def get_urls(self):
        def own(route, view, name):
            wrapped = self.admin_site.admin_view(view)
            return path(route, wrapped, name=f"pages_flatpage_{name}")

        return [
            own("<path:object_id>/preview/", self.preview, "preview"),
            own("<path:object_id>/earlier/", self.earlier, "earlier"),
            *super().get_urls(),
        ]

    def page(self, request, object_id):
        """The page, for somebody who may look at it."""
        found = self.get_object(request, unquote(object_id))
        if found is None:
            raise Http404(_("There is nothing at this address."))
        if not self.has_view_or_change_permission(request, found):
            raise PermissionDenied
        return found

    def preview(self, request, object_id):
        """As readers would get it, with the words that are in the form, unsaved."""
        page = self.page(request, object_id)
        if request.method == "POST":
            for name in ("title", "body", "language"):
                setattr(page, name, request.POST.get(name, "").replace("\0", ""))
        request.now = timezone.now()
        return render(request, "pages/flat.html", {"page": Page(page, is_preview=True)})

    def earlier(self, request, object_id):
        """Every text that the page had before, from the audit log, to copy from."""
        page = self.page(request, object_id)
        name = str(capfirst(self.opts.get_field("body").verbose_name))
        events = AuditEvent.objects.about(page).filter(before__has_key=name)
        texts = [(event, event.before[name]) for event in events[:EARLIER]]
        context = {"title": _("Earlier texts"), "owner": page, "opts": self.opts}
        return TemplateResponse(
            request,
            "desk/flat_earlier.html",
            self.admin_site.each_context(request) | context | {"texts": texts},
        )

    def render_change_form(self, request, context, *args, obj=None, **options):
        if obj:
            keys = [obj.pk]
            context["preview"] = reverse("admin:pages_flatpage_preview", args=keys)
            context["earlier"] = reverse("admin:pages_flatpage_earlier", args=keys)
            context["has_form"] = obj.slug == CONTACT
        return super().render_change_form(request, context, *args, obj=obj, **options)
