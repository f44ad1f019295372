"""Pages about the paper, as the desk writes them: a save is live at once."""

from django import forms
from django.contrib import admin
from django.shortcuts import render
from django.urls import reverse
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
from people.audit import AuditedAdmin
from people.columns import flag
from people.desk_view import DeskView, respond, row_for
from people.models import AuditEvent
from people.shared_rows import StandingAdmin, StandingForm

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


@admin.display(description=gettext_lazy("address"), ordering="slug")
def address(page):
    return format_html("/{}/", page.slug)


def preview(model_admin, request, object_id):
    """As readers would get it, with the words that are in the form, unsaved."""
    page = row_for(model_admin, request, object_id, "view")
    if request.method == "POST":
        for name in ("title", "body", "language"):
            setattr(page, name, request.POST.get(name, "").replace("\0", ""))
    request.now = timezone.now()
    return render(request, "pages/flat.html", {"page": Page(page, is_preview=True)})


def earlier(model_admin, request, object_id):
    """Every text that the page had before, from the audit log, to copy from."""
    page = row_for(model_admin, request, object_id, "view")
    name = str(capfirst(model_admin.opts.get_field("body").verbose_name))
    events = AuditEvent.objects.about(page).filter(before__has_key=name)
    return respond(
        request,
        "desk/flat_earlier.html",
        title=_("Earlier texts"),
        owner=page,
        opts=model_admin.opts,
        texts=[(event, event.before[name]) for event in events[:EARLIER]],
    )


@admin.register(FlatPage)
class FlatPageAdmin(StandingAdmin):
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
        *("title", address, flag("published", gettext_lazy("Published"))),
        *("menu", "position", "changed_at"),
    ]
    list_filter = ["published", "menu"]
    search_fields = ["title", "slug", "body"]
    slug_of = "title"
    pages = [
        *AuditedAdmin.pages,
        DeskView("<path:object_id>/preview/", preview, "preview"),
        DeskView("<path:object_id>/earlier/", earlier, "earlier"),
    ]
    formfield_overrides = WIDGETS

    def view_on_site(self, page):
        """Where readers find it, if they do."""
        return page.get_absolute_url() if page.published else None

    def render_change_form(self, request, context, *args, obj=None, **options):
        if obj:
            keys = [obj.pk]
            context["preview"] = reverse("admin:pages_flatpage_preview", args=keys)
            context["earlier"] = reverse("admin:pages_flatpage_earlier", args=keys)
            context["has_form"] = obj.slug == CONTACT
        return super().render_change_form(request, context, *args, obj=obj, **options)
